"""What was asked of a job against a record of it. Read `not_as_asked` first.

`checks/job_echo.py` holds the answer to a creation to it, `memory.py` whatever is shown later.
"""

from collections.abc import Iterator
from datetime import datetime

from ..spec.json_types import Json
from .export_jobs import Record, datasets_of, part, text
from .violation import Objection

_IF_SHOWN = (
    "mergePolicy.id",
    "mergePolicy.version",
    "fields",
    "additionalFields.eventList.fields",
    "additionalFields.eventList.filter.fromIngestTimestamp",
    "additionalFields.eventList.filter.toIngestTimestamp",
    "filter.segments.*.segmentId",
    "filter.segments.*.segmentNs",
    "filter.segments.*.status.*",
    "filter.segmentQualificationTime.startTime",
    "filter.segmentQualificationTime.endTime",
    "filter.fromIngestTimestamp",
    "filter.emptyProfiles",
    "evaluationInfo.segmentation",
    "destination.segmentPerBatch",
)
"""Members that a record need not have; if it has them, they are as asked for."""


def not_as_asked(asked: Record, job: Record) -> Iterator[Objection]:
    """What a record shows otherwise than `asked`, the body that created it."""
    dataset = text(part(asked, "destination"), "datasetId")
    if datasets_of(job) != {dataset}:
        shown = " and ".join(map(repr, sorted(datasets_of(job)))) or "none"
        message = f"the dataset {dataset!r} was asked for, the job shows {shown}"
        yield Objection(message, kind="dataset")
    schema, shown = text(part(asked, "schema"), "name"), text(part(job, "schema"), "name")
    if schema != shown:
        message = f"schema.name {schema!r} was asked for, the job shows {shown!r}"
        yield Objection(message, kind="schema.name")
    asked = {**asked, "destination": {"segmentPerBatch": False, **part(asked, "destination")}}
    for path in _IF_SHOWN:
        wanted, found = _values(asked, path.split(".")), _values(job, path.split("."))
        if wanted and found and not _same(wanted, found):
            message = f"{path} {_few(wanted)} was asked for, the job shows {_few(found)}"
            yield Objection(message, kind=path, expected=_few(wanted), got=_few(found))
    yield from _foreign_batches(asked, job)


def _foreign_batches(asked: Record, job: Record) -> Iterator[Objection]:
    """Batches of segments that nobody asked for."""
    wanted = _values(asked, ["filter", "segments", "*", "segmentId"])
    found = _values(job, ["destination", "batches", "*", "segmentId"])
    foreign = [each for each in found if each not in wanted]
    if wanted and foreign:
        message = f"segments {_few(wanted)} were asked for, there is a batch of {_few(foreign)}"
        yield Objection(message, kind="batches", expected=_few(wanted), got=_few(foreign))


def batches_not_as_asked(asked: Record, job: Record) -> Iterator[Objection]:
    """What a finished job shows of its batches, if each segment was to get one of its own."""
    wanted = _values(asked, ["filter", "segments", "*", "segmentId"])
    batches = part(job, "destination").get("batches")
    is_split = part(asked, "destination").get("segmentPerBatch") is True
    if not is_split or not wanted or not isinstance(batches, list):
        return
    segments = _values(job, ["destination", "batches", "*", "segmentId"])
    ids = _values(job, ["destination", "batches", "*", "batchId"])
    missing = [each for each in wanted if each not in segments]
    if segments and missing:
        message = f"each segment gets a batch of its own; {_few(missing)} has none"
        yield Objection(message, kind="batches", expected=_few(wanted), got=_few(segments))
    if "" in ids or len({str(each) for each in ids}) < len(ids):
        message = f"each segment gets a batch of its own; the batches are {_few(ids)}"
        yield Objection(message, kind="batchIds")


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
