"""The rule `schema/required-exists`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ...document import Node
from ...shape import followed
from ..rule import Remark, rule
from ..subject import Subject, elements, members

_LISTED = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else", "not")


@rule("schema/required-exists", severity="warning", advice="mend the name, or describe the member")
def required_exists(subject: Subject) -> Iterator[Remark]:
    """What `required` names is described under `properties`.

    A misspelt name asks for a member that nobody sends; and one that is not described may be
    anything. Looked for also in what the schema is composed of, and in what it is part of; a
    schema without `properties` of its own is not looked at.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Job:
              type: object
              required: [id]
              properties: {id: {type: integer}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Job:
              type: object
              required: [id, stauts]  # <-
              properties: {id: {type: integer}, status: {type: string}}
    """
    wholes = _wholes(subject)
    for place in subject.places("Schema"):
        if not place.node.mapping().get("properties"):
            continue
        unknown = [
            name
            for name in elements(place.node, "required")
            if isinstance(name.value, str) and not _describes(place.node, name.value)
        ]
        if unknown:
            around = _surrounding(place.node, wholes)
            yield from (
                Remark(name, f'"{name.value}" is required, and no property is called so')
                for name in unknown
                if not any(_describes(each, str(name.value)) for each in around)
            )


def _parts(node: Node) -> Iterator[Node]:
    """The schemas that hold for the same value as this one; what a `$ref` leads to among them."""
    found = [child for key in _LISTED for child in elements(node, key)]
    found += [child for key in _SINGLE if (child := node.get(key)) is not None]
    found += [child for _, child in members(node, "dependentSchemas")]
    yield from found
    for child in (node, *found):
        target = followed(child) if child.reference is not None else None
        if target is not None:
            yield target


def _wholes(subject: Subject) -> Mapping[int, Sequence[Node]]:
    """Which schemas each schema is a part of, by the identity of its value."""
    wholes: dict[int, list[Node]] = defaultdict(list)
    for place in subject.places("Schema"):
        for part in _parts(place.node):
            wholes[id(part.value)].append(place.node)
    return wholes


def _surrounding(node: Node, wholes: Mapping[int, Sequence[Node]]) -> list[Node]:
    """All that a schema is composed of or part of, directly or not."""
    above = _closure([node], lambda each: wholes.get(id(each.value), ()))
    return _closure(above, _parts)


def _closure(start: Iterable[Node], further: Callable[[Node], Iterable[Node]]) -> list[Node]:
    found: list[Node] = []
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if id(node.value) not in seen:
            seen.add(id(node.value))
            found.append(node)
            waiting.extend(further(node))
    return found


def _describes(node: Node, name: str) -> bool:
    """Whether a schema says what the member is, by name, by pattern or for any name."""
    properties, others = node.get("properties"), node.get("additionalProperties")
    if properties is not None and properties.get(name) is not None:
        return True
    if others is not None and isinstance(others.value, dict):
        return True
    return any(_matches(pattern, name) for pattern, _ in members(node, "patternProperties"))


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except (re.error, RecursionError, OverflowError):
        return True
