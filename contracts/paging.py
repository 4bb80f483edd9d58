"""The list of jobs, page by page, as clients read it."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .asking import Values
from .export_jobs import BASE, LIST_JOBS, Record, body_of, number, part, records_of, text
from .walk import Walk


def pages(walk: Walk, query: Values, most: int) -> Iterator[Exchange]:
    """Pages along `link.next`, each an answer with 200, to the end of the list or `most` pages."""
    page = walk.ask(LIST_JOBS, query=query)
    for _ in range(most):
        if not walk.expects(page, 200):
            return
        yield page
        link = next_link(page)
        if not link:
            return
        page = follow(walk, link)


def follow(walk: Walk, link: str) -> Exchange:
    """Ask for what a link leads to, relative to the service."""
    path, _, query = link.partition("?")
    return walk.send(replace(walk.message(LIST_JOBS), path=f"{BASE}{path}", query=query))


def next_query(link: str) -> dict[str, Json] | None:
    """The query of a link to the next page; None where the list ends: no link, or an empty one."""
    return dict(parse_qsl(urlsplit(link).query)) if link else None


def next_link(page: Exchange) -> str:
    """`link.next`, "" where the list ends."""
    return text(part(body(page), "link"), "next")


def token(page: Exchange) -> str:
    """`page.pageOffset`, "" if there is none."""
    return text(part(body(page), "page"), "pageOffset")


def jobs(page: Exchange) -> list[Record]:
    """The jobs of a page, as far as it is one."""
    return records_of(body(page))


def ids(page: Exchange) -> list[Json]:
    """The ids of the jobs of a page."""
    return [job.get("id") for job in jobs(page)]


def times(page: Exchange) -> list[int]:
    """When the jobs of a page were created, as far as they say it."""
    found = (number(job, "creationTime") for job in jobs(page))
    return [each for each in found if each is not None]


def body(page: Exchange) -> Record:
    """The body of a page; empty if it is none."""
    found = body_of(page.reply)
    return found if isinstance(found, dict) else {}
