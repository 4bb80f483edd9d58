"""Turns: how many requests the application answers at once. Read the class. Used by `wire.py`."""

import threading
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Turns:
    """At most `count` requests are answered at once; one that waits for its client lets others."""

    def __init__(self, count: int) -> None:
        self._free = threading.Semaphore(count)

    def answering(self, application: WSGIApplication) -> WSGIApplication:
        """The application, called only when it is a request's turn."""

        def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            with self._free:
                return application(environ, start_response)

        return _answer

    def waiting(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """The function that reads from a client, called while the turn is given away."""

        def _read(size: int) -> bytes:
            self._free.release()
            try:
                return read(size)
            finally:
                self._free.acquire()

        return _read
