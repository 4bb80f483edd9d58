"""Export jobs: create, look at, list and cancel them.

A job goes from NEW over PROCESSING to SUCCEEDED; it fails where its dataset is unknown to the
tenant or not based on the union schema. Choices: `unknown-dataset`, `other-schema`,
`dataset-member`, `job-seconds`, `cancelled-job`, `ended-job`, `cancel-reply`, and those of
`export_job_list.py`.
"""

from collections.abc import Iterator, Mapping

from ...spec.exchange import Call, Headers, Reply
from ...spec.json_types import Json
from ..behaviour import Failure, behaviour, json_reply
from ..export_jobs import SPELLINGS, Job, duration, plan, view
from ..store import Tenant
from ..world import World
from .dataset import Dataset

FIRST_ID = 24115
"""The id of the first job, the one in the documentation; each later job has a higher one."""


@behaviour("export-job.create")
def create(call: Call, world: World) -> Reply | Failure:
    """Start a job; it is NEW, echoes what was asked, and its whole future is planned."""
    tenant, now = world.tenant(call), world.clock.now()
    request = call.body if isinstance(call.body, dict) else {}
    reasons = dict(_reasons_to_fail(request, tenant, world))
    refused = next((text for choice, text in reasons.items() if choice == "refuse"), None)
    if refused is not None:
        return Failure(404, refused)
    seconds = duration(float(world.choices["job-seconds"]), world.random)
    job = Job(
        id=world.store.next_number("export job", first=FIRST_ID),
        created=now,
        seconds=seconds,
        events=plan(now, seconds, fails="fail" in reasons),
        request=request,
        names=_names(call, tenant, world),
        errors=_errors(reasons["fail"]) if "fail" in reasons else (),
    )
    world.store.put(tenant, str(job.id), job)
    location = f"{call.message.path.rstrip('/')}/{job.id}"
    return json_reply(200, _shown(job, world), ("X-Location", location))


@behaviour("export-job.get")
def get(call: Call, world: World) -> Reply | Failure:
    """The job as it is now."""
    job = _found(call, world)
    return json_reply(200, _shown(job, world)) if job else _unknown(call)


@behaviour("export-job.cancel")
def cancel(call: Call, world: World) -> Reply | Failure:
    """Stop a job that runs; one that has ended is forgotten or left as it is."""
    tenant, job = world.tenant(call), _found(call, world)
    if job is None:
        return _unknown(call)
    has_ended = job.state(world.clock.now()).has_ended
    if world.choices["ended-job" if has_ended else "cancelled-job"] == "remove":
        world.store.remove(Job, tenant, str(job.id))
    elif not has_ended:
        world.store.put(tenant, str(job.id), job.cancel(world.clock.now()))
    if world.choices["cancel-reply"] == "200":
        text = "Export job has been marked for cancelling"
        return json_reply(200, {"status": True, "message": text})
    return Reply(204, Headers())


def _found(call: Call, world: World) -> Job | None:
    return world.store.get(Job, world.tenant(call), str(call.path.get("exportJobId")))


def _unknown(call: Call) -> Failure:
    return Failure(404, f"There is no export job with id {call.path.get('exportJobId')}")


def _shown(job: Job, world: World) -> dict[str, Json]:
    return view(job, world.clock.now(), SPELLINGS[world.choices["dataset-member"]].alone)


def _reasons_to_fail(
    request: Mapping[str, Json], tenant: Tenant, world: World
) -> Iterator[tuple[str, str]]:
    """What the choices say of the dataset asked for ("fail" or "refuse"), and why."""
    destination = request.get("destination")
    asked = destination.get("datasetId") if isinstance(destination, dict) else None
    dataset = world.store.get(Dataset, tenant, str(asked))
    if dataset is None:
        if asked not in world.listed("known-datasets"):
            yield world.choices["unknown-dataset"], f"There is no dataset with id {asked}"
    elif not dataset.is_exportable:
        text = f"Dataset {asked} is not based on the union schema of XDM Individual Profile"
        yield world.choices["other-schema"], text


def _errors(reason: str) -> tuple[Mapping[str, str], ...]:
    """Two errors, as a failed job of the documentation has them."""
    return (
        {"code": "0090000009", "msg": reason, "callStack": "com.adobe.aep.unifiedprofile.Export"},
        {"code": "unknown", "msg": "Job aborted.", "callStack": "SparkException: Job aborted."},
    )


def _names(call: Call, tenant: Tenant, world: World) -> dict[str, str]:
    """The names that a job has for life."""
    instance = call.header.get("x-profile-instance-id", "ups")
    return {
        "profileInstanceId": str(instance),
        "imsOrgId": tenant[0] if tenant else "",
        "requestId": world.alphanumeric(32),
        "exportJob": world.uuid(),
        "pushJob": world.uuid(),
        "batchId": world.hexadecimal(32),
    }
