from collections.abc import Callable

import pytest

from specdouble.contracts.check import observe
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

Objections = Callable[[Exchange, str], list[str]]
PROBLEM = "application/problem+json"


@pytest.fixture
def said(api: Api, objections: Objections) -> Callable[..., list[str]]:
    """What the check says of an answer to a path that the document does not have."""

    def make(status: int, kind: str, body: bytes) -> list[str]:
        reply = Reply(status, Headers([("Content-Type", kind)] if kind else []), body)
        return objections(observe(api, Message("GET", "/elsewhere"), reply), "error_body")

    return make


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (404, "application/json", b"{}"),
        (404, "application/json", b""),
        (404, "text/html", b"<p>not here</p>"),
        (404, "", b"not here"),
        (200, "application/json", b"not here"),
        (404, PROBLEM, b'{"status": 404}'),
        (404, PROBLEM, b'{"status": "404"}'),
        (404, PROBLEM, b'{"title": "not here"}'),
        (404, PROBLEM, b'["not here"]'),
        (404, PROBLEM, b'{"status": 7}'),
        (404, "application/json", b'{"status": 400}'),
    ],
)
def test_an_error_that_is_what_it_says_is_fine(
    status: int, kind: str, body: bytes, said: Callable[..., list[str]]
) -> None:
    assert said(status, kind, body) == []


def test_an_error_that_is_no_json_is_seen(said: Callable[..., list[str]]) -> None:
    found = said(404, "application/json", b"<p>not here</p>")
    assert [
        each.startswith("the error is called application/json and is no") for each in found
    ] == [True]


def test_a_problem_of_another_status_is_seen(said: Callable[..., list[str]]) -> None:
    assert said(404, PROBLEM, b'{"status": 400}') == [
        "the error says it is 400, and it comes with 404"
    ]


def test_an_error_of_the_built_in_document_with_another_status_is_seen(
    exchanged: Callable[..., Exchange], objections: Objections
) -> None:
    error = {"type": "x", "title": "NotFoundError", "detail": "no", "status": 403}
    exchange = exchanged("createDataset", 400, error, body={})
    assert objections(exchange, "error_body") == ["the error says it is 403, and it comes with 400"]


def test_what_another_check_has_said_is_not_said_again(
    exchanged: Callable[..., Exchange], objections: Objections
) -> None:
    assert objections(exchanged("createDataset", 400, {"status": 403}, body={}), "error_body") == []
