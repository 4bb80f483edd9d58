"""What any document gets: scenarios without operationIds, told to a small API."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.proven import put, renewed
from specdouble.contracts.scenario import SCENARIOS, scenarios_for
from specdouble.contracts.storytelling import tell_all
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Walk
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Message

Serve = Callable[[WSGIApplication], str]
NAMES = ["http_methods", "head", "safe_methods", "equivalent", "unknown_paths", "parallel_reads"]
KEY = Credential("query", "key", "specdouble-placeholder-key")
THINGS = """
openapi: 3.1.0
info: {title: things, version: '1'}
security: [{key: []}]
paths:
  /things:
    get:
      operationId: list
      responses:
        '200':
          description: all
          content: {application/json: {schema: {type: array}}}
        '401': {description: who are you}
    post:
      operationId: make
      responses: {'204': {description: made}, '401': {description: who are you}}
  /things/{name}:
    delete:
      operationId: forget
      parameters: [{name: name, in: path, required: true, schema: {type: string, minLength: 3}}]
      responses: {'204': {description: gone}, '401': {description: who}, '404': {description: no}}
    get:
      operationId: look
      parameters: [{name: name, in: path, required: true, schema: {type: string, minLength: 3}}]
      responses: {'404': {description: no}, '401': {description: who are you}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key}
"""


@pytest.fixture
def things() -> Api:
    return compile_api(parse(THINGS))


def server(*, is_open: bool = False, head_body: bool = True) -> WSGIApplication:
    """An honest server of things, or one that asks nobody for a key."""
    routes = {
        ("/things", "GET"): (200, b"[]"),
        ("/things", "HEAD"): (200, b""),
        ("/things", "POST"): (204, b""),
    }

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        status, body = routes.get((path, method), (404, b""))
        if path == "/things" and status == 404:
            status = 405
        if (
            status < 400
            and not is_open
            and not environ["QUERY_STRING"].startswith("key=specdouble")
        ):
            status, body = 401, b""
        fields = [("Allow", "GET, POST")]
        if body or (head_body and status == 200):
            fields += [("Content-Type", "application/json"), ("Content-Length", "2")]
        start_response(f"{status} x", fields)
        return [body]

    return answer


@pytest.fixture
def told(things: Api, serve: Serve) -> Callable[..., Any]:
    def make(application: WSGIApplication, *names: str) -> list[tuple[str, str]]:
        ledger = Ledger(things, lambda _: None)
        pace = Pace(lambda: 0.0, lambda _: None)
        with Target(serve(application), (KEY,)) as target:
            tell_all(
                [SCENARIOS[name] for name in names], Walk(things, target, pace, ledger), ledger
            )
        return [(each.check, each.message) for each in ledger.violations]

    return make


def test_the_general_scenarios_are_told_of_any_document(things: Api) -> None:
    assert {*NAMES, "credentials"} <= {each.name for each in scenarios_for(things)}


def test_an_honest_server_passes(told: Callable[..., Any]) -> None:
    assert told(server(), *NAMES, "credentials") == []


def test_a_head_without_length_passes(told: Callable[..., Any]) -> None:
    assert told(server(head_body=False), "head") == []


def test_doors_that_ask_for_no_key_are_seen(told: Callable[..., Any]) -> None:
    found = told(server(is_open=True), "credentials")
    assert {check for check, _ in found} == {"refusal"}


def test_a_document_without_security_has_no_doors() -> None:
    api = compile_api(parse(THINGS.replace("security: [{key: []}]", "")))
    assert "credentials" not in {each.name for each in scenarios_for(api)}


def test_of_very_many_paths_some_are_left_out(serve: Serve) -> None:
    path = {"get": {"operationId": "x", "responses": {"200": {"description": "x"}}}}
    paths = {f"/{number}": path for number in range(52)}
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": paths}
    api = compile_api(parse(json.dumps(document)))
    ledger = Ledger(api, lambda _: None)
    with Target(serve(server())) as target:
        walk = Walk(api, target, Pace(lambda: 0.0, lambda _: None), ledger)
        tell_all([SCENARIOS["http_methods"]], walk, ledger)
    assert ledger.notes == ("http_methods: 2 of 52 paths were not asked with other methods",)


def test_a_credential_is_put_in_the_place_of_another() -> None:
    message = Message("GET", "/", "key=old&x=1")
    assert renewed(message, [KEY]).query == "x=1&key=specdouble-placeholder-key"
    assert put(message, "query", "key", "").query == "x=1&key="
    assert put(message, "query", "key", None).query == "x=1"
