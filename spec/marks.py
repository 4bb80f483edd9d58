"""Where things stand in a text: offsets turned into lines and columns.

A reader (`yaml_reading.py`, `json_reading.py`) knows offsets; `Source` makes positions of them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from .errors import DocumentError
from .json_types import Json

Path: TypeAlias = tuple[str | int, ...]

Locate: TypeAlias = Callable[[Path], tuple[int, int]]
"""Offsets of the key and of the value at a path that exists; for list elements they are one."""

MAX_DEPTH = 200
"""Levels of nesting that are read: more than any real document, less than Python's stack."""

_LONGEST_LINE = 10_000

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text, as editors count: line and column begin at 1, columns are characters."""

    line: int
    column: int


class Source:
    """The text of one file, under the `name` that messages call it by."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """A line by its number (from 1), without its line break; "" beyond the end."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        return _LINE_BREAK.split(self.text[start : start + _LONGEST_LINE], maxsplit=1)[0]

    def error(self, reason: str, offset: int) -> DocumentError:
        """An error to raise, with its place."""
        place = self.position(offset)
        return DocumentError(self.name, reason, place.line, place.column)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a reader makes of a text: its value, and how to find a place in it."""

    value: Json
    locate: Locate
