"""Spots: every place in a JSON value that a schema speaks of, and how to change what is there.

Read `spots` first. A path has a step for each member; `EACH` stands for every element of a list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.shape import followed

EACH = "*"
UNDECLARED = "specdouble"
"""A member that no document declares."""

_DEEPEST = 8
_MOST = 600

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A schema, and the path to the values that it is held against."""

    path: Path
    schema: Node

    @property
    def pointer(self) -> str:
        """The path for people and names, "/" for the whole value."""
        return "/" + "/".join(self.path)


def spots(schema: Node) -> Iterator[Spot]:
    """Every schema that a value of this one is held against; of a very large one the first.

    A schema within itself is entered once. Conditions (`if`) and `not` are no promises.
    """
    return islice(_spots(schema, (), frozenset()), _MOST)


def _spots(node: Node, path: Path, within: frozenset[Node]) -> Iterator[Spot]:
    target = followed(node)
    for each in dict.fromkeys((node, target)):
        if each is None or each in within or not isinstance(each.value, dict):
            continue
        if each.value.keys() - {"$ref"}:
            yield Spot(path, each)
        if len(path) < _DEEPEST:
            for step, child in _children(each):
                yield from _spots(child, (*path, *step), within | {each})


def _children(schema: Node) -> Iterator[tuple[Path, Node]]:
    for name, child in _members(schema, "properties"):
        yield (name,), child
    for key, step in (("items", EACH), ("additionalProperties", UNDECLARED)):
        inner = schema.get(key)
        if inner is not None and isinstance(inner.value, dict):
            yield (step,), inner
    for key in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(key)
        for each in branches.elements() if branches else ():
            yield (), each
    for key in ("then", "else"):
        branch = schema.get(key)
        if branch is not None:
            yield (), branch
    for _, child in _members(schema, "dependentSchemas"):
        yield (), child


def _members(schema: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = schema.get(key)
    return child.items() if child is not None else iter(())


def changed(value: Json, path: Path, change: Callable[[Json], Json]) -> Json:
    """The value with every one at the path changed; what is not there on the way is made."""
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if step == EACH:
        elements = value if isinstance(value, list) and value else [None]
        return [changed(each, rest, change) for each in elements]
    members = value if isinstance(value, dict) else {}
    return {**members, step: changed(members.get(step), rest, change)}


def dropped(value: Json, path: Path) -> Json:
    """The value without the members at the path; the same if there are none."""
    step, rest = path[0], path[1:]
    if step == EACH and isinstance(value, list):
        return [dropped(each, rest) if rest else each for each in value]
    if not isinstance(value, dict) or step not in value:
        return value
    if rest:
        return {**value, step: dropped(value[step], rest)}
    return {name: each for name, each in value.items() if name != step}


def found(value: Json, path: Path) -> Iterator[Json]:
    """Every value at the path."""
    if not path:
        yield value
    elif path[0] == EACH and isinstance(value, list):
        for each in value:
            yield from found(each, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from found(value[path[0]], path[1:])


def leads_to(path: Path, pointer: str) -> bool:
    """Whether a JSON pointer into a value is one of those the path stands for."""
    steps = pointer.replace("~1", "/").split("/")[1:] if "/" not in "".join(path) else []
    return len(steps) == len(path) and all(
        step in {other, UNDECLARED} or (step == EACH and other.isdigit())
        for step, other in zip(path, steps, strict=True)
    )
