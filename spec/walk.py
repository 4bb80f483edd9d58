"""Every object of a document, with its kind: the one walk that all rules share.

It goes by the table of `objects.py`, so a *property* called `default` or `example` is never taken
for the keyword, and examples, defaults, enums and extensions are never entered. Read `walk`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .document import Document, Node
from .errors import DocumentError
from .grammar import Field, Kind, grammar

Direction = Literal["request", "response", "both"]

_DIRECTIONS: dict[str, Direction] = {
    "Parameter": "request",
    "RequestBody": "request",
    "Response": "response",
    "Callback": "both",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A node and the kind of object that stands there.

    A `$ref` is of kind "Reference", and `expected` the kind of what it should lead to; elsewhere
    `expected` is the kind itself. `direction` says what the object is part of: a request, a
    response, or possibly both.
    """

    kind: str
    node: Node
    expected: str
    direction: Direction


def walk(document: Document) -> Iterator[Place]:
    """Each object once, in the order of the text; then those reached only through a `$ref`.

    Other files are entered where a `$ref` leads into them. What is no mapping is left out, but for
    boolean schemas. A schema with `$ref` and other keywords (from 3.1 on) is given as both.
    Raises DocumentError if the document is not OpenAPI 3.
    """
    walker = _Walker(grammar(document.version))
    waiting = [Place("OpenAPI", document.root, "OpenAPI", "both")]
    while waiting:
        place = waiting.pop()
        if not walker.is_repeated(place):
            yield place
            waiting.extend(reversed(list(walker.children(place))))
        if not waiting:
            waiting.extend(reversed(list(walker.targets())))


class _Walker:
    """What was met so far, by the identity of its value, and the references still to follow."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._met: set[int] = set()
        self._schemas: set[int] = set()
        self._references: list[Place] = []

    def is_repeated(self, place: Place) -> bool:
        """Whether it is a schema known already: by an alias one schema stands in many places."""
        value = place.node.value
        if not isinstance(value, dict):
            return False
        self._met.add(id(value))
        if place.kind == "Reference":
            self._references.append(place)
        if place.kind != "Schema":
            return False
        repeated = id(value) in self._schemas
        self._schemas.add(id(value))
        return repeated

    def children(self, place: Place) -> Iterator[Place]:
        """The objects that stand directly in one."""
        kind = self._kinds[place.kind]
        direction = _DIRECTIONS.get(place.kind, place.direction)
        for name, node in place.node.items():
            field = kind.entered.get(name) or kind.other_object(name)
            if field is not None:
                for member in _members(node, field):
                    yield from self._places(member, field, direction)

    def targets(self) -> Iterator[Place]:
        """What the references lead to and was not met on the way."""
        references, self._references = self._references, []
        for place in references:
            try:
                target = place.node.step()
            except DocumentError:  # told by the rule about references, at its place
                continue
            if id(target.value) not in self._met:
                self._met.add(id(target.value))
                yield from self._referable(target, place.expected, "both")

    def _places(self, node: Node, field: Field, direction: Direction) -> Iterator[Place]:
        kind = field.object_kind
        if field.reference or kind == "PathItem":
            yield from self._referable(node, kind, direction)
        elif isinstance(node.value, dict):
            yield Place(kind, node, kind, direction)

    def _referable(self, node: Node, kind: str, direction: Direction) -> Iterator[Place]:
        """One object that may be a Reference; where the kind has `$ref` of its own, it is both."""
        if node.reference is not None:
            yield Place("Reference", node, kind, direction)
            if "$ref" not in self._kinds[kind].fields:
                return
        is_schema = kind == "Schema" and isinstance(node.value, bool)
        if is_schema or isinstance(node.value, dict):
            yield Place(kind, node, kind, direction)


def _members(node: Node, field: Field) -> Iterator[Node]:
    """The nodes of a field that are to be objects, by its shape."""
    if field.shape == "one":
        yield node
    elif field.shape == "list":
        yield from node.elements()
    else:
        yield from (child for _, child in node.items())
