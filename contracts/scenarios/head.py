"""HEAD is GET without the body."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

from ...spec.exchange import Exchange, Reply
from ...spec.media_types import content_type
from ..proven import readings
from ..scenario import scenario
from ..signing import without
from ..status import SUCCESS
from ..violation import Objection
from ..walk import Walk

_NUMBER, _NAME = "987654321987", "specdouble-unknown"
"""Ids that no server has given out."""

_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


@scenario("head", tags=("http",), quick=True)
def head(walk: Walk) -> None:
    """Whatever could be read with GET is asked for with HEAD, between two GETs.

    Caches and monitors ask with HEAD and believe the answer. Its status is that of GET, it has no
    body, a Content-Type that it has is that of GET, and so is a Content-Length (RFC 9110, 8.6 and
    9.3.2). A refusal is a fault: every server must know HEAD (RFC 9110, 9.1). What is wrong once
    and right when tried again has moved in between, and is no fault. Nor does HEAD let in whom
    GET does not, or find what GET does not.

    Silent on: headers that HEAD leaves out, and the length of what changes between two GETs.
    """
    known = list(readings(walk))
    for before in known:
        bare = replace(before.call.message, method="HEAD")
        for credential in walk.target.credentials:
            bare = without(bare, credential.location, credential.name)
        walk.send(bare)
        _unknown(walk, before)
    for before in known:
        if _fault(walk, before) is not None and (found := _fault(walk, before)) is not None:
            exchange, each = found
            walk.object(
                exchange, each.message, kind=each.kind, expected=each.expected, got=each.got
            )


def _unknown(walk: Walk, before: Exchange) -> None:
    """HEAD of what does not exist is answered as GET."""
    operation, message = before.call.operation, before.call.message
    if operation is None or not operation.path.endswith("}"):
        return
    base, _, last = message.path.rpartition("/")
    made_up = replace(message, path=f"{base}/{_NUMBER if last.isdigit() else _NAME}", query="")
    read = walk.send(made_up)
    asked = walk.send(replace(made_up, method="HEAD"))
    one, other = read.reply.status, asked.reply.status
    if other in SUCCESS and one not in SUCCESS and one not in _BUSY:
        message_text = f"HEAD of what does not exist is answered {other}, GET {one}"
        walk.object(asked, message_text, kind="HEAD", expected=str(one), got=str(other))


def _fault(walk: Walk, before: Exchange) -> tuple[Exchange, Objection] | None:
    """What is wrong with HEAD for something, if no check has said so already."""
    exchange = walk.send(replace(before.call.message, method="HEAD"))
    after = walk.send(before.call.message)
    is_still = after.reply.status == before.reply.status
    if walk.is_wrong(exchange) or not is_still or exchange.reply.status in _BUSY:
        return None
    objections = _objections(exchange.reply, before.reply, after.reply)
    return next(((exchange, each) for each in objections), None)


def _objections(reply: Reply, before: Reply, after: Reply) -> Iterator[Objection]:
    if reply.status != before.status:
        message = f"HEAD is answered {reply.status}, GET {before.status}"
        yield Objection(message, "", "HEAD", str(before.status), str(reply.status))
        return
    if reply.body:
        message = f"the answer to HEAD has a body of {len(reply.body)} bytes; it must have none"
        yield Objection(message, "", "HEAD body", "0", str(len(reply.body)))
    kind, wanted = (each.headers.get("content-type", "") for each in (reply, before))
    if kind and content_type(kind) != content_type(wanted):
        message = f"HEAD says Content-Type {kind!r}, GET {wanted!r}"
        yield Objection(message, "", "HEAD Content-Type", wanted, kind)
    length, size = reply.headers.get("content-length", ""), str(len(before.body))
    if length not in {"", size} and len(before.body) == len(after.body):
        message = f"HEAD says Content-Length {length}, and GET gives {size} bytes"
        yield Objection(message, "", "HEAD Content-Length", size, length)
