"""Exports that cannot succeed."""

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS, Record, body_of, text
from ..exporting import created_job, export_message, look, record_of, watch_later
from ..scenario import scenario
from ..status import SUCCESS
from ..walk import Walk

_UNKNOWN = "000000000000000000000000"
_OTHER_SCHEMA = "https://ns.adobe.com/xdm/context/experienceevent"


@scenario(
    "failure",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS),
    writes="1 dataset and 2 export jobs that cannot succeed",
    tags=("state", "business"),
)
def failure(walk: Walk) -> None:
    """An export into a dataset that does not exist, and one into a dataset of another schema.

    No source says whether the service refuses such a request, lets the job fail, or runs it: a
    dialect can (`unknown-dataset`, `other-schema`). What must hold is what holds for every job;
    one that has FAILED says why, in `errors`.
    """
    _try(walk, _UNKNOWN, "unknown-dataset")
    dataset = _other_dataset(walk)
    if dataset:
        _try(walk, dataset, "other-schema")


def _stays(walk: Walk, job: Record) -> None:
    """A last look, which the memory holds against the end."""
    look(walk, job)


def _other_dataset(walk: Walk) -> str:
    """A dataset that profiles cannot be exported into; "" if none can be had."""
    body: Json = {"name": "specdouble: another schema", "schemaRef": {"id": _OTHER_SCHEMA}}
    references = body_of(walk.ask(CREATE_DATASET, body=body).reply)
    first = references[0] if isinstance(references, list) and references else ""
    return first.rpartition("/")[2] if isinstance(first, str) else ""


def _try(walk: Walk, dataset: str, choice: str) -> None:
    created = walk.send(export_message(walk, dataset))
    if created.reply.status not in SUCCESS:
        walk.hold(choice, "refuse", created)
        return
    job = created_job(walk, created)
    if job:
        watch_later(walk, job, lambda later, end: _ended(later, end, choice))


def _ended(walk: Walk, end: Exchange, choice: str) -> None:
    """How the job ended, and that the list has it by its state."""
    status = text(record_of(end), "status")
    outcomes = {"FAILED": "fail", "SUCCEEDED": "accept"}
    if status in outcomes:
        walk.hold(choice, outcomes[status], end)
        walk.ask(LIST_JOBS, query={"status": status})
        walk.later(lambda later: _stays(later, record_of(end)))
