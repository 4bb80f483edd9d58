"""Export jobs that live otherwise than their table of states allows."""

from collections.abc import Callable, Iterator

from ...spec.api import Api
from ...spec.exchange import Call
from ...spec.json_types import Json
from ..export_jobs import CREATE_JOB, GET_JOB, Record, is_cancelled, is_final, text
from ..job_spoiling import (
    Mistake,
    Revise,
    always,
    is_call,
    jobs_are_in,
    mutant_of,
    on_jobs,
)
from ..mutant import Mutant, mutation

_ERRORS: Json = [{"code": "unknown", "msg": "Job aborted."}]


@mutation("job-life")
def job_life(api: Api) -> Iterator[Mutant]:
    """A transition is wrong: backwards, out of an end, or into the wrong one."""
    for mistake in _TRANSITIONS if jobs_are_in(api) else ():
        yield mutant_of(api, mistake)


def _becomes(old: str, new: str) -> Revise:
    """Shows one state for another, with what that state must have."""

    def revise(job: Record, _call: Call) -> Record:
        """The job in the other state."""
        if text(job, "status") != old:
            return job
        errors = {"errors": _ERRORS} if new == "FAILED" else {}
        return {**job, "status": new, **errors}

    return revise


def _after(first: Callable[[str], bool], then: Callable[[str], str]) -> Callable[[], Revise]:
    """Once a job was shown in such a state, it is shown in another the next time."""

    def begin() -> Revise:
        """Remember who was shown so."""
        shown: set[str] = set()

        def revise(job: Record, _call: Call) -> Record:
            """Honest the first time."""
            key, status = str(job.get("id")), text(job, "status")
            if not first(status):
                return job
            if key in shown:
                return {**job, "status": then(status)}
            shown.add(key)
            return job

        return revise

    return begin


def _skipping() -> Revise:
    """The first look after the creation shows a job at its start again, though it had ended."""
    ended: dict[str, int] = {}

    def revise(job: Record, _call: Call) -> Record:
        """NEW at every second look at its end."""
        key = str(job.get("id"))
        if not is_final(text(job, "status")):
            return job
        ended[key] = ended.get(key, 0) + 1
        return {**job, "status": "NEW"} if ended[key] % 2 == 0 else job

    return revise


_TRANSITIONS = (
    Mistake(
        CREATE_JOB,
        "starts PROCESSING",
        "a job is PROCESSING when it is created",
        always(
            lambda job, call: {**job, "status": "PROCESSING"} if is_call(call, CREATE_JOB) else job
        ),
    ),
    Mistake(
        CREATE_JOB,
        "starts CANCELLED",
        "a job is CANCELLED when it is created",
        always(
            lambda job, call: {**job, "status": "CANCELLED"} if is_call(call, CREATE_JOB) else job
        ),
    ),
    Mistake(
        GET_JOB,
        "backwards",
        "a job that was PROCESSING is NEW again",
        on_jobs(_after(lambda status: status == "PROCESSING", lambda _: "NEW")),
    ),
    Mistake(
        GET_JOB,
        "runs on",
        "a job that has SUCCEEDED is PROCESSING again",
        on_jobs(_after(lambda status: status == "SUCCEEDED", lambda _: "PROCESSING")),
    ),
    Mistake(
        GET_JOB,
        "flickers",
        "a job that has ended is NEW at every second look",
        on_jobs(_skipping),
    ),
    Mistake(
        GET_JOB,
        "fails afterwards",
        "a job that has SUCCEEDED is CANCELLED at the next look",
        on_jobs(_after(lambda status: status == "SUCCEEDED", lambda _: "CANCELLED")),
    ),
    Mistake(
        GET_JOB,
        "fails",
        "a job ends FAILED that ought to succeed",
        always(_becomes("SUCCEEDED", "FAILED")),
    ),
    Mistake(
        GET_JOB,
        "ends CANCELLED",
        "a job ends CANCELLED that nobody cancelled",
        always(_becomes("SUCCEEDED", "CANCELLED")),
    ),
    Mistake(
        GET_JOB,
        "failed, then runs",
        "a job that has FAILED is PROCESSING again",
        on_jobs(_after(lambda status: status == "FAILED", lambda _: "PROCESSING")),
    ),
    Mistake(
        GET_JOB,
        "never starts",
        "a job stays NEW",
        always(
            lambda job, _: job if is_cancelled(text(job, "status")) else {**job, "status": "NEW"}
        ),
        allowed="no source says how long a job may take",
    ),
    Mistake(
        GET_JOB,
        "never ends",
        "a job that runs does not end",
        always(_becomes("SUCCEEDED", "PROCESSING")),
        allowed="no source says how long a job may take",
    ),
)
