"""Gate: what every request of a run passes, from whichever thread. Read `Gate.admit` first.

It keeps the manners: how many requests, how fast, and of which kind; and it holds the health of
the server, so that nobody goes on asking one that is gone.
"""

import threading
import time
from collections.abc import Callable

from .health import Health
from .manners import HaltError, Manners, UnsafeError


class Gate:
    """Counts and spaces the requests of a run; `sent` is how many have passed.

    `now` and `sleep` are time, in seconds, given so that a test need not wait.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0
        self.health = Health()
        self.sent = 0

    def admit(self, method: str, manners: Manners) -> None:
        """Let a request pass, when it is its turn.

        Raises UnsafeError for one that a read-only run does not send, HaltError when the run is
        over: its requests are spent, or the server is of no use any more.
        """
        if not manners.may(method):
            raise UnsafeError(method)
        with self._lock:
            if self.health.trouble is not None:
                raise self.health.trouble
            if self.left(manners) == 0:
                raise HaltError(spent(manners))
            self.sent += 1
            wait = self._turn(manners.rate)
        if wait > 0:
            self._sleep(wait)

    def count(self, requests: int = 1) -> None:
        """Requests that somebody else has sent: schemathesis, in its own process."""
        with self._lock:
            self.sent += requests

    def left(self, manners: Manners) -> int | None:
        """How many requests may still be sent; None if there is no end."""
        return max(0, manners.max_requests - self.sent) if manners.max_requests else None

    def _turn(self, rate: float) -> float:
        """How long to wait for one's turn; the turns are evenly spaced."""
        if not rate:
            return 0.0
        now = self.now()
        turn = max(now, self._next)
        self._next = turn + 1 / rate
        return turn - now


def spent(manners: Manners) -> str:
    """Why a run ends whose requests are spent."""
    return f"the {manners.max_requests} requests of --max-requests are spent"
