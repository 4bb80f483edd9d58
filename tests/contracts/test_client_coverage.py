"""Which answers a client had to face: what is promised, and what counts as seen."""

import json
from collections.abc import Callable

import pytest

from specdouble.contracts.check import observe
from specdouble.contracts.client_coverage import EMPTY, FILLED, SECOND, Answer, Faced
from specdouble.contracts.client_summary import (
    account_of,
    facts,
    from_facts,
    joined,
    percent,
    short,
    whole,
)
from specdouble.spec.api import Api
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json

from ..small_documents import api

STATE = {"enum": ["NEW", "FAILED"]}
JOB = {"type": "object", "properties": {"id": {"type": "string"}, "state": STATE}}


def body(schema: Json) -> dict[str, Json]:
    return {"description": "shown", "content": {"application/json": {"schema": schema}}}


def number(name: str) -> dict[str, Json]:
    return {"name": name, "in": "query", "schema": {"type": "integer"}}


PATHS: Json = {
    "/jobs": {
        "get": {
            "operationId": "list",
            "parameters": [number("offset"), number("page")],
            "responses": {"200": body({"type": "array", "items": JOB}), "4XX": {"description": ""}},
        },
        "delete": {"operationId": "clear", "responses": {"204": {"description": "gone"}}},
    },
    "/jobs/{id}": {
        "get": {
            "operationId": "read",
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "responses": {
                "200": body({"type": "object", "properties": {"errors": {"type": "array"}}}),
                "404": {"description": "unknown"},
            },
        }
    },
}

Ask = Callable[..., None]


@pytest.fixture
def small() -> Api:
    return api(PATHS)


@pytest.fixture
def faced(small: Api) -> Faced:
    return Faced(small)


@pytest.fixture
def ask(small: Api, faced: Faced) -> Ask:
    """Lets a client see an answer."""

    def see(target: str, status: int, answer: Json = None, **more: bool) -> None:
        path, _, query = target.partition("?")
        text = b"{" if answer == "{" else json.dumps(answer).encode()
        headers = Headers([("Content-Type", "application/json")])
        message = Message("GET", path, query)
        faced.observe(observe(small, message, Reply(status, headers, text, **more)))

    return see


def names(answers: set[Answer]) -> set[str]:
    return {each.name for each in answers}


def test_promised_are_statuses_values_lists_and_pages(faced: Faced) -> None:
    assert [(each.operation, each.name) for each in faced.promised] == [
        ("list", "200"),
        ("list", "4XX"),
        ("", "state NEW"),
        ("", "state FAILED"),
        ("list", EMPTY),
        ("list", FILLED),
        ("list", SECOND),
        ("clear", "204"),
        ("read", "200"),
        ("read", "404"),
    ]


def test_nothing_is_seen_at_first(faced: Faced) -> None:
    assert not faced.seen
    assert not faced.used


def test_a_status_is_seen_as_it_is_documented(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 418)
    assert (names(faced.seen), faced.used) == ({"4XX"}, {"list"})


def test_an_undocumented_status_only_uses_the_operation(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 500)
    assert (faced.seen, faced.used) == (set(), {"list"})


def test_the_value_of_an_enum_is_seen_wherever_it_stands(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 200, [{"state": "NEW"}, {"state": "FAILED"}])
    assert names(faced.seen) == {"200", "state NEW", "state FAILED", FILLED}


def test_an_empty_list_is_told_from_one_with_items(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 200, [])
    assert names(faced.seen) == {"200", EMPTY}


@pytest.mark.parametrize(
    ("query", "is_second"),
    [("", False), ("?offset=0", False), ("?offset=1", True), ("?page=1", False), ("?page=2", True)],
)
def test_a_second_page_is_one_that_was_asked_for_and_has_items(
    faced: Faced, ask: Ask, query: str, *, is_second: bool
) -> None:
    ask(f"/jobs{query}", 200, [{}])
    assert (SECOND in names(faced.seen)) is is_second


@pytest.mark.parametrize("answer", ["{", None, {"a": 1}], ids=["no JSON", "null", "object"])
def test_a_body_that_is_no_list_shows_none(faced: Faced, ask: Ask, answer: Json) -> None:
    ask("/jobs", 200, answer)
    assert names(faced.seen) == {"200"}


def test_what_is_cut_is_not_looked_into(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 200, [], is_cut=True)
    assert names(faced.seen) == {"200"}


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/jobs", 0)])
def test_what_is_no_answer_of_an_operation_shows_nothing(
    faced: Faced, ask: Ask, path: str, status: int
) -> None:
    ask(path, status)
    assert not faced.used


def test_an_account_survives_the_way_to_another_process(faced: Faced, ask: Ask) -> None:
    ask("/jobs", 200, [{"state": "NEW"}])
    account = account_of(faced)
    assert from_facts(json.loads(json.dumps(facts(account)))) == account


def test_accounts_of_one_document_are_joined(small: Api) -> None:
    accounts = []
    for path in ("/jobs", "/jobs/1"):
        one = Faced(small)
        one.observe(observe(small, Message("GET", path), Reply(404)))
        accounts.append(account_of(one))
    both = joined(accounts)
    assert [each.used for each in both] == [{"list", "read"}]
    assert percent(both) == 20


def test_the_text_groups_by_operation(faced: Faced, ask: Ask) -> None:
    ask("/jobs/1", 200, {})
    assert whole(account_of(faced))[1:] == [
        "  read never showed 404",
        "  never seen in any answer: state NEW, state FAILED",
        "  never used: list, clear",
    ]


def test_the_text_of_a_large_document_stays_short() -> None:
    many = {
        f"/{n}": {"get": {"responses": {"200": {"description": ""}, "404": {"description": ""}}}}
        for n in range(30)
    }
    large = api(many)
    faced = Faced(large)
    for n in range(30):
        faced.observe(observe(large, Message("GET", f"/{n}"), Reply(200)))
    text = short(account_of(faced))
    assert len(text) == 13
    assert text[-1] == "… and 19 lines more (all: --specdouble-coverage=FILE.md)"


def test_of_a_document_that_promises_nothing_all_is_faced() -> None:
    assert percent([account_of(Faced(api({})))]) == 100
