"""The words of the suite; what it does as a process is in test_exploration.py."""

import base64
import io
import json
from types import SimpleNamespace

import pytest
import requests

from specdouble.contracts.suite import Reporter, follow, request_facts


def said(body: str | bytes | None) -> bytes:
    request = requests.Request("POST", "http://h/a?b=1", data=body).prepare()
    return base64.b64decode(request_facts(request)["body"])


@pytest.mark.parametrize("body", ["é", "é".encode(), b"\xff"], ids=["text", "bytes", "binary"])
def test_a_body_is_told_as_the_bytes_that_were_sent(body: str | bytes) -> None:
    assert said(body) == (body.encode() if isinstance(body, str) else body)


def test_no_body_is_told_as_none() -> None:
    assert said(None) == b""


def test_header_values_are_told_as_text() -> None:
    headers: dict[str, str | bytes] = {"a": b"\xe9", "b": "1", "X-Schemathesis-TestCaseId": "x"}
    request = requests.Request("GET", "http://h/a?b=1", headers=headers).prepare()
    facts = request_facts(request)
    assert (facts["target"], facts["headers"]) == ("/a?b=1", [("a", "\xe9"), ("b", "1")])


class PhaseStarted:
    """An event as schemathesis has it."""

    def __init__(self, name: str) -> None:
        self.phase = SimpleNamespace(name=SimpleNamespace(name=name))


class NonFatalError:
    """An event as schemathesis has it."""

    label = "GET /a"
    value = ValueError("odd")


class FatalError:
    """An event as schemathesis has it."""

    exception = ValueError("all is lost")


@pytest.mark.parametrize(
    ("name", "phase"), [("COVERAGE", "coverage"), ("STATEFUL_TESTING", "stateful")]
)
def test_what_is_told_belongs_to_the_phase_that_began_last(name: str, phase: str) -> None:
    out = io.StringIO()
    reporter = Reporter(out)
    follow(reporter, PhaseStarted(name))
    follow(reporter, object())
    reporter.tell("kind")
    assert json.loads(out.getvalue()) == {"kind": "kind", "phase": phase}


def test_a_trouble_is_told_once() -> None:
    out = io.StringIO()
    reporter = Reporter(out)
    for event in (NonFatalError(), FatalError(), NonFatalError()):
        follow(reporter, event)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(each["label"], each["text"]) for each in told] == [
        ("GET /a", "odd"),
        ("", "all is lost"),
    ]
