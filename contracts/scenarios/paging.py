"""Lists that can be read page by page, for any document."""

import json
from collections import Counter
from collections.abc import Sequence

from ...spec.api import Api
from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..declared_paging import PagedList, items_of, next_message, paged_lists
from ..export_jobs import body_of
from ..fakes import is_example
from ..proper import proper
from ..resources import Resource, resources_of
from ..sampling import json_entry, sample_bodies
from ..scenario import scenario
from ..status import SUCCESS
from ..variation import varied
from ..walk import Walk

_ENOUGH = 5
_LIMIT = 2
_PAGES = 60
_MOST_LISTS = 40

Query = dict[str, Json]


def _has_any(api: Api) -> bool:
    return bool(paged_lists(api))


@scenario("paging", fits=_has_any, writes=f"up to {_ENOUGH} items of each list", tags=("paging",))
def paging(walk: Walk) -> None:
    """Each list with paging parameters is read whole and in pages of two.

    `limit` (under any of its usual names) is respected; `offset` skips so many items of the
    whole list; pages joined hold no item twice; links and tokens to a next page yield every item
    once, and end. A client that loses an item between two pages never finds out.

    Where a list has few items and the document says how to create them, some are created first.
    Silent on: parameters that have no effect at all, lists that change while nobody changes them,
    lists whose items do not differ, and answers that are an example of the document word for
    word, which is a static fake.
    """
    lists = paged_lists(walk.api)
    if len(lists) > _MOST_LISTS:
        walk.note(f"only the first {_MOST_LISTS} of {len(lists)} paged lists were read")
    for each in lists[:_MOST_LISTS]:
        if proper(walk, each.operation):
            _judge(walk, each)


def _judge(walk: Walk, paged: PagedList) -> None:
    whole = _ask(walk, paged, {})
    items = _items(whole)
    few = items
    if items is not None and len(items) < _ENOUGH:
        _fill(walk, paged, _ENOUGH - len(items))
        whole = _ask(walk, paged, {})
        items = _items(whole)
    again = _items(_ask(walk, paged, {}))
    if not items or items != again or is_example(whole) or len(_keys(items)) < len(items):
        return
    _limit(walk, paged, items, is_alive=items != few)
    _offset(walk, paged)
    _page(walk, paged)
    _next(walk, paged, items)


def _ask(walk: Walk, paged: PagedList, asked: Query) -> Exchange:
    """The list, with parameters by what they do."""
    query = {paged.parameters[role].name: value for role, value in asked.items()}
    message = proper(walk, paged.operation, query=query)
    if message is None:
        return walk.ask(paged.operation.operation_id)
    return walk.send(message)


def _items(exchange: Exchange) -> list[Json] | None:
    """The items of a list that was answered; None if it is none."""
    return items_of(body_of(exchange.reply)) if exchange.reply.status in SUCCESS else None


def _keys(items: Sequence[Json]) -> list[str]:
    """What tells items apart: all of them, each once."""
    return list(dict.fromkeys(_key(each) for each in items))


def _key(item: Json) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return json.dumps(item if found is None else found, sort_keys=True)


def _fill(walk: Walk, paged: PagedList, count: int) -> None:
    """Create some items, where the document says how, and the server takes samples."""
    resource = next((each for each in resources_of(walk.api) if each.list == paged.operation), None)
    if resource is None or not walk.may("POST"):
        return
    for number in range(count):
        if not _create(walk, resource, number):
            return


def _create(walk: Walk, resource: Resource, number: int) -> bool:
    entry = json_entry(resource.create)
    sample = next(sample_bodies(resource.create), None)
    body = varied(sample, entry, walk.seed % 100_000 + 11 + number)
    message = proper(walk, resource.create, body=body)
    return message is not None and walk.send(message).reply.status in SUCCESS


def _small(paged: PagedList) -> Query | None:
    """A limit of two, or the smallest that is allowed; None if there is no such parameter."""
    if not paged.is_number("limit"):
        return None
    schema = paged.parameters["limit"].schema
    fitting = (n for n in range(_LIMIT, 101) if schema is None or not schema.problems(n))
    found = next(fitting, None)
    return None if found is None else {"limit": found}


def _limit(walk: Walk, paged: PagedList, whole: list[Json], *, is_alive: bool) -> None:
    """No page is longer than asked for; a list that nothing changes may be a static fake."""
    small = _small(paged)
    if small is None:
        return
    exchange = _ask(walk, paged, small)
    items, limit = _items(exchange) or [], small["limit"]
    if not isinstance(limit, int) or len(items) <= limit:
        return
    name = paged.parameters["limit"].name
    message = f"{name}={limit} was asked for, and the page holds {len(items)} items"
    if items == whole and not is_alive and not _moves(walk, paged, whole):
        walk.note(f"{message}; nothing changes this list, so it may be a static answer")
        return
    if _items(_ask(walk, paged, {})) != whole or _items(_ask(walk, paged, small)) != items:
        return
    expected = f"at most {limit} items"
    walk.object(exchange, message, kind="limit", expected=expected, got=str(len(items)))


def _moves(walk: Walk, paged: PagedList, whole: list[Json]) -> bool:
    """Whether any paging parameter has an effect."""
    asked: list[Query] = [{role: 2} for role in ("offset", "page") if paged.is_number(role)]
    return any(_items(_ask(walk, paged, each)) != whole for each in asked)


def _offset(walk: Walk, paged: PagedList) -> None:
    """An offset skips so many items; without any effect it is no offset."""
    if not paged.is_number("offset"):
        return
    for _ in range(2):
        exchange = _ask(walk, paged, {"offset": 1})
        found = _items(exchange)
        other = _keys(_items(_ask(walk, paged, {})) or [])
        keys = _keys(found or [])
        if found is None or keys == other or keys[: len(other) - 1] == other[1:]:
            return
    name = paged.parameters["offset"].name
    message = f"{name}=1 gives {_few(keys)}, and the list from its second item on is"
    walk.object(
        exchange,
        f"{message} {_few(other[1:])}",
        kind="offset",
        expected=_few(other[1:]),
        got=_few(keys),
    )


def _page(walk: Walk, paged: PagedList) -> None:
    """Pages hold no item twice; without any effect the number is none."""
    small = _small(paged) or {}
    if not paged.is_number("page"):
        return
    for _ in range(2):
        pages = [_ask(walk, paged, {**small, "page": number}) for number in (1, 2, 3)]
        held = [_keys(_items(each) or []) for each in pages]
        twice = _twice([key for each in held for key in each])
        if not twice or held[0] == held[1] == held[2]:
            return
    name = paged.parameters["page"].name
    message = f"{', '.join(twice[:3])} is on two of the pages {name}=1, 2 and 3"
    walk.object(pages[-1], message, kind="page", expected="each item on one page")


def _next(walk: Walk, paged: PagedList, items: list[Json]) -> None:
    """The pages along the links hold every item once, and come to an end."""
    pages = _pages(walk, paged)
    if _wrong(walk, pages, items):
        pages = _pages(walk, paged)
    for kind, message in _wrong(walk, pages, items).items():
        walk.object(pages[-1], message, kind=kind, expected="every item on one page, and an end")


def _pages(walk: Walk, paged: PagedList) -> list[Exchange]:
    """Pages along the links; one that leads back is the last."""
    pages = [_ask(walk, paged, _small(paged) or {})]
    following = next_message(pages[0], walk.target)
    while following is not None and len(pages) < _PAGES and pages[-1].reply.status in SUCCESS:
        is_known = any(following == each.call.message for each in pages)
        pages.append(walk.send(following))
        following = None if is_known else next_message(pages[-1], walk.target)
    return pages


def _wrong(walk: Walk, pages: list[Exchange], items: list[Json]) -> dict[str, str]:
    """What is wrong with the items of all pages: a sentence for each kind."""
    joined = [_key(item) for each in pages for item in _items(each) or []]
    twice = _twice(joined)
    if len(pages) == 1:
        return {}
    if twice:
        return {"repeated": f"{', '.join(twice[:3])} is on two pages of one walk along the links"}
    missing = [_key(each) for each in items if _key(each) not in joined]
    if missing and next_message(pages[-1], walk.target) is None:
        return {"missing": f"{', '.join(missing[:3])} is in the list and on no page of it"}
    return {}


def _twice(keys: list[str]) -> list[str]:
    """The keys that are there more than once."""
    return sorted(key for key, count in Counter(keys).items() if count > 1)


def _few(keys: list[str]) -> str:
    return f"[{', '.join(keys[:4])}{', …' if len(keys) > 4 else ''}]"  # noqa: PLR2004  # a few
