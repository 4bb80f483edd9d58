"""What was asked of jobs, with all members a request may have."""

from ...spec.exchange import Message
from ...spec.json_types import Json
from ..checks.job_echo import job_echo
from ..credentials import Credential
from ..export_jobs import (
    CREATE_DATASET,
    CREATE_JOB,
    GET_JOB,
    LIST_JOBS,
    PROFILE_SCHEMA,
    UNION_SCHEMA,
    Record,
)
from ..exporting import create_dataset, created_job, export_message, look, watch_later
from ..scenario import scenario
from ..signing import signed
from ..walk import Walk

_FROM, _TO = "2018-06-13T00:00:00-07:00", "2018-07-13T23:59:59Z"

_UNION: dict[str, Json] = {"schemaRef": {"id": UNION_SCHEMA}}

_ASKED: tuple[dict[str, Json], ...] = (
    {
        "fields": "person.name, homeAddress.city",
        "mergePolicy": {"id": "timestampOrdered-none-mp", "version": 2},
        "additionalFields": {
            "eventList": {
                "fields": "environment.browserDetails.name",
                "filter": {"fromIngestTimestamp": _FROM, "toIngestTimestamp": _TO},
            }
        },
        "evaluationInfo": {"segmentation": True},
    },
    {
        "fields": "identityMap",
        "mergePolicy": {"id": "0d3f1a7e-5c0e-4c3b-9b0c-2b6a4d1f8e55", "version": 7},
        "filter": {
            "segments": [
                {"segmentId": "0a1b", "segmentNs": "ups", "status": ["realized"]},
                {"segmentId": "2c3d", "segmentNs": "AAM", "status": ["exited", "realized"]},
            ],
            "segmentQualificationTime": {"startTime": _FROM, "endTime": _TO},
            "fromIngestTimestamp": _FROM,
            "emptyProfiles": True,
        },
        "destination": {"segmentPerBatch": True},
    },
    {
        "fields": "person.birthDate",
        "mergePolicy": {"id": "timestampOrdered-none-mp", "version": 3},
        "filter": {"segments": [{"segmentId": "4e5f", "status": ["existing"]}]},
        "additionalFields": {"eventList": {"fields": "timestamp"}},
    },
    {"mergePolicy": {"id": "a-name-of-its-own"}, "fields": "größe.straße.名前"},
)


@scenario(
    "echo",
    needs=(CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS),
    writes=f"3 datasets and {len(_ASKED) + 5} export jobs",
    tags=("business",),
)
def echo(walk: Walk) -> None:
    """Jobs that differ in all they ask for, in two datasets, are created and then looked at.

    Each shows what was asked of it and not of its neighbour; one that leaves out all it may is
    taken too. So may be a schema of another name, or a profile instance; then it comes back. The
    check `job_echo` and the memory `export_job` say what is wrong.

    Silent on: members that a record need not show.
    """
    one, other = (create_dataset(walk, f"specdouble: echo {name}") for name in ("one", "other"))
    if not one or not other:
        return
    created = [_start(walk, one, each) for each in _ASKED]
    created.append(_start(walk, other, {"fields": "_id"}))
    bare: Record = {"destination": {"datasetId": other}, "schema": {"name": PROFILE_SCHEMA}}
    created.append(created_job(walk, walk.ask(CREATE_JOB, body=bare)))
    for job in created:
        if job:
            look(walk, job)
    walk.ask(LIST_JOBS)
    schema: Json = {"name": "_xdm.context.profile__union"}
    _if_taken(walk, export_message(walk, one, {"schema": schema}))
    header, message = "x-profile-instance-id", export_message(walk, one)
    _if_taken(walk, signed(message, [Credential("header", header, "specdouble")]))
    walk.send(signed(message, [Credential("header", header, "ups")]))
    walk.ask(CREATE_DATASET, body={"name": "specdouble: echo", "schema": UNION_SCHEMA, **_UNION})
    split = created[1]
    if split:
        watch_later(walk, split, lambda *_: None)


def _if_taken(walk: Walk, message: Message) -> None:
    """What a server need not take comes back, if it does."""
    exchange = walk.send(message, open_to_either=True)
    for each in job_echo(exchange):
        walk.object(exchange, each.message, kind=each.kind)


def _start(walk: Walk, dataset: str, asked: dict[str, Json]) -> Record | None:
    destination = asked.get("destination")
    members = destination if isinstance(destination, dict) else {}
    body = {**asked, "destination": {"datasetId": dataset, **members}}
    return created_job(walk, walk.send(export_message(walk, dataset, body)))
