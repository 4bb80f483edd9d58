"""Ledger: what a run has seen so far, exchange by exchange. Read `Ledger.see` first."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Call, Exchange, Reply
from .check import violations_in
from .coverage import Coverage
from .memory import Memory
from .verdict import Row
from .violation import Objection, Violation, placed, promise_of

_STEPS = 4
"""So many exchanges before the one that is wrong are shown."""

_OF_SEVERAL = ("memory ", "scenario ", "dialect")

NO_REPLY = Reply(0)
"""Stands in an exchange for the answer that never came."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a run has come: its phase, how much has been sent and found, the last exchange.

    `story` is the scenario that was told last; `excused` names the checks that were not asked.
    """

    phase: str
    requests: int
    violations: int
    exchange: Exchange | None = None
    story: str = ""
    excused: frozenset[str] = frozenset()


Watch: TypeAlias = Callable[[Moment], None]


class EnoughError(Exception):
    """The first violation was all that was wanted. Caught where the run was begun."""


class Ledger:
    """Counts what was tried and keeps each fault once, by its smallest sighting.

    `watch` is told after every exchange; `phase` is what the next ones are counted under.
    `sightings` counts violations, the same ones seen again as well; `silences` how often no
    answer came; `wants` says which violations are kept, `durations` are seconds by operation.
    """

    def __init__(
        self,
        api: Api,
        watch: Watch,
        wants: Callable[[Violation], bool] = lambda _: True,
        *,
        stops_at_first: bool = False,
    ) -> None:
        self._api = api
        self._watch = watch
        self._wants = wants
        self._stops_at_first = stops_at_first
        self._tried: dict[str, Counter[str]] = {}
        self._statuses: dict[str, Counter[int]] = {}
        self._found: dict[tuple[str, ...], Violation] = {}
        self._notes: dict[str, None] = {}
        self._warnings: dict[str, None] = {}
        self._memory = Memory(api)
        self.coverage = Coverage(api)
        self._requests = 0
        self._recent: deque[Exchange] = deque(maxlen=_STEPS + 1)
        self.durations: dict[str, list[float]] = {}
        self.sightings = 0
        self.silences = 0
        self.phase = ""
        self.story = ""

    def see(
        self, exchange: Exchange, *, remembered: bool = True, excused: frozenset[str] = frozenset()
    ) -> list[Violation]:
        """Count an exchange, hold it against every check and take it into memory: what is wrong.

        `remembered` is False for one of several that crossed each other, whose order is unknown;
        `excused` names checks that are not asked.
        """
        operation = exchange.call.operation
        name = operation.operation_id if operation else ""
        self._tried.setdefault(name, Counter())[self.phase] += 1
        self._statuses.setdefault(name, Counter())[exchange.reply.status] += 1
        self._requests += 1
        self._recent.append(exchange)
        self.coverage.observe(exchange)
        found = []
        if exchange.reply is not NO_REPLY:
            every = violations_in(self._api, exchange, self.phase)
            found = [each for each in every if each.check not in excused]
            if remembered:
                found += self._remember(exchange)
        for violation in found:
            self.add(violation)
        count = len(self._found)
        self._watch(Moment(self.phase, self._requests, count, exchange, self.story, excused))
        return found

    def _remember(self, exchange: Exchange) -> list[Violation]:
        return [
            self._violation(f"memory {name}", exchange, objection)
            for name, objection in self._memory.observe(exchange)
        ]

    def object(self, check: str, exchange: Exchange, objection: Objection) -> None:
        """Add what somebody else has to say of an exchange."""
        self.add(self._violation(check, exchange, objection))

    def _violation(self, check: str, exchange: Exchange, objection: Objection) -> Violation:
        operation, place = promise_of(self._api, exchange)
        recent = takewhile(lambda each: each is not exchange, self._recent)
        earlier = tuple(recent)[-_STEPS:] if check.startswith(_OF_SEVERAL) else ()
        objection = placed(objection, place)
        return Violation(check, operation, objection, exchange, self.phase, earlier)

    def miss(self, call: Call, reason: str) -> None:
        """A request that got no answer."""
        exchange = Exchange(call, NO_REPLY)
        self.see(exchange)
        self.silences += 1
        self.object("answers", exchange, Objection(f"no answer: {reason}", kind=reason))

    def add(self, violation: Violation) -> None:
        """Keep a violation if it is wanted, unless a smaller sighting of the fault is known."""
        if not self._wants(violation):
            return
        self.sightings += 1
        known = self._found.get(violation.identity)
        if known is None or violation.size < known.size:
            self._found[violation.identity] = violation
        if self._stops_at_first:
            raise EnoughError

    def note(self, remark: str) -> None:
        """Keep a remark; the same one twice is one."""
        self._notes[remark] = None

    def time(self, exchange: Exchange, seconds: float) -> None:
        """Keep how long an answer took, by operation."""
        operation = exchange.call.operation
        if operation is not None and exchange.reply is not NO_REPLY:
            self.durations.setdefault(operation.operation_id, []).append(seconds)

    def warn(self, remark: str) -> None:
        """Keep a finding that is no violation, with its figures."""
        self._warnings[remark] = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every warning once."""
        return tuple(self._warnings)

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
