"""Verdict: what a run has found, as data. `report.py` makes it readable."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .status import SUCCESS
from .task import Task
from .violation import Violation

Word = Literal["pass", "fail", "no success", "not tried", "skipped"]


@dataclass(frozen=True, slots=True)
class Row:
    """One operation: how many requests each phase sent, which statuses came, what was wrong.

    The row without a name is for requests that the document has no operation for.
    """

    operation: str
    method: str
    path: str
    tried: Mapping[str, int]
    statuses: Mapping[int, int]
    violations: int

    @property
    def word(self) -> Word:
        """The verdict in a word; what was only ever refused is not tested."""
        if self.violations:
            return "fail"
        if not self.tried:
            return "not tried"
        return "pass" if not self.operation or self.has_succeeded else "no success"

    @property
    def has_succeeded(self) -> bool:
        """Whether it is an operation, and a request to it was answered with success."""
        return bool(self.operation) and any(status in SUCCESS for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario: how it went, and if it was skipped, why."""

    name: str
    word: Word
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All of a run: each fault once, and what could not be seen. `seconds` is how long it took.

    `warnings` are findings with figures that break no promise; `notes` say what could not be
    seen. `coverage` holds what the document promises as tasks; empty where nobody kept count.
    `ending` says why the run was over, as in `ending.py`.
    `needs_success` is False for a run of single stories, which say themselves what must succeed.
    """

    url: str
    document: str
    seed: int
    seconds: float
    rows: tuple[Row, ...]
    stories: tuple[Story, ...]
    violations: tuple[Violation, ...]
    notes: tuple[str, ...]
    needs_success: bool = True
    coverage: tuple[Task, ...] = ()
    warnings: tuple[str, ...] = ()
    ending: str = "complete"

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong, and something was seen that could have been."""
        return not self.violations and self.is_telling

    @property
    def is_telling(self) -> bool:
        """Whether anything was verified: what only ever refuses breaks few promises."""
        return not self.needs_success or any(row.has_succeeded for row in self.rows)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(Counter(self.phases).values())

    @property
    def phases(self) -> dict[str, int]:
        """How many requests each phase sent."""
        total: Counter[str] = Counter()
        for row in self.rows:
            total.update(row.tried)
        return dict(total)
