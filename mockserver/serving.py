"""Serving an application: in a thread of this process, or as the process until a signal.

Read `Listener` first, then `run_until_signal`. `wire.py` is the HTTP server below.
"""

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self
from wsgiref.types import WSGIApplication

from ..spec.errors import AddressError
from .wire import Server

_REACHABLE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # told apart, not listened on
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Listener:
    """An application that listens: bound when made, answering between `start` and `stop`.

    `port` 0 takes a free one. At most `threads` requests are answered at the same time, those not
    counted that are still being sent; a client that pauses for `patience` seconds is given up;
    `stop` is noticed after `reaction` seconds.
    Raises AddressError.
    """

    def __init__(
        self,
        application: WSGIApplication,
        address: tuple[str, int],
        *,
        threads: int = 64,
        patience: float = 30,
        reaction: float = 0.01,
    ) -> None:
        self._server = Server(
            address, application, threads=threads, patience=patience, reaction=reaction
        )
        try:
            self._server.prepare()
        except OSError as error:
            reason = self._server.refusal or str(error)
            self._server.forget()
            raise AddressError(*address, reason) from None
        self._thread = threading.Thread(
            target=self._server.serve, name="specdouble-listener", daemon=True
        )

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens: host and the true port."""
        host, port = self._server.bind_addr
        return host, port

    @property
    def url(self) -> str:
        """Where a client on this machine reaches it, without a slash at the end."""
        host, port = self.address
        reachable = _REACHABLE.get(host, host)
        return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what has been asked, then close every connection. May be called twice."""
        self._server.stop()
        if self._thread.ident is not None:
            self._thread.join()
        self._server.forget()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def run_until_signal(listener: Listener, announce: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `announce` is called once requests are answered.

    Only for the main thread. The interpreter itself writes a byte when a signal comes, which
    wakes up a `recv` on every system and needs nothing that is unsafe in a handler.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.settimeout(0)  # as set_wakeup_fd asks
        woken_before = signal.set_wakeup_fd(writer.fileno())
        handlers = {number: signal.signal(number, _carry_on) for number in _SIGNALS}
        try:
            with listener:
                announce()
                reader.recv(1)
        finally:
            signal.set_wakeup_fd(woken_before)
            for number, handler in handlers.items():
                signal.signal(number, handler)


def _carry_on(_number: int, _frame: FrameType | None) -> None:
    """Neither end the process nor raise."""
