"""Groups of violations that have one root, told together. Read `groups_of`.

A header that is missing everywhere is one fault and not one for each operation; a member that is
missing from a record is the same fault wherever the record is shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .comparison import problem_of
from .violation import Violation

_ALONE = {"server_error", "acceptance", "schemathesis"}
"""Checks whose words are the same for faults that have nothing to do with each other."""

_LISTED = re.compile(r"; documented: .*")
_FIGURES = re.compile(r"\d+")


@dataclass(slots=True)
class Group:
    """Violations of one root; there is at least one."""

    violations: list[Violation] = field(default_factory=list)

    @property
    def told(self) -> Violation:
        """The one with the smallest request."""
        return min(self.violations, key=lambda each: each.size)

    @property
    def alike(self) -> tuple[str, ...]:
        """What else is wrong with the same operation for the same reason, in words."""
        told = self.told
        own = (each.message for each in self.violations if each.operation == told.operation)
        return tuple(each for each in dict.fromkeys(own) if each != told.message)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other operations in which it shows."""
        others = dict.fromkeys(each.operation for each in self.violations)
        return tuple(each for each in others if each != self.told.operation)


def groups_of(violations: Iterable[Violation]) -> list[Group]:
    """Each fault once, in the order in which they were first seen."""
    known: dict[tuple[str, ...], Group] = {}
    found: list[Group] = []
    for violation in violations:
        keys = list(_keys(violation))
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = Group()
            found.append(group)
        group.violations.append(violation)
        known.update(dict.fromkeys(keys, group))
    return found


def _keys(violation: Violation) -> Iterator[tuple[str, ...]]:
    """What violations of one fault have in common: words, place, or an input that nobody checks."""
    family = violation.check.partition(" ")[0]
    if family in _ALONE:
        return
    objection = violation.objection
    yield "words", family, _skeleton(objection.message)
    problem = problem_of(violation) if family == "refusal" else None
    if problem is not None and problem.pointer:
        yield "input", violation.operation, problem.location, problem.pointer
    if objection.place:
        yield "place", family, objection.place, _skeleton(objection.kind)


def _skeleton(words: str) -> str:
    """The words without what differs from one operation to the next."""
    return _FIGURES.sub("#", _LISTED.sub("", words))
