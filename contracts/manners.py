"""Manners: how a judge behaves towards a server, decided once and kept by all who send.

Read `Manners` first; `gate.py` keeps them for every request of a run, `connecting.py` opens the
connections they ask for, and `suite.py` hands them on to schemathesis.
"""

import re
from dataclasses import dataclass

from ..spec.errors import SettingError, SpecdoubleError
from ..spec.exchange import Message

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""The methods that ask for no change (RFC 9110, 9.2.1)."""

_RATE = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?:/(?P<unit>s|m|h))?")
_UNITS = {None: 1, "s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask: `timeout` in seconds, `rate` in requests per second (0: as fast as can be).

    `max_requests` is for the whole run, 0 for no end; `read_only` sends nothing but safe methods.
    `proxy` is an http URL; `ca`, `certificate` and `key` are PEM files; `insecure` trusts any
    certificate of the server.
    """

    timeout: float = 10.0
    rate: float = 0.0
    max_requests: int = 0
    read_only: bool = False
    proxy: str = ""
    ca: str = ""
    insecure: bool = False
    certificate: str = ""
    key: str = ""

    def may(self, method: str) -> bool:
        """Whether such a request may be sent at all."""
        return not self.read_only or method in SAFE


COURTEOUS = Manners()
"""The manners of a run without options."""


@dataclass(eq=False)
class HaltError(SpecdoubleError):
    """The run is to end here, in order: `reason` says why; `message` is where it showed, if any.

    `is_fault` tells a fault of the server, which is reported as a violation, from an end that
    the user has asked for or can mend.
    """

    reason: str
    message: Message | None = None
    is_fault: bool = False

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class UnsafeError(SpecdoubleError):
    """A request that `--read-only` keeps from being sent."""

    method: str

    def __str__(self) -> str:
        return f"it writes ({self.method}), and the run is read-only"


def rate_of(text: str) -> float:
    """Requests per second from "5/s", "30/m", "100/h" or "5". Raises SettingError."""
    match = _RATE.fullmatch(text.strip())
    found = float(match["number"]) / _UNITS[match["unit"]] if match else 0.0
    if not found:
        raise SettingError("--rate", text, "write it as 5/s, 30/m or 100/h")
    return found
