"""Pages of a list: pure functions on sequences, which know no HTTP.

Read `page_after` first: a page begins after a token, so a list that grows at its head is still
read whole and nothing comes twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, and whether more come after them."""

    items: Sequence[Item]
    has_next: bool


def page_of(items: Iterable[Item], *, limit: int, skip: int = 0) -> Page[Item]:
    """The first `limit` items after the first `skip`."""
    found = list(islice(items, skip, skip + limit + 1))
    return Page(found[:limit], len(found) > limit)


def after(
    items: Iterable[Item], place: Callable[[Item], tuple[int, ...]], token: tuple[int, ...]
) -> Iterable[Item]:
    """The items of a list, highest place first, whose place is below `token`."""
    return (item for item in items if place(item) < token)


def ordered(
    items: Sequence[Item], member: Callable[[Item], object], *, descending: bool
) -> Sequence[Item]:
    """By a member that some items may lack (they come last) and whose type may vary."""
    held = [item for item in items if member(item) is not None]
    lacking = [item for item in items if member(item) is None]
    return [*sorted(held, key=lambda item: _comparable(member(item)), reverse=descending), *lacking]


def _comparable(value: object) -> tuple[str, float, str]:
    """Numbers by size, anything else by its text; kinds apart."""
    if isinstance(value, (int, float)):
        return ("", value, "")
    return (type(value).__name__, 0.0, str(value))
