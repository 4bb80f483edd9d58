"""Links that the document promises, each followed once."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...spec.api import Api, Operation
from ...spec.decoding import ABSENT, Decoded
from ...spec.document import Node
from ...spec.exchange import Exchange, Message
from ...spec.json_types import Json
from ..expressions import evaluate, filled
from ..proper import is_proper, proper
from ..resources import links_of, target_of
from ..sampling import sample_bodies
from ..scenario import scenario
from ..status import SUCCESS
from ..walk import Walk

_LOST = (404, 410)
_ORDER = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
"""Looking comes before changing, and deleting last."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link by its name, and the operation it leads to."""

    name: str
    node: Node
    target: Operation


def _has_any(api: Api) -> bool:
    return any(_links(api, each) for each in api.operations)


@scenario("links", fits=_has_any, writes="what the links of creations lead to", tags=("links",))
def links(walk: Walk) -> None:
    """Every documented link is followed once, with values from a real reply.

    A link hands a client what it needs for its next request; so the operation that it leads to
    must know these values: it does not answer 404 or 410. The reply comes from a request that
    has succeeded before, sent once more, as what it led to then may be gone.

    Silent on: links whose expression finds nothing (an empty list has no first item), links that
    leave the id in the path open, and links from a list to an operation that changes something,
    since the item would be somebody else's.
    """
    for source in walk.operations:
        found = _links(walk.api, source)
        if found and walk.may(source.method):
            _follow_all(walk, source, found)


def _links(api: Api, source: Operation) -> list[_Link]:
    """The links of an operation's successes that it makes sense to follow."""
    found = [
        _Link(name, node, target)
        for status, response in source.responses.items()
        if status.startswith("2")
        for name, node in links_of(response)
        if (target := target_of(node, api)) and (source.method != "GET" or target.method == "GET")
    ]
    wanted = (each for each in found if _is_bound(each))
    return sorted(wanted, key=lambda each: _ORDER.index(each.target.method))


def _is_bound(link: _Link) -> bool:
    """Whether the link gives every id in the path of its target, and anything at all."""
    given = {name.removeprefix("path.") for name in link.node.child("parameters").mapping()}
    path = {each.name for each in link.target.parameters if each.location == "path"}
    return link.target.method in _ORDER and bool(path) and path <= given


def _follow_all(walk: Walk, source: Operation, found: list[_Link]) -> None:
    reply = _source(walk, source)
    for link in found:
        if reply is None or not _belongs(link, reply):
            continue
        if not walk.may(link.target.method):
            continue
        _follow(walk, link, reply)
        if link.target.method not in ("GET", "HEAD"):
            reply = _source(walk, source)


def _source(walk: Walk, source: Operation) -> Exchange | None:
    """A fresh success of the operation; None if there is none."""
    known = walk.successes.get(source.operation_id)
    message = known.call.message if known else _sample(walk, source)
    exchange = walk.send(message) if message else None
    return exchange if exchange and exchange.reply.status in SUCCESS else None


def _sample(walk: Walk, operation: Operation) -> Message | None:
    return proper(walk, operation, body=next(sample_bodies(operation), None))


def _belongs(link: _Link, exchange: Exchange) -> bool:
    """Whether the reply is the one that documents the link."""
    operation = exchange.call.operation
    response = operation.response(exchange.reply.status) if operation else None
    return any(node.pointer == link.node.pointer for _, node in links_of(response))


def _follow(walk: Walk, link: _Link, reply: Exchange) -> None:
    message = _message(walk, link, reply)
    if message is None:
        return
    exchange = walk.send(message)
    if exchange.reply.status in _LOST and _again(walk, link, reply):
        status = exchange.reply.status
        source = reply.call.operation.operation_id if reply.call.operation else ""
        text = f"the link {link.name} of {source} leads to {message.method} {message.path}"
        walk.object(
            exchange,
            f"{text}, which is answered {status}",
            kind=f"{source} {link.name}",
            expected="what the link promises",
            got=str(status),
        )


def _again(walk: Walk, link: _Link, reply: Exchange) -> bool:
    """Whether a link from a list is lost again: in between, others may have deleted the item."""
    if reply.call.message.method != "GET":
        return True
    later = walk.send(reply.call.message)
    message = _message(walk, link, later) if later.reply.status in SUCCESS else None
    return message is not None and walk.send(message).reply.status in _LOST


def _message(walk: Walk, link: _Link, reply: Exchange) -> Message | None:
    """The request a link stands for; None if it leaves something open."""
    url = walk.target.address_of(reply.call.message)

    def lookup(expression: str) -> Decoded:
        """What an expression finds in the reply."""
        return evaluate(expression, reply, url)

    values: dict[str, dict[str, Json]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for location, name, value in _parameters(link):
        found = filled(value, lookup)
        if found is ABSENT or isinstance(found, dict | list | None):
            return None
        values[location][name] = found
    given = link.node.get("requestBody")
    body = filled(given.value, lookup) if given else next(sample_bodies(link.target), None)
    if body is ABSENT:
        return None
    message = walk.message(
        link.target.operation_id,
        path=values["path"],
        query=values["query"],
        header=values["header"],
        body=body,
    )
    return message if is_proper(walk, message) else None


def _parameters(link: _Link) -> Iterator[tuple[str, str, Json]]:
    """Location, name and value of each parameter of a link; a name may say its location."""
    places = {each.name: each.location for each in link.target.parameters}
    for name, value in link.node.child("parameters").mapping().items():
        location, dot, rest = name.partition(".")
        if dot and location in ("path", "query", "header", "cookie"):
            yield location, rest, value
        elif name in places:
            yield places[name], name, value
