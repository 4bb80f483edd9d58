"""One page of the list of jobs."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import pairwise

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..check import check
from ..export_jobs import LIST_JOBS, Record, body_of, number, part, records_of
from ..violation import Objection


@check("list_page")
def list_page(exchange: Exchange) -> Iterator[Objection]:
    """A page holds at most `limit` jobs, each once, as it says, of the `status` asked for.

    Their order is the one that `page.sort` claims, and only judged where no `sort` was asked for;
    `page.pageSize` is the number of jobs, or the limit. That a `status` filters is documented for
    the values NEW, SUCCEEDED and FAILED.

    Good: `limit=2` gives jobs 726 and 722.
    Bad: `limit=2` gives jobs 726, 722 and 719.
    """
    operation, query = exchange.call.operation, exchange.call.query
    body = body_of(exchange.reply)
    is_list = operation is not None and operation.operation_id == LIST_JOBS
    if not is_list or exchange.reply.status != HTTPStatus.OK or not isinstance(body, dict):
        return
    jobs = records_of(body)
    yield from _too_many(query.get("limit"), jobs)
    yield from _repeated(jobs)
    yield from _size(query.get("limit"), part(body, "page").get("pageSize"), len(jobs))
    if "sort" not in query:
        yield from _disordered(jobs, part(body, "page").get("sort"))
    yield from _not_asked_for(query.get("status"), jobs)


def _too_many(limit: Json, jobs: list[Record]) -> Iterator[Objection]:
    if isinstance(limit, int) and len(jobs) > limit:
        yield Objection(f"limit={limit} gives {len(jobs)} jobs", kind="limit")


def _repeated(jobs: list[Record]) -> Iterator[Objection]:
    ids = [job["id"] for job in jobs if isinstance(job.get("id"), int)]
    twice = sorted({str(each) for each in ids if ids.count(each) > 1})
    if twice:
        yield Objection(f"job {', '.join(twice)} is on the page more than once", kind="repeated")


def _size(limit: Json, size: Json, count: int) -> Iterator[Objection]:
    """Sources differ: the number of jobs on the page, or as many as it may hold."""
    if isinstance(limit, int) and isinstance(size, int) and not count <= size <= max(limit, count):
        message = f"pageSize is {size}; the page has {count} jobs, and limit={limit} was asked for"
        yield Objection(message, "", "pageSize", f"{count} or {limit}", str(size))


def _disordered(jobs: list[Record], said: Json) -> Iterator[Objection]:
    """Jobs whose order is not the one that the page claims."""
    sign, order = {"desc": (1, "newest"), "asc": (-1, "oldest")}.get(str(said), (0, ""))
    for one, other in pairwise(jobs):
        before, after = number(one, "creationTime"), number(other, "creationTime")
        if before is not None and after is not None and sign * before < sign * after:
            message = f"the page says {order} first, but job {one.get('id')} stands before job"
            yield Objection(f"{message} {other.get('id')}", kind="order")


def _not_asked_for(status: Json, jobs: list[Record]) -> Iterator[Objection]:
    if status not in {"NEW", "SUCCEEDED", "FAILED"}:
        return
    for job in jobs:
        if job.get("status") != status:
            text = f"status={status} was asked for, job {job.get('id')} is {job.get('status')}"
            yield Objection(text, kind="status")
