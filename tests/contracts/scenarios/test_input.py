"""The story of odd input, told to honest servers and to liars, for our document and for others."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.in_process import InProcess
from specdouble.contracts.inputs.texts import ODD
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import Manners
from specdouble.contracts.scenario import SCENARIOS
from specdouble.contracts.storytelling import tell_all
from specdouble.contracts.walk import Pace, Situation, Walk
from specdouble.spec.api import Api
from specdouble.spec.exchange import Call, Headers, Message, Reply
from specdouble.spec.problem import CODES
from specdouble.spec.reading import read

from ...small_documents import api as document

Lie = Callable[[Call, Reply], Reply]

ANY = {"default": {"description": "any"}}
PET = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string", "maxLength": 40},
        "kind": {"type": "string", "enum": ["cat", "dog"]},
        "age": {"type": "integer", "minimum": 0, "format": "int32"},
        "born": {"type": "string", "format": "date"},
        "nicknames": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        "home": {"oneOf": [{"type": "string"}, {"type": "object"}]},
    },
}
JSON_BODY = {"required": True, "content": {"application/json": {"schema": PET}}}
FORM_BODY = {
    "required": True,
    "content": {"application/x-www-form-urlencoded": {"schema": PET}},
}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}
TRACE = {"name": "x-trace", "in": "header", "required": True, "schema": {"type": "string"}}
PATHS: Any = {
    "/pets": {
        "post": {"operationId": "add", "requestBody": JSON_BODY, "responses": ANY},
        "get": {"operationId": "list", "parameters": [LIMIT, TRACE], "responses": ANY},
    },
    "/forms": {"post": {"operationId": "form", "requestBody": FORM_BODY, "responses": ANY}},
    "/pets/{id}": {
        "put": {
            "operationId": "change",
            "parameters": [ID],
            "requestBody": JSON_BODY,
            "responses": ANY,
        },
        "delete": {"operationId": "remove", "parameters": [ID], "responses": ANY},
    },
}


def honest(api: Api, message: Message) -> tuple[Call, Reply]:
    """A server that takes what the document allows and gives the body back."""
    call, problems = read(api, message)
    wrong = [each for each in problems if each.side == "client"]
    status = CODES[wrong[0].code].status if wrong else 200
    body = json.dumps({} if wrong else call.body).encode()
    return call, Reply(status, Headers([("Content-Type", "application/json")]), body)


class Town:
    """A server of a small document, honest but for its lie, and what it was asked."""

    def __init__(self, api: Api, lie: Lie) -> None:
        self.api, self.lie = api, lie
        self.asked: list[tuple[str, int]] = []
        self.bodies: list[bytes] = []

    def handle(self, message: Message) -> Reply:
        call, reply = honest(self.api, message)
        told = self.lie(call, reply)
        self.asked.append((call.operation.operation_id if call.operation else "", reply.status))
        self.bodies.append(message.body)
        return told


def tell_town(
    lie: Lie = lambda _, reply: reply,
    *,
    version: str = "3.1.0",
    profile: str = "documented",
    read_only: bool = False,
) -> tuple[Ledger, Town]:
    """Tells the story to a town."""
    api = document(PATHS, version)
    town = Town(api, lie)
    ledger = Ledger(api, lambda _: None)
    situation = Situation(profile)
    pace = Pace(lambda: 0.0, lambda _: None)
    target = InProcess(town.handle, manners=Manners(read_only=read_only))
    walk = Walk(api, target, pace, ledger, situation)
    tell_all([SCENARIOS["input"]], walk, ledger)
    return ledger, town


def identities(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [
        (each.check, each.operation, each.objection.place.rpartition("/properties/")[2])
        for each in ledger.violations
    ]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("profile", ["quick", "documented", "deep"])
def test_an_honest_server_of_another_document_passes(version: str, profile: str) -> None:
    ledger, _ = tell_town(version=version, profile=profile)
    assert ledger.violations == ()


@pytest.mark.parametrize("profile", ["quick", "documented", "deep"])
def test_the_mock_passes(told: Callable[..., Any], profile: str) -> None:
    outcome = told("tutorial", "input", profile=profile)
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_a_member_that_nobody_validates_is_one_violation() -> None:
    def careless(call: Call, reply: Reply) -> Reply:
        body = call.body
        is_odd = isinstance(body, dict) and type(body.get("age")) not in {int, type(None)}
        return Reply(200) if is_odd else reply

    ledger, _ = tell_town(careless)
    found = [each for each in identities(ledger) if each[1] == "add"]
    assert found == [("refusal", "add", "age/type")]


def test_each_missing_member_is_a_violation_of_its_own() -> None:
    def careless(call: Call, reply: Reply) -> Reply:
        body = call.body
        is_short = isinstance(body, dict) and not {"name", "kind"} <= body.keys()
        return Reply(200) if is_short else reply

    ledger, _ = tell_town(careless)
    kinds = {each.objection.kind for each in ledger.violations if each.operation == "add"}
    assert kinds == {"body-invalid name", "body-invalid kind"}


def test_a_server_that_breaks_on_long_texts_is_seen() -> None:
    def fragile(call: Call, reply: Reply) -> Reply:
        return Reply(500) if len(call.message.body) > 250 else reply

    ledger, _ = tell_town(fragile)
    assert ("server_error", "add") in {each[:2] for each in identities(ledger)}


def test_a_server_that_refuses_other_scripts_is_seen() -> None:
    def narrow(call: Call, reply: Reply) -> Reply:
        return reply if call.message.body.isascii() else Reply(400)

    ledger, _ = tell_town(narrow)
    assert ("acceptance", "add") in {each[:2] for each in identities(ledger)}


def test_a_server_that_refuses_a_large_body_is_seen() -> None:
    def thrifty(call: Call, reply: Reply) -> Reply:
        is_large = isinstance(call.body, dict) and len(call.body) > 3
        return Reply(422) if is_large else reply

    ledger, _ = tell_town(thrifty)
    assert {("acceptance", "add"), ("acceptance", "form")} == {x[:2] for x in identities(ledger)}


def test_a_server_that_mangles_texts_is_seen() -> None:
    def mangling(_: Call, reply: Reply) -> Reply:
        text = json.dumps(json.loads(reply.body), ensure_ascii=False)
        return Reply(reply.status, reply.headers, text.encode().decode("latin-1").encode())

    ledger, _ = tell_town(mangling)
    kinds = {each.objection.kind for each in ledger.violations}
    assert kinds == {"a text comes back in another encoding"}


@pytest.mark.parametrize("status", [200, 400])
def test_what_is_open_may_be_taken_or_refused(status: int) -> None:
    def either(call: Call, reply: Reply) -> Reply:
        body = call.message.body
        doubtful = b"\xef\xbb\xbf", b"\\ud800", b"NaN", b"specdouble-unknown"
        is_doubtful = any(
            each in body or each.decode("latin-1") in call.message.query for each in doubtful
        )
        return Reply(status) if is_doubtful else reply

    assert tell_town(either)[0].violations == ()


def test_what_changes_or_removes_is_sent_nothing_that_is_allowed() -> None:
    _, town = tell_town()
    assert {status for name, status in town.asked if name in {"change", "remove"}} == {400, 415}


def test_without_a_success_only_what_is_wrong_is_sent() -> None:
    ledger, town = tell_town(lambda _, __: Reply(403))
    assert any("no request to add has succeeded" in each for each in ledger.notes)
    assert [status for name, status in town.asked if name == "add"].count(200) == 1
    assert not any(text.encode() in body for text in ODD.values() for body in town.bodies)


def test_a_read_only_run_varies_what_only_reads() -> None:
    _, town = tell_town(read_only=True)
    assert {name for name, _ in town.asked} == {"list"}


def test_a_quick_run_is_a_tenth() -> None:
    assert len(tell_town(profile="quick")[1].asked) * 4 < len(tell_town()[1].asked)


def test_the_last_success_of_an_operation_stays_the_good_one() -> None:
    api = document(PATHS)
    town = Town(api, lambda _, reply: reply)
    ledger = Ledger(api, lambda _: None)
    walk = Walk(api, InProcess(town.handle), Pace(lambda: 0.0, lambda _: None), ledger)
    tell_all([SCENARIOS["input"]], walk, ledger)
    assert walk.successes["add"].call.body == {"name": "text", "kind": "cat"}
