"""What a schema says of its values' shape without a value at hand: types, members, items.

Each function follows `$ref` and looks into `allOf`; where the document is wrong, the answer is
"it does not say", and the linter tells why.
"""

from collections.abc import Iterator

from .document import Node
from .errors import DocumentError


def types_of(schema: Node | None) -> frozenset[str]:
    """The JSON types a schema allows, as far as it says; empty where it does not.

    Follows `$ref`, `allOf`, `anyOf` and `oneOf`.
    """
    return _types_of(schema, frozenset())


def _types_of(schema: Node | None, seen: frozenset[str]) -> frozenset[str]:
    found = followed(schema)
    if found is None or found.pointer in seen:
        return frozenset()
    kinds = found.mapping().get("type")
    if isinstance(kinds, str):
        nullable = {"null"} if found.flag("nullable") else set()
        return frozenset({kinds} | nullable)
    if isinstance(kinds, list):
        return frozenset(kind for kind in kinds if isinstance(kind, str))
    return _combined_types(found, seen | {found.pointer})


def _combined_types(found: Node, seen: frozenset[str]) -> frozenset[str]:
    for key in ("allOf", "anyOf", "oneOf"):
        branches = found.get(key)
        if branches is not None:
            kinds = [_types_of(branch, seen) for branch in branches.elements()]
            return frozenset().union(*kinds)
    if "properties" in found.mapping():
        return frozenset({"object"})
    return _types_of_values(found)


def _types_of_values(found: Node) -> frozenset[str]:
    """The types of an enum's or const's values."""
    listed = found.mapping().get("enum", [found.mapping().get("const", "")])
    values = listed if isinstance(listed, list) else []
    names = {bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return frozenset(names.get(type(value), "string") for value in values) - {"string"}


def followed(schema: Node | None) -> Node | None:
    """The schema behind a `$ref`; None where it leads nowhere (the linter says so)."""
    try:
        return schema.follow() if schema is not None else None
    except DocumentError:
        return None


def part_of(schema: Node | None, key: str) -> Node | None:
    """A keyword of a schema, looked for in what it is put together from too."""
    parts = (each.get(key) for each in _together(schema, set()))
    return next((part for part in parts if part is not None), None)


def has_branches(schema: Node | None) -> bool:
    """Whether a value may be of one schema or of another."""
    found = followed(schema)
    return found is not None and not found.mapping().keys().isdisjoint({"anyOf", "oneOf"})


def members_of(schema: Node | None) -> list[tuple[str, Node]]:
    """Name and schema of each member that an object schema or a branch of it declares."""
    members: dict[str, Node] = {}
    for each in _together(schema, set()):
        declared = followed(each.get("properties"))
        for name, member in declared.items() if declared else ():
            members.setdefault(name, member)
    return list(members.items())


def _together(schema: Node | None, seen: set[Node]) -> Iterator[Node]:
    """A schema and those that it is put together from, each once."""
    found = followed(schema)
    if found is None or found in seen:
        return
    seen.add(found)
    yield found
    for key in ("allOf", "anyOf", "oneOf"):
        branches = found.get(key)
        for branch in branches.elements() if branches else ():
            yield from _together(branch, seen)
