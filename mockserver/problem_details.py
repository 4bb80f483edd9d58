"""Problem details (RFC 9457): how we tell of what is wrong where the document has no way to."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from ..spec.exchange import Headers, Reply
from ..spec.json_types import Json
from ..spec.problem import Problem
from .bodies import json_bytes

PROBLEM_JSON = "application/problem+json"


def problem_reply(
    status: int,
    detail: str,
    problems: Sequence[Problem] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> Reply:
    """A reply that says what is wrong in a sentence, and problem by problem if there are any."""
    pairs = [("Content-Type", PROBLEM_JSON), *headers]
    return Reply(status, Headers(pairs), json_bytes(problem_details(status, detail, problems)))


def problem_details(status: int, detail: str, problems: Sequence[Problem] = ()) -> dict[str, Json]:
    """The object of RFC 9457, section 3, with our own member `problems`."""
    told: dict[str, Json] = {
        "type": "about:blank",
        "title": phrase(status),
        "status": status,
        "detail": detail,
    }
    if problems:
        told["problems"] = [problem.as_json() for problem in problems]
    return told


def phrase(status: int) -> str:
    """The reason phrase of a status (RFC 9110, 15); of one that is not registered, its class."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return {4: "Client Error", 5: "Server Error"}.get(status // 100, "Unknown Status")
