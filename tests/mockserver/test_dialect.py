"""What the mock prints of its choices is what the judge reads."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from specdouble.__main__ import specdouble
from specdouble.contracts.dialect import choices_for, read_dialect
from specdouble.mockserver.app import create_app
from specdouble.mockserver.dialect import dialect_of
from specdouble.mockserver.wiring import Wiring
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.choices import KINDS, Choice
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load, parse

API = compile_api(load(DOCUMENT))
CHOICES = choices_for(API)
EVERY = [(name, value) for name, each in CHOICES.items() for value in (*each.values, each.default)]


def printed(*words):
    result = CliRunner().invoke(specdouble, ["mock", "--print-dialect", *words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("name", "value"), sorted(set(EVERY)), ids="=".join)
def test_what_is_printed_is_read_back(name, value, tmp_path):
    file = tmp_path / "dialect.yaml"
    file.write_text(printed("--choice", f"{name}={value}"), "utf-8")
    own = {each: choice.default for each, choice in CHOICES.items()}
    dialect = read_dialect(file, API)
    assert dialect.choices == own | {name: value}
    assert dialect.expired_token == "expired"  # noqa: S105  # the mock's own word
    assert dialect.second_tenant == ()


def test_each_choice_says_what_it_means():
    lines = [line.strip() for line in printed().splitlines()]
    for name, choice in CHOICES.items():
        place = lines.index(f"{name}: '{choice.default}'")
        assert lines[place - 1] == f"# {choice.means}"


def test_a_second_tenant_is_shown_as_a_comment(tmp_path: Path):
    text = printed()
    assert "# second-tenant:\n#   x-gw-ims-org-id: " in text
    file = tmp_path / "dialect.yaml"
    file.write_text(text.replace("# second", "second").replace("#   x-gw", "  x-gw"), "utf-8")
    (found,) = read_dialect(file, API).second_tenant
    assert (found.location, found.name) == ("header", "x-gw-ims-org-id")


def test_the_first_refused_token_is_the_expired_one():
    text = dialect_of(create_app().service.wiring, {**DEFAULTS, "refused-tokens": " ,a'b,c"})
    assert text.endswith("\nexpired-token: 'a''b'\n")


@pytest.mark.parametrize("tokens", ["", " , "])
def test_without_a_refused_token_none_is_printed(tokens):
    text = dialect_of(create_app().service.wiring, {**DEFAULTS, "refused-tokens": tokens})
    assert "expired-token" not in text


DEFAULTS = {name: choice.default for name, choice in CHOICES.items()}


@example("it's")
@example('a "b" \\ \n\t \x7f \U0001f600 \u2028')
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_is_read_back(text):
    wiring = Wiring(choices={"a": Choice("one\ntwo", "", (), KINDS["text"])})
    assert parse(dialect_of(wiring, {"a": text})).root.value == {"choices": {"a": text}}


def test_a_document_without_choices_has_an_empty_dialect(tmp_path):
    (tmp_path / "api.yaml").write_text("openapi: 3.1.0\ninfo: {title: T}\npaths: {}", "utf-8")
    lines = printed(str(tmp_path / "api.yaml")).splitlines()
    assert lines[1:] == ["choices: {}"]
