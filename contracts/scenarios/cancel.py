"""A job is stopped."""

from http import HTTPStatus

from ..export_jobs import (
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    GET_JOB,
    LIST_JOBS,
    Record,
    is_cancelled,
    text,
)
from ..exporting import cancel as cancel_job
from ..exporting import create_dataset, look, record_of, start_export
from ..paging import ids
from ..scenario import scenario
from ..walk import Walk

_NEWEST = 20


@scenario(
    "cancel",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, CANCEL_JOB, LIST_JOBS),
    writes="1 dataset and 3 export jobs, two of which it cancels",
    tags=("state",),
)
def cancel(walk: Walk) -> None:
    """A job is created and cancelled at once; the jobs beside it go on.

    The cancel is answered with 204 and no body, or with 200 and a message. Afterwards the job
    is gone (404) or in a state that begins with CANCEL; after 200 that may take a while. It is
    looked at again at the end of the run: it must not have SUCCEEDED. As long as it can be read it
    is listed. A job that is created next does not get its id.

    Silent on: the name of the state, whether the record stays, what a second cancel does.
    """
    dataset = create_dataset(walk, "specdouble: to be cancelled")
    before = start_export(walk, dataset) if dataset else None
    job = start_export(walk, dataset) if dataset else None
    if not dataset or not job or not before:
        return
    cancel_job(walk, job)
    _is_listed(walk, job)
    after = start_export(walk, dataset)
    for each in (before, after):
        if each:
            _goes_on(walk, each, job)
    walk.ask(CANCEL_JOB, path={"exportJobId": job["id"]})
    if after:
        cancel_job(walk, after)


def _is_listed(walk: Walk, job: Record) -> None:
    """A job that can be read before and after the list is on it."""
    before = look(walk, job)
    page = walk.ask(LIST_JOBS, query={"limit": _NEWEST})
    after = look(walk, job)
    is_there = before.reply.status == after.reply.status == HTTPStatus.OK
    if is_there and walk.expects(page, 200) and job["id"] not in ids(page):
        message = f"job {job['id']} is cancelled and can be read, and is not listed"
        walk.object(page, message, kind="not listed")


def _goes_on(walk: Walk, job: Record, cancelled: Record) -> None:
    """A job that nobody has cancelled is not."""
    shown = look(walk, job)
    status = text(record_of(shown), "status")
    if is_cancelled(status):
        message = f"job {cancelled['id']} was cancelled, and job {job['id']} is {status}"
        walk.object(shown, message, kind="another cancelled")
