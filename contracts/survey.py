"""A schema laid out as a `Shape`, with promises on it: values are held against it in microseconds.

Read `Shape`, then `met`, then `Survey`. Silent on `if`, `not`, `dependentSchemas` and
`patternProperties`; of a schema with very many parts the outer ones are laid out.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..spec.document import Node
from ..spec.errors import DocumentError
from ..spec.json_types import Json
from ..spec.schema import Schema
from ..spec.translation import Direction

_DEEPEST = 100

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Mark(Generic[P]):
    """A promise, and of which values it holds; `token` as in `BodyPromises`."""

    holds: Callable[[Json], bool]
    promise: P
    token: bytes = b""


@dataclass(slots=True, eq=False)
class Shape(Generic[P]):
    """A schema with all it is put together from; shapes of a recursive schema form a ring."""

    marks: list[Mark[P]] = field(default_factory=list)
    members: dict[str, "Shape[P]"] = field(default_factory=dict)
    others: "Shape[P] | None" = None
    items: "Shape[P] | None" = None
    branches: list[tuple[Schema, "Shape[P]"]] = field(default_factory=list)

    def reachable(self) -> Iterator[Mark[P]]:
        """The marks of this shape and all below it, each once."""
        waiting, known = deque([self]), {self}
        while waiting:
            shape = waiting.popleft()
            yield from shape.marks
            below = [*shape.members.values(), shape.others, shape.items]
            for each in (*below, *(branch for _, branch in shape.branches)):
                if each is not None and each not in known:
                    known.add(each)
                    waiting.append(each)


def met(shape: Shape[P], value: Json, done: set[P], depth: int = 0) -> None:
    """Add to `done` what a value keeps of the promises of its shape."""
    for mark in shape.marks:
        if mark.promise not in done and mark.holds(value):
            done.add(mark.promise)
    if depth == _DEEPEST:
        return
    for part, each in _below(shape, value):
        met(part, each, done, depth + 1)


def _below(shape: Shape[P], value: Json) -> Iterator[tuple[Shape[P], Json]]:
    """The shapes that a value or its parts are of, besides its own."""
    for schema, branch in shape.branches:
        if not schema.problems(value):
            yield branch, value
    if isinstance(value, dict):
        for name, each in value.items():
            part = shape.members.get(name, shape.others)
            if part is not None:
                yield part, each
    elif isinstance(value, list) and shape.items is not None:
        for each in value:
            yield shape.items, each


def place_of(node: Node) -> str:
    """The place of a node as problems have it: with the file in front if it is not the first."""
    document = node.document
    return node.pointer if document is document.entry else f"{document.name}#{node.pointer}"


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[P]):
    """A shape that is still to be filled, from the schemas that it is put together from."""

    shape: Shape[P]
    nodes: tuple[Node, ...]
    path: str
    excuse: P | None


class Survey(Generic[P]):
    """Lays out at most `most` schemas, the outer ones first; each place of the document once."""

    def __init__(
        self,
        marks: Callable[[Node, str, P | None], Iterator[Mark[P]]],
        alternative: Callable[[Node, str], P | None],
        direction: Direction,
        most: int,
    ) -> None:
        self._marks = marks
        self._alternative = alternative
        self._direction = direction
        self._most = most
        self._known: dict[tuple[str, ...], Shape[P]] = {}
        self._waiting: deque[_Waiting[P]] = deque()

    def shape(self, node: Node) -> Shape[P]:
        """The shape of a schema and of all below it."""
        found = self._enter([node], "", None)
        while self._waiting:
            self._fill(self._waiting.popleft())
        return found

    def _enter(self, nodes: list[Node], path: str, excuse: P | None) -> Shape[P]:
        parts = tuple(part for node in nodes for part in together(node))
        key = tuple(map(place_of, parts))
        if key not in self._known:
            self._known[key] = shape = Shape[P]()
            if len(self._known) <= self._most:
                self._waiting.append(_Waiting(shape, parts, path, excuse))
        return self._known[key]

    def _fill(self, each: _Waiting[P]) -> None:
        shape, path, excuse = each.shape, each.path, each.excuse
        declared: dict[str, list[Node]] = {}
        for node in each.nodes:
            shape.marks += self._marks(node, path, excuse)
            for name, member in members_in(node, self._direction):
                declared.setdefault(name, []).append(member)
            for key in ("anyOf", "oneOf"):
                self._branch(shape, node.get(key), path, excuse)
        self._members(each, declared)
        others = [found for node in each.nodes if (found := node.get("additionalProperties"))]
        if any(isinstance(found.value, dict) for found in others):
            shape.others = self._enter(others, f"{path}/*", excuse)
        items = [found for node in each.nodes if (found := node.get("items"))]
        if items:
            shape.items = self._enter(items, f"{path}/*", excuse)

    def _members(self, each: _Waiting[P], declared: dict[str, list[Node]]) -> None:
        """The members of an object; an answer may leave out those that are not required."""
        certain = {str(name) for node in each.nodes for name in required_in(node)}
        for name, nodes in declared.items():
            below = each.excuse
            if self._direction == "response" and name not in certain:
                below = below or self._alternative(nodes[0], each.path)
            each.shape.members[name] = self._enter(nodes, f"{each.path}/{name}", below)

    def _branch(self, shape: Shape[P], listed: Node | None, path: str, excuse: P | None) -> None:
        """The branches of one keyword: a value that breaks one has broken the keyword."""
        if listed is None:
            return
        whole = excuse or self._alternative(listed, path)
        for node in listed.elements():
            branch = self._enter([node], path, whole)
            shape.branches.append((Schema(node, self._direction), branch))


def together(node: Node) -> Iterator[Node]:
    """A schema and those that it is put together from by `$ref` and `allOf`, each once."""
    waiting, known = [node], set()
    while waiting:
        each = waiting.pop()
        if each in known:
            continue
        known.add(each)
        if each.reference is None or len(each.mapping()) > 1:
            yield each
        with suppress(DocumentError):  # the linter tells of it
            if each.reference is not None:
                waiting.append(each.step())
        listed = each.get("allOf")
        waiting.extend(listed.elements() if listed else ())


def members_in(node: Node, direction: Direction) -> Iterator[tuple[str, Node]]:
    """The members that a schema declares and that go in this direction."""
    declared = node.get("properties")
    unwanted = "readOnly" if direction == "request" else "writeOnly"
    for name, each in declared.items() if declared else ():
        if not any(part.flag(unwanted) for part in together(each)):
            yield name, each


def required_in(node: Node) -> list[Json]:
    """The members that a schema asks for."""
    found = node.mapping().get("required")
    return found if isinstance(found, list) else []
