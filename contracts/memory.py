"""Memory: what was asked of each job of a run and what it has shown, against all it shows later.

A check sees one exchange; this sees those that belong together. Read `Memory.observe` first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus

from ..spec.exchange import Exchange
from .echo import not_as_asked
from .export_jobs import (
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    Record,
    body_of,
    datasets_of,
    is_cancelled,
    is_final,
    jobs_in,
    number,
    part,
    text,
)
from .status import SUCCESS
from .violation import Objection


@dataclass(frozen=True, slots=True)
class _Kept:
    """One job: the body that created it, when that was, and the state it has ended in, if any."""

    asked: Record
    created: int | None
    end: str = ""
    may_be_cancelled: bool = False


class Memory:
    """What the jobs and datasets of one run have been, by their ids; it asks for nothing itself.

    Jobs that others have created are none of its business. Silent on: the spelling of the
    dataset, members that a record need not have, `requestId`, times other than `creationTime`,
    and every state before the end.
    """

    def __init__(self) -> None:
        self._jobs: dict[str, _Kept] = {}
        self._datasets: set[str] = set()

    def observe(self, exchange: Exchange) -> list[Objection]:
        """Remember an exchange: what it shows otherwise than those before it."""
        operation = exchange.call.operation
        name = operation.operation_id if operation else ""
        if name == CREATE_DATASET:
            return list(self._dataset(exchange))
        if name == CANCEL_JOB:
            self._cancelled(exchange)
        if name == CREATE_JOB:
            return [found for _, job in jobs_in(exchange) for found in self._job(exchange, job)]
        return [found for _, job in jobs_in(exchange) for found in self._again(job)]

    def _dataset(self, exchange: Exchange) -> Iterator[Objection]:
        for each in _references(exchange):
            if each in self._datasets:
                message = f"two datasets were created, and both have the id {each!r}"
                yield Objection(message, kind="reused dataset")
            self._datasets.add(each)

    def _job(self, exchange: Exchange, job: Record) -> Iterator[Objection]:
        asked, key = exchange.call.body, str(job.get("id"))
        if number(job, "id") is None or not isinstance(asked, dict):
            return
        if key in self._jobs:
            message = f"two jobs were created, and both have the id {key}"
            yield Objection(message, kind="reused job")
        self._jobs[key] = _Kept(asked, number(job, "creationTime"))

    def _cancelled(self, exchange: Exchange) -> None:
        key = str(exchange.call.path.get("exportJobId"))
        if key in self._jobs and exchange.reply.status in SUCCESS:
            self._jobs[key] = replace(self._jobs[key], may_be_cancelled=True)

    def _again(self, job: Record) -> Iterator[Objection]:
        """A job that is shown once more."""
        key = str(job.get("id"))
        kept = self._jobs.get(key)
        if kept is None:
            return
        for each in (*_otherwise(kept, job), *_revived(kept, text(job, "status"))):
            yield replace(each, message=f"job {key}: {each.message}", kind=f"later {each.kind}")
        status = text(job, "status")
        if not kept.end and is_final(status) and not is_cancelled(status):
            self._jobs[key] = replace(kept, end=status)


def _references(exchange: Exchange) -> list[str]:
    """The ids of the datasets that an answer says were created."""
    found = body_of(exchange.reply) if exchange.reply.status == HTTPStatus.CREATED else None
    references = found if isinstance(found, list) else []
    ids = (each.rpartition("/")[2] for each in references if isinstance(each, str))
    return [each for each in ids if each]


def _otherwise(kept: _Kept, job: Record) -> Iterator[Objection]:
    """Other than asked for or created; what the record leaves out is left to its schema."""
    shown = {"dataset": datasets_of(job), "schema.name": text(part(job, "schema"), "name")}
    for each in not_as_asked(kept.asked, job):
        if shown.get(each.kind, True):
            yield each
    created = number(job, "creationTime")
    if created is not None and kept.created is not None and created != kept.created:
        message = f"its creationTime was {kept.created}, and now it is {created}"
        yield Objection(message, kind="creationTime")


def _revived(kept: _Kept, status: str) -> Iterator[Objection]:
    """Ended one way, and now something else; unless it was cancelled in between."""
    is_excused = kept.may_be_cancelled and is_cancelled(status)
    if kept.end and status not in {"", kept.end} and not is_excused:
        yield Objection(f"it was {kept.end}, and now it is {status}", kind="status")
