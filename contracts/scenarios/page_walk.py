"""The list of jobs, page by page."""

from itertools import pairwise

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import CREATE_DATASET, CREATE_JOB, LIST_JOBS, Record, number
from ..exporting import create_dataset, start_export
from ..paging import follow, ids, next_link, next_query, pages, times, token
from ..scenario import scenario
from ..walk import Walk

_JOBS = 5
_MOST = 40
_UNEVEN = 49
_MOMENT = 0.002


@scenario(
    "page_walk",
    needs=(CREATE_DATASET, CREATE_JOB, LIST_JOBS),
    writes=f"1 dataset and {_JOBS + 1} export jobs",
    tags=("paging",),
)
def page_walk(walk: Walk) -> None:
    """Several jobs are created and the list is read two at a time, along `link.next`.

    Each job comes exactly once, newest first over all pages, also if a job is created while the
    pages are read: the tokens of the document name a place after a job, not a number.
    `link.next` is relative to `/data/core/ups`, carries an `offset`, keeps the `limit`, and is
    missing or empty on the last page, after which nothing comes; pages of another size come to the
    same jobs. `page.pageOffset` given as `offset` leads to the same next page.

    Silent on: the form of the token, the default `limit`, the other paging parameters.
    """
    dataset = create_dataset(walk, "specdouble: to be listed")
    wanted = _create(walk, dataset) if dataset else []
    if dataset is None or len(wanted) < _JOBS:
        return
    first = list(pages(walk, {"limit": 2}, _MOST))
    _judge_links(walk, first)
    _judge(walk, first, wanted)
    _while_one_is_created(walk, dataset, wanted)
    _larger(walk, wanted)


def _create(walk: Walk, dataset: str) -> list[Record]:
    """Some new jobs; a moment lies between any two, so that their times differ."""
    found = []
    for _ in range(_JOBS):
        job = start_export(walk, dataset)
        found += [job] if job else []
        walk.pace.sleep(_MOMENT)
    return found


def _judge_links(walk: Walk, seen: list[Exchange]) -> None:
    for page in seen:
        link = next_link(page)
        query = next_query(link)
        if query is None:
            continue
        if not query.get("offset"):
            walk.object(page, f"link.next has no offset: {link!r}", kind="offset")
            return
        if "limit" in query and str(query["limit"]) not in {"2", str(len(ids(page)))}:
            message = f"limit=2 was asked for, link.next goes on with limit={query['limit']}"
            walk.object(page, message, kind="limit", expected="limit=2", got=link)
            return
    if len(seen) > 1:
        _same_by_token(walk, seen[0], seen[1])


def _same_by_token(walk: Walk, page: Exchange, following: Exchange) -> None:
    offset = token(page)
    if not offset:
        return
    other = walk.ask(LIST_JOBS, query={"limit": 2, "offset": offset})
    if ids(other) != ids(following):
        message = f"offset={offset} (page.pageOffset) gives jobs {ids(other)}"
        walk.object(other, f"{message}, link.next gives {ids(following)}", kind="pageOffset")


def _judge(walk: Walk, seen: list[Exchange], wanted: list[Record]) -> None:
    """Each job once and in order, and none of the wanted ones left out."""
    known: list[Json] = []
    for page in seen:
        twice = [str(each) for each in ids(page) if each in known]
        if twice:
            message = f"job {', '.join(twice)} is on two pages of one walk"
            walk.object(page, message, kind="repeated")
            return
        known += ids(page)
    for one, other in pairwise(seen):
        oldest, newest = times(one)[-1:], times(other)[:1]
        if oldest and oldest < newest:
            message = f"a page begins with a job created {newest[0]}, after the last of the page"
            walk.object(other, f"{message} before it ({oldest[0]})", kind="order")
    missing = [str(each["id"]) for each in wanted if each["id"] not in known]
    if missing and seen and _is_past(seen[-1], wanted):
        message = f"created and on no page of the list: job {', '.join(missing)}"
        walk.object(seen[-1], message, kind="missing")


def _is_past(page: Exchange, wanted: list[Record]) -> bool:
    """Whether a page ends the list, or is older than all that is looked for."""
    oldest = min(number(each, "creationTime") or 0 for each in wanted)
    return not next_link(page) or any(each < oldest for each in times(page))


def _while_one_is_created(walk: Walk, dataset: str, wanted: list[Record]) -> None:
    """The list does not shift under who reads it."""
    first = walk.ask(LIST_JOBS, query={"limit": 2})
    link = next_link(first)
    if not walk.expects(first, 200) or not link or start_export(walk, dataset) is None:
        return
    following = follow(walk, link)
    twice = [str(each) for each in ids(following) if each in ids(first)]
    if twice:
        message = f"job {', '.join(twice)} comes again on the next page as one was created"
        walk.object(following, message, kind="shifted")
    known = [each["id"] for each in wanted]
    third = [each for each in known if each not in ids(first)][-1:]
    moments = {number(each, "creationTime") for each in wanted}
    is_alone = all(each in known for each in ids(first)) and len(moments) == len(wanted)
    if not twice and third and is_alone and ids(following)[:1] != third:
        message = f"after jobs {ids(first)} comes job {third[0]}; the next page: {ids(following)}"
        walk.object(following, message, kind="skipped")


def _larger(walk: Walk, wanted: list[Record]) -> None:
    """Three at a time, and all at once: the same jobs; and after the last page comes nothing."""
    everything = list(pages(walk, {"limit": 50}, _MOST))
    _judge(walk, everything, wanted)
    _judge(walk, list(pages(walk, {"limit": 3}, len(wanted))), wanted)
    _judge(walk, list(pages(walk, {"limit": 1}, len(wanted) + 1)), wanted)
    _to_the_end(walk, everything)
    last = everything[-1] if everything else None
    if last is None or next_link(last) or not token(last):
        return
    beyond = walk.ask(LIST_JOBS, query={"limit": 50, "offset": token(last)})
    again = [str(each) for page in everything for each in ids(page) if each in ids(beyond)]
    if again:
        message = f"after the last page nothing comes; {token(last)} gives job {again[0]} again"
        walk.object(beyond, message, kind="after the last")


def _to_the_end(walk: Walk, everything: list[Exchange]) -> None:
    """Pages of two sizes come to the same oldest jobs; a third walk says that none was removed."""
    known, other = _all_ids(everything), _all_ids(list(pages(walk, {"limit": _UNEVEN}, _MOST)))
    if not known or not other or known == other:
        return
    again = list(pages(walk, {"limit": 50}, _MOST))
    lost = sorted((known & _all_ids(again)) - other) or sorted(other - known - _all_ids(again))
    if lost and _all_ids(again):
        message = f"job {lost[0]} is in the list, and on no page of a walk with pages of another"
        walk.object(again[-1], f"{message} size: limit is {_UNEVEN} or 50", kind="end")


def _all_ids(seen: list[Exchange]) -> set[str]:
    """The jobs of a walk; none if it did not come to the end of the list."""
    is_whole = bool(seen) and not next_link(seen[-1])
    return {str(each) for page in seen for each in ids(page)} if is_whole else set()
