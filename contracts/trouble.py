"""Trouble: what a client is provoked with. `provocation.py` knows which there are.

Imports nothing, for pytest loads it at every start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["fail", "succeed", "recover"]
"""What a right client can do: only fail decently, succeed all the same, or succeed next time."""


Rule: TypeAlias = dict[str, str | int | float]
"""A fault and when it strikes, in the JSON of the mock's admin pages."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble, `meaning` in a sentence.

    It strikes only where one of `operations` is called (empty: there is nothing to strike).
    `faults` are rules of the mock, `choices` those of its behaviours. An optional
    one has to be asked for.
    """

    name: str
    meaning: str
    operations: tuple[str, ...] = ()
    faults: tuple[Rule, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome = "fail"
    is_optional: bool = False

    @property
    def absence(self) -> str:
        """Why it did not strike."""
        return f"the client never calls {' or '.join(self.operations)}"

    def can_strike(self, used: frozenset[str]) -> bool:
        """Whether it can strike a client that calls these operations."""
        return not self.operations or not used.isdisjoint(self.operations)


NO_TROUBLE = Trouble("no-trouble", "the mock answers as it always does", outcome="succeed")
"""Comes first: shows which operations a client uses at all."""
