"""Faults: what spoils a reply on purpose, and when.

Read `Rule` first, then `Faults`. How to add a fault: a frozen record with a method `spoil`, and a
row in the table of `fault_reading.py`.
"""

import json
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from ..spec.errors import SettingError
from ..spec.exchange import Call, Headers, Reply
from .documented import documented_reply
from .error_styles import Trouble
from .export_jobs import Job, plan
from .problem_details import phrase
from .refusal import Teller
from .spoiling import emptied, rewritten, with_member, with_unknown_values

MOST_STRIKES = 1000
"""As many strikes are remembered."""

_ASKS_TO_WAIT = {429, 503}
_FIRST_ERROR = 400
_ERRORS = (
    {"code": "0090000009", "msg": "The export failed on purpose.", "callStack": "com.adobe.aep"},
    {"code": "unknown", "msg": "Job aborted.", "callStack": "SparkException: Job aborted."},
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a fault strikes: a call and its reply. `wait` waits, until the faults are cleared."""

    call: Call
    reply: Reply
    teller: Teller
    wait: Callable[[float], object]


class Fault(Protocol):
    """Anything that can spoil a reply."""

    def spoil(self, scene: Scene) -> Reply:
        """What is sent instead of the reply."""


@dataclass(frozen=True, slots=True)
class Status:
    """Another answer of the document: an error in the words of the operation, or a success.

    The operation is not done: a client that tries again does nothing twice. `retry_after`, in
    seconds, goes with 429 and 503.
    """

    status: int
    retry_after: int = 1

    def stand_in(self, call: Call, teller: Teller) -> Reply:
        """The answer that takes the place of the operation's own."""
        reply = self._told(call, teller)
        pairs = reply.headers.pairs
        if self.status in _ASKS_TO_WAIT:
            pairs = _without(pairs, "retry-after")
            pairs = (*pairs, ("Retry-After", str(self.retry_after)))
        return replace(reply, headers=Headers(_without(pairs, "preference-applied")))

    def spoil(self, scene: Scene) -> Reply:
        """Nothing more: the answer stood in already."""
        return scene.reply

    def _told(self, call: Call, teller: Teller) -> Reply:
        """In the style of the operation; as the document shows it where that has no such word."""
        is_known = call.operation is not None and call.operation.response(self.status) is not None
        told = None
        if self.status >= _FIRST_ERROR:
            told = teller.tell(call, Trouble(self.status, phrase(self.status)))
        if told is not None and (told.status == self.status or not is_known):
            return replace(told, status=self.status)
        if not is_known:
            return Reply(self.status)
        wish = Headers([("Prefer", f"code={self.status}"), *call.message.headers.pairs])
        asked = replace(call, message=replace(call.message, headers=wish))
        with teller.world.lock:
            return documented_reply(asked, teller.world.random)


@dataclass(frozen=True, slots=True)
class Delay:
    """The reply comes so many seconds later, at the latest when the faults are cleared."""

    seconds: float

    def spoil(self, scene: Scene) -> Reply:
        """Wait; no other client waits for it."""
        scene.wait(self.seconds)
        return scene.reply


@dataclass(frozen=True, slots=True)
class Truncate:
    """The connection ends in the middle of the body; before the answer where there is none."""

    def spoil(self, scene: Scene) -> Reply:
        """The first half, under the length of the whole."""
        body = scene.reply.body
        half = body[: len(body) // 2]
        if not half:
            return Reset().spoil(scene)
        pairs = (*scene.reply.headers.pairs, ("Content-Length", str(len(body))))
        return replace(scene.reply, headers=Headers(pairs), body=half, is_cut=True)


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset before any answer; the operation has been done all the same."""

    def spoil(self, _scene: Scene) -> Reply:
        """No answer: status 0."""
        return Reply(0, is_cut=True)


@dataclass(frozen=True, slots=True)
class ExtraMember:
    """A member that the document does not know, in every object that it does not close."""

    def spoil(self, scene: Scene) -> Reply:
        """The body with new members."""
        return rewritten(scene.call, scene.reply, with_member)


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that the document does not know, wherever it lists those that there are."""

    def spoil(self, scene: Scene) -> Reply:
        """The body with new values."""
        return rewritten(scene.call, scene.reply, with_unknown_values)


@dataclass(frozen=True, slots=True)
class Empty:
    """The lists of the answer are empty, and there is no next page."""

    def spoil(self, scene: Scene) -> Reply:
        """The body without what it listed."""
        return rewritten(scene.call, scene.reply, emptied)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """The export job that the reply tells of is going to fail, whatever was planned for it."""

    def spoil(self, scene: Scene) -> Reply:
        """The same reply; the job has another future."""
        world = scene.teller.world
        tenant = world.tenant(scene.call)
        with world.lock:
            job = world.store.get(Job, tenant, _id_in(scene.reply))
            if job is not None:
                events = plan(job.created, job.seconds, fails=True)
                world.store.put(tenant, str(job.id), replace(job, events=events, errors=_ERRORS))
        return scene.reply


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault, and when it strikes: which calls of which operation ("": of any).

    Of those it strikes from the `first` on so many `times` (None: always), and of these only a
    share: `probability` is drawn from the world, so that a seed repeats it.
    """

    fault: Fault
    operation: str = ""
    first: int = 1
    times: int | None = None
    probability: float = 1.0

    def is_due(self, count: int) -> bool:
        """Whether it may strike the call of that number, counted from 1."""
        return self.first <= count and (self.times is None or count < self.first + self.times)


@dataclass(frozen=True, slots=True)
class Strike:
    """That a rule has struck: the call, and what was sent; with status 0 nothing, so far."""

    rule: Rule
    call: Call
    reply: Reply


class Faults:
    """The faults of one mock; safe to use from any thread. Without rules it does nothing."""

    def __init__(self, teller: Teller) -> None:
        self.rules: tuple[Rule, ...] = ()
        self._teller = teller
        self._counts: Counter[int] = Counter()
        self._strikes: deque[Strike] = deque(maxlen=MOST_STRIKES)
        self._held_up: dict[int, Strike] = {}
        self._cleared = threading.Event()
        self._lock = threading.Lock()

    @property
    def strikes(self) -> tuple[Strike, ...]:
        """What has struck since the faults were cleared, oldest first; what is held up, last."""
        with self._lock:
            return (*self._strikes, *self._held_up.values())

    def add(self, *rules: Rule) -> None:
        """Let these strike from now on. Raises SettingError for an unknown operation."""
        known = [each.operation_id for each in self._teller.api.operations]
        for rule in rules:
            if rule.operation and rule.operation not in known:
                close = get_close_matches(rule.operation, known, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
                raise SettingError("operation", rule.operation, f"there is none; {hint}")
        with self._lock:
            self.rules += rules

    def clear(self) -> int:
        """No faults any more; how many there were. What waits is answered at once."""
        with self._lock:
            count = len(self.rules)
            self.rules = ()
            self._counts.clear()
            self._strikes = deque(maxlen=MOST_STRIKES)
            self._held_up = {}
            self._cleared.set()
            self._cleared = threading.Event()
        return count

    def due(self, call: Call) -> tuple[Rule, ...]:
        """The rules that strike a call, which is counted by this."""
        name = call.operation.operation_id if call.operation else ""
        with self._lock:
            return tuple(
                rule
                for place, rule in enumerate(self.rules)
                if rule.operation in ("", name) and self._is_due(place, rule)
            )

    def stand_in(self, call: Call, due: Sequence[Rule]) -> Reply | None:
        """The answer instead of the operation's own, where a rule wants one."""
        wanted = (rule.fault for rule in due if isinstance(rule.fault, Status))
        status = next(wanted, None)
        return status.stand_in(call, self._teller) if status else None

    def spoil(self, call: Call, reply: Reply, due: Sequence[Rule]) -> Reply:
        """What is sent: the reply after each fault in turn."""
        with self._lock:
            wait, strikes, held_up = self._cleared.wait, self._strikes, self._held_up
            held_up[id(call)] = Strike(due[0], call, Reply(0))
        for rule in due:
            reply = rule.fault.spoil(Scene(call, reply, self._teller, wait))
        with self._lock:
            held_up.pop(id(call), None)
            strikes.extend(Strike(rule, call, reply) for rule in due)
        return reply

    def _is_due(self, place: int, rule: Rule) -> bool:
        self._counts[place] += 1
        if not rule.is_due(self._counts[place]):
            return False
        world = self._teller.world
        if rule.probability >= 1:
            return True
        with world.lock:
            return world.random.random() < rule.probability


def _without(pairs: tuple[tuple[str, str], ...], field: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0].lower() != field)


def _id_in(reply: Reply) -> str:
    """The id of what a reply tells of, "" where it tells of nothing."""
    try:
        value = json.loads(reply.body)
    except ValueError:
        return ""
    return str(value.get("id", "")) if isinstance(value, dict) else ""
