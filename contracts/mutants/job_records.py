"""Export jobs whose record is not what was asked, contradicts itself or does not stay."""

from collections.abc import Callable, Iterator

from ...spec.api import Api
from ...spec.exchange import Call
from ...spec.json_types import Json
from ..export_jobs import CREATE_JOB, GET_JOB, LIST_JOBS, Record, is_final, part, text
from ..job_spoiling import Mistake, Revise, always, is_call, jobs_are_in, mutant_of, on_jobs
from ..mutant import Mutant, mutation
from ..spots import Path, changed, found

_ONE_HOUR = 3_600_000


@mutation("job-echo")
def job_echo(api: Api) -> Iterator[Mutant]:
    """Something else is stored than was asked for."""
    for mistake in _echoes() if jobs_are_in(api) else ():
        yield mutant_of(api, mistake)


@mutation("job-times")
def job_times(api: Api) -> Iterator[Mutant]:
    """The times of a job contradict each other."""
    for detail, (path, change) in _TIMES.items() if jobs_are_in(api) else ():
        means = f"{'.'.join(path)} of a job is {detail}"
        yield mutant_of(
            api, Mistake(GET_JOB, f"{'.'.join(path)} {detail}", means, always(_at(path, change)))
        )


@mutation("job-changes")
def job_changes(api: Api) -> Iterator[Mutant]:
    """What is to stay as it is in a job changes from one look to the next."""
    for name, path in _CONSTANT.items() if jobs_are_in(api) else ():
        means = f"{name} of a job is another at each look"
        yield mutant_of(api, Mistake(GET_JOB, name, means, on_jobs(_drifting(path, ended=False))))
    for name, path in _FINAL.items() if jobs_are_in(api) else ():
        means = f"{name} of a job that has ended is another at each look"
        detail = f"{name} after the end"
        spoil = on_jobs(_drifting(path, ended=True))
        yield mutant_of(api, Mistake(GET_JOB, detail, means, spoil, _UNSAID.get(name, "")))


@mutation("list-differs")
def list_differs(api: Api) -> Iterator[Mutant]:
    """The list shows a job otherwise than the job shows itself."""
    for name, path in {**_CONSTANT, **_FINAL}.items() if jobs_are_in(api) else ():
        means = f"the list shows another {name} of a job than the job itself"
        spoil = always(_in_list(path))
        yield mutant_of(api, Mistake(LIST_JOBS, name, means, spoil, _UNSAID.get(name, "")))
    if jobs_are_in(api):
        means = "the list shows every job as NEW"
        yield mutant_of(api, Mistake(LIST_JOBS, "status", means, always(_new_in_list)))


_ASKED: dict[str, Path] = {
    "fields": ("fields",),
    "mergePolicy.id": ("mergePolicy", "id"),
    "mergePolicy.version": ("mergePolicy", "version"),
    "schema.name": ("schema", "name"),
    "destination.datasetId": ("destination", "datasetId"),
    "destination.dataSetId": ("destination", "dataSetId"),
    "destination.segmentPerBatch": ("destination", "segmentPerBatch"),
    "filter": ("filter",),
    "filter.segments": ("filter", "segments"),
    "filter.emptyProfiles": ("filter", "emptyProfiles"),
    "additionalFields": ("additionalFields",),
    "additionalFields.eventList.fields": ("additionalFields", "eventList", "fields"),
    "evaluationInfo.segmentation": ("evaluationInfo", "segmentation"),
    "profileInstanceId": ("profileInstanceId",),
    "imsOrgId": ("imsOrgId",),
}
"""What comes back of a request, by the place in the job."""

_CONSTANT: dict[str, Path] = {
    "creationTime": ("creationTime",),
    "schema.name": ("schema", "name"),
    "mergePolicy.id": ("mergePolicy", "id"),
    "mergePolicy.version": ("mergePolicy", "version"),
    "imsOrgId": ("imsOrgId",),
    "jobType": ("jobType",),
    "profileInstanceId": ("profileInstanceId",),
}
_FINAL: dict[str, Path] = {
    "updateTime": ("updateTime",),
    "destination.batchId": ("destination", "batchId"),
    "metrics.totalTime.startTimeInMs": ("metrics", "totalTime", "startTimeInMs"),
    "metrics.totalTime.endTimeInMs": ("metrics", "totalTime", "endTimeInMs"),
    "metrics.totalTime.totalTimeInMs": ("metrics", "totalTime", "totalTimeInMs"),
    "computeGatewayJobId.exportJob": ("computeGatewayJobId", "exportJob"),
}
_UNSAID = {
    "computeGatewayJobId.exportJob": "no source says what this id is of, nor that there is one"
}
"""What may change, and why."""


def _plus(amount: int) -> Callable[[Json], Json]:
    return lambda now: now + amount if isinstance(now, int) else now


_TIMES: dict[str, tuple[Path, Callable[[Json], Json]]] = {
    "too long": (("metrics", "totalTime", "totalTimeInMs"), _plus(1)),
    "too short": (("metrics", "totalTime", "totalTimeInMs"), lambda _: 0),
    "before the start": (("metrics", "totalTime", "endTimeInMs"), _plus(-_ONE_HOUR)),
    "before the total begins": (
        ("metrics", "profileExportTime", "startTimeInMs"),
        _plus(-_ONE_HOUR),
    ),
    "after the total ends": (("metrics", "aCPDatasetWriteTime", "endTimeInMs"), _plus(_ONE_HOUR)),
    "not the difference": (("metrics", "profileExportTime", "totalTimeInMs"), _plus(1)),
    "not the difference either": (
        ("metrics", "aCPDatasetWriteTime", "totalTimeInMs"),
        _plus(1),
    ),
    "before the creation": (("updateTime",), _plus(-_ONE_HOUR)),
    "after the last update": (("creationTime",), _plus(_ONE_HOUR)),
}


def _at(path: Path, change: Callable[[Json], Json]) -> Revise:
    """Changes what stands at a path, where something does."""

    def revise(job: Record, _call: Call) -> Record:
        """The job with that changed."""
        if not any(each is not None for each in found(job, path)):
            return job
        return _record(changed(job, path, change))

    return revise


def _other(now: Json, salt: int = 1) -> Json:
    """Another value of the same type."""
    if isinstance(now, bool):
        return not now
    if isinstance(now, int):
        return now + salt
    if isinstance(now, str):
        return "STREAMING" if now == "BATCH" else f"{now}{salt}"
    if isinstance(now, dict) and now:
        name, first = next(iter(now.items()))
        return {**now, name: _other(first, salt)}
    return now[1:] if isinstance(now, list) else {}


def _echoes() -> Iterator[Mistake]:
    for name, path in _ASKED.items():
        means = f"another {name} is stored than was asked for"
        yield Mistake(CREATE_JOB, f"other {name}", means, always(_at(path, _other)))
    yield Mistake(
        CREATE_JOB,
        "default segmentPerBatch",
        "segmentPerBatch is true where it was not asked for; the document says false",
        on_jobs(_default_lost),
    )
    yield Mistake(
        CREATE_JOB,
        "batch of a segment",
        "a job with a batch for each segment lacks the batch of one",
        always(_at(("destination", "batches"), _other)),
    )
    yield Mistake(
        CREATE_JOB,
        "one batch for all",
        "every job that succeeds names the same batch",
        on_jobs(_same_batch),
    )


def _default_lost() -> Revise:
    silent: set[str] = set()

    def revise(job: Record, call: Call) -> Record:
        """Jobs whose request did not say so get one batch for each segment."""
        if is_call(call, CREATE_JOB) and isinstance(call.body, dict):
            destination = call.body.get("destination")
            if isinstance(destination, dict) and "segmentPerBatch" not in destination:
                silent.add(str(job.get("id")))
        if str(job.get("id")) not in silent:
            return job
        return _record(changed(job, ("destination", "segmentPerBatch"), lambda _: True))

    return revise


def _same_batch() -> Revise:
    first: list[Json] = []

    def revise(job: Record, _call: Call) -> Record:
        """The batch of the first one that has one."""
        batch = part(job, "destination").get("batchId")
        if not batch:
            return job
        first.append(batch)
        return _record(changed(job, ("destination", "batchId"), lambda _: first[0]))

    return revise


def _drifting(path: Path, *, ended: bool) -> Callable[[], Revise]:
    def begin() -> Revise:
        """Count the looks at each job."""
        looks: dict[str, int] = {}

        def revise(job: Record, _call: Call) -> Record:
            """Honest at the first look, then another each time."""
            key = str(job.get("id"))
            if (ended and not is_final(text(job, "status"))) or not any(found(job, path)):
                return job
            count = looks[key] = looks.get(key, -1) + 1
            return _record(changed(job, path, lambda now: _other(now, count))) if count else job

        return revise

    return begin


def _in_list(path: Path) -> Revise:
    revise = _at(path, _other)
    return lambda job, call: revise(job, call) if is_call(call, LIST_JOBS) else job


def _new_in_list(job: Record, call: Call) -> Record:
    return {**job, "status": "NEW"} if is_call(call, LIST_JOBS) else job


def _record(value: Json) -> Record:
    return value if isinstance(value, dict) else {}
