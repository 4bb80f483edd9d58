"""Finding: a document against a rule, as data, with its place. What reporters print."""

from dataclasses import dataclass
from typing import Literal

from ..document import Node
from ..errors import DocumentError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: line and column from 1, the JSON pointer, and the text of the line."""

    file: str
    line: int
    column: int
    pointer: str
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a finding, and what it has to do with it."""

    message: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a document: which rule says so, what, where, and what to do about it."""

    rule: str
    severity: Severity
    message: str
    advice: str
    spot: Spot
    related: tuple[Related, ...] = ()


def spot_of(node: Node, *, at_key: bool = False) -> Spot:
    """Where a node stands: its value, or its key."""
    place = node.key_position if at_key else node.position
    source = node.document.source
    return Spot(source.name, place.line, place.column, node.pointer, source.line(place.line))


def spot_of_error(error: DocumentError) -> Spot:
    """The place of an error; only the file where it is meant as a whole."""
    return Spot(error.path, error.line, error.column, "", "")
