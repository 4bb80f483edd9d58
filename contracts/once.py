"""Once: a filter of a log that lets the first error of each kind through.

An application that fails at every request would bury the report under its tracebacks.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def each_once(name: str) -> Iterator[None]:
    """The log `name` tells each error once as long as this lasts: by its type and its place."""
    seen: set[tuple[str, str, int]] = set()

    def is_new(record: logging.LogRecord) -> bool:
        """Whether to let a record through; what is no error always is."""
        kind = _kind(record)
        if kind is None:
            return True
        is_known = kind in seen
        seen.add(kind)
        return not is_known

    log = logging.getLogger(name)
    log.addFilter(is_new)
    try:
        yield
    finally:
        log.removeFilter(is_new)


def _kind(record: logging.LogRecord) -> tuple[str, str, int] | None:
    """The type of the error, and the line that raised it; None without an error."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return None
    frames = traceback.extract_tb(error.__traceback__)
    file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    return type(error).__name__, file, line
