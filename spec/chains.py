"""Chains of references: each link is walked once, however often and from wherever it is asked for.

Read `Chains.end`. Without it a document whose schemas only refer to each other, one to the next,
would cost the square of their number.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Generic, TypeVar

from .errors import DocumentError

Link = TypeVar("Link", bound=Hashable)


class Chains(Generic[Link]):
    """Where chains end, remembered for every link."""

    def __init__(self, step: Callable[[Link], Link | None]) -> None:
        """`step` is what a link leads to, None at an end; it may raise DocumentError."""
        self._step = step
        self._ends: dict[Link, Link | DocumentError | None] = {}

    def end(self, start: Link) -> Link | None:
        """The last link of a chain; None if it runs in a circle.

        Raises the DocumentError of the link that leads nowhere, each time as a new one.
        """
        if start not in self._ends:
            self._walk(start)
        found = self._ends[start]
        if isinstance(found, DocumentError):
            raise replace(found)  # without a traceback, which would grow and hold the document
        return found

    def _walk(self, start: Link) -> None:
        """From link to link, up to an end, a circle, a broken one, or what is known already."""
        way: dict[Link, None] = {}
        link: Link | None = start
        last = start
        end: Link | DocumentError | None
        try:
            while link is not None and link not in way and link not in self._ends:
                way[link], last = None, link
                link = self._step(link)
            end = last if link is None else self._ends.get(link)
        except DocumentError as error:
            end = replace(error)
        self._ends.update(dict.fromkeys(way, end))
