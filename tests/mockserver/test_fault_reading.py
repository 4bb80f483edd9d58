"""Faults over the admin pages."""

import json
from dataclasses import dataclass

import pytest

from specdouble.mockserver.admin import answer
from specdouble.mockserver.fault_reading import FAULTS, rule_json, rule_of
from specdouble.mockserver.faults import Reset, Rule, Scene, Status
from specdouble.spec.errors import SettingError
from specdouble.spec.exchange import Message, Reply

from .driving import JOBS, Driven

PAGE = "/__specdouble/faults"


def asked(driven: Driven, method: str, body: bytes = b"") -> tuple[int, object]:
    reply = answer(driven.service, Message(method, PAGE, body=body), [])
    return reply.status, json.loads(reply.body)


def test_a_fault_that_is_sent_strikes_and_is_shown() -> None:
    driven = Driven()
    sent = {"fault": "status", "status": 429, "operation": "listExportJobs", "times": 1}
    status, shown = asked(driven, "POST", json.dumps(sent).encode())
    assert status == 200
    assert shown == asked(driven, "GET")[1]
    assert shown["faults"] == [sent | {"retryAfter": 1, "first": 1, "probability": 1.0}]
    assert driven.ask("GET", JOBS).status == 429


def test_several_faults_can_be_sent_at_once_and_are_deleted_at_once() -> None:
    driven = Driven()
    asked(driven, "POST", b'[{"fault": "reset"}, {"fault": "empty"}]')
    assert asked(driven, "DELETE") == (200, {"cleared": 2})
    assert asked(driven, "GET") == (200, {"faults": []})


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_shown_can_be_sent_again(name: str) -> None:
    needed = {"status": {"status": 503}, "delay": {"seconds": 0.5}}.get(name, {})
    rule = rule_of({"fault": name, "first": 2, "times": None, **needed})
    assert rule_of(rule_json(rule)) == rule


def test_members_have_their_names_in_json() -> None:
    rule = rule_of({"fault": "status", "status": 503, "retryAfter": 9})
    assert rule == Rule(Status(503, retry_after=9))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "a fault is wanted, such as"),
        ({"fault": "rest"}, "is one of status, delay"),
        ({"fault": ["reset"]}, "is one of status, delay"),
        ({"fault": "reset", "seconds": 1}, "reset has no such member; it has first, operation"),
        ({"fault": "delay"}, "seconds is wanted too"),
        ({"fault": "status", "status": 999}, "a status from 200 to 599 is wanted"),
        ({"fault": "status", "status": True}, "a status from 200 to 599 is wanted"),
        ({"fault": "delay", "seconds": -1}, "a number of seconds"),
        ({"fault": "delay", "seconds": "1"}, "a number of seconds"),
        ({"fault": "reset", "times": 0}, "a whole number, 1 or more, or null is wanted"),
        ({"fault": "reset", "operation": 5}, "an operationId is wanted"),
        ({"fault": "reset", "first": None}, "a whole number, 1 or more"),
        ({"fault": "reset", "probability": 2}, "a number from 0 to 1 is wanted"),
    ],
)
def test_what_is_wrong_with_a_fault_is_told(value: object, reason: str) -> None:
    with pytest.raises(SettingError, match=reason):
        rule_of(value)


def test_what_is_no_json_is_told_how_to_be_written() -> None:
    status, told = asked(Driven(), "POST", b"{")
    assert status == 400
    assert 'such as {"fault": "status", "status": 429}' in told["detail"]


@dataclass(frozen=True)
class Own:
    """A fault of somebody's own."""

    def spoil(self, _scene: Scene) -> Reply:
        return Reply(299)


def test_a_fault_of_ones_own_strikes_and_goes_by_the_name_of_its_class() -> None:
    driven = Driven()
    driven.service.faults.add(Rule(Own()), Rule(Reset(), first=2))
    assert asked(driven, "GET")[1]["faults"][0]["fault"] == "Own"
    assert driven.ask("GET", JOBS).status == 299
