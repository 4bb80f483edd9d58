"""VirtualClock: the mock's time, in milliseconds since the epoch. Read `now` first.

Virtual time is a line through one anchor: a real instant, the virtual instant it stands for, and
a speed. A command moves the anchor to the present, so time stays continuous; nothing ticks.
"""

import math
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..spec.errors import SettingError
from ..spec.json_types import Json

END = 253_402_300_799_999
"""The last millisecond that RFC 3339 can write, of the year 9999; time stands still there."""

_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """At the real instant `real` (seconds) it was `virtual` (milliseconds), going on at `speed`."""

    real: float
    virtual: float
    speed: float


class VirtualClock:
    """A clock that can be moved on, sped up and frozen, but never runs backwards.

    Safe to use from any thread. `real` gives seconds since the epoch; `start` is the first
    instant in the same unit, None for that of `real`; `speed` 60 makes a minute of a second.
    """

    def __init__(
        self, real: Callable[[], float], start: float | None = None, speed: float = 1.0
    ) -> None:
        self._real = real
        self._start = start
        self._start_speed = _checked("speed", read_speed, speed)
        self._lock = threading.Lock()
        self._latest = 0
        self._moving_speed = self._start_speed or 1.0
        self._anchor = self._first_anchor()

    def now(self) -> int:
        """Milliseconds since the epoch; never less than an earlier answer."""
        with self._lock:
            return self._present()

    def advance(self, /, **amount: float) -> int:
        """Move on by a `datetime.timedelta`, as in `advance(minutes=20)`; the new instant."""
        step = _checked("advance", _read_amount, amount)
        with self._lock:
            self._move(self._present() + step, self._anchor.speed)
            return self._present()

    def set(self, instant: str | int) -> int:
        """Move on to an RFC 3339 date-time, or to milliseconds since the epoch."""
        target = instant if type(instant) is int else _checked("time", read_instant, instant)
        with self._lock:
            if target < self._present():
                raise SettingError("time", instant, "time never runs backwards; reset instead")
            self._move(target, self._anchor.speed)
            return self._present()

    def freeze(self) -> None:
        """Let time stand still until `resume`; `advance` and `set` still move it."""
        self.speed = 0.0

    def resume(self) -> None:
        """Go on after `freeze`, as fast as before."""
        self.speed = self._moving_speed

    @property
    def speed(self) -> float:
        """Virtual seconds in a real one; 0 when frozen."""
        return self._anchor.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        """From now on; raises SettingError."""
        checked = _checked("speed", read_speed, speed)
        with self._lock:
            self._move(self._present(), checked)
            self._moving_speed = checked or self._moving_speed

    def reset(self) -> None:
        """Back to the first instant and speed; the one way to go back in time."""
        with self._lock:
            self._latest = 0
            self._moving_speed = self._start_speed or 1.0
            self._anchor = self._first_anchor()

    def as_json(self) -> dict[str, Json]:
        """The present in milliseconds and in words, and how fast time runs."""
        now = self.now()
        return {"now": now, "time": rfc_3339(now), "speed": self.speed, "frozen": not self.speed}

    def _first_anchor(self) -> _Anchor:
        real = self._real()
        start = real if self._start is None else self._start
        return _Anchor(real, round(start * 1000, 3), self._start_speed)

    def _present(self) -> int:
        """Now, with the lock held; the guard is for a real clock that was set back."""
        anchor = self._anchor
        virtual = anchor.virtual + (self._real() - anchor.real) * 1000 * anchor.speed
        self._latest = max(self._latest, int(min(virtual, END)))
        return self._latest

    def _move(self, virtual: float, speed: float) -> None:
        """Set the anchor to the present, with the lock held."""
        self._anchor = _Anchor(self._real(), virtual, speed)


def rfc_3339(instant: int) -> str:
    """Milliseconds since the epoch as a date-time of UTC."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=instant)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(value: object) -> int:
    """An RFC 3339 date-time as milliseconds since the epoch; ValueError says what is wanted."""
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise ValueError("a date-time such as 2026-01-31T12:00:00Z is wanted (RFC 3339)")
    epoch = datetime.fromtimestamp(0, UTC)
    instant = (datetime.fromisoformat(value.upper()) - epoch) // timedelta(milliseconds=1)
    if instant < 0:
        raise ValueError("an instant after 1970 is wanted")
    return instant


def read_speed(value: object) -> float:
    """A speed from a number or a text; ValueError says what is wanted."""
    reason = "a finite number, 0 or more, is wanted (0 freezes time)"
    try:
        speed = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]  # refused below
    except (TypeError, ValueError, OverflowError):
        raise ValueError(reason) from None
    if not (math.isfinite(speed) and speed >= 0):
        raise ValueError(reason)
    return speed


def _read_amount(amount: object) -> float:
    """The keywords of a timedelta as milliseconds."""
    reason = "amounts such as minutes=20 are wanted: weeks, days, hours, minutes, seconds"
    try:
        step = timedelta(**amount) / timedelta(milliseconds=1)  # type: ignore[arg-type]  # refused below
    except (TypeError, ValueError, OverflowError):
        raise ValueError(reason) from None
    if step < 0:
        raise ValueError("time never runs backwards")
    return step


def _checked(name: str, read: Callable[[object], float], value: object) -> float:
    try:
        return read(value)
    except ValueError as error:
        raise SettingError(name, value, str(error)) from None
