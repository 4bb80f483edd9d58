"""Every member of a body changed in every way, at any depth. Read `body_changes`.

What a change needs around it (a list that is not there, the object of a member) is made as small
as the schema allows, so that a request that fails is short enough to read.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from ...spec.document import Node
from ...spec.json_types import Json
from ...spec.shape import followed, members_of, part_of, types_of
from .changes import UNKNOWN, changes
from .depth import DOCUMENTED, QUICK
from .fitting import is_sent, least, required_of, whole
from .variation import Change

Path: TypeAlias = tuple[str | int, ...]

_DEEPEST = 8
_ROUNDS = 2
"""So often a schema may stand within itself."""


def body_changes(schema: Node | None, body: Json) -> Iterator[Change]:
    """The whole body, with one thing changed at a time."""
    return _below((), schema, body, ())


def _below(path: Path, schema: Node | None, body: Json, outer: tuple[str, ...]) -> Iterator[Change]:
    """The changes of what stands at a path, then of what stands inside; `outer` are schemas."""
    found = followed(schema)
    if found is None or len(path) > _DEEPEST or outer.count(found.pointer) >= _ROUNDS:
        return
    value = at(body, path)
    name = next((str(each) for each in reversed(path) if isinstance(each, str)), "")
    for each in changes(found, value, name):
        yield replace(each, name=f"{_title(path)} {each.name}", value=put(body, path, each.value))
    outer = (*outer, found.pointer)
    if "object" in types_of(found) and isinstance(value, dict):
        yield from _members(path, found, body, outer)
    if "array" in types_of(found) and isinstance(value, list):
        items = part_of(found, "items")
        first = value[:1] or [least(items)]
        yield from _later(_below((*path, 0), items, put(body, path, first), outer))


def _members(path: Path, schema: Node, body: Json, outer: tuple[str, ...]) -> Iterator[Change]:
    wanted, present = required_of(schema), at(body, path)
    for name, member in [*members_of(schema), *_of_a_map(schema)]:
        if not is_sent(member):
            continue
        inner = (*path, name)
        is_there = isinstance(present, dict) and name in present
        grown = body if is_there else put(body, inner, least(member, name))
        found = _below(inner, member, grown, outer)
        if name in wanted:
            less = without(grown, inner)
            yield Change(f"{_title(inner)} missing", less, "required", depth=QUICK)
            yield from found
        else:
            yield from _less(path, name, body, schema)
            yield from _later(found)


def _less(path: Path, name: str, body: Json, schema: Node) -> Iterator[Change]:
    """An inner object with all but one of its members; without an `id` it may name nothing."""
    full = whole(schema, at(body, path)) if path else None
    members = full if isinstance(full, dict) else {}
    others = {key: each for key, each in members.items() if key != name}
    if others:
        left = put(body, path, others)
        yield Change(f"{_title((*path, name))} left out", left, is_open=name.lower() == "id")


def _of_a_map(schema: Node) -> list[tuple[str, Node]]:
    """A member of an object whose names are free, and its schema."""
    more = part_of(schema, "additionalProperties")
    return [(UNKNOWN, more)] if more is not None and isinstance(more.value, dict) else []


def _later(found: Iterator[Change]) -> Iterator[Change]:
    """Changes of what need not be there: a quick run has no time for them."""
    return (replace(each, depth=max(each.depth, DOCUMENTED)) for each in found)


def at(value: Json, path: Path) -> Json:
    """What stands at a path; None where nothing does."""
    for key in path:
        if isinstance(value, dict) and key in value:
            value = value[str(key)]
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def put(value: Json, path: Path, what: Json) -> Json:
    """A value with another part at a path; the path up to its last step is there."""
    if not path:
        return what
    key, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(key, int):
        return [put(each, rest, what) if place == key else each for place, each in enumerate(value)]
    record = value if isinstance(value, dict) else {}
    return {**record, str(key): put(record.get(str(key)), rest, what)}


def without(value: Json, path: Path) -> Json:
    """A value without the member at a path."""
    outer = at(value, path[:-1])
    record = outer if isinstance(outer, dict) else {}
    return put(value, path[:-1], {name: each for name, each in record.items() if name != path[-1]})


def _title(path: Path) -> str:
    """As people write it: `filter.segments[0].status`."""
    if not path:
        return "the body"
    steps = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path)
    return steps.removeprefix(".")
