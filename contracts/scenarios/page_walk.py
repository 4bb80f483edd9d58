"""The list of jobs, page by page."""

from dataclasses import replace
from itertools import pairwise

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import (
    BASE,
    CREATE_DATASET,
    CREATE_JOB,
    LIST_JOBS,
    Record,
    body_of,
    number,
    part,
    records_of,
    text,
)
from ..exporting import create_dataset, start_export
from ..paging import next_query
from ..scenario import scenario
from ..walk import Walk

_JOBS = 5
_LIMIT = 2
_PAGES = 60
_MOMENT = 0.01


@scenario(
    "page_walk",
    needs=(CREATE_DATASET, CREATE_JOB, LIST_JOBS),
    writes=f"1 dataset and {_JOBS} export jobs",
)
def page_walk(walk: Walk) -> None:
    """Several jobs are created and the list is read two at a time, along `link.next`.

    Each job comes exactly once, and newest first over all pages. `link.next` is relative to
    `/data/core/ups`, carries an `offset`, and is missing or empty on the last page.
    `page.pageOffset` given as `offset` leads to the same next page.

    Silent on: the form of the token, the default `limit`, the other paging parameters.
    """
    dataset = create_dataset(walk, "specdouble: to be listed")
    wanted = _create(walk, dataset) if dataset else []
    if len(wanted) == _JOBS:
        _judge(walk, _pages(walk), wanted)


def _create(walk: Walk, dataset: str) -> list[Json]:
    """The ids of some new jobs; a moment lies between any two, so that their times differ."""
    found = []
    for _ in range(_JOBS):
        job = start_export(walk, dataset)
        found += [job["id"]] if job else []
        walk.pace.sleep(_MOMENT)
    return found


def _pages(walk: Walk) -> list[Exchange]:
    """Pages along the links, to the end of the list or of patience."""
    pages = [walk.ask(LIST_JOBS, query={"limit": _LIMIT})]
    walk.expects(pages[0], 200)
    while len(pages) < _PAGES and (link := _link(pages[-1])):
        if not (next_query(link) or {}).get("offset"):
            walk.object(pages[-1], f"link.next has no offset: {link!r}", kind="offset")
            break
        following = _follow(walk, link)
        if len(pages) == 1:
            _same_by_token(walk, pages[0], following)
        pages.append(following)
        if not walk.expects(following, 200):
            break
    return pages


def _follow(walk: Walk, link: str) -> Exchange:
    """Ask for what a link leads to, relative to the service."""
    path, _, query = link.partition("?")
    return walk.send(replace(walk.message(LIST_JOBS), path=f"{BASE}{path}", query=query))


def _same_by_token(walk: Walk, page: Exchange, following: Exchange) -> None:
    token = text(part(_body(page), "page"), "pageOffset")
    if not token:
        return
    other = walk.ask(LIST_JOBS, query={"limit": _LIMIT, "offset": token})
    if _ids(other) != _ids(following):
        message = f"offset={token} (page.pageOffset) gives jobs {_ids(other)}"
        walk.object(other, f"{message}, link.next gives {_ids(following)}", kind="pageOffset")


def _judge(walk: Walk, pages: list[Exchange], wanted: list[Json]) -> None:
    seen: list[Json] = []
    for page in pages:
        ids = _ids(page)
        twice = [str(each) for each in ids if each in seen]
        if twice:
            message = f"job {', '.join(twice)} is on two pages of one walk"
            walk.object(page, message, kind="repeated")
        seen += ids
    for one, other in pairwise(pages):
        oldest, newest = _times(one)[-1:], _times(other)[:1]
        if oldest < newest and oldest:
            message = f"a page begins with a job created {newest[0]}, after the last of the page"
            walk.object(other, f"{message} before it ({oldest[0]})", kind="order")
    missing = sorted(str(each) for each in wanted if each not in seen)
    if missing:
        message = f"created and on no page of the list: job {', '.join(missing)}"
        walk.object(pages[-1], message, kind="missing")


def _times(page: Exchange) -> list[int]:
    times = (number(job, "creationTime") for job in records_of(_body(page)))
    return [each for each in times if each is not None]


def _link(page: Exchange) -> str:
    return text(part(_body(page), "link"), "next")


def _ids(page: Exchange) -> list[Json]:
    return [job.get("id") for job in records_of(_body(page))]


def _body(page: Exchange) -> Record:
    body = body_of(page.reply)
    return body if isinstance(body, dict) else {}
