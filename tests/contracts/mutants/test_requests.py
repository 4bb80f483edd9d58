"""Rules that are forgotten."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from specdouble.contracts.mutant import mutants_of
from specdouble.spec.api import Api
from specdouble.spec.exchange import Headers, Message, Reply

Ask = Callable[..., Reply]
Change = Callable[[Message], Message]


def without_key(message: Message) -> Message:
    return replace(message, headers=Headers([("Content-Type", "application/json")]))


def with_body(body: bytes, kind: str = "application/json") -> Change:
    headers = Headers([("X-Key", "k"), ("Content-Type", kind)] if kind else [("X-Key", "k")])
    return lambda message: replace(message, headers=headers, body=body)


ASKED: dict[str, dict[str, object]] = {
    "addBook": {"body": {"title": "x"}},
    "getBook": {"path": {"number": 5}},
}

FORGOTTEN: list[tuple[str, str, Change]] = [
    ("credential-unchecked:addBook:key missing", "addBook", without_key),
    (
        "parameter-unchecked:addBook:query copies minimum",
        "addBook",
        lambda each: replace(each, query="copies=0"),
    ),
    (
        "parameter-unchecked:addBook:query copies type",
        "addBook",
        lambda each: replace(each, query="copies=x"),
    ),
    (
        "parameter-unchecked:addBook:query copies repetition",
        "addBook",
        lambda each: replace(each, query="copies=1&copies=2"),
    ),
    (
        "parameter-unchecked:getBook:path number type",
        "getBook",
        lambda each: replace(each, path="/books/x"),
    ),
    ("body-unchecked:addBook:body-missing", "addBook", with_body(b"")),
    ("body-unchecked:addBook:body-malformed", "addBook", with_body(b"{")),
    ("body-unchecked:addBook:media-type-missing", "addBook", with_body(b"{}", "")),
    ("body-unchecked:addBook:media-type-malformed", "addBook", with_body(b"{}", "json")),
    ("body-unchecked:addBook:media-type-unsupported", "addBook", with_body(b"{}", "text/plain")),
    ("member-unchecked:addBook:/ absence of title", "addBook", with_body(b"{}")),
    ("member-unchecked:addBook:/title a number instead", "addBook", with_body(b'{"title": 3}')),
    ("member-unchecked:addBook:/title a null instead", "addBook", with_body(b'{"title": null}')),
    (
        "member-unchecked:addBook:/kind a wrong enum",
        "addBook",
        with_body(b'{"title": "x", "kind": "y"}'),
    ),
    (
        "member-unchecked:addBook:/tags/* a list instead",
        "addBook",
        with_body(b'{"title": "x", "tags": [[]]}'),
    ),
    ("method-unchecked:dropBook", "getBook", lambda each: replace(each, method="PATCH")),
]


@pytest.mark.parametrize(
    ("name", "operation", "change"), FORGOTTEN, ids=[name for name, _, _ in FORGOTTEN]
)
def test_a_rule_that_is_forgotten_lets_the_request_pass(
    name: str, operation: str, change: Change, on_shelf: Callable[[str], Ask]
) -> None:
    assert 200 <= on_shelf(name)(operation, change, **ASKED[operation]).status < 300


@pytest.mark.parametrize(
    ("name", "operation", "change"), FORGOTTEN, ids=[name for name, _, _ in FORGOTTEN]
)
def test_all_other_rules_are_kept(
    name: str, operation: str, change: Change, on_shelf: Callable[[str], Ask]
) -> None:
    del name
    ask = on_shelf("body:getBook:200 empty")
    assert ask(operation, change, **ASKED[operation]).status >= 400


def test_a_type_is_not_mistaken_for_itself(shelf: Api) -> None:
    names = [each.name for each in mutants_of(shelf, "member-unchecked:addBook:/title a * instead")]
    assert [each.split()[-2] for each in names] == ["null", "value", "number", "list", "object"]


def test_the_last_good_request_is_put_in_the_place_of_a_wrong_one(
    asking: Callable[[str], Ask],
) -> None:
    ask = asking("member-unchecked:createExportJob:/ absence of schema")
    body = {"destination": {"datasetId": "5b020a27e7040801dedba61b"}}
    good = ask("createExportJob", body={**body, "schema": {"name": "_xdm.context.profile"}})
    assert (good.status, ask("createExportJob", body=body).status) == (200, 200)
    assert ask("createExportJob", body={}).status == 400
