"""Sample values from schemas: small ones that keep to the document. Read `sample_bodies` first.

An example of the document is best: whoever wrote it knew what the service takes. What has none is
made from types, formats and bounds, with the members that are required and no others.
"""

import json
from collections.abc import Callable, Iterator
from math import ceil, floor

from ..spec.api import MediaType, Operation
from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.schema import Schema
from ..spec.shape import followed, members_of, part_of, types_of

_FORMATS = {
    "date": "2024-05-01",
    "date-time": "2024-05-01T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "sample@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/sample",
    "url": "https://example.com/sample",
    "uri-reference": "/sample",
    "uuid": "5f0c6a3e-7b1d-4c58-9a64-2f1e0d9b8c7a",
    "byte": "c2FtcGxl",
}
_JSON = frozenset({"application/json", "application/*", "*/*"})
"""What a body is sent as; other JSON (patches for one) has a meaning of its own."""

_DEEPEST = 6


def sample_bodies(operation: Operation) -> Iterator[Json]:
    """JSON bodies that an operation should take, the best first; none if it takes no JSON."""
    seen: list[str] = []
    for value in _candidates(json_entry(operation)):
        text = json.dumps(value, sort_keys=True)
        if text not in seen:
            seen.append(text)
            yield value


def json_entry(operation: Operation) -> MediaType | None:
    """The JSON an operation takes; None if it takes none."""
    entries = operation.body.content if operation.body else ()
    plain = (each for each in entries if each.name.partition(";")[0].strip().lower() in _JSON)
    return next(plain, None)


def sample_value(node: Node | None) -> Json:
    """One value for a schema: an example of it if there is one, else the smallest that is known."""
    return _value(node, 0)


def shown_values(node: Node) -> Iterator[Json]:
    """What the document shows for what stands at a node (parameter, media type or schema)."""
    found = followed(node)
    if found is None:
        return
    yield from _members(found, "example")
    for _, each in found.child("examples").items():  # noqa: PERF102  # a Node, no dict
        yield from _members(each.follow(), "value")
    schema = followed(found.get("schema")) or found
    yield from _members(schema, "example", "const", "default")
    for name in ("examples", "enum"):
        yield from (each.value for each in schema.child(name).elements())


def _candidates(entry: MediaType | None) -> Iterator[Json]:
    if entry is None:
        return
    found = [*shown_values(entry.node), sample_value(followed(entry.node.get("schema")))]
    schema = entry.schema
    yield from (each for each in found if schema is None or _fits(schema, each))


def _fits(schema: Schema, value: Json) -> bool:
    return not schema.problems(value)


def _members(node: Node, *names: str) -> Iterator[Json]:
    mapping = node.mapping()
    return (mapping[name] for name in names if name in mapping)


def _value(node: Node | None, depth: int) -> Json:
    schema = followed(node)
    if schema is None or not isinstance(schema.value, dict):
        return "sample"
    for shown in shown_values(schema):
        return shown
    kinds = types_of(schema) - {"null"} or ({"null"} if types_of(schema) else {"string"})
    kind = min(kinds, key=list(_MAKERS).index)
    return _MAKERS[kind](schema, depth + 1)


def _object(schema: Node, depth: int) -> Json:
    members = dict(members_of(schema))
    return {
        name: _value(members.get(name), depth)
        for name in _required(schema)
        if not (name in members and members[name].flag("readOnly"))
    }


def _required(schema: Node) -> list[str]:
    """The names that are required by a schema, by all of `allOf` and one of a choice."""
    names: dict[str, None] = {}
    for each in _parts(schema, 0):
        names.update((str(name.value), None) for name in each.child("required").elements())
    return list(names)


def _parts(schema: Node, depth: int) -> Iterator[Node]:
    yield schema
    if depth > _DEEPEST:
        return
    for key in ("allOf", "anyOf", "oneOf"):
        branches = list(schema.child(key).elements())
        for branch in branches if key == "allOf" else branches[:1]:
            found = followed(branch)
            if found is not None:
                yield from _parts(found, depth + 1)


def _array(schema: Node, depth: int) -> Json:
    found = part_of(schema, "minItems")
    least = found.value if found and isinstance(found.value, int) else 0
    items = part_of(schema, "items")
    return [_value(items, depth) for _ in range(least if depth < _DEEPEST else 0)]


def _text(schema: Node, _: int) -> Json:
    named = part_of(schema, "format")
    text = _FORMATS.get(str(named.value) if named else "", "sample")
    least, most = _length(schema, "minLength") or 0, _length(schema, "maxLength")
    return text.ljust(least, "x")[:most]


def _length(schema: Node, name: str) -> int | None:
    found = part_of(schema, name)
    return found.value if found and isinstance(found.value, int) else None


def _number(schema: Node, _: int) -> Json:
    """One, or the whole number next to it that the bounds let through."""
    least, most = _limit(schema, "Minimum", 1), _limit(schema, "Maximum", -1)
    found = part_of(schema, "multipleOf")
    step = found.value if found and isinstance(found.value, int) and found.value > 0 else 1
    number = max(1, ceil(least)) if least is not None else 1
    number = -(-number // step) * step
    return min(number, floor(most) // step * step) if most is not None else number


def _limit(schema: Node, word: str, inward: int) -> float | None:
    """The bound on a side; an exclusive one (a number, or true in 3.0) is one further in."""
    plain, exclusive = part_of(schema, word.lower()), part_of(schema, f"exclusive{word}")
    bound = plain.value if plain else None
    if exclusive is not None and exclusive.value is not False:
        bound = bound if exclusive.value is True else exclusive.value
        return bound + inward if isinstance(bound, int | float) else None
    return bound if isinstance(bound, int | float) else None


_MAKERS: dict[str, Callable[[Node, int], Json]] = {
    "object": _object,
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda *_: True,
    "array": _array,
    "null": lambda *_: None,
}
"""How to make a value of a type; where several are allowed, the first of them here is made."""
