"""The life of each export job, from its creation on."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from ...spec.api import Api
from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..echo import batches_not_as_asked, not_as_asked
from ..export_jobs import (
    CANCEL_JOB,
    CREATE_JOB,
    GET_JOB,
    LIST_JOBS,
    Record,
    body_of,
    datasets_of,
    is_cancelled,
    is_final,
    jobs_in,
    number,
    part,
    records_of,
    says_no,
    tenant_of,
    text,
)
from ..memory import Remember, memory
from ..status import SUCCESS
from ..violation import Objection

_PAGING = frozenset({"offset", "start", "page", "sort"})
_CONSTANT = ("creationTime", "jobType", "profileInstanceId")
"""Members that no job ever changes."""

_LASTING = ("status", "creationTime", "updateTime", "metrics", "errors")
"""Members of an ended job that nothing changes any more; `destination` is compared by its batch."""


@dataclass(slots=True)
class _Job:
    """One job as far as it is known: what was asked, and the record as last shown."""

    asked: Record
    record: Record
    is_cancelled: bool = False
    is_gone: bool = False
    end: Record = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        """Whether it must still be there: nobody has cancelled it."""
        return not self.is_cancelled


@memory("export_job")
def export_job(_: Api) -> Remember:
    """A job stays what it was created as, moves forward only, and is listed as long as it is there.

    No two jobs have one id, or one batch. `creationTime`, `jobType` and `profileInstanceId` never
    change, `updateTime` never goes back. NEW comes first; what has SUCCEEDED or FAILED never
    changes again, except that it may be cancelled; what was cancelled never succeeds. A job that
    was created can be read, and is on the page of the list where its age puts it; one that is gone
    is on none.

    Jobs that others have created are none of its business. Silent on: the spelling of the
    dataset, members that a record need not have, `requestId`, and all states but the known ones.

    Good: a job that has SUCCEEDED still has its `updateTime` the next time.
    Bad: a job that has SUCCEEDED is PROCESSING the next time.
    """
    return _Jobs().observe


class _Jobs:
    """The jobs of a run by tenant and id."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, ...], dict[str, _Job]] = {}
        self._batches: dict[tuple[str, ...], str] = {}

    def observe(self, exchange: Exchange) -> Iterator[Objection]:
        """Take in an exchange."""
        operation = exchange.call.operation
        name = operation.operation_id if operation else ""
        if name not in {CREATE_JOB, GET_JOB, LIST_JOBS, CANCEL_JOB}:
            return
        jobs = self._jobs.setdefault(tenant_of(exchange), {})
        if name == CREATE_JOB:
            yield from _created(jobs, exchange)
            return
        if name in {GET_JOB, CANCEL_JOB}:
            yield from _asked_for(jobs, exchange, name)
        yield from self._shared_batches(exchange)
        for _, record in jobs_in(exchange):
            job = jobs.get(str(record.get("id")))
            if job is not None:
                yield from _shown(job, record)
            if job is not None and name == LIST_JOBS and job.is_gone:
                message = f"job {record.get('id')} is not found any more, and still listed"
                yield Objection(message, kind="gone but listed")
        if name == LIST_JOBS and exchange.reply.status == HTTPStatus.OK:
            yield from _not_listed(jobs, exchange)

    def _shared_batches(self, exchange: Exchange) -> Iterator[Objection]:
        """A batch is the work of one job."""
        for _, record in jobs_in(exchange):
            batch, key = _batch(record), str(record.get("id"))
            owner = self._batches.setdefault((*tenant_of(exchange), batch), key) if batch else key
            if owner != key:
                message = f"jobs {owner} and {key} both have the batch {batch}"
                yield Objection(message, kind="shared batch")


def _created(jobs: dict[str, _Job], exchange: Exchange) -> Iterator[Objection]:
    asked = exchange.call.body
    for _, record in jobs_in(exchange):
        key = str(record.get("id"))
        if number(record, "id") is None or not isinstance(asked, dict):
            continue
        if key in jobs:
            message = f"two jobs were created, and both have the id {key}"
            yield Objection(message, kind="reused job")
        jobs[key] = _Job(asked, record)


def _asked_for(jobs: dict[str, _Job], exchange: Exchange, name: str) -> Iterator[Objection]:
    """One job was asked for, or its end."""
    key = str(exchange.call.path.get("exportJobId"))
    job, status = jobs.get(key), exchange.reply.status
    if job is None:
        return
    if status in SUCCESS and name == CANCEL_JOB and not says_no(exchange.reply):
        job.is_cancelled, job.end = True, {}
    if any(problem.side == "client" for problem in exchange.problems):
        return
    if status == HTTPStatus.NOT_FOUND and name == GET_JOB:
        if job.is_certain:
            message = f"job {key} was created and nobody cancelled it; now it is not found"
            yield Objection(message, kind="lost job")
        job.is_gone = True
    elif status in SUCCESS and name == GET_JOB and job.is_gone:
        yield Objection(f"job {key} was gone, and is there again", kind="came back")


def _shown(job: _Job, record: Record) -> Iterator[Objection]:
    """A job is shown once more."""
    key = record.get("id")
    found = [*_otherwise(job, record), *_backwards(job, record), *_changed(job.end, record)]
    if text(record, "status") == "SUCCEEDED":
        found += batches_not_as_asked(job.asked, record)
    for each in found:
        yield replace(each, message=f"job {key}: {each.message}", kind=f"later {each.kind}")
    job.record = job.record | record
    status = text(record, "status")
    if not job.end and status in {"SUCCEEDED", "FAILED"}:
        job.end = record


def _otherwise(job: _Job, record: Record) -> Iterator[Objection]:
    """Other than asked for or created; what the record leaves out is left to its schema."""
    shown = {"dataset": datasets_of(record), "schema.name": text(part(record, "schema"), "name")}
    for each in not_as_asked(job.asked, record):
        if shown.get(each.kind, True):
            yield each
    for name in _CONSTANT:
        before, now = job.record.get(name), record.get(name)
        if before is not None and now is not None and before != now:
            yield Objection(f"its {name} was {before}, and now it is {now}", kind=name)


def _backwards(job: _Job, record: Record) -> Iterator[Objection]:
    before, now = text(job.record, "status"), text(record, "status")
    if job.is_cancelled and now == "SUCCEEDED" and before not in {"SUCCEEDED", "FAILED"}:
        yield Objection("it was cancelled, and now it has SUCCEEDED", kind="revived")
    elif now and before and before != now and _is_back(before, now):
        yield Objection(f"it was {before}, and now it is {now}", kind="status")
    then, later = number(job.record, "updateTime"), number(record, "updateTime")
    if then is not None and later is not None and later < then:
        yield Objection(f"its updateTime was {then}, and now it is {later}", kind="updateTime")


def _is_back(before: str, now: str) -> bool:
    """NEW comes first, an end last; from an end only a cancel leads on, and from that nothing."""
    if is_cancelled(before):
        return not is_cancelled(now) and (now == "NEW" or not is_final(now))
    return now == "NEW" or (is_final(before) and not is_cancelled(now))


def _changed(end: Record, record: Record) -> Iterator[Objection]:
    """Members of an ended job, against what they were when it had ended."""
    if not end or is_cancelled(text(record, "status")):
        return
    for name in _LASTING[1:]:
        if name in end and name in record and end[name] != record[name]:
            message = f"it has ended, and its {name} still changed"
            yield Objection(
                message, kind=name, expected=_short(end[name]), got=_short(record[name])
            )
    one, other = _batch(end), _batch(record)
    if one and other and one != other:
        message = f"it has ended, and its batch changed from {one} to {other}"
        yield Objection(message, kind="batchId")


def _batch(record: Record) -> str:
    return text(part(record, "destination"), "batchId")


def _short(value: Json) -> str:
    return str(value)[:120]


def _not_listed(jobs: dict[str, _Job], exchange: Exchange) -> Iterator[Objection]:
    """Jobs that belong on a page of the list and are not there.

    A page without a next one, asked for without paging, is the whole list; else the newest
    jobs are on it, and what is newer than its oldest belongs there.
    """
    body = body_of(exchange.reply)
    is_plain = not any(problem.side == "client" for problem in exchange.problems)
    if _PAGING & exchange.call.query.keys() or not isinstance(body, dict) or not is_plain:
        return
    listed = records_of(body)
    since = None if not text(part(body, "link"), "next") else _oldest(body, listed)
    there = {str(each.get("id")) for each in listed}
    for key, job in jobs.items():
        belongs = key not in there and job.is_certain and not job.is_gone
        if belongs and _is_in(job, since) and _is_wanted(job, exchange.call.query.get("status")):
            message = f"job {key} was created, and is missing on the page where it belongs"
            yield Objection(message, kind="missing in list")
            return


def _oldest(body: Record, listed: list[Record]) -> float:
    """The age down to which a page is complete; infinite if it says nothing of its order."""
    times = [number(each, "creationTime") for each in listed]
    known = [each for each in times if each is not None]
    is_ordered = text(part(body, "page"), "sort") == "desc" and known == sorted(known, reverse=True)
    return min(known) if known and is_ordered else float("inf")


def _is_in(job: _Job, since: float | None) -> bool:
    created = number(job.record, "creationTime")
    return since is None or (created is not None and created > since)


def _is_wanted(job: _Job, status: Json) -> bool:
    """Whether a filter lets it through, as far as that is certain."""
    return status is None or (bool(job.end) and text(job.end, "status") == status)
