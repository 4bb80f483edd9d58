"""Task: one thing that the document promises, and whether a run has seen it. Read `Task`.

`coverage.py` makes tasks of an API and of the traffic it is shown; the reports count them here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "operation",
    "response",
    "parameter",
    "request media type",
    "request keyword",
    "response media type",
    "response member",
    "link",
]

KINDS: dict[Kind, str] = {
    "operation": "operations that succeeded",
    "response": "statuses that were answered",
    "parameter": "parameters sent, left out, refused",
    "request media type": "media types sent",
    "request keyword": "body rules kept and broken",
    "response media type": "media types answered",
    "response member": "members of answers seen",
    "link": "links followed",
}
"""Every kind of task, in the order of reports, with what it counts."""


@dataclass(frozen=True, slots=True)
class Task:
    """One promise of the document; `place` is the JSON pointer to it.

    `provokable` says whether a judge can make it happen by asking; `reason` why it is not done,
    "" if it is.
    """

    kind: Kind
    operation: str
    name: str
    place: str
    done: bool
    provokable: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of one kind is done, of how much that a judge can do; `beyond` counts the rest.

    A task that no judge can provoke and that was seen nevertheless counts as one that it can.
    """

    kind: Kind
    done: int
    possible: int
    beyond: int


def tallies(tasks: Iterable[Task]) -> tuple[Tally, ...]:
    """One for each kind that there are tasks of, in the order of `KINDS`."""
    tasks = tuple(tasks)
    return tuple(
        _tally(kind, own)
        for kind in KINDS
        if (own := tuple(each for each in tasks if each.kind == kind))
    )


def _tally(kind: Kind, tasks: tuple[Task, ...]) -> Tally:
    done = sum(each.done for each in tasks)
    beyond = sum(not each.provokable and not each.done for each in tasks)
    return Tally(kind, done, len(tasks) - beyond, beyond)


def percent(tasks: Iterable[Task]) -> float:
    """How much of what a judge can do was done, 0 to 100; 100 where there is nothing to do."""
    counted = tallies(tasks)
    possible = sum(each.possible for each in counted)
    return 100 * sum(each.done for each in counted) / possible if possible else 100.0
