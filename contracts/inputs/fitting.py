"""Values that fit a schema, as small as it allows or with all members at once.

Read `least` and `whole`. A document's own examples come first. Neither promises to fit: a
pattern is not understood, and alternatives are not weighed. Whoever needs certainty asks
`read`.
"""

from collections.abc import Iterator

from ...spec.document import Node
from ...spec.json_types import Json
from ...spec.shape import followed, has_branches, members_of, part_of, types_of
from .bounds import fitting_number, limit
from .formats import sample_of
from .texts import is_free

_DEEPEST = 8
_ORDER = ("object", "array", "integer", "number", "string", "boolean", "null")
_BRANCHES = ("oneOf", "anyOf")


def least(schema: Node | None, name: str = "", depth: int = 0) -> Json:
    """The smallest value of a schema that is known of; `name` is what its member is called."""
    found = _branch(followed(schema))
    known = next(known_values(found), None)
    if known is not None or depth > _DEEPEST:
        return known
    kinds = types_of(found)
    kind = next((each for each in _ORDER if each in kinds), "string")
    if kind == "object":
        wanted, members = required_of(found), dict(members_of(found))
        return {each: least(members.get(each), each, depth + 1) for each in wanted}
    if kind == "array":
        return [least(part_of(found, "items"), name, depth + 1)] * int(limit(found, "minItems", 0))
    if kind == "string":
        return _text(found, name)
    return {
        "integer": int(fitting_number(found)),
        "number": fitting_number(found),
        "boolean": True,
    }.get(kind)


def whole(schema: Node | None, value: Json, depth: int = 0) -> Json:
    """A value with every declared member added that can be made up without inventing a reference.

    A text nobody has an example of may name something that has to exist: it is left out.
    """
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        members = {}
        for name, member in members_of(schema):
            if name in value or (is_sent(member) and _is_harmless(member, name)):
                members[name] = whole(member, value.get(name, least(member, name)), depth + 1)
        return {**value, **members}
    if isinstance(value, list):
        return [whole(part_of(schema, "items"), each, depth + 1) for each in value]
    return value


def merged(first: Json, second: Json) -> Json:
    """Two objects as one, on all levels; where both have a value, the first has its way."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return first
    both = {name: merged(first[name], second[name]) for name in first.keys() & second.keys()}
    return {**second, **first, **both}


def examples_of(node: Node) -> Iterator[Json]:
    """The values that a parameter or media type shows as its examples."""
    mapping = node.mapping()
    if "example" in mapping:
        yield mapping["example"]
    for _, each in node.child("examples").items():  # noqa: PERF102  # a Node, no dict
        shown = each.follow().mapping()
        if "value" in shown:
            yield shown["value"]


def required_of(schema: Node | None) -> list[str]:
    """The members that a schema requires, with what it is put together from by `allOf`."""
    return list(dict.fromkeys(_required(schema, 0)))


def _required(schema: Node | None, depth: int) -> Iterator[str]:
    found = followed(schema)
    if found is None or depth > _DEEPEST:
        return
    names = found.get("required")
    members = dict(members_of(found))
    for each in names.elements() if names else ():
        if isinstance(each.value, str) and is_sent(members.get(each.value)):
            yield each.value
    parts = found.get("allOf")
    for each in parts.elements() if parts else ():
        yield from _required(each, depth + 1)


def known_values(schema: Node | None) -> Iterator[Json]:
    """The values that a schema itself mentions: examples, the default, what it lists."""
    found = followed(schema)
    if found is None:
        return
    mapping = found.mapping()
    yield from (mapping[key] for key in ("const", "example", "default") if key in mapping)
    for key in ("examples", "enum"):
        listed = mapping.get(key)
        yield from listed if isinstance(listed, list) else ()
    parts = found.get("allOf")
    for part in parts.elements() if parts and "object" not in types_of(found) else ():
        yield from known_values(part)


def is_sent(schema: Node | None) -> bool:
    """Whether a member belongs into requests: not if it is `readOnly`."""
    found = followed(schema)
    return found is None or not found.flag("readOnly")


def _branch(schema: Node | None) -> Node | None:
    """The first alternative, where a schema is nothing but alternatives."""
    if schema is None or not has_branches(schema) or schema.mapping().keys() & {"type", "allOf"}:
        return schema
    listed = next((part for key in _BRANCHES if (part := schema.get(key)) is not None), None)
    first = listed.get(0) if listed is not None else None
    return followed(first) if first is not None else schema


def _is_harmless(schema: Node | None, name: str) -> bool:
    """Whether `least` invents no text for a schema that might have to name something."""
    found = followed(schema)
    if found is None or has_branches(found):
        return False
    if "string" in types_of(found) and not types_of(found) - {"string", "null"}:
        kind = found.text("format")
        is_known = next(known_values(found), None) is not None
        return is_known or sample_of(name, kind) is not None or is_free(name, "")
    members = dict(members_of(found))
    return all(_is_harmless(members.get(each), each) for each in required_of(found))


def _text(schema: Node | None, name: str) -> str:
    kind = schema.text("format") if schema is not None else ""
    text = sample_of(name, kind) or "text"
    shortest, longest = int(limit(schema, "minLength", 0)), int(limit(schema, "maxLength", 99))
    return text.ljust(shortest, "x")[: max(longest, shortest)]
