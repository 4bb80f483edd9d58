"""A deadline for code that may hang, in the thread that runs it. Read `deadline`.

In the main thread of a POSIX system a signal ends even a system call that waits. Elsewhere
Python is asked to raise in the thread, which it does once that is back in Python: a wait within
one call of the system is only ended by its own end.
"""

import ctypes
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 1.0
"""Seconds until code that swallowed the first one gets another."""


class HangError(BaseException):
    """The deadline has passed; `stack` is where the code was.

    It is no Exception, so that a client that catches all of those does not catch it.
    """

    def __init__(self, stack: traceback.StackSummary | None = None) -> None:
        super().__init__("the deadline has passed")
        self.stack = stack or traceback.StackSummary()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise HangError if the block takes longer, even where it swallows or disguises that."""
    stacks: list[traceback.StackSummary] = []
    is_main = threading.current_thread() is threading.main_thread()
    watch = _by_signal if is_main and hasattr(signal, "setitimer") else _by_thread

    def _note(frame: FrameType | None) -> None:
        stacks.append(traceback.extract_stack(frame))

    try:
        with watch(seconds, _note):
            yield
    except BaseException:
        if not stacks:
            raise
    if stacks:
        raise HangError(stacks[0])


@contextmanager
def _by_signal(seconds: float, note: Callable[[FrameType | None], None]) -> Iterator[None]:
    """An alarm; one that was set before goes on afterwards."""

    def _ring(_number: int, frame: FrameType | None) -> None:
        note(frame)
        raise HangError

    handler = signal.signal(signal.SIGALRM, _ring)
    former = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    started = time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if former[0]:
            left = max(former[0] - (time.monotonic() - started), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, former[1])


@contextmanager
def _by_thread(seconds: float, note: Callable[[FrameType | None], None]) -> Iterator[None]:
    """Another thread that looks at the clock."""
    is_over = threading.Event()
    ident = threading.get_ident()

    def _watch() -> None:
        pause = seconds
        while not is_over.wait(pause):
            note(sys._current_frames().get(ident))  # noqa: SLF001  # documented, in spite of its name
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(ident), ctypes.py_object(HangError)
            )
            pause = _AGAIN

    watcher = threading.Thread(target=_watch, name="specdouble-deadline", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
