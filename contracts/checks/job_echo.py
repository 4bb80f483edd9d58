"""What was asked of a job against what its record says."""

from collections.abc import Iterator

from ...spec.exchange import Call, Exchange
from ..check import check
from ..echo import not_as_asked
from ..export_jobs import CREATE_JOB, GET_JOB, Record, jobs_in, part, text
from ..violation import Objection


@check("job_echo")
def job_echo(exchange: Exchange) -> Iterator[Objection]:
    """What was asked is what is stored, and the job asked for is the job shown.

    The dataset (under either spelling), the schema and the merge policy must come back, as in
    every published sample; other members need not, but if they do, with the values asked for.
    Every job shown belongs to the organisation that asks. A profile instance that a creation names
    in a header comes back.

    Good: `destination.datasetId` "5b0" is asked for, `destination.dataSetId` "5b0" comes back.
    Bad: `mergePolicy.version` 1 is asked for, 2 comes back.
    """
    call = exchange.call
    operation = call.operation.operation_id if call.operation else ""
    organisation = call.message.headers.get("x-gw-ims-org-id", "").strip()
    for _, job in jobs_in(exchange):
        if organisation and text(job, "imsOrgId") not in {"", organisation}:
            message = f"imsOrgId is {job['imsOrgId']!r}; {organisation!r} asked"
            yield Objection(message, kind="imsOrgId")
        wanted, found = str(call.path.get("exportJobId")), str(job.get("id"))
        if operation == GET_JOB and wanted != found:
            yield Objection(f"job {wanted} was asked for, job {found} came", kind="id")
        if operation == CREATE_JOB:
            yield from _created(call, job)


def _created(call: Call, job: Record) -> Iterator[Objection]:
    """A job that was created just now, against what was asked."""
    instance = call.message.headers.get("x-profile-instance-id", "")
    shown = job.get("profileInstanceId")
    if instance and shown != instance:
        message = f"profileInstanceId {instance!r} was asked for, the job shows {shown!r}"
        yield Objection(message, kind="instance")
    if isinstance(call.body, dict):
        yield from not_as_asked(call.body, job)
        if part(call.body, "mergePolicy") and not part(job, "mergePolicy"):
            message = "a mergePolicy was asked for, the job shows none"
            yield Objection(message, kind="no mergePolicy")
