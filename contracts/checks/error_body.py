"""The bodies of errors, as far as the document is silent about them."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ...spec.media_types import content_type
from ...spec.strict_json import MalformedError, parse_json
from ..check import check
from ..export_jobs import ALL, body_of
from ..violation import Objection

_FIRST_ERROR = 400
_ERRORS = range(_FIRST_ERROR, 600)
_PROBLEM = "application/problem+json"


@check("error_body")
def error_body(exchange: Exchange) -> Iterator[Objection]:
    """An error is what its Content-Type says, and does not contradict its own status.

    Clients read errors by machine, too: one that is called JSON and is none breaks them while
    they are in trouble already. The `status` of a problem (RFC 9457, 3.1.2) and of the errors of
    the built-in document is the HTTP status once more. Whether a documented body is there and
    valid is said by `conforms`.

    Good: 404 with `Content-Type: application/problem+json` and `{"status": 404}`.
    Bad: the same with `{"status": 400}`, or with a web page for a body.
    """
    reply = exchange.reply
    kind = content_type(reply.headers.get("content-type", ""))
    is_told = any(problem.code.startswith("reply-") for problem in exchange.problems)
    if reply.status < _FIRST_ERROR or kind is None or not kind.is_json or not reply.body or is_told:
        return
    reason = _malformed(reply.body)
    if reason:
        yield Objection(f"the error is called {kind.essence} and is no JSON: {reason}", kind="JSON")
        return
    operation = exchange.call.operation
    is_ours = operation is not None and operation.operation_id in ALL
    body = body_of(reply)
    said = body.get("status") if isinstance(body, dict) else None
    if (is_ours or kind.essence == _PROBLEM) and said in _ERRORS and said != reply.status:
        message = f"the error says it is {said}, and it comes with {reply.status}"
        yield Objection(message, "", "status", str(reply.status), str(said))


def _malformed(body: bytes) -> str:
    try:
        parse_json(body)
    except MalformedError as error:
        return str(error)
    return ""
