from collections.abc import Callable
from dataclasses import replace

import pytest

from specdouble.contracts.check import observe, violations_in
from specdouble.contracts.comparison import expected_and_got
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

from ..small_documents import api as small

DOCUMENT = {
    "/things": {
        "post": {
            "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
            "responses": {
                "200": {
                    "description": "d",
                    "headers": {
                        "X-Id": {"required": True, "schema": {"type": "integer"}},
                        "X-Word": {"schema": {"enum": ["a"]}},
                    },
                    "content": {
                        "text/plain": {"schema": {"maxLength": 1}},
                        "application/json": {
                            "schema": {
                                "required": ["a"],
                                "properties": {"a": {"type": "string"}, "b": {"minimum": 3}},
                            }
                        },
                    },
                },
                "204": {"description": "none"},
                "400": {"description": "bad"},
            },
        }
    }
}
API = small(DOCUMENT)
JSON = {"Content-Type": "application/json", "X-Id": "1"}


def sides(
    status: int, headers: dict[str, str] | None = None, body: bytes = b"", target: str = "/things"
) -> dict[str, tuple[str, str]]:
    """Expected and got of each violation, by its check."""
    path, _, query = target.partition("?")
    message = Message("PUT" if "put" in target else "POST", path.replace("put", ""), query)
    exchange = observe(API, message, Reply(status, Headers((headers or {}).items()), body))
    return {each.check: expected_and_got(each) for each in violations_in(API, exchange)}


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (418, {}, b"", ("200, 204, 400", "418")),
        (200, JSON, b'{"a": 7}', ("string", "7")),
        (200, JSON, b'{"a": "x", "b": 1}', ("at least 3", "1")),
        (200, JSON, b'{"b": 4}', ("the member a", "only b")),
        (200, JSON, b"{}", ("the member a", "no members")),
        (200, JSON, b"{", ("valid JSON", "{")),
        (200, JSON, b"", ("a body", "no body")),
        (200, {**JSON, "Content-Type": "text/plain"}, b"ab", ("at most 1 characters", '"ab"')),
        (204, {}, b"abc", ("no body", "3 bytes")),
        (
            200,
            {**JSON, "Content-Type": "text/html"},
            b"x",
            ("Content-Type: text/plain or application/json", "Content-Type: text/html"),
        ),
        (
            200,
            {"X-Id": "1"},
            b"x",
            ("Content-Type: text/plain or application/json", "Content-Type: (none)"),
        ),
        (
            200,
            {"Content-Type": "application/json"},
            b'{"a": ""}',
            ("the header X-Id", "no such header"),
        ),
        (200, {**JSON, "X-Word": "b"}, b'{"a": ""}', ('"a"', "X-Word: b")),
    ],
)
def test_a_broken_promise_of_an_answer_has_both_sides(
    status: int, headers: dict[str, str], body: bytes, expected: tuple[str, str]
) -> None:
    assert sides(status, headers, body)["conforms"] == expected


def test_a_request_that_had_to_be_refused_has_both_sides() -> None:
    assert sides(200, JSON, b'{"a": ""}', "/things?n=x")["refusal"] == (
        "400, or another refusal",
        "success (200)",
    )


def test_a_request_that_had_to_be_accepted_has_both_sides() -> None:
    assert sides(415)["acceptance"] == ("200, 204", "415")


def test_a_server_that_breaks_has_both_sides() -> None:
    assert sides(500)["server_error"] == ("200, 204, 400", "500")


def test_a_method_that_is_none_has_both_sides() -> None:
    assert sides(200, {}, b"", "/putthings")["method"] == ("405, not allowed", "200")
    assert sides(405, {}, b"", "/putthings")["method"] == ("Allow: POST", "Allow: (none)")


def test_an_answer_that_never_came_has_both_sides(
    api: Api, exchanged: Callable[..., Exchange]
) -> None:
    ledger = Ledger(api, lambda _: None)
    ledger.miss(exchanged("listExportJobs", 200).call, "refused")
    assert expected_and_got(ledger.violations[0]) == ("an answer", "none: refused")


def test_who_says_it_himself_is_believed(exchanged: Callable[..., Exchange]) -> None:
    objection = Objection("wrong", expected="a\nb", got="c" * 200)
    violation = Violation("conforms", "o", objection, exchanged("listExportJobs", 200))
    assert expected_and_got(violation) == ("a b", "c" * 119 + "…")


@pytest.mark.parametrize("check", ["conforms", "refusal", "scenario cancel"])
def test_where_nothing_is_known_nothing_or_little_is_said(
    check: str, exchanged: Callable[..., Exchange]
) -> None:
    exchange = replace(exchanged("listExportJobs", 200), problems=())
    found = expected_and_got(Violation(check, "o", Objection("wrong"), exchange))
    known = {"refusal": ("a refusal (4xx)", "success (200)")}
    assert found == known.get(check, ("", ""))


def test_a_body_that_is_wrong_and_comes_back_has_the_sides_of_the_answer() -> None:
    name = {"properties": {"a": {"type": "string"}}}
    content = {"application/json": {"schema": name}}
    responses = {"200": {"description": "d", "content": content}}
    operation = {"requestBody": {"content": content}, "responses": responses}
    echo = small({"/echo": {"post": operation}})
    headers, body = Headers([("Content-Type", "application/json")]), b'{"a": 7}'
    exchange = observe(echo, Message("POST", "/echo", "", headers, body), Reply(200, headers, body))
    found = {each.check: expected_and_got(each) for each in violations_in(echo, exchange)}
    assert found == {
        "conforms": ("string", "7"),
        "refusal": ("400, or another refusal", "success (200)"),
    }
