"""Workflow: what an Arazzo document says is to be done, understood and checked. Frozen records.

`reading.py` makes them, `running.py` goes by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ...spec.api import Operation
from ...spec.document import Node
from ...spec.json_types import Json
from .criteria import Criterion


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of a step: a constant, or a value with expressions in it."""

    name: str
    location: str
    value: Json
    node: Node


@dataclass(frozen=True, slots=True)
class Action:
    """What to do after a step: go to a `step` or `workflow`, retry after seconds, or end."""

    name: str
    kind: str
    step: str
    workflow: str
    after: float
    limit: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Payload:
    """A body to send: its media type ("" for the operation's own), value and replacements."""

    content_type: str
    value: Json
    replacements: tuple[tuple[str, Json], ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an operation to call, or another workflow."""

    name: str
    operation: Operation | None
    workflow: str
    arguments: tuple[Argument, ...]
    payload: Payload | None
    criteria: tuple[Criterion, ...]
    on_success: tuple[Action, ...]
    on_failure: tuple[Action, ...]
    outputs: Mapping[str, str]
    node: Node


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow: `defaults` are the inputs that need not be given, `needed` those that must."""

    name: str
    about: str
    defaults: Mapping[str, Json]
    needed: tuple[str, ...]
    depends_on: tuple[str, ...]
    steps: tuple[Step, ...]
    outputs: Mapping[str, str]
    node: Node


@dataclass(frozen=True, slots=True)
class Book:
    """All workflows of a document by their names, and the addresses of its sources."""

    workflows: Mapping[str, Workflow]
    sources: Mapping[str, Json]


def place_of(node: Node) -> str:
    """Where a node stands, for people: file, line and column."""
    position = node.position
    return f"{node.document.name}:{position.line}:{position.column}"
