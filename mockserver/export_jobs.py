"""Export jobs: the record that is kept, and the job that a client sees at an instant.

Read `Job` first: what was asked, what was drawn at creation, and when things happen. `view` is
what the service would show of it. What no source says is a choice, named in the behaviours file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from ..spec.json_types import Json
from .lifecycle import State, cancelled, state_at

_ECHOED = ("fields", "filter", "additionalFields", "evaluationInfo")
_DEFAULT_POLICY: dict[str, Json] = {"id": "timestampOrdered-none-mp", "version": 1}
_STARTS = 0.2
_PHASES = {"profileExportTime": (0.3, 0.7), "aCPDatasetWriteTime": (0.8, 0.95)}
"""When a job starts, and its phases begin and end, as shares of its whole time."""

_SHORTEST = 0.01
"""Seconds: time enough for a job to be NEW when it is created, and to pass its states in order."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a destination calls its dataset: in a job shown alone, and in one of a list."""

    alone: str
    listed: str


SPELLINGS = {
    "mixed": Spelling("dataSetId", "datasetId"),
    "datasetId": Spelling("datasetId", "datasetId"),
    "dataSetId": Spelling("dataSetId", "dataSetId"),
}
"""By the choice `dataset-member`; "mixed" is how the documentation has it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job as kept. Instants in milliseconds; `events` are (instant, event), in order.

    `seconds` is how long it was planned to take; `errors` is why it fails, if it does.
    """

    id: int
    created: int
    seconds: float
    events: tuple[tuple[int, str], ...]
    request: Mapping[str, Json]
    names: Mapping[str, str]
    errors: tuple[Mapping[str, str], ...] = ()

    @property
    def token(self) -> str:
        """Its place in the list: the `offset` after which the next page begins."""
        return f"{self.created}_{self.id}"

    def state(self, now: int) -> State:
        """Its state at an instant."""
        return state_at(now, self.created, self.events)

    def cancel(self, now: int) -> "Job":
        """The job as it is once cancelled at `now`."""
        return replace(self, events=cancelled(now, self.created, self.events))


def duration(seconds: float, random: Random) -> float:
    """How long a job takes: `seconds`, a tenth more or less."""
    return max(seconds * random.uniform(0.9, 1.1), _SHORTEST)


def plan(created: int, seconds: float, *, fails: bool) -> tuple[tuple[int, str], ...]:
    """When a job starts, and when it ends and how."""
    start, end = created + int(seconds * 1000 * _STARTS), created + int(seconds * 1000)
    return (start, "start"), (end, "fail" if fails else "finish")


def view(job: Job, now: int, dataset_member: str) -> dict[str, Json]:
    """The job as shown at `now`; `dataset_member` is how its destination spells the dataset."""
    state = job.state(now)
    shown: dict[str, Json] = {
        "profileInstanceId": job.names["profileInstanceId"],
        "jobType": "BATCH",
        "id": job.id,
        "schema": job.request["schema"],
        "mergePolicy": job.request.get("mergePolicy") or _DEFAULT_POLICY,
        "status": state.status,
        "requestId": job.names["requestId"],
        "computeGatewayJobId": _gateway_jobs(job, state),
        "metrics": _metrics(job, state, now),
        "destination": _destination(job, state, dataset_member),
        "updateTime": state.since,
        "imsOrgId": job.names["imsOrgId"],
        "creationTime": job.created,
    }
    shown |= {key: job.request[key] for key in _ECHOED if key in job.request}
    if state.status == "FAILED":
        shown["errors"] = [dict(error) for error in job.errors]
    return shown


def _gateway_jobs(job: Job, state: State) -> dict[str, Json]:
    """The inner jobs that have begun: the export with the job, the push with its success."""
    begun = {"PROCESSING": 1, "FAILED": 1, "SUCCEEDED": 2}.get(state.status, 0)
    return {name: job.names[name] for name in ("exportJob", "pushJob")[:begun]}


def _metrics(job: Job, state: State, now: int) -> dict[str, Json]:
    """The timers: the whole from creation to end, the phases inside it as far as they came.

    A job that fails does so before it writes.
    """
    last = state.since if state.has_ended else None
    timers: dict[str, Json] = {"totalTime": _timer(job.created, last)}
    until = min(now, last) if last is not None else now
    for name, (begin, end) in _PHASES.items():
        starts, ends = (job.created + int(job.seconds * 1000 * share) for share in (begin, end))
        is_lost = job.errors and name == "aCPDatasetWriteTime"
        if starts <= until and not is_lost:
            timers[name] = _timer(starts, ends if ends <= until else last)
    return timers


def _timer(start: int, end: int | None) -> dict[str, Json]:
    if end is None:
        return {"startTimeInMs": start}
    return {"startTimeInMs": start, "endTimeInMs": end, "totalTimeInMs": end - start}


def _destination(job: Job, state: State, dataset_member: str) -> dict[str, Json]:
    asked = job.request["destination"]
    asked = asked if isinstance(asked, dict) else {}
    has_failed = state.status == "FAILED"
    shown: dict[str, Json] = {
        dataset_member: asked.get("datasetId"),
        "segmentPerBatch": asked.get("segmentPerBatch", False),
        "batchId": "" if has_failed else job.names["batchId"],
    }
    if shown["segmentPerBatch"] and not has_failed:
        shown["batches"] = list(_batches(job))
    return shown


def _batches(job: Job) -> Iterator[Json]:
    """One batch for each segment asked for."""
    selection = job.request.get("filter")
    segments = selection.get("segments") if isinstance(selection, dict) else None
    for number, segment in enumerate(segments if isinstance(segments, list) else ()):
        if isinstance(segment, dict):
            batch = f"{int(job.names['batchId'], 16) + number:032x}"[-32:]
            yield {"segmentNs": "ups", **segment, "batchId": batch}
