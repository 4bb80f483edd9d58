"""Steps that the stories of export jobs share. Each objects on its way and gives None if stuck."""

from http import HTTPStatus

from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .export_jobs import (
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    GET_JOB,
    PROFILE_SCHEMA,
    UNION_SCHEMA,
    Record,
    body_of,
    is_cancelled,
    is_final,
    number,
    text,
)
from .walk import Walk, poll


def create_dataset(walk: Walk, name: str) -> str | None:
    """A dataset that profiles can be exported into: its id."""
    body: Json = {"name": name, "schemaRef": {"id": UNION_SCHEMA, "contentType": _CONTENT_TYPE}}
    exchange = walk.ask(CREATE_DATASET, body=body)
    if not walk.expects(exchange, 201):
        return None
    references = body_of(exchange.reply)
    first = references[0] if isinstance(references, list) and references else None
    found = first.rpartition("/")[2] if isinstance(first, str) else ""
    if not found:
        walk.object(exchange, "the answer names no dataset", kind="dataset")
    return found or None


_CONTENT_TYPE = "application/vnd.adobe.xed+json;version=1"


def start_export(walk: Walk, dataset: str) -> Record | None:
    """A job that exports into a dataset: its record as created."""
    body: Json = {
        "fields": "identities.id,personalEmail.address",
        "mergePolicy": {"id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2", "version": 1},
        "destination": {"datasetId": dataset, "segmentPerBatch": False},
        "schema": {"name": PROFILE_SCHEMA},
    }
    exchange = walk.ask(CREATE_JOB, body=body)
    if not walk.expects(exchange, 200):
        return None
    job = record_of(exchange)
    if number(job, "id") is None:
        walk.object(exchange, "the answer names no job", kind="job")
        return None
    return job


def look(walk: Walk, job: Record) -> Exchange:
    """The record of a job, asked for once more."""
    return walk.ask(GET_JOB, path={"exportJobId": job["id"]})


def record_of(exchange: Exchange) -> Record:
    """The job an answer holds; an empty record if it holds none."""
    body = body_of(exchange.reply)
    return body if exchange.reply.status == HTTPStatus.OK and isinstance(body, dict) else {}


def watch(walk: Walk, job: Record) -> Exchange | None:
    """Look until the job has ended; None if it cannot be seen, or does not end in time."""
    seen: list[Exchange] = []

    def ended() -> bool:
        """Look once more."""
        seen.append(look(walk, job))
        return seen[-1].reply.status != HTTPStatus.OK or is_final(
            text(record_of(seen[-1]), "status")
        )

    if not poll(walk.pace, ended):
        status, patience = text(record_of(seen[-1]), "status"), walk.pace.patience
        walk.note(f"job {job['id']} was still {status} after {patience:g} s; its end was not seen")
        return None
    return seen[-1] if walk.expects(seen[-1], 200) else None


def cancel(walk: Walk, job: Record) -> None:
    """Cancel a job that runs: it is gone or cancelled then, and never succeeds afterwards."""
    answer = walk.ask(CANCEL_JOB, path={"exportJobId": job["id"]})
    if not walk.expects(answer, 200, 204):
        return
    takes_a_while = answer.reply.status == HTTPStatus.OK
    if not takes_a_while or not poll(walk.pace, lambda: is_stopped(look(walk, job))):
        _stopped(walk, job)
    walk.later(lambda later: _stayed(later, job))


def is_stopped(exchange: Exchange) -> bool:
    """Whether a look at a cancelled job shows it gone, or in a state that begins with CANCEL."""
    status = exchange.reply.status
    return status == HTTPStatus.NOT_FOUND or is_cancelled(text(record_of(exchange), "status"))


def _stopped(walk: Walk, job: Record) -> None:
    exchange = look(walk, job)
    if not is_stopped(exchange):
        shown = text(record_of(exchange), "status") or exchange.reply.status
        message = f"a cancelled job must be gone or begin with CANCEL; job {job['id']} is {shown}"
        walk.object(exchange, message, kind="not stopped")


def _stayed(walk: Walk, job: Record) -> None:
    exchange = look(walk, job)
    if text(record_of(exchange), "status") == "SUCCEEDED":
        walk.object(exchange, f"job {job['id']} was cancelled and has SUCCEEDED", kind="revived")
