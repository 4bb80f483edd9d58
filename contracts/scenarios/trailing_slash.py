"""The list of jobs with a slash at the end of its path."""

from dataclasses import replace

from ...spec.exchange import Message
from ..export_jobs import CREATE_DATASET, CREATE_JOB, LIST_JOBS
from ..exporting import create_dataset, record_of, start_export
from ..scenario import scenario
from ..walk import Walk


@scenario(
    "trailing_slash",
    needs=(CREATE_DATASET, CREATE_JOB, LIST_JOBS),
    writes="1 dataset and 2 export jobs",
    tags=("http",),
)
def trailing_slash(walk: Walk) -> None:
    """Jobs are listed and created at `/export/jobs/` as they are at `/export/jobs`.

    Official samples use the one as well as the other, and `link.next` has the slash.

    Silent on: a slash after any other path.
    """
    dataset = create_dataset(walk, "specdouble: with a slash")
    if dataset is None or start_export(walk, dataset) is None:
        return
    walk.expects(walk.send(_slashed(walk, LIST_JOBS)), 200)
    exchange = walk.send(_slashed(walk, CREATE_JOB))
    if walk.expects(exchange, 200) and "id" not in record_of(exchange):
        walk.object(exchange, "the answer names no job", kind="job")


def _slashed(walk: Walk, name: str) -> Message:
    """The request of the last success, else one without anything; its path ends with a slash."""
    known = walk.successes.get(name)
    message = known.call.message if known else walk.message(name)
    return replace(message, path=f"{message.path.rstrip('/')}/")
