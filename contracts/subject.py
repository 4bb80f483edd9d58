"""What a report is about: a verdict, and what its places and requests are explained by.

Read `Subject`; `report.py` has the formats.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..spec.api import Api
from .grouping import groups_of
from .presentation import Shown, shown, told
from .target import Target
from .task import Task
from .verdict import Row, Story, Verdict
from .words import printable, scrubbed

UNSEEN = "nothing was verified: no request succeeded"
_NO_SUCCESS = "no success: every request to the operation was refused, so its answers were not seen"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported; it holds no secrets once it is in words."""

    verdict: Verdict
    api: Api
    target: Target

    @property
    def violations(self) -> list[Shown]:
        """Each violation in words."""
        return [shown(each, self.api, self.target) for each in self.verdict.violations]

    @property
    def faults(self) -> list[Shown]:
        """Each fault once, those of one operation together, in the order of the document."""
        order = {row.operation: number for number, row in enumerate(self.verdict.rows)}
        groups = groups_of(self.verdict.violations)
        found = [told(each, self.api, self.target) for each in groups]
        return sorted(found, key=lambda each: order.get(each.operation, len(order)))

    @property
    def notes(self) -> list[str]:
        """What could not be seen, and why."""
        return self._clean(self.verdict.notes)

    @property
    def remarks(self) -> list[str]:
        """The notes for people, with what a word of the tables means."""
        unseen = any(row.word == "no success" for row in self.verdict.rows)
        return [*([_NO_SUCCESS] if unseen else []), *self.notes]

    @property
    def warnings(self) -> list[str]:
        """What is worth a look and breaks no promise."""
        return self._clean(self.verdict.warnings)

    @property
    def stories(self) -> list[Story]:
        """The scenarios, with what people may read of the reasons."""
        reasons = self._clean(each.reason for each in self.verdict.stories)
        return [
            Story(printable(each.name), each.word, reason)
            for each, reason in zip(self.verdict.stories, reasons, strict=True)
        ]

    @property
    def result(self) -> str:
        """The verdict in a few words."""
        count = len(self.verdict.violations)
        if count:
            return counted(count, "violation")
        return "no violations" if self.verdict.is_telling else UNSEEN

    @property
    def figures(self) -> str:
        """How much was done for it."""
        verdict, count = self.verdict, len(self.faults)
        is_fewer = count < len(verdict.violations)
        faults = f"{counted(count, 'fault')}, " if is_fewer else ""
        return (
            f"{faults}{verdict.requests} requests in {verdict.seconds:.1f} s, seed {verdict.seed}"
        )

    def _clean(self, texts: Iterable[str]) -> list[str]:
        return [printable(scrubbed(each, self.target.credentials)) for each in texts]


def counted(number: int, word: str) -> str:
    """A number with its word."""
    return f"{number} {word}{'s' * (number != 1)}"


def cells(row: Row) -> tuple[str, str, str, str]:
    """One operation for a table: name, what was tried, what was answered, the verdict."""
    tried = ", ".join(f"{phase} {count}" for phase, count in row.tried.items())
    answers = ", ".join(
        f"{status or 'none'} ({row.statuses[status]})" for status in sorted(row.statuses)
    )
    word = f"fail ({row.violations})" if row.violations else row.word
    return (
        printable(row.operation) or "(no operation)",
        printable(tried) or "nothing",
        answers,
        word,
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Tasks of one kind and operation that were not done for one reason."""

    operation: str
    reason: str
    names: tuple[str, ...]


def gaps(tasks: Iterable[Task], *, provokable: bool) -> list[Gap]:
    """What was not exercised: that which a judge can do, or the rest; the largest first."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in tasks:
        if not each.done and each.provokable is provokable:
            found.setdefault((each.operation, each.reason), []).append(each.name)
    sizes = Counter({key: len(names) for key, names in found.items()})
    return [Gap(*key, tuple(found[key])) for key, _ in sizes.most_common()]
