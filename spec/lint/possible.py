"""Whether a schema has any value at all, as far as its structure shows it.

Read `is_possible`. Found are schemas that require themselves without end, `false`, an empty enum,
and what needs one of these; contradictions between keywords are not looked for.
"""

from collections.abc import Iterator

from ..document import Node
from ..shape import followed
from .subject import elements, members

_DEEPEST = 60
_MOST_STEPS = 2_000
_SHOWN = ("enum", "const", "example", "default")


class _Search:
    """The schemas that are being looked at, and how many steps that took."""

    def __init__(self) -> None:
        self.steps = 0
        self.open: set[int] = set()


def is_possible(schema: Node) -> bool:
    """False only if no value fits; where the search grows too long, True."""
    return _has_value(schema, _Search())


def _has_value(node: Node, search: _Search) -> bool:
    """A schema met again inside of itself has no value by that way: the least fixed point."""
    search.steps += 1
    schema = followed(node)
    if schema is None or search.steps > _MOST_STEPS or len(search.open) > _DEEPEST:
        return True
    if not isinstance(schema.value, dict):
        return schema.value is not False
    if id(schema.value) in search.open:
        return False
    search.open.add(id(schema.value))
    possible = _is_shown(schema) or all(_alternatives(schema, search))
    search.open.remove(id(schema.value))
    return possible


def _is_shown(schema: Node) -> bool:
    """Whether the schema itself names a value, or allows null."""
    kinds = schema.mapping().get("type")
    if schema.flag("nullable") or kinds == "null" or (isinstance(kinds, list) and "null" in kinds):
        return True
    enum = schema.get("enum")
    if enum is not None:
        return enum.value != []
    return any(schema.get(key) is not None for key in _SHOWN)


def _alternatives(schema: Node, search: _Search) -> Iterator[bool]:
    """What all must be possible for the schema to be."""
    enum = schema.get("enum")
    yield enum is None or enum.value != []
    for part in elements(schema, "allOf"):
        yield _has_value(part, search)
    for key in ("anyOf", "oneOf"):
        branches = list(elements(schema, key))
        yield not branches or any(_has_value(branch, search) for branch in branches)
    yield from _members_needed(schema, search)


def _members_needed(schema: Node, search: _Search) -> Iterator[bool]:
    """The required members of an object, the items of an array that is not empty."""
    if _may_be(schema, "object"):
        properties = dict(members(schema, "properties"))
        for name in elements(schema, "required"):
            if isinstance(name.value, str) and name.value in properties:
                yield _has_value(properties[name.value], search)
    if _may_be(schema, "array"):
        yield from (_has_value(item, search) for item in _items_needed(schema))


def _items_needed(schema: Node) -> Iterator[Node]:
    """`items` is only about what comes after `prefixItems` (JSON Schema 2020-12, 10.3.1.2)."""
    least, items = schema.mapping().get("minItems"), schema.get("items")
    if isinstance(least, int) and least > 0:
        first = list(elements(schema, "prefixItems"))
        yield from first[:least]
        if items is not None and least > len(first):
            yield items


def _may_be(schema: Node, kind: str) -> bool:
    """Whether the schema is about values of that type and no other."""
    kinds = schema.mapping().get("type")
    return kinds in (kind, [kind])
