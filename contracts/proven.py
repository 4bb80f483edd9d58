"""Requests that are known to work, to be varied in one thing. Read `proven` first.

Only what has succeeded before shows by its refusal that the variation was the reason.
"""

from collections.abc import Iterable, Iterator

from ..spec.api import Operation
from ..spec.exchange import Exchange, Message
from ..spec.reading import read
from .asking import sample_message
from .credentials import Credential
from .signing import signed, without
from .status import SUCCESS
from .walk import Walk


def proven(walk: Walk, operation: Operation) -> Message | None:
    """The request of this run's last success, with the run's own credentials; None if none."""
    known = walk.successes.get(operation.operation_id)
    return renewed(known.call.message, walk.target.credentials) if known else None


def proven_or_sample(walk: Walk, operation: Operation) -> Message:
    """A request that has succeeded, else one with the document's own examples."""
    sample = signed(sample_message(operation), walk.target.credentials)
    return proven(walk, operation) or sample


def renewed(message: Message, credentials: Iterable[Credential]) -> Message:
    """The message with these credentials in the place of its own."""
    for each in credentials:
        message = put(message, each.location, each.name, each.value)
    return message


def put(message: Message, location: str, name: str, value: str | None) -> Message:
    """The message with another value at the place of a credential; None leaves it out."""
    bare = without(message, location, name)
    return bare if value is None else signed(bare, [Credential(location, name, value)])


def send_as(walk: Walk, message: Message, credentials: Iterable[Credential]) -> Exchange:
    """Send a message as somebody else; if that succeeds, it is no request for others to vary."""
    own = dict(walk.successes)
    exchange = walk.send(renewed(message, credentials))
    walk.successes.clear()
    walk.successes.update(own)
    return exchange


def readings(walk: Walk) -> Iterator[Exchange]:
    """Every GET of the document that succeeds, with what has succeeded before or with examples."""
    for operation in walk.operations:
        message = proven_or_sample(walk, operation)
        problems = read(walk.api, message)[1]
        if operation.method != "GET" or any(each.side == "client" for each in problems):
            continue
        exchange = walk.send(message)
        if exchange.reply.status in SUCCESS:
            yield exchange
