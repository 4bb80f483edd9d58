"""Walk: the way of one run of scenarios through a server. Read `Walk.ask` first.

It holds what changes: what has been seen, what must still be looked at later, and how long
patience lasts.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NoReturn

from ..spec.api import Api, Operation
from ..spec.errors import TargetError
from ..spec.exchange import Exchange, Message, Reply
from ..spec.json_types import Json
from ..spec.reading import read
from .asking import Values, message_for
from .check import observe
from .choosing import Choosing
from .dialect import Dialect
from .ledger import Ledger
from .selection import Selection
from .signing import signed
from .status import SUCCESS
from .target import Target
from .violation import Objection

_GROWTH = 1.2
_LONGEST = 10.0
_RETRIES = 4
_OF_FORM = frozenset({"acceptance", "refusal"})
"""The checks that hold the form of a request against its answer."""

_OF_DOUBT = _OF_FORM | {"conforms", "error_body", "job_echo", "list_page", "method"}
"""And those that must know what was meant, or that the service itself has answered."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Time as a judge has it: a clock and a way to wait, in seconds.

    A job is looked at after `interval`, then ever more seldom, for `patience` at most; a story
    waits on the spot for a `moment`.
    """

    now: Callable[[], float]
    sleep: Callable[[float], None]
    interval: float = 0.02
    patience: float = 60.0
    moment: float = 0.25


@dataclass(frozen=True, slots=True)
class Situation:
    """What a run is told besides the server: how thorough to be, and what is known of it."""

    profile: str = "documented"
    seed: int = 1
    dialect: Dialect = field(default_factory=Dialect)
    selection: Selection = field(default_factory=Selection)


@dataclass(eq=False)
class SkippedError(Exception):
    """A story that cannot be told here, for `reason`. Caught where stories are told."""

    reason: str


class Walk:
    """What a scenario walks with: it asks, waits, objects and leaves remarks.

    `ask` raises TargetError when no answer comes; a scenario need not catch it.
    """

    def __init__(
        self,
        api: Api,
        target: Target,
        pace: Pace,
        ledger: Ledger,
        situation: Situation | None = None,
    ) -> None:
        self.api = api
        self.target = target
        self.pace = pace
        self.situation = situation or Situation()
        self.story = ""
        self.successes: dict[str, Exchange] = {}
        self._ledger = ledger
        self._choosing = Choosing(api, self.situation.dialect)
        self._wrong: list[Exchange] = []
        self._epilogues: list[tuple[str, Callable[[Walk], None]]] = []

    @property
    def profile(self) -> str:
        """How thorough the run is: "quick", "documented", "strict" or "deep"."""
        return self.situation.profile

    @property
    def seed(self) -> int:
        """What chance derives from."""
        return self.situation.seed

    @property
    def dialect(self) -> Dialect:
        """What the user has said of the implementation."""
        return self.situation.dialect

    def may(self, method: str) -> bool:
        """Whether a request of that method is allowed in this run."""
        return self.target.manners.may(method)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations that the run is about."""
        wanted = self.situation.selection.operations
        return tuple(
            each for each in self.api.operations if wanted is None or each.operation_id in wanted
        )

    def ask(
        self,
        operation_id: str,
        *,
        path: Values | None = None,
        query: Values | None = None,
        header: Values | None = None,
        body: Json = None,
    ) -> Exchange:
        """Call an operation of the document, with all credentials."""
        return self.send(
            self.message(operation_id, path=path, query=query, header=header, body=body)
        )

    def message(
        self,
        operation_id: str,
        *,
        path: Values | None = None,
        query: Values | None = None,
        header: Values | None = None,
        body: Json = None,
    ) -> Message:
        """The request that `ask` would send."""
        operation = self.operation(operation_id)
        message = message_for(operation, path=path, query=query, header=header, body=body)
        return signed(message, self.target.credentials)

    def send(self, message: Message, *, open_to_either: bool = False) -> Exchange:
        """Send a message as it is; a server that asks to be asked later is asked later.

        `open_to_either` marks one of which nothing says whether it is allowed: it may be
        answered with success or with a refusal of the client, documented or not. Nobody can say
        what it meant, so it is not taken into memory either; it must not break the server.
        """
        if not self.may(message.method):
            self.skip("the run is read-only")
        for _ in range(_RETRIES):
            exchange = self._send(message, _OF_DOUBT if open_to_either else frozenset())
            wait = _retry_after(exchange.reply)
            if wait is None or wait > self.pace.patience:
                break
            self.pace.sleep(wait)
        return exchange

    def together(
        self, messages: Sequence[Message], *, open_to_either: bool = False
    ) -> list[Exchange]:
        """Send several at the same time; their exchanges, in the order of the messages.

        `open_to_either` as for `send`: one may make another impossible.
        As their order at the server is unknown, only creations are taken into memory, and what
        was deleted: that stays true whatever came first.
        """
        if not all(self.may(each.method) for each in messages):
            self.skip("the run is read-only")
        with self.target.apart(), ThreadPoolExecutor(len(messages)) as pool:
            sent = [pool.submit(self._reply, message) for message in messages]
            replies = [each.result() for each in sent]
        found = []
        for message, reply in zip(messages, replies, strict=True):
            exchange = observe(self.api, message, reply)
            is_gone = message.method == "DELETE" and exchange.reply.status in SUCCESS
            is_lasting = is_gone or message.method == "POST"
            excused = _OF_FORM if open_to_either else frozenset()
            self._keep(exchange, remembered=is_lasting, excused=excused)
            found.append(exchange)
        return found

    def _send(self, message: Message, excused: frozenset[str]) -> Exchange:
        began = self.pace.now()
        exchange = observe(self.api, message, self._reply(message))
        self._ledger.time(exchange, self.pace.now() - began)
        self._keep(exchange, remembered=not excused, excused=excused)
        return exchange

    def _reply(self, message: Message) -> Reply:
        try:
            return self.target.send(message)
        except TargetError as error:
            self._ledger.miss(read(self.api, message)[0], error.reason)
            raise

    def _keep(
        self, exchange: Exchange, *, remembered: bool = True, excused: frozenset[str] = frozenset()
    ) -> None:
        if self._ledger.see(exchange, remembered=remembered, excused=excused):
            self._wrong.append(exchange)
        for objection in () if excused else self._choosing.observe(exchange):
            self._ledger.object("dialect", exchange, objection)
        operation = exchange.call.operation
        is_plain = not excused and not any(
            problem.side == "client" for problem in exchange.problems
        )
        is_own = exchange.call.message.method == (operation.method if operation else "")
        if operation is not None and is_own and is_plain and exchange.reply.status in SUCCESS:
            self.successes[operation.operation_id] = exchange

    def operation(self, operation_id: str) -> Operation:
        """The operation of that id; a scenario's `needs` say that it exists."""
        return next(each for each in self.api.operations if each.operation_id == operation_id)

    def learn(self, name: str, value: str, exchange: Exchange) -> None:
        """A choice of the implementation was seen: it must be the one stated, or seen before."""
        for objection in self._choosing.learn(name, value):
            self._ledger.object("dialect", exchange, objection)

    def hold(self, name: str, value: str, exchange: Exchange) -> None:
        """A choice of the implementation was seen: it must be the one stated, if one was."""
        for objection in self._choosing.held(name, value):
            self._ledger.object("dialect", exchange, objection)

    def object(
        self, exchange: Exchange, message: str, *, kind: str = "", expected: str = "", got: str = ""
    ) -> None:  # the words of an Objection
        """Say what is wrong with an exchange; the rest as in `Objection`."""
        objection = Objection(message, "", kind or message, expected, got)
        self._ledger.object(f"scenario {self.story}", exchange, objection)

    def is_wrong(self, exchange: Exchange) -> bool:
        """Whether a check or a memory has objected to it already."""
        return any(each is exchange for each in self._wrong)

    def expects(self, exchange: Exchange, *statuses: int) -> bool:
        """Whether an answer has one of these statuses; objects if not, unless a check has."""
        status = exchange.reply.status
        if status not in statuses and not self.is_wrong(exchange):
            wanted = " or ".join(map(str, statuses))
            message = f"answered {status}; the story needs {wanted}"
            self.object(exchange, message, kind="status", expected=wanted, got=str(status))
        return status in statuses

    def note(self, remark: str) -> None:
        """Say what could not be seen, without blaming anybody."""
        self._ledger.note(f"{self.story}: {remark}")

    def warn(self, remark: str) -> None:
        """Say what is no violation and still worth a look."""
        self._ledger.warn(f"{self.story}: {remark}")

    def skip(self, reason: str) -> NoReturn:
        """End the story: it cannot be told here."""
        raise SkippedError(reason)

    def later(self, epilogue: Callable[["Walk"], None]) -> None:
        """Look again once all else is done, when time has passed."""
        self._epilogues.append((self.story, epilogue))

    def epilogues(self) -> list[tuple[str, Callable[["Walk"], None]]]:
        """What `later` has put off, with its story; given out once."""
        found, self._epilogues = self._epilogues, []
        return found


def _retry_after(reply: Reply) -> float | None:
    """The seconds after which a server that is busy wants to be asked again (RFC 9110, 10.2.3)."""
    text = reply.headers.get("retry-after", "").strip()
    is_busy = reply.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    return float(text) if is_busy and text.isascii() and text.isdigit() else None


def poll(pace: Pace, look: Callable[[], bool], patience: float | None = None) -> bool:
    """Look until it is good; False if patience ends first."""
    end, interval = pace.now() + (pace.patience if patience is None else patience), pace.interval
    while not look():
        left = end - pace.now()
        if left <= 0:
            return False
        pace.sleep(min(interval, left))
        interval = min(interval * _GROWTH, _LONGEST)
    return True
