"""Workers: the threads that talk to connections. Read `put` first. Used by `wire.py`."""

import contextlib
import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

_LOG = logging.getLogger(__name__)


class Socketed(Protocol):
    """What is known of a connection here."""

    @property
    def socket(self) -> socket.socket:
        """What it reads from."""


Connection = TypeVar("Connection", bound=Socketed)


class Workers(Generic[Connection]):
    """The pool that cheroot asks for, but grown on demand: a thread for each busy connection.

    `talk` serves one request of a connection and sees to its future. Beyond `limit` threads a
    connection waits for the next free one.
    """

    min = 1

    def __init__(self, talk: Callable[[Connection], None], limit: int) -> None:
        self._talk = talk
        self._limit = limit
        self._queue: queue.SimpleQueue[Connection | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._busy: set[Connection] = set()
        self._free = 0
        self._is_stopping = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Nothing to do: the first connection brings the first thread."""

    def put(self, connection: Connection) -> None:
        """Have a connection served, by a new thread if none is free."""
        with self._lock:
            self._free -= 1
            if self._free < 0 and len(self._threads) < self._limit:
                self._free += 1
                self._grow()
        self._queue.put(connection)

    def stop(self, timeout: float) -> None:
        """Let every request that has arrived be answered; those still arriving end here."""
        with self._lock:
            self._is_stopping = True
            threads = list(self._threads)
            for connection in self._busy:
                _end_input(connection)
        for _ in threads:
            self._queue.put(None)
        end = time.monotonic() + timeout
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _grow(self) -> None:
        thread = threading.Thread(target=self._work, name="specdouble-worker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while (connection := self._queue.get()) is not None:
            with self._busy_with(connection):
                self._talk(connection)

    @contextlib.contextmanager
    def _busy_with(self, connection: Connection) -> Iterator[None]:
        """Known as busy meanwhile; whatever a socket does, the thread goes on."""
        with self._lock:
            self._busy.add(connection)
            if self._is_stopping:
                _end_input(connection)
        try:
            yield
        except Exception:  # noqa: BLE001  # an edge, see above
            _LOG.debug("a connection broke", exc_info=True)
        with self._lock:
            self._busy.discard(connection)
            self._free += 1


def _end_input(connection: Socketed) -> None:
    """Whoever waits for more bytes of the client gets the end of input instead."""
    with contextlib.suppress(OSError):
        connection.socket.shutdown(socket.SHUT_RD)
