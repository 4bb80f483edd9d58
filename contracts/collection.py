"""A list read to its end, page by page. Read `collected`."""

from dataclasses import dataclass

from ..spec.api import Operation
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .declared_paging import items_of, next_message, paging_of
from .export_jobs import body_of
from .proper import proper
from .record_laws import unwrapped
from .resources import Resource, id_in
from .status import SUCCESS
from .walk import Walk

_PAGES = 30
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Collected:
    """The items of a list, and the last page. `is_complete`: nothing says that there are more."""

    items: list[Json]
    last: Exchange
    is_complete: bool


def collected(walk: Walk, operation: Operation) -> Collected | None:
    """All items of a list, along its links and tokens; None if it is no list, or fails."""
    message = proper(walk, operation)
    if message is None:
        return None
    items, page, count = list[Json](), walk.send(message), 0
    while page.reply.status in SUCCESS and count < _PAGES:
        found = items_of(body_of(page.reply))
        if found is None:
            return None
        items += found
        count += 1
        following = next_message(page, walk.target)
        if following is None:
            return Collected(items, page, count > 1 or _is_whole(walk, operation, items))
        page = walk.send(following)
    return Collected(items, page, is_complete=False) if count else None


def ids_in(items: list[Json], resource: Resource) -> list[str]:
    """The ids of the items that have one."""
    found = (id_in(unwrapped(each), resource) if isinstance(each, dict) else each for each in items)
    return [str(each) for each in found if isinstance(each, str | int)]


def _is_whole(walk: Walk, operation: Operation, items: list[Json]) -> bool:
    """Whether a list of one page is all there is: it is not paged, or a longer page is the same."""
    paging = paging_of(operation)
    if not paging:
        return True
    limit = paging.get("limit")
    if limit is None:
        return False
    most = next(
        (n for n in (_MANY, 100, 50) if not limit.schema or not limit.schema.problems(n)), 0
    )
    message = proper(walk, operation, query={limit.name: most}) if most else None
    found = items_of(body_of(walk.send(message).reply)) if message else None
    return found is not None and len(found) == len(items) < most
