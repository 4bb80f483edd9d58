"""Selection: which parts of the judgement are wanted. `selecting.py` makes one of names."""

from dataclasses import dataclass

from .violation import Violation


@dataclass(frozen=True, slots=True)
class Selection:
    """Names of checks, memories, scenarios, operations (by operationId) and tags.

    `only` leaves out all others of the kinds it names: naming a scenario silences no check.
    `operations` are those that `only` and `skip` leave, where they name any; None means all.
    """

    stories: frozenset[str] | None = None
    checks: frozenset[str] | None = None
    operations: frozenset[str] | None = None

    def tells(self, name: str) -> bool:
        """Whether the story of that name is wanted."""
        return self.stories is None or name in self.stories

    def wants(self, violation: Violation) -> bool:
        """Whether a violation is wanted; `answers`, which says that none came, always is."""
        kind, _, name = violation.check.partition(" ")
        is_wanted = self.checks is None or (name or kind) in self.checks or kind == "answers"
        is_told = kind in {"scenario", "dialect"}
        return (is_told or is_wanted) and (
            self.operations is None or violation.operation in self.operations
        )
