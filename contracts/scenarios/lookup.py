"""Jobs that are there, and jobs that are not."""

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import (
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    GET_JOB,
    LIST_JOBS,
    Record,
    number,
    part,
)
from ..exporting import create_dataset, look, record_of, start_export
from ..paging import jobs
from ..scenario import scenario
from ..walk import Walk

_LOOKED_AT = 4
_UNSTABLE = frozenset({"requestId", "destination"})


@scenario(
    "lookup",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS, CANCEL_JOB),
    writes="1 dataset and 2 export jobs",
    tags=("state",),
)
def lookup(walk: Walk) -> None:
    """A job looks the same alone and in the list, and one that never was is answered with 404.

    Two looks with the list between them must agree with it, if they agree with each other: what
    has changed meanwhile is not held against anybody.

    Silent on: `requestId`, which need not stay the same, members that only one of them has, and
    the spelling of the dataset.
    """
    dataset = create_dataset(walk, "specdouble: to be looked up")
    for fields in ("one", "other"):
        if not dataset or start_export(walk, dataset, {"fields": fields}) is None:
            return
    page = walk.ask(LIST_JOBS, query={"limit": _LOOKED_AT})
    for job in jobs(page):
        if number(job, "id") is not None:
            _compare(walk, look(walk, job), job)
    unknown = 1 + max(
        (each for job in jobs(page) if isinstance(each := job.get("id"), int)), default=0
    )
    for each in (unknown + 1_000_003, 987_654_321_987):
        walk.expects(walk.ask(GET_JOB, path={"exportJobId": each}), 404)
        walk.expects(walk.ask(CANCEL_JOB, path={"exportJobId": each}), 404)


def _compare(walk: Walk, before: Exchange, job: Record) -> None:
    """One job, alone and in the list."""
    limit: Json = _LOOKED_AT
    page = walk.ask(LIST_JOBS, query={"limit": limit})
    listed = next((each for each in jobs(page) if each.get("id") == job.get("id")), None)
    one, other = record_of(before), record_of(look(walk, job))
    if listed is None or not one or one != {**other, "requestId": one.get("requestId")}:
        return
    for name in sorted((one.keys() & listed.keys()) - _UNSTABLE):
        if one[name] != listed[name]:
            message = f"{name} of a job is not the same alone and in the list"
            walk.object(page, message, kind=name, expected=str(one[name]), got=str(listed[name]))
    for name in sorted(part(one, "destination").keys() & part(listed, "destination").keys()):
        if part(one, "destination")[name] != part(listed, "destination")[name]:
            message = f"destination.{name} of a job is not the same alone and in the list"
            walk.object(page, message, kind=name)
