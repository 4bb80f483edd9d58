"""The record: a job as JSON. Read `record_of`."""

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .service import Job, Service

ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")


def record_of(job: "Job", place: str, service: "Service") -> dict[str, Any]:
    """What the documentation says of a job in its state, in the spelling of the choices."""
    choices = service.choices
    moving = choices.moving_request_ids and place != "create"
    shown: dict[str, Any] = {
        "id": job.id,
        "profileInstanceId": job.instance,
        "jobType": "BATCH",
        "schema": copy.deepcopy(job.body.get("schema")),
        "status": job.status,
        "requestId": service.new_request_id() if moving else job.request_id,
        "metrics": metrics(job, choices.metrics),
        "destination": destination(job, place, service),
        "creationTime": job.created,
        "updateTime": max(job.marks.values()),
        "imsOrgId": job.org,
    }
    shown |= gateway(job, choices.gateway_jobs) | policy(job, always=choices.merge_policy_always)
    if choices.echo != "none":
        shown |= echo(job, filled=choices.echo == "filled")
    if job.status == "FAILED" or (choices.errors_on_success and job.status == "SUCCEEDED"):
        shown["errors"] = [
            {"code": "0090000009", "msg": "The dataset has no union schema", "callStack": "export"},
            {"code": "unknown", "msg": "Job aborted."},
        ]
    if choices.extra_members:
        shown["sandbox"] = {"name": job.sandbox}
        shown["metrics"]["queuedTime"] = None
    return shown


def gateway(job: "Job", kind: str) -> dict[str, Any]:
    if kind == "missing":
        return {}
    known = {}
    if kind == "blank":
        known = {"exportJob": ""}
    if "PROCESSING" in job.marks:
        known["exportJob"] = job.inner[0]
    if job.status == "SUCCEEDED":
        known["pushJob"] = job.inner[1]
    return {"computeGatewayJobId": known}


def policy(job: "Job", *, always: bool) -> dict[str, Any]:
    given = job.body.get("mergePolicy")
    if given is None and "mergePolicy" not in job.body:
        default = {"mergePolicy": {"id": "timestampOrdered-none-mp", "version": 1}}
        return default if always else {}
    if not isinstance(given, dict) or not always:
        return {"mergePolicy": copy.deepcopy(given)}
    return {"mergePolicy": {"id": "timestampOrdered-none-mp", "version": 1} | given}


def echo(job: "Job", *, filled: bool) -> dict[str, Any]:
    known = {
        name: copy.deepcopy(job.body[name])
        for name in ("fields", "filter", "additionalFields")
        if name in job.body
    }
    if filled:
        for segment in known.get("filter", {}).get("segments", []):
            segment.setdefault("segmentNs", "ups")
            segment.setdefault("status", ["realized"])
    return known


def destination(job: "Job", place: str, service: "Service") -> dict[str, Any]:
    choices = service.choices
    asked = job.body.get("destination")
    asked = asked if isinstance(asked, dict) else {}
    spelling = choices.spelling.get(place, "datasetId")
    shown: dict[str, Any] = {spelling: asked.get("datasetId")}
    if choices.echo != "none":
        shown["segmentPerBatch"] = asked.get("segmentPerBatch", False)
    late = choices.batch_ids == "late" and job.status != "SUCCEEDED"
    if asked.get("segmentPerBatch") is True and job.batches and job.status != "FAILED":
        return shown if late else shown | {"batches": batches(job)}
    if late:
        return shown
    return shown | {"batchId": "" if job.status == "FAILED" else job.batch}


def batches(job: "Job") -> list[dict[str, Any]]:
    found = []
    for asked, batch in zip(job.body["filter"]["segments"], job.batches, strict=True):
        segment = asked if isinstance(asked, dict) else {}
        entry = {
            "segmentId": segment.get("segmentId"),
            "segmentNs": segment.get("segmentNs", "ups"),
            "status": segment.get("status", ["realized"]),
            "batchId": batch,
        }
        found.append(entry)
    return found


def metrics(job: "Job", kind: str) -> dict[str, Any]:
    ended = next((job.marks[state] for state in ENDED if state in job.marks), None)
    shown = {"totalTime": timer(job.created, ended)}
    worked = job.marks.get("PROCESSING")
    if kind == "bare" or worked is None:
        return shown
    done = job.status in ("SUCCEEDED", "FAILED") and ended is not None
    read = worked + (ended - worked) * 6 // 10 if done else None
    shown["profileExportTime"] = timer(worked, read)
    if job.status == "SUCCEEDED" and read is not None and ended is not None:
        shown["aCPDatasetWriteTime"] = timer(read + (ended - read) // 4, ended)
    if kind == "counters" and job.status == "SUCCEEDED":
        shown["totalExportedProfileCounter"] = 20
        shown["exportedProfileByNamespaceCounter"] = {"email": 15, "crmid": 5}
    return shown


def timer(start: int, end: int | None) -> dict[str, int]:
    known = {"startTimeInMs": start}
    return known if end is None else known | {"endTimeInMs": end, "totalTimeInMs": end - start}
