"""Variation: one request that differs from a good one in one thing, by a name that says in what.

Read `Change` first: the same for a value, before it is put on a message. How thorough a run must
be to send one is its `depth`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...spec.exchange import Message
from ...spec.json_types import Json
from .depth import DOCUMENTED


@dataclass(frozen=True, slots=True)
class Change:
    """Another value, and what of the document it is meant to break.

    `breaks` is the keyword of the schema (or the code of a `Problem`), "" if it is valid.
    `is_open` says that honest servers differ about it: it must not break a server, no more.
    """

    name: str
    value: Json
    breaks: str = ""
    is_open: bool = False
    depth: int = DOCUMENTED


@dataclass(frozen=True, slots=True)
class Variation:
    """A message, and what of the document it is meant to break; the rest as in `Change`."""

    name: str
    message: Message
    breaks: str = ""
    is_open: bool = False
    depth: int = DOCUMENTED


def carried(change: Change, message: Message, prefix: str = "") -> Variation:
    """A change of a value as a variation, once it has been put on a message."""
    name = f"{prefix}{change.name}"
    return Variation(name, message, change.breaks, change.is_open, change.depth)


def named_once(variations: Iterable[Variation]) -> Iterator[Variation]:
    """Each name and each message once; where a name comes again it gets a number."""
    names: dict[str, int] = {}
    seen: set[tuple[object, ...]] = set()
    for each in variations:
        message = each.message
        key = (message.target, message.headers.pairs, message.body)
        if key in seen:
            continue
        seen.add(key)
        names[each.name] = names.get(each.name, 0) + 1
        count = names[each.name]
        yield each if count == 1 else replace(each, name=f"{each.name} ({count})")
