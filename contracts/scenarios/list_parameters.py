"""The list's parameters beside `limit` and `offset`."""

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import CANCEL_JOB, CREATE_DATASET, CREATE_JOB, LIST_JOBS, Record, text
from ..exporting import create_dataset, start_export
from ..paging import ids, jobs, pages
from ..scenario import scenario
from ..walk import Walk

_JOBS = 4
_MOMENT = 0.002


@scenario(
    "list_parameters",
    needs=(CREATE_DATASET, CREATE_JOB, LIST_JOBS, CANCEL_JOB),
    writes=f"1 dataset and {_JOBS} export jobs",
    tags=("paging",),
)
def list_parameters(walk: Walk) -> None:
    """`start` and `page`, if they do anything, agree with the list; a `status` filters every page.

    One source alone documents `start`, `page` and `sort`, so they may do nothing. What does
    something must do what its description says: `start` skips so many jobs, successive `page`s
    follow each other without gap or repetition, counted from 0 or from 1. A `limit` of 1000, which
    clients send, is taken, whatever the page then holds; so is a `sort`. One job is cancelled, so
    that not all are in one state.
    """
    dataset = create_dataset(walk, "specdouble: list parameters")
    created: list[Record] = []
    for _ in range(_JOBS):
        job = start_export(walk, dataset) if dataset else None
        if job is None:
            return
        created.append(job)
        walk.pace.sleep(_MOMENT)
    first = [ids(page) for page in pages(walk, {"limit": 2}, 3)]
    walk.ask(LIST_JOBS, query={"limit": 1000})
    walk.ask(LIST_JOBS, query={"sort": "updateTime:asc"})
    if first:
        _judge_start(walk, first)
        _judge_page(walk, first)
    walk.ask(CANCEL_JOB, path={"exportJobId": created[-2]["id"]})
    for status, limit in (("NEW", 1), ("SUCCEEDED", 2), ("FAILED", 2)):
        for page in pages(walk, {"limit": limit, "status": status}, 3):
            _judge_filter(walk, page, status)


def _judge_start(walk: Walk, first: list[list[Json]]) -> None:
    """Nothing, or so many jobs skipped; a page may hold fewer than two, if that is the most."""
    asked = [walk.ask(LIST_JOBS, query={"limit": 2, "start": start}) for start in (0, 1, 2)]
    if all(ids(page) == first[0] for page in asked):
        return
    known, size = [each for page in first for each in page], len(first[0])
    for start, page in enumerate(asked):
        wanted = known[start : start + size]
        if ids(page) != wanted and walk.expects(page, 200):
            message = f"start={start} gives other jobs than the list without its first {start}"
            walk.object(page, message, kind="start", expected=str(wanted), got=str(ids(page)))
            return


def _judge_page(walk: Walk, first: list[list[Json]]) -> None:
    """Nothing, or pages that follow each other."""
    asked = [walk.ask(LIST_JOBS, query={"limit": 2, "page": number}) for number in (0, 1, 2)]
    found = [ids(page) for page in asked]
    from_zero = (first + [[]] * 3)[:3]
    does_nothing = all(each == first[0] for each in found)
    if does_nothing or found == from_zero or found[1:] == from_zero[:2]:
        return
    message = "page=0, 1 and 2 are neither the pages of the list nor all its first"
    walk.object(asked[2], message, kind="page", expected=str(from_zero), got=str(found))


def _judge_filter(walk: Walk, page: Exchange, status: str) -> None:
    """The filter holds on the pages that `link.next` leads to, too."""
    others = [job for job in jobs(page) if text(job, "status") != status]
    if others and "status" not in page.call.query:
        message = f"a list of status={status} goes on by link.next with jobs of other states"
        got = f"job {others[0].get('id')} is {others[0].get('status')}"
        walk.object(page, message, kind="filter", expected=status, got=got)
