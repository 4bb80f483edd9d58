"""Ledger: what a run has seen so far, exchange by exchange. Read `Ledger.see` first."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Call, Exchange, Reply
from .check import violations_in
from .verdict import Row
from .violation import Objection, Violation, placed, promise_of

NO_REPLY = Reply(0)
"""Stands in an exchange for the answer that never came."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a run has come: its phase, how much has been sent and found, the last exchange."""

    phase: str
    requests: int
    violations: int
    exchange: Exchange | None = None


Watch: TypeAlias = Callable[[Moment], None]


class Ledger:
    """Counts what was tried and keeps each fault once, by its smallest sighting.

    `watch` is told after every exchange; `phase` is what the next ones are counted under.
    `sightings` counts violations, the same ones seen again as well; `silences` how often no
    answer came.
    """

    def __init__(self, api: Api, watch: Watch) -> None:
        self._api = api
        self._watch = watch
        self._tried: dict[str, Counter[str]] = {}
        self._statuses: dict[str, Counter[int]] = {}
        self._found: dict[tuple[str, ...], Violation] = {}
        self._notes: dict[str, None] = {}
        self._requests = 0
        self.sightings = 0
        self.silences = 0
        self.phase = ""

    def see(self, exchange: Exchange) -> list[Violation]:
        """Count an exchange and hold it against every check: what they found."""
        operation = exchange.call.operation
        name = operation.operation_id if operation else ""
        self._tried.setdefault(name, Counter())[self.phase] += 1
        self._statuses.setdefault(name, Counter())[exchange.reply.status] += 1
        self._requests += 1
        found = []
        if exchange.reply is not NO_REPLY:
            found = violations_in(self._api, exchange, self.phase)
        for violation in found:
            self.add(violation)
        self._watch(Moment(self.phase, self._requests, len(self._found), exchange))
        return found

    def object(self, check: str, exchange: Exchange, objection: Objection) -> None:
        """Add what somebody else has to say of an exchange."""
        operation, place = promise_of(self._api, exchange)
        self.add(Violation(check, operation, placed(objection, place), exchange, self.phase))

    def miss(self, call: Call, reason: str) -> None:
        """A request that got no answer."""
        exchange = Exchange(call, NO_REPLY)
        self.see(exchange)
        self.silences += 1
        self.object("answers", exchange, Objection(f"no answer: {reason}", kind=reason))

    def add(self, violation: Violation) -> None:
        """Keep a violation, unless a smaller sighting of the same fault is known."""
        self.sightings += 1
        known = self._found.get(violation.identity)
        if known is None or violation.size < known.size:
            self._found[violation.identity] = violation

    def note(self, remark: str) -> None:
        """Keep a remark; the same one twice is one."""
        self._notes[remark] = None

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Each fault once, in the order in which they were first seen."""
        return tuple(self._found.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """Every remark once."""
        return tuple(self._notes)

    def rows(self) -> Iterator[Row]:
        """A row for each operation, and one for requests to none of them if there were any."""
        wrong = Counter(violation.operation for violation in self.violations)
        for operation in self._api.operations:
            name = operation.operation_id
            yield self._row(name, operation.method, operation.path, wrong.pop(name, 0))
        if "" in self._tried or wrong:
            yield self._row("", "", "", wrong.total())

    def _row(self, name: str, method: str, path: str, violations: int) -> Row:
        tried = dict(self._tried.get(name, {}))
        statuses = dict(self._statuses.get(name, {}))
        return Row(name, method, path, tried, statuses, violations)
