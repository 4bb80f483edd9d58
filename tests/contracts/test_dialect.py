from collections.abc import Callable
from pathlib import Path

import pytest

from specdouble.contracts.dialect import (
    Dialect,
    choices_for,
    other_choices,
    own_choices,
    read_dialect,
)
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.errors import DocumentError, SettingError

Read = Callable[[str], Dialect]

WHOLE = """
choices:
  cancel-reply: '200'
  job-seconds: 0.5
  default-limit: 7
second-tenant:
  x-gw-ims-org-id: FEDCBA9876543210FEDCBA98@AdobeOrg
  x-sandbox-name: other
expired-token: over
"""


@pytest.fixture
def read(api: Api, tmp_path: Path) -> Read:
    """Reads a dialect from a file of its own."""

    def make(text: str) -> Dialect:
        file = tmp_path / "dialect.yaml"
        file.write_text(text, "utf-8")
        return read_dialect(file, api)

    return make


def test_a_whole_file_is_understood(read: Read) -> None:
    dialect = read(WHOLE)
    assert dialect.choices == {"cancel-reply": "200", "job-seconds": "0.5", "default-limit": "7"}
    assert dialect.expired_token == "over"  # noqa: S105  # a made-up one
    assert [(each.location, each.name, each.value) for each in dialect.second_tenant] == [
        ("header", "x-gw-ims-org-id", "FEDCBA9876543210FEDCBA98@AdobeOrg"),
        ("header", "x-sandbox-name", "other"),
    ]


@pytest.mark.parametrize("text", ["{}", "choices: {}", "second-tenant: {}"])
def test_all_of_it_is_optional(text: str, read: Read) -> None:
    assert read(text) == Dialect()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("choice: {}", "1:9", "there is no 'choice' to be set here; did you mean 'choices'?"),
        ("choices: []", "1:10", "a mapping is wanted here"),
        ("choices:\n  cancel-reply: [1]", "2:17", "a text is wanted here"),
        ("choices:\n  cancel-reply: yes", "2:17", ""),
        ("second-tenant: x", "1:16", "a mapping is wanted here"),
        ("second-tenant:\n  x-org: {}", "2:10", "a text is wanted here"),
        ("expired-token: 7", "1:16", "a text is wanted here: put 7 in quotes"),
        ("- choices", "1:1", "a mapping is wanted here"),
    ],
)
def test_what_is_not_built_like_a_dialect_is_an_error_with_its_place(
    text: str, place: str, words: str, read: Read, tmp_path: Path
) -> None:
    with pytest.raises((DocumentError, SettingError)) as raised:
        read(text)
    if words:
        assert str(raised.value).startswith(f"{tmp_path / 'dialect.yaml'}:{place}: ")
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "choices:\n  cancel-repyl: '200'",
            "2:17",
            "there is no choice 'cancel-repyl'; did you mean 'cancel-reply'?",
        ),
        ("choices:\n  cancel-reply: '201'", "2:17", "one of 204, 200 is wanted"),
        ("choices:\n  job-seconds: soon", "2:16", "a number such as 60 or 0.5 is wanted"),
        ("choices:\n  default-limit: 0", "2:18", "a whole number, 1 or more, is wanted"),
        ("choices:\n  cancel-reply: true", "2:17", "a text is wanted here"),
    ],
)
def test_a_choice_that_cannot_be_is_an_error_with_its_place(
    text: str, place: str, words: str, read: Read, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError) as raised:
        read(text)
    assert str(raised.value).startswith(f"{tmp_path / 'dialect.yaml'}:{place}: ")
    assert words in str(raised.value)


def test_a_file_that_is_not_there_is_an_error(api: Api, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.yaml"):
        read_dialect(tmp_path / "none.yaml", api)


OTHER = "openapi: 3.1.0\ninfo: {title: T}\npaths: {/a: {get: {operationId: one, responses: {}}}}"


def test_another_document_has_no_choices(tmp_path: Path) -> None:
    api = compile_api(parse(OTHER))
    assert (choices_for(api), own_choices(api)) == ({}, {})
    file = tmp_path / "dialect.yaml"
    file.write_text("choices:\n  cancel-reply: '200'")
    with pytest.raises(DocumentError, match="there is no choice 'cancel-reply'"):
        read_dialect(file, api)


def test_other_dialects_have_every_value_that_is_not_the_mock_s_own(api: Api) -> None:
    found = {(name, value) for each in other_choices(api) for name, value in each.items()}
    assert found == {
        (name, value)
        for name, choice in choices_for(api).items()
        for value in choice.values
        if value != choice.default
    }


def test_another_document_has_no_other_dialect() -> None:
    assert other_choices(compile_api(parse(OTHER))) == []


def test_the_document_s_own_choices_are_the_mock_s_defaults(api: Api) -> None:
    choices = choices_for(api)
    assert own_choices(api) == {name: each.default for name, each in choices.items()}
    assert own_choices(api)["cancel-reply"] == "204"
