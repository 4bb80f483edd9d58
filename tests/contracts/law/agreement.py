"""Agreement: what only one of the two judges holds against an exchange.

Read `differences`: it is empty where the judges agree. `leniencies.py` is the table of the
differences that are known, and of who is right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from specdouble.contracts.opinion import Opinion, Part
from specdouble.spec.exchange import Exchange
from specdouble.spec.problem import Problem

Side: TypeAlias = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A problem that only the judge `by` sees in an exchange; `theirs` is openapi-core's view."""

    by: Side
    problem: Problem
    exchange: Exchange
    theirs: Opinion

    @property
    def part(self) -> Part:
        """The part of the exchange that the problem is in."""
        return part_of(self.problem)


def differences(exchange: Exchange, theirs: Opinion) -> list[Difference]:
    """What only one of the judges says, of the parts that both speak of.

    Parameters and headers are compared by name, bodies by the places at fault, credentials as a
    whole. `exchange.problems` is what our own judge says; its notes are nobody's fault.
    """
    silent = {gap.part for gap in theirs.gaps}
    if "routing" in silent:
        return []
    mine = [each for each in exchange.problems if each.side != "note"]
    spoken: dict[Side, list[Problem]] = {
        "ours": [each for each in mine if part_of(each) not in silent],
        "theirs": [each for each in theirs.problems if part_of(each) not in silent],
    }
    return [
        Difference(by, each, exchange, theirs)
        for by, other in _OTHER.items()
        for each in spoken[by]
        if not any(_are_same(each, against) for against in spoken[other])
    ]


_OTHER: dict[Side, Side] = {"ours": "theirs", "theirs": "ours"}
_PARTS: dict[str, Part] = {
    "path": "routing",
    "method": "routing",
    "credential": "credentials",
    "parameter": "parameters",
    "media-type": "body",
    "body": "body",
    "status": "reply-body",
    "reply-media-type": "reply-body",
    "reply-body": "reply-body",
    "reply-header": "reply-headers",
}


def part_of(problem: Problem) -> Part:
    """The part of an exchange that a problem is in."""
    return _PARTS[problem.code.rpartition("-")[0]]


def _are_same(one: Problem, other: Problem) -> bool:
    part = part_of(one)
    return part == part_of(other) and _SAME[part](one, other)


def _same_code(one: Problem, other: Problem) -> bool:
    return one.code == other.code


def _same_name(one: Problem, other: Problem) -> bool:
    """The codes may differ: what cannot be cast is malformed to one and invalid to the other."""
    return (one.location, one.pointer.lower()) == (other.location, other.pointer.lower())


def _same_place(one: Problem, other: Problem) -> bool:
    """Equal, or one above the other: of a failed `anyOf`, one judge tells the branch meant."""
    if "media-type" in one.code and "media-type" in other.code:
        return True
    first, second = f"{one.pointer}/", f"{other.pointer}/"
    return one.code == other.code and (first.startswith(second) or second.startswith(first))


_SAME: dict[Part, Callable[[Problem, Problem], bool]] = {
    "routing": _same_code,
    "credentials": lambda _, __: True,
    "parameters": _same_name,
    "body": _same_place,
    "reply-body": _same_place,
    "reply-headers": _same_name,
}
