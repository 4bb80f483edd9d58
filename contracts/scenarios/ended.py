"""A job that has ended."""

from ...spec.exchange import Exchange
from ..export_jobs import CANCEL_JOB, CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS, number, text
from ..exporting import create_dataset, look, record_of, start_export, watch_later
from ..scenario import scenario
from ..status import SUCCESS
from ..walk import Walk


@scenario(
    "ended",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, CANCEL_JOB, LIST_JOBS),
    writes="1 dataset and 1 export job, which it deletes once it has ended",
    tags=("state",),
)
def ended(walk: Walk) -> None:
    """A job that has ended is looked at again, listed, and then deleted.

    Nothing of it changes any more. What DELETE does to it no source says: its record may stay or
    go (`ended-job`), or the request be refused; a job that was never asked to end by DELETE
    does not change its mind about how it ended.
    """
    dataset = create_dataset(walk, "specdouble: to its end")
    job = start_export(walk, dataset) if dataset else None
    if job:
        watch_later(walk, job, _again)


def _again(walk: Walk, end: Exchange) -> None:
    """Look at it, alone and in the list, and delete it."""
    job = record_of(end)
    if number(job, "id") is None:
        return
    walk.ask(LIST_JOBS, query={"status": text(job, "status")})
    look(walk, job)
    answer = walk.ask(CANCEL_JOB, path={"exportJobId": job["id"]})
    shown = look(walk, job)
    if answer.reply.status in SUCCESS:
        walk.hold("ended-job", "keep" if shown.reply.status in SUCCESS else "remove", shown)
    elif shown.reply.status not in SUCCESS:
        message = f"DELETE of an ended job was refused ({answer.reply.status}); it is gone"
        walk.object(shown, message, kind="refused and gone")
    walk.ask(LIST_JOBS)
