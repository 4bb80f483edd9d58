"""Reading changes nothing."""

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import body_of
from ..proven import readings
from ..scenario import scenario
from ..walk import Walk

_TRIES = 3


@scenario("safe_methods", tags=("http",))
def safe_methods(walk: Walk) -> None:
    """Whatever could be read with GET is read twice in a row.

    GET is safe (RFC 9110, 9.2.1): browsers, caches and clients repeat it at will. The second
    answer has the status of the first, and a list is no longer than before. As others may be at
    work on the same server, only what is seen three times in a row counts.

    Silent on: values that move on with time, and on lists that become shorter.
    """
    for first in readings(walk):
        _read_again(walk, first)


def _read_again(walk: Walk, before: Exchange) -> None:
    """Object if each of several readings differs from the one before it."""
    faults = []
    for _ in range(_TRIES):
        again = walk.send(before.call.message)
        fault = _difference(before, again)
        if not fault:
            return
        faults.append((again, *fault))
        before = again
    exchange, message, kind = faults[-1]
    if kind == "items" or not walk.is_wrong(exchange):
        walk.object(exchange, message, kind=kind)


def _difference(before: Exchange, again: Exchange) -> tuple[str, str] | None:
    was, now = before.reply.status, again.reply.status
    if was != now:
        return f"the same GET was answered {was}, and right afterwards {now}", "status"
    length, longer = _length(body_of(before.reply)), _length(body_of(again.reply))
    if length is not None and longer is not None and longer > length:
        text = f"the same GET gave {length} items, and right afterwards {longer}"
        return f"{text}; reading must not create anything", "items"
    return None


def _length(body: Json) -> int | None:
    """How many items a list has: an array, or the only array of an object; None for others."""
    members = list(body.values()) if isinstance(body, dict) else [body]
    arrays = [each for each in members if isinstance(each, list)]
    return len(arrays[0]) if len(arrays) == 1 else None
