"""Opinion: what the second judge says of an exchange, and where it says nothing.

Free of openapi-core, so that whoever only reads opinions need not load it. Read `Opinion` first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..spec.problem import Problem, worst_first

Part: TypeAlias = Literal[
    "routing", "credentials", "parameters", "body", "reply-body", "reply-headers"
]


@dataclass(frozen=True, slots=True)
class NoOpinion:
    """A part of an exchange that cannot be judged, and why; "routing" stands for all of it."""

    part: Part
    reason: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is held against an exchange, worst first, and what nothing is said of.

    With no problem the exchange conforms, as far as can be told.
    """

    problems: tuple[Problem, ...] = ()
    gaps: tuple[NoOpinion, ...] = ()


def joined(opinions: Iterable[Opinion]) -> Opinion:
    """Several opinions as one, each problem and each gap once."""
    found = list(opinions)
    problems = dict.fromkeys(problem for each in found for problem in each.problems)
    gaps = dict.fromkeys(gap for each in found for gap in each.gaps)
    return Opinion(tuple(worst_first(problems)), tuple(gaps))


def silent(part: Part, reason: str) -> Opinion:
    """No opinion on one part."""
    return Opinion(gaps=(NoOpinion(part, reason),))
