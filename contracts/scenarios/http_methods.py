"""What each path does with methods that it does not have."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

from ...spec.api import Operation
from ...spec.conformance import problems_in_reply
from ...spec.exchange import Exchange, Message
from ...spec.reading import read
from ..proven import proven_or_sample
from ..scenario import scenario
from ..signing import without
from ..status import SUCCESS
from ..walk import Walk

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "SPECDOUBLE")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_IMPLIED = frozenset({"HEAD", "OPTIONS"})
_MOST = 50
_OF_BODIES = ("reply-body", "reply-media")


@scenario("http_methods", tags=("http",), quick=True)
def http_methods(walk: Walk) -> None:
    """Each path is asked with every method that the document does not have for it.

    A method that works and is in no document is a door nobody watches. It must not succeed, and
    a 405 says in `Allow` what does (the check `method` says so) and has the body that the
    document describes, if it describes one; nor may the server break. A made-up method is among
    them. OPTIONS, where it succeeds with an `Allow`, leaves out none of the documented methods.

    The profile `strict` wants 405.

    Silent on: which refusal it is else (405, 404, 403, 501 …), and whether OPTIONS is answered at
    all.
    """
    paths: dict[str, list[Operation]] = {}
    for operation in walk.operations:
        paths.setdefault(operation.path, []).append(operation)
    for operations in list(paths.values())[:_MOST]:
        base = proven_or_sample(walk, _first(operations))
        for message in _undocumented(walk, base):
            exchange = walk.send(message)
            _as_described(walk, exchange, operations)
            if walk.profile == "strict" and message.method != "TRACE":
                walk.expects(exchange, HTTPStatus.METHOD_NOT_ALLOWED)
        _options(walk, replace(base, method="OPTIONS", query="", body=b""))
    if len(paths) > _MOST:
        walk.note(f"{len(paths) - _MOST} of {len(paths)} paths were not asked with other methods")


def _as_described(walk: Walk, exchange: Exchange, operations: list[Operation]) -> None:
    """A 405 keeps to what one of the path's operations says of it."""
    described = [each for each in operations if "405" in each.responses]
    if exchange.reply.status != HTTPStatus.METHOD_NOT_ALLOWED or not described:
        return
    found = []
    for each in described:
        problems = problems_in_reply(replace(exchange.call, operation=each), exchange.reply)
        found.append([one for one in problems if one.code.startswith(_OF_BODIES)])
    if all(found):
        message = f"the answer 405 is not as described: {found[0][0].message}"
        walk.object(exchange, message, kind=f"405 {found[0][0].code}")


def _first(operations: list[Operation]) -> Operation:
    """The one whose request is varied: GET, as it needs nothing else."""
    return min(operations, key=lambda each: each.method != "GET")


def _undocumented(walk: Walk, base: Message) -> Iterator[Message]:
    """The request with each method that neither this path nor one that fits as well has."""
    for method in _METHODS:
        body = b"{}" if method in _WITH_BODY else b""
        message = replace(base, method=method, query="", body=body)
        problems = read(walk.api, message)[1]
        if walk.may(method) and any(each.code == "method-unknown" for each in problems):
            yield _without_secrets(walk, message) if method == "TRACE" else message


def _without_secrets(walk: Walk, message: Message) -> Message:
    """TRACE sends back what it is sent, so secrets are not (RFC 9110, 9.3.8)."""
    for each in walk.target.credentials:
        message = without(message, each.location, each.name)
    return message


def _options(walk: Walk, message: Message) -> None:
    exchange = walk.send(message)
    if exchange.reply.status in SUCCESS and "allow" in exchange.reply.headers:
        _judge(walk, exchange, exchange.reply.headers["allow"])


def _judge(walk: Walk, exchange: Exchange, field: str) -> None:
    named = {each.strip().upper() for each in field.split(",")}
    wanted = [each for each in exchange.call.allowed if each not in _IMPLIED]
    missing = [each for each in wanted if each not in named]
    if missing:
        walk.object(
            exchange,
            f"OPTIONS answers with Allow {field!r}; the document also has {', '.join(missing)}",
            kind="OPTIONS",
            expected=", ".join(wanted),
            got=field,
        )
