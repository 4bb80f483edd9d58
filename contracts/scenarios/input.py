"""Every member, parameter and media type of every request: wrong in each way, and right but odd."""

from ...spec.api import Operation
from ...spec.exchange import Exchange, Message
from ...spec.reading import read
from ..inputs.changes import UNKNOWN
from ..inputs.depth import depth_of
from ..inputs.good_request import good_request
from ..inputs.texts import mangled
from ..inputs.variation import Variation
from ..inputs.variations import variations_of
from ..scenario import scenario
from ..signing import signed
from ..status import SUCCESS
from ..walk import Walk

_REPEATABLE = frozenset({"GET", "POST"})


@scenario(
    "input",
    writes="what each odd but valid body creates",
    tags=("input",),
    quick=True,
)
def input_(walk: Walk) -> None:
    """One thing after the other is changed in a good request of each operation.

    Each member of the body and each parameter is left out, made null, given every other type,
    and taken to, and just beyond, each limit that its schema has; the body is no JSON, breaks
    off, or comes under another media type. Such a request must be refused. What the document
    allows must be taken: the smallest body and the largest, any script, other spellings of the
    media type. And nothing at all may break the server.

    Whether each is allowed is for the document to say: see `refusal`, `acceptance` and
    `server_error`. The story itself objects to a text that comes back in another encoding.

    Silent on: what honest servers differ about (an unknown member or parameter, one given twice,
    an empty text, null characters, 1.0 for an integer, a byte order mark); these may be taken or
    refused. Operations that change or remove something are sent nothing that is allowed, but that
    what has been removed already is removed again with an unknown parameter.
    """
    for operation in walk.operations:
        if walk.may(operation.method):
            _vary(walk, operation)


def _vary(walk: Walk, operation: Operation) -> None:
    """Send every variation of an operation's good request; leave it as its last success."""
    name = operation.operation_id
    good, is_proven = _good(walk, operation)
    known = walk.successes.get(name)
    if not is_proven:
        walk.note(f"no request to {name} has succeeded; nothing odd but allowed was sent")
    for each in variations_of(walk.api, good, depth_of(walk.profile)):
        is_wrong = bool(each.breaks) and not each.is_open
        is_again = operation.method == "DELETE" and UNKNOWN in each.message.query
        if is_wrong or (is_proven and (operation.method in _REPEATABLE or is_again)):
            _send(walk, each)
    if known is not None:
        walk.successes[name] = known


def _good(walk: Walk, operation: Operation) -> tuple[Message, bool]:
    """A request to vary, and whether it has been answered with success."""
    known = walk.successes.get(operation.operation_id)
    if known is not None:
        return known.call.message, True
    message = signed(good_request(operation), walk.target.credentials)
    _, problems = read(walk.api, message)
    is_fine = not any(each.side == "client" for each in problems)
    if not is_fine or operation.method not in _REPEATABLE:
        return message, False
    return message, walk.send(message).reply.status in SUCCESS


def _send(walk: Walk, variation: Variation) -> Exchange:
    exchange = walk.send(variation.message, open_to_either=variation.is_open)
    if exchange.reply.status in SUCCESS:
        _look_at_encoding(walk, exchange)
    return exchange


def _look_at_encoding(walk: Walk, exchange: Exchange) -> None:
    found = mangled(exchange.call.message, exchange.reply)
    if found is not None:
        sent, shown = found
        message = f"the text {sent!r} was sent and comes back as {shown[:80]!r}"
        kind = "a text comes back in another encoding"
        walk.object(exchange, message, kind=kind, expected=sent, got=shown[:80])
