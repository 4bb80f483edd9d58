"""Walk: the way of one run of scenarios through a server. Read `Walk.ask` first.

It holds what changes: what has been seen, what must still be looked at later, and how long
patience lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from ..spec.api import Api, Operation
from ..spec.errors import TargetError
from ..spec.exchange import Exchange, Message, Reply
from ..spec.json_types import Json
from ..spec.reading import read
from .asking import Values, message_for
from .check import observe
from .ledger import Ledger
from .memory import Memory
from .signing import signed
from .status import SUCCESS
from .target import Target
from .violation import Objection

_GROWTH = 1.2
_LONGEST = 10.0
_RETRIES = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """Time as a judge has it: a clock and a way to wait, in seconds.

    A job is looked at after `interval`, then ever more seldom, for `patience` at most.
    """

    now: Callable[[], float]
    sleep: Callable[[float], None]
    interval: float = 0.25
    patience: float = 60.0


class Walk:
    """What a scenario walks with: it asks, waits, objects and leaves remarks.

    `ask` raises TargetError when no answer comes; a scenario need not catch it.
    """

    def __init__(self, api: Api, target: Target, pace: Pace, ledger: Ledger) -> None:
        self.api = api
        self.target = target
        self.pace = pace
        self.story = ""
        self.successes: dict[str, Exchange] = {}
        self._ledger = ledger
        self._memory = Memory()
        self._wrong: list[Exchange] = []
        self._epilogues: list[tuple[str, Callable[[Walk], None]]] = []

    def ask(
        self,
        operation_id: str,
        *,
        path: Values | None = None,
        query: Values | None = None,
        body: Json = None,
    ) -> Exchange:
        """Call an operation of the document, with all credentials."""
        return self.send(self.message(operation_id, path=path, query=query, body=body))

    def message(
        self,
        operation_id: str,
        *,
        path: Values | None = None,
        query: Values | None = None,
        body: Json = None,
    ) -> Message:
        """The request that `ask` would send."""
        message = message_for(self.operation(operation_id), path=path, query=query, body=body)
        return signed(message, self.target.credentials)

    def send(self, message: Message) -> Exchange:
        """Send a message as it is; a server that asks to be asked later is asked later."""
        for _ in range(_RETRIES):
            exchange = self._send(message)
            wait = _retry_after(exchange.reply)
            if wait is None or wait > self.pace.patience:
                break
            self.pace.sleep(wait)
        return exchange

    def _send(self, message: Message) -> Exchange:
        try:
            reply = self.target.send(message)
        except TargetError as error:
            self._ledger.miss(read(self.api, message)[0], error.reason)
            raise
        exchange = observe(self.api, message, reply)
        if self._ledger.see(exchange):
            self._wrong.append(exchange)
        for objection in self._memory.observe(exchange):
            self._ledger.object(f"scenario {self.story}", exchange, objection)
        operation = exchange.call.operation
        if operation is not None and reply.status in SUCCESS:
            self.successes[operation.operation_id] = exchange
        return exchange

    def operation(self, operation_id: str) -> Operation:
        """The operation of that id; a scenario's `needs` say that it exists."""
        return next(each for each in self.api.operations if each.operation_id == operation_id)

    def object(self, exchange: Exchange, message: str, *, kind: str = "") -> None:
        """Say what is wrong with an exchange; `kind` as in `Objection`."""
        objection = Objection(message, kind=kind or message)
        self._ledger.object(f"scenario {self.story}", exchange, objection)

    def expects(self, exchange: Exchange, *statuses: int) -> bool:
        """Whether an answer has one of these statuses; objects if not, unless a check has."""
        status = exchange.reply.status
        if status not in statuses and not any(each is exchange for each in self._wrong):
            wanted = " or ".join(map(str, statuses))
            self.object(exchange, f"answered {status}; the story needs {wanted}", kind="status")
        return status in statuses

    def note(self, remark: str) -> None:
        """Say what could not be seen, without blaming anybody."""
        self._ledger.note(f"{self.story}: {remark}")

    def later(self, epilogue: Callable[["Walk"], None]) -> None:
        """Look again once all stories are told, when time has passed."""
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


def poll(pace: Pace, look: Callable[[], bool]) -> bool:
    """Look until it is good; False if patience ends first."""
    end, interval = pace.now() + pace.patience, pace.interval
    while not look():
        left = end - pace.now()
        if left <= 0:
            return False
        pace.sleep(min(interval, left))
        interval = min(interval * _GROWTH, _LONGEST)
    return True
