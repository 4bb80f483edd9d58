"""What an exception says of a client that was in trouble: that it crashed, or told of it.

Read `complaint` first. A bug looks the same in every client: a member that is not there, None
where an object was expected, JSON that is none. Whatever else is raised was meant.
"""

import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import TypeAlias

CRASHES: tuple[type[BaseException], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NameError,
    RecursionError,
    StopIteration,
    StopAsyncIteration,
    SystemError,
    TypeError,
    ValueError,
)
"""What is raised where code does not expect what it got; classes of a client's own are meant."""

_PATHS = sysconfig.get_paths()
_FOREIGN = tuple({_PATHS[each] for each in ("stdlib", "platstdlib", "purelib", "platlib")})

IsWord: TypeAlias = Callable[[BaseException], bool]
"""Whether an exception is the test's own word, an assertion of it that does not hold."""


def complaint(error: BaseException, *, is_word: IsWord, must_succeed: bool) -> str:
    """What is wrong with a client that ended in this way, in a few words; "" if nothing is.

    `must_succeed` where a right client is not kept from success: then nothing may be raised.
    """
    reason = _reason(error, is_word=is_word, must_succeed=must_succeed)
    return f"{reason}: {type(error).__name__}: {error}" if reason else ""


def _reason(error: BaseException, *, is_word: IsWord, must_succeed: bool) -> str:
    if is_word(error):
        return "The test does not hold, though a right client succeeds" if must_succeed else ""
    if _is_crash(error):
        return "The client crashed"
    return "The client gave up, though a right one succeeds" if must_succeed else ""


def leaves(error: BaseException) -> Iterator[BaseException]:
    """An exception, or each one of a group."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves(each)
    else:
        yield error


def innermost(error: BaseException) -> FrameType | None:
    """The frame that raised an exception."""
    frames = list(_frames(error.__traceback__))
    return frames[-1] if frames else None


def place_of(error: BaseException) -> str:
    """The line, the innermost that is of no library, that an exception went through."""
    own = [each for each in traceback.extract_tb(error.__traceback__) if is_own(each.filename)]
    return line_of(own[-1]) if own else "somewhere"


def line_of(frame: traceback.FrameSummary) -> str:
    """A line of code, with the place where it stands."""
    return f"{frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"


def is_own(file: str) -> bool:
    """Whether a file is neither of Python nor of an installed library."""
    is_installed = {"site-packages", "dist-packages"} & set(Path(file).parts)
    return not (is_installed or file.startswith(("<", *_FOREIGN)))


def _frames(trace: TracebackType | None) -> Iterator[FrameType]:
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def _is_crash(error: BaseException) -> bool:
    """Whether it is of such a kind, and of no class that the project made for its own use."""
    if not isinstance(error, CRASHES):
        return False
    module = sys.modules.get(type(error).__module__)
    file = getattr(module, "__file__", None)
    return file is None or not is_own(file)
