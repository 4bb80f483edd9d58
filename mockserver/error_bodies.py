"""Errors in the words of a document that has no error style of ours.

Read `error_reply` first. Where the document has a shape for the status, the reply has that shape
and still tells the true reason; elsewhere it is problem details (RFC 9457).
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from random import Random

from ..spec.api import MediaType, Operation, Response, SecurityScheme
from ..spec.decoding import ABSENT
from ..spec.exchange import Call, Headers, Reply
from ..spec.json_types import Json
from ..spec.problem import Problem, told_at_once
from .accepting import preferred
from .bodies import body_of, field_of, file_of, json_bytes
from .examples import examples_of
from .filling import Told, filled
from .generate import generate
from .problem_details import PROBLEM_JSON, phrase, problem_details
from .response_headers import fields_of

_OTHERWISE = {400: (422,), 422: (400,), 413: (400, 422), 415: (400, 422)}
"""What services use for the same, best first: where a status is not documented, one that is."""

_DETAILS = {"title", "status", "detail"}
_METHOD_NOT_ALLOWED = 405
_UNAUTHORIZED = 401


def error_reply(call: Call, status: int, problems: Sequence[Problem], random: Random) -> Reply:
    """The reply that tells of `problems` with `status`, in the shape documented for it.

    Where that is not documented, another one that says nearly the same may stand for it.
    """
    status = _documented(call.operation, status)
    told = Told(status, told_at_once(problems) or phrase(status), problems)
    response = call.operation.response(status) if call.operation is not None else None
    field, body = PROBLEM_JSON, json_bytes(problem_details(status, told.detail, problems))
    pairs = list(_asked_by_http(call, told))
    if response is not None:
        names = {name.lower() for name, _ in pairs}
        fields = fields_of(response, call.message, random)
        pairs += [pair for pair in fields if pair[0].lower() not in names]
    if response is not None and response.content:
        field, body = _in_shape(response, call.message.headers.get("accept", ""), told, random)
    is_head = call.message.method == "HEAD"
    return Reply(status, Headers([("Content-Type", field), *pairs]), b"" if is_head else body)


def _documented(operation: Operation | None, status: int) -> int:
    if operation is None:
        return status
    likely = (status, *_OTHERWISE.get(status, ()))
    return next((each for each in likely if operation.response(each) is not None), status)


def _asked_by_http(call: Call, told: Told) -> Iterator[tuple[str, str]]:
    """The fields that HTTP itself asks for beside a status (RFC 9110, 11.6.1 and 15.5.6)."""
    if told.status == _METHOD_NOT_ALLOWED:
        yield "Allow", ", ".join(call.allowed)
    if told.status == _UNAUTHORIZED and call.operation is not None:
        schemes = (scheme for alternative in call.operation.security for scheme in alternative)
        for text in dict.fromkeys(_challenge(scheme, told) for scheme in schemes):
            if text:
                yield "WWW-Authenticate", text


def _challenge(scheme: SecurityScheme, told: Told) -> str:
    """What tells a client how to authenticate; "" where HTTP has no word for it."""
    name = scheme.scheme
    if not name:
        return ""
    if name != "bearer":
        realm = re.sub('[^ -~]|["\\\\]', "", scheme.title)
        return f'{name.capitalize()} realm="{realm}"'
    is_invalid = any(problem.code == "credential-invalid" for problem in told.problems)
    return 'Bearer error="invalid_token"' if is_invalid else "Bearer"


def _in_shape(response: Response, accept: str, told: Told, random: Random) -> tuple[str, bytes]:
    """Content-Type and body as the document has them for this status."""
    place, asked = preferred(accept, tuple(entry.name for entry in response.content))
    entry = response.content[place]
    field = field_of(entry, asked)
    file = file_of(field)
    value = _value(entry, told, random) if file is None else None
    if isinstance(value, str) and "html" in field:
        value = escape(value)
    return field, body_of(value, entry, field) if file is None else file


def _value(entry: MediaType, told: Told, random: Random) -> Json:
    """Problem details where they fit; else the example, or a made-up value, with the reason."""
    schema = entry.schema
    details = problem_details(told.status, told.detail, told.problems)
    if schema is None:
        return details if "json" in entry.name else told.detail
    shown = (each.value for each in examples_of(entry) if not schema.problems(each.value))
    base = next(shown, ABSENT)
    if base is ABSENT:
        base = generate(schema, random)
    if _is_like_ours(base) and not schema.problems(details):
        return details
    return filled(base, told, lambda body: len(schema.problems(body)))


def _is_like_ours(base: Json) -> bool:
    """Whether a body is meant as problem details, or as anything at all."""
    if isinstance(base, dict):
        return not base or base.keys() >= _DETAILS
    return not isinstance(base, list)
