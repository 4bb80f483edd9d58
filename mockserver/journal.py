"""Journal: the last N exchanges, numbered, and whoever wants to hear of each.

Read `Journal` first. Remembering costs next to nothing; an exchange is only put into words, its
credentials shortened, when somebody asks (`as_json`).
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TypeAlias, overload

from ..spec.exchange import Exchange, Headers
from ..spec.json_types import Json
from ..spec.problem import Problem, Side

Listener: TypeAlias = Callable[[Exchange], None]

MAX_TEXT = 20_000
"""As many bytes of a body are kept and shown; how many it had is told beside."""

SECRETS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-auth-token"}
)
"""Fields whose values are shown shortened."""

_SCHEMES = frozenset({"basic", "bearer", "digest", "negotiate"})
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange as remembered: the first has the number 1, `time` is in milliseconds.

    Of a body longer than `MAX_TEXT` only the start is kept; the sizes are the true ones.
    """

    number: int
    time: int | None
    exchange: Exchange
    request_bytes: int
    reply_bytes: int


class Journal(Sequence[Exchange]):
    """The last `size` exchanges, oldest first; safe to use from any thread.

    `now` dates them, in milliseconds since the epoch. Listeners are called in the thread that
    answers, before the reply leaves; they get the whole exchange, however long its bodies are.
    """

    def __init__(self, size: int, now: Callable[[], int] | None = None) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._now = now
        self._total = 0
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def add(self, exchange: Exchange) -> None:
        """Remember one exchange and tell the listeners."""
        time = self._now() if self._now else None
        kept = _bounded(exchange)
        sizes = len(exchange.call.message.body), len(exchange.reply.body)
        with self._lock:
            self._total += 1
            self._entries.append(Entry(self._total, time, kept, *sizes))
        for listener in self._listeners:
            listener(exchange)

    @property
    def total(self) -> int:
        """How many exchanges there were since the start, those forgotten and cleared as well."""
        return self._total

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is remembered, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def problems(self, side: Side | None = "client") -> list[Problem]:
        """Every problem remembered of one side (None: of all), oldest first."""
        return [
            problem
            for entry in self.entries
            for problem in entry.exchange.problems
            if side is None or problem.side == side
        ]

    def clear(self) -> int:
        """Forget all exchanges; how many. The numbers go on."""
        with self._lock:
            count = len(self._entries)
            self._entries.clear()
        return count

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every exchange from now on, until the function returned is called."""
        with self._lock:
            self._listeners += (listener,)

        def _leave() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return _leave

    def as_json(self, last: int | None = None, *, only_problems: bool = False) -> dict[str, Json]:
        """What is remembered in words, oldest first, or the `last` entries of it.

        `only_problems` leaves out those in which neither client nor server was at fault.
        """
        entries = self.entries
        newest_first = (
            entry for entry in reversed(entries) if not only_problems or _is_faulty(entry.exchange)
        )
        shown = list(islice(newest_first, last))
        return {
            "total": self._total,
            "kept": len(entries),
            "entries": [_entry_json(entry) for entry in reversed(shown)],
        }

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Exchange, ...]: ...
    def __getitem__(self, index: int | slice) -> Exchange | tuple[Exchange, ...]:
        """By place among those remembered; -1 is the newest."""
        return tuple(entry.exchange for entry in self.entries)[index]

    def __len__(self) -> int:
        return len(self._entries)


def _bounded(exchange: Exchange) -> Exchange:
    """What is kept of an exchange: of a long body the start, and not the value read from it."""
    call, reply = exchange.call, exchange.reply
    if len(call.message.body) > MAX_TEXT:
        message = replace(call.message, body=call.message.body[:MAX_TEXT])
        call = replace(call, message=message, body=None)
    if len(reply.body) > MAX_TEXT:
        reply = replace(reply, body=reply.body[:MAX_TEXT])
    return Exchange(call, reply, exchange.problems)


def _is_faulty(exchange: Exchange) -> bool:
    return any(problem.side != "note" for problem in exchange.problems)


def _entry_json(entry: Entry) -> dict[str, Json]:
    call, reply = entry.exchange.call, entry.exchange.reply
    return {
        "number": entry.number,
        "time": entry.time,
        "operationId": call.operation.operation_id if call.operation else None,
        "request": {
            "method": call.message.method,
            "target": call.message.target,
            "headers": _headers_json(call.message.headers),
            **_body_json(call.message.body, entry.request_bytes),
        },
        "reply": {
            "status": reply.status,
            **({"cut": True} if reply.is_cut else {}),
            "headers": _headers_json(reply.headers),
            **_body_json(reply.body, entry.reply_bytes),
        },
        "problems": [_problem_json(problem) for problem in entry.exchange.problems],
    }


def _headers_json(headers: Headers) -> dict[str, Json]:
    """Fields under the names they were sent with, repeated ones joined."""
    shown: dict[str, Json] = {}
    names = {name.lower(): name for name, _ in reversed(headers.pairs)}
    for key, value in headers.items():
        shown[names[key]] = _shortened(value) if key in SECRETS else value
    return shown


def _shortened(secret: str) -> str:
    """The scheme, if there is one, and the first few characters of what must stay secret."""
    scheme, _, token = secret.partition(" ")
    if scheme.lower() not in _SCHEMES:
        scheme, token = "", secret
    start = token[:_SHOWN] if len(token) > 3 * _SHOWN else ""
    return f"{scheme} {start}… ({len(token)} characters)".lstrip()


def _body_json(kept: bytes, size: int) -> dict[str, Json]:
    """A body as text, and its size where that is not all; what is not UTF-8 shows as U+FFFD."""
    text = kept.decode(errors="replace")
    return {"body": text} if size <= MAX_TEXT else {"body": text, "bodyBytes": size}


def _problem_json(problem: Problem) -> dict[str, Json]:
    return {**asdict(problem), "side": problem.side}
