"""What was asked of a job against what its record says."""

from collections.abc import Iterator
from datetime import datetime

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..check import check
from ..export_jobs import CREATE_JOB, GET_JOB, Record, datasets_of, jobs_in, part, text
from ..violation import Objection

_IF_SHOWN = (
    "mergePolicy.id",
    "mergePolicy.version",
    "fields",
    "additionalFields.eventList.fields",
    "additionalFields.eventList.filter.fromIngestTimestamp",
    "additionalFields.eventList.filter.toIngestTimestamp",
    "filter.segments.*.segmentId",
    "destination.segmentPerBatch",
)
"""Members that a record need not have; if it has them, they are as asked for."""


@check("job_echo")
def job_echo(exchange: Exchange) -> Iterator[Objection]:
    """What was asked is what is stored, and the job asked for is the job shown.

    The dataset (under either spelling) and the schema must come back; other members need not,
    but if they do, with the values asked for. Every job shown belongs to the organisation that
    asks.

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
        if operation == CREATE_JOB and isinstance(call.body, dict):
            yield from _not_as_asked(call.body, job)


def _not_as_asked(asked: Record, job: Record) -> Iterator[Objection]:
    dataset = text(part(asked, "destination"), "datasetId")
    if datasets_of(job) != {dataset}:
        shown = " and ".join(map(repr, sorted(datasets_of(job)))) or "none"
        message = f"the dataset {dataset!r} was asked for, the job shows {shown}"
        yield Objection(message, kind="dataset")
    schema, shown = text(part(asked, "schema"), "name"), text(part(job, "schema"), "name")
    if schema != shown:
        yield Objection(f"schema.name {schema!r} was asked for, the job shows {shown!r}")
    asked = {**asked, "destination": {"segmentPerBatch": False, **part(asked, "destination")}}
    for path in _IF_SHOWN:
        wanted, found = _values(asked, path.split(".")), _values(job, path.split("."))
        if wanted and found and not _same(wanted, found):
            message = f"{path} {_few(wanted)} was asked for, the job shows {_few(found)}"
            yield Objection(message, kind=path)


def _values(value: Json, path: list[str]) -> list[Json]:
    """What stands at a path; "*" means each element of a list."""
    if not path:
        return [value]
    step, rest = path[0], path[1:]
    if step == "*":
        elements = value if isinstance(value, list) else []
        return [found for each in elements for found in _values(each, rest)]
    return _values(value[step], rest) if isinstance(value, dict) and step in value else []


def _same(asked: list[Json], stored: list[Json]) -> bool:
    """Equal, or the same moments written differently."""
    return asked == stored or _moments(asked) == _moments(stored) != []


def _moments(values: list[Json]) -> list[datetime]:
    try:
        return [datetime.fromisoformat(str(value)) for value in values]
    except ValueError:
        return []


def _few(values: list[Json]) -> str:
    return ", ".join(repr(value)[:80] for value in values[:3])
