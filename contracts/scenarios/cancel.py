"""A job is stopped."""

from ..export_jobs import CANCEL_JOB, CREATE_DATASET, CREATE_JOB, GET_JOB
from ..exporting import cancel as cancel_job
from ..exporting import create_dataset, start_export
from ..scenario import scenario
from ..walk import Walk


@scenario(
    "cancel",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, CANCEL_JOB),
    writes="1 dataset and 1 export job, which it cancels",
)
def cancel(walk: Walk) -> None:
    """A job is created and cancelled at once.

    The cancel is answered with 204 and no body, or with 200 and a message. Afterwards the job
    is gone (404) or in a state that begins with CANCEL; after 200 that may take a while. It is
    looked at again at the end of the run: it must not have SUCCEEDED.

    Silent on: the name of the state, whether the record stays, what a second cancel does.
    """
    dataset = create_dataset(walk, "specdouble: to be cancelled")
    job = start_export(walk, dataset) if dataset else None
    if job:
        cancel_job(walk, job)
