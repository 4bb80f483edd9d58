"""Expected and got, side by side, of a violation whose finder has not said so itself.

Read `expected_and_got`; the tables know the checks and the codes of problems (`spec/problem.py`).
"""

import json
from collections.abc import Callable
from typing import TypeAlias

from ..spec.api import Operation
from ..spec.decoding import ABSENT, Decoded
from ..spec.exchange import Exchange
from ..spec.problem import CODES, Problem
from .expressions import pointed
from .status import SUCCESS
from .violation import Violation, in_words
from .words import as_words, one_line

Sides: TypeAlias = tuple[str, str]
"""What was expected, and what was got; "" where there are no short words for it."""


def expected_and_got(violation: Violation) -> Sides:
    """Both in short words."""
    objection = violation.objection
    if objection.expected or objection.got:
        return one_line(objection.expected), one_line(objection.got)
    say = _CHECKS.get(violation.check)
    return say(violation) if say is not None else ("", "")


def _conforms(violation: Violation) -> Sides:
    problem = problem_of(violation)
    say = _CODES.get(problem.code) if problem is not None else None
    return say(problem, violation.exchange) if problem and say else ("", "")


def _refusal(violation: Violation) -> Sides:
    problem = problem_of(violation)
    status = f"{CODES[problem.code].status}, or another refusal" if problem else "a refusal (4xx)"
    return status, f"success ({violation.exchange.reply.status})"


def _acceptance(violation: Violation) -> Sides:
    known = _documented(violation.exchange, lambda status: status.startswith("2"))
    return known or "success", str(violation.exchange.reply.status)


def _server_error(violation: Violation) -> Sides:
    known = _documented(violation.exchange, lambda status: not status.startswith("5"))
    return known or "any status below 500", str(violation.exchange.reply.status)


def _method(violation: Violation) -> Sides:
    reply, known = violation.exchange.reply, violation.exchange.call.allowed
    allowed = ", ".join(each for each in known if each not in {"HEAD", "OPTIONS"})
    if reply.status in SUCCESS:
        return "405, not allowed", str(reply.status)
    return f"Allow: {allowed}", f"Allow: {reply.headers.get('allow', '(none)')}"


def _answers(violation: Violation) -> Sides:
    return "an answer", one_line(f"none: {violation.objection.kind}")


_CHECKS: dict[str, Callable[[Violation], Sides]] = {
    "conforms": _conforms,
    "refusal": _refusal,
    "acceptance": _acceptance,
    "server_error": _server_error,
    "method": _method,
    "answers": _answers,
}


def problem_of(violation: Violation) -> Problem | None:
    """The problem of the exchange that a check has made its objection of.

    A server that takes a wrong body and gives it back has the same problem on both sides.
    """
    objection = violation.objection
    side = "server" if violation.check == "conforms" else "client"
    fitting = [each for each in violation.exchange.problems if in_words(each) in objection.message]
    return min(fitting, key=lambda each: each.side != side, default=None)


def _documented(exchange: Exchange, wanted: Callable[[str], bool]) -> str:
    operation: Operation | None = exchange.call.operation
    known = operation.responses if operation is not None else ()
    return ", ".join(status for status in known if wanted(status))


def _status(problem: Problem, exchange: Exchange) -> Sides:
    del problem
    return _documented(exchange, lambda _: True), str(exchange.reply.status)


def _media_type(problem: Problem, exchange: Exchange) -> Sides:
    del problem
    operation = exchange.call.operation
    response = operation.response(exchange.reply.status) if operation is not None else None
    known = " or ".join(each.name for each in response.content) if response is not None else ""
    field = exchange.reply.headers.get("content-type")
    return f"Content-Type: {known}", one_line(f"Content-Type: {field or '(none)'}")


def _header(problem: Problem, exchange: Exchange) -> Sides:
    expected, found, _ = problem.message.partition(", got ")
    wanted = expected.partition(": ")[2].removeprefix("expected ") if found else expected
    value = exchange.reply.headers.get(problem.pointer)
    shown = "no such header" if value is None else f"{problem.pointer}: {value}"
    missing = f"the header {problem.pointer}"
    return one_line(missing if value is None else wanted), one_line(shown)


def _no_body(problem: Problem, exchange: Exchange) -> Sides:
    del problem
    return "no body", f"{len(exchange.reply.body)} bytes"


def _some_body(problem: Problem, exchange: Exchange) -> Sides:
    del problem, exchange
    return "a body", "no body"


def _malformed(problem: Problem, exchange: Exchange) -> Sides:
    wanted = problem.message.removeprefix("the body is not ").partition(":")[0]
    return wanted, one_line(exchange.reply.body[:200].decode("utf-8", "backslashreplace"))


def _invalid(problem: Problem, exchange: Exchange) -> Sides:
    """The rule as the message has it, and the value that stands there."""
    wanted, is_told, shown = problem.message.removeprefix("expected ").partition(", got ")
    value = _value(exchange.reply.body, problem.pointer)
    if value is ABSENT and is_told:
        return one_line(wanted), one_line(shown)
    if value is ABSENT:
        parent = _value(exchange.reply.body, problem.pointer.rpartition("/")[0])
        name = problem.pointer.rpartition("/")[2]
        names = ", ".join(parent) if isinstance(parent, dict) else ""
        return f"the member {name}", one_line(f"only {names}" if names else "no members")
    return one_line(wanted), as_words(value)


def _value(body: bytes, pointer: str) -> Decoded:
    try:
        return pointed(json.loads(body), pointer)
    except (ValueError, RecursionError):
        return ABSENT


_CODES: dict[str, Callable[[Problem, Exchange], Sides]] = {
    "status-undocumented": _status,
    "reply-media-type-missing": _media_type,
    "reply-media-type-undocumented": _media_type,
    "reply-header-missing": _header,
    "reply-header-invalid": _header,
    "reply-body-unexpected": _no_body,
    "reply-body-missing": _some_body,
    "reply-body-malformed": _malformed,
    "reply-body-invalid": _invalid,
}
