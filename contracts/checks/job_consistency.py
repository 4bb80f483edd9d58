"""What the members of one job record say about each other."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ..check import check
from ..export_jobs import Record, jobs_in, number, part, text
from ..violation import Objection

_LATEST = 10**14
"""Milliseconds: the year 5138. What is later is counted in something else."""

_PHASES = ("profileExportTime", "aCPDatasetWriteTime")


@check("job_consistency")
def job_consistency(exchange: Exchange) -> Iterator[Objection]:
    """A job does not contradict itself.

    Each timer: the end is not before the start, and once all three members are there, the total
    is end less start. Phases lie inside the total. A job is not updated before its creation. Times
    are in milliseconds. A job that is NEW has no end; one that SUCCEEDED has an end and a batch,
    one that FAILED has errors.

    Nothing ties the timers to `creationTime`: a published sample has them months apart.

    Good: start 100, end 350, total 250.
    Bad: start 100, end 350, total 350.
    """
    is_known_bad = any(problem.code == "reply-body-invalid" for problem in exchange.problems)
    for pointer, job in jobs_in(exchange):
        found = [*_contradictions(job), *([] if is_known_bad else _unfinished(job))]
        for message in found:
            yield Objection(f"job {job.get('id')}{_at(pointer)}: {message}", kind=_kind(message))


def _at(pointer: str) -> str:
    return f" (at {pointer})" if pointer else ""


def _kind(message: str) -> str:
    """The message without its figures: two jobs with the same fault are one fault."""
    return "".join(each for each in message if not each.isdigit())


def _contradictions(job: Record) -> Iterator[str]:
    created, updated = number(job, "creationTime"), number(job, "updateTime")
    if created is not None and updated is not None and updated < created:
        yield f"updateTime {updated} is before creationTime {created}"
    for name, time in (("creationTime", created), ("updateTime", updated)):
        if time is not None and time > _LATEST:
            yield f"{name} {time} is no time in milliseconds"
    ended = number(part(part(job, "metrics"), "totalTime"), "endTimeInMs")
    if text(job, "status") == "NEW" and ended is not None:
        yield f"it is NEW, and metrics.totalTime has ended at {ended}"
    metrics = part(job, "metrics")
    for name in ("totalTime", *_PHASES):
        yield from _in_timer(name, part(metrics, name))
    for name in _PHASES:
        yield from _outside(name, part(metrics, name), part(metrics, "totalTime"))


def _in_timer(name: str, timer: Record) -> Iterator[str]:
    start, end = number(timer, "startTimeInMs"), number(timer, "endTimeInMs")
    total = number(timer, "totalTimeInMs")
    if start is None or end is None:
        return
    if end < start:
        yield f"metrics.{name} ends at {end}, before its start at {start}"
    elif total is not None and total != end - start:
        yield f"metrics.{name}.totalTimeInMs is {total}, its end less its start {end - start}"


def _outside(name: str, phase: Record, total: Record) -> Iterator[str]:
    for member, sign in (("startTimeInMs", 1), ("endTimeInMs", -1)):
        inner, outer = number(phase, member), number(total, member)
        if inner is not None and outer is not None and sign * inner < sign * outer:
            yield f"metrics.{name}.{member} is {inner}, outside of totalTime, where it is {outer}"


def _unfinished(job: Record) -> Iterator[str]:
    """What the end of a job promises; the built-in document says so too, others may not."""
    status, destination = text(job, "status"), part(job, "destination")
    if status == "SUCCEEDED":
        if number(part(part(job, "metrics"), "totalTime"), "endTimeInMs") is None:
            yield "it has SUCCEEDED, but metrics.totalTime has no endTimeInMs"
        if not destination.get("batchId") and not destination.get("batches"):
            yield "it has SUCCEEDED, but destination names no batch"
    elif status == "FAILED" and not job.get("errors"):
        yield "it has FAILED, but errors is empty"
