"""What becomes of a JSON reply on purpose: a member more, a value unknown, a list emptied.

Read `rewritten` first: it hands a body to one of the functions below, and a way to ask the
document about it, so that each does exactly as much as it means to.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from ..spec.exchange import Call, Reply
from ..spec.json_types import Json
from ..spec.media_types import chosen, content_type
from ..spec.schema import Schema, SchemaError
from .bodies import json_bytes

NEW_MEMBER = "somethingNew"
"""What an added member is called."""

NEW_VALUE = "SOMETHING_NEW"
"""What stands where the document lists the values there are."""

Ask: TypeAlias = Callable[[Json], list[SchemaError]]
Change: TypeAlias = Callable[[Json, Ask], Json]


def rewritten(call: Call, reply: Reply, change: Change) -> Reply:
    """The reply with its JSON changed; one that has none, or cannot be read, stays as it is."""
    kind = content_type(reply.headers.get("content-type", ""))
    if kind is None or not kind.is_json:
        return reply
    try:
        value = json.loads(reply.body)
    except ValueError:
        return reply
    response = call.operation.response(reply.status) if call.operation else None
    entry = chosen(response.content, kind) if response else None
    changed = change(value, _asking(entry.schema if entry else None))
    return replace(reply, body=json_bytes(changed))


def with_member(value: Json, ask: Ask) -> Json:
    """One member more in each object that the document does not close."""
    for each in list(_objects(value)):
        before = len(ask(value))
        each[NEW_MEMBER] = {"added": ["later"]}
        if len(ask(value)) > before:
            del each[NEW_MEMBER]
    return value


def with_unknown_values(value: Json, ask: Ask) -> Json:
    """A new value wherever the document lists those that there are."""
    for text in list(_texts(value, "")):
        text.put(NEW_VALUE)
        if not any(each.keyword == "enum" and each.pointer == text.pointer for each in ask(value)):
            text.put(text.held)
    return value


def emptied(value: Json, ask: Ask) -> Json:
    """The lists of an answer emptied, what counts them 0, and no link to a next page.

    Where the document does not let that be, as much of it as it lets be.
    """
    if isinstance(value, list):
        return []
    if not isinstance(value, dict):
        return value
    lists = {name for name, each in value.items() if isinstance(each, list)}
    lengths = {len(each) for each in value.values() if isinstance(each, list)}
    bare: dict[str, Json] = {name: [] if name in lists else each for name, each in value.items()}
    for end in ("", None):
        candidate = {name: _without_next(each, lengths, end) for name, each in bare.items()}
        if not ask(candidate):
            return candidate
    return bare


def _asking(schema: Schema | None) -> Ask:
    return schema.problems if schema is not None else lambda _value: []


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    """Each object in a value, itself first."""
    if isinstance(value, dict):
        yield value
    for each in _inside(value):
        yield from _objects(each)


def _inside(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        yield from value.values()
    if isinstance(value, list):
        yield from value


@dataclass(frozen=True, slots=True)
class _Text:
    """A text within a value: its JSON pointer, and the way to put another in its place."""

    held: str
    pointer: str
    put: Callable[[str], None]


def _texts(value: Json, pointer: str) -> Iterator[_Text]:
    """Each text in a value."""
    if isinstance(value, dict):
        for name, each in value.items():
            key = name.replace("~", "~0").replace("/", "~1")
            yield from _text(each, f"{pointer}/{key}", partial(value.__setitem__, name))
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _text(each, f"{pointer}/{place}", partial(value.__setitem__, place))


def _text(value: Json, pointer: str, put: Callable[[str], None]) -> Iterator[_Text]:
    if isinstance(value, str):
        yield _Text(value, pointer, put)
    else:
        yield from _texts(value, pointer)


def _without_next(value: Json, lengths: set[int], end: str | None) -> Json:
    """A member beside emptied lists: what counted them, and what led to the next page."""
    if type(value) is int and value in lengths:
        return 0
    if not isinstance(value, dict):
        return value
    return {
        name: end if name == "next" else _without_next(each, lengths, end)
        for name, each in value.items()
    }
