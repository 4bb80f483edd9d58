"""Steps that the stories of export jobs share. Each objects on its way and gives None if stuck."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from ..spec.exchange import Exchange, Message
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
    says_no,
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


def start_export(
    walk: Walk, dataset: str, asked: Mapping[str, Json] | None = None
) -> Record | None:
    """A job that exports into a dataset: its record as created; `asked` are further members."""
    exchange = walk.send(export_message(walk, dataset, asked))
    return created_job(walk, exchange)


def export_message(walk: Walk, dataset: str, asked: Mapping[str, Json] | None = None) -> Message:
    """The request that starts an export into a dataset."""
    body: Record = {
        "fields": "identities.id,personalEmail.address",
        "mergePolicy": {"id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2", "version": 1},
        "destination": {"datasetId": dataset, "segmentPerBatch": False},
        "schema": {"name": PROFILE_SCHEMA},
        **(asked or {}),
    }
    return walk.message(CREATE_JOB, body=body)


def created_job(walk: Walk, exchange: Exchange) -> Record | None:
    """The job that an exchange has created; None, with an objection, if it is none."""
    if not walk.expects(exchange, 200):
        return None
    job = record_of(exchange)
    if number(job, "id") is None:
        walk.object(exchange, "the answer names no job", kind="job")
        return None
    return job


def look(walk: Walk, job: Record) -> Exchange:
    """The record of a job, asked for once more."""
    return walk.ask(GET_JOB, path={"exportJobId": job.get("id")})


def record_of(exchange: Exchange) -> Record:
    """The job an answer holds; an empty record if it holds none."""
    body = body_of(exchange.reply)
    return body if exchange.reply.status == HTTPStatus.OK and isinstance(body, dict) else {}


def watch(walk: Walk, job: Record, then: Callable[[Walk, Exchange], None]) -> None:
    """Look until the job has ended, and then go on with its last look.

    What takes longer than a moment is put off to the end of the run. A job that does not end in
    time is a fault of a server on this machine; elsewhere it is a remark, as real jobs take hours.
    The profile `quick` does not wait.
    """
    if walk.profile == "quick":
        _ended(walk, job, 0, then)
    elif not _ended(walk, job, walk.pace.moment, then):
        walk.later(lambda later: _wait(later, job, then))


def watch_later(walk: Walk, job: Record, then: Callable[[Walk, Exchange], None]) -> None:
    """The same at the end of the run: by then the job will have ended."""
    walk.later(lambda later: _wait(later, job, then))


def _wait(walk: Walk, job: Record, then: Callable[[Walk, Exchange], None]) -> None:
    if not _ended(walk, job, walk.pace.patience, then):
        shown = look(walk, job)
        status, patience = text(record_of(shown), "status"), f"{walk.pace.patience:g} s"
        if walk.target.is_loopback and status:
            message = f"job {job['id']} was still {status} after {patience}: a job ends"
            walk.object(shown, f"{message} (--patience gives it more time)", kind="never ends")
        else:
            walk.note(f"job {job['id']} was still {status} after {patience}; its end was not seen")


def _ended(
    walk: Walk, job: Record, patience: float, then: Callable[[Walk, Exchange], None]
) -> bool:
    """Whether the job ends within that time; it is followed to its end then."""
    seen: list[Exchange] = []

    def ended() -> bool:
        """Look once more."""
        seen.append(look(walk, job))
        status = text(record_of(seen[-1]), "status")
        return seen[-1].reply.status != HTTPStatus.OK or is_final(status)

    if not poll(walk.pace, ended, patience):
        return False
    if walk.expects(seen[-1], 200):
        then(walk, seen[-1])
    return True


def cancel(walk: Walk, job: Record) -> None:
    """Cancel a job that runs: it is gone or cancelled then, and never succeeds afterwards."""
    answer = walk.ask(CANCEL_JOB, path={"exportJobId": job["id"]})
    if not walk.expects(answer, 200, 204):
        return
    walk.learn("cancel-reply", str(answer.reply.status), answer)
    if says_no(answer.reply):
        _must_have_ended(walk, job, answer)
        return
    takes_a_while = answer.reply.status == HTTPStatus.OK
    shown = look(walk, job)
    if is_stopped(shown):
        is_gone = shown.reply.status == HTTPStatus.NOT_FOUND
        walk.hold("cancelled-job", "remove" if is_gone else "keep", shown)
    elif takes_a_while:
        walk.later(lambda later: _must_be_stopped(later, job))
    else:
        _must_be_stopped(walk, job)
    walk.later(lambda later: _stayed(later, job))


def _must_have_ended(walk: Walk, job: Record, answer: Exchange) -> None:
    """A cancel that says no has come too late."""
    if text(record_of(look(walk, job)), "status") not in {"SUCCEEDED", "FAILED"}:
        message = f"job {job['id']} had not ended, and its cancel is answered with status false"
        walk.object(answer, message, kind="says no", expected='"status": true')


def _must_be_stopped(walk: Walk, job: Record) -> None:
    poll(walk.pace, lambda: is_stopped(look(walk, job)), walk.pace.moment)
    exchange = look(walk, job)
    if not is_stopped(exchange):
        shown = text(record_of(exchange), "status") or exchange.reply.status
        message = f"a cancelled job must be gone or begin with CANCEL; job {job['id']} is {shown}"
        walk.object(exchange, message, kind="not stopped", expected="gone, or CANCEL…")


def is_stopped(exchange: Exchange) -> bool:
    """Whether a look at a cancelled job shows it gone, or in a state that begins with CANCEL."""
    status = exchange.reply.status
    return status == HTTPStatus.NOT_FOUND or is_cancelled(text(record_of(exchange), "status"))


def _stayed(walk: Walk, job: Record) -> None:
    exchange = look(walk, job)
    if text(record_of(exchange), "status") == "SUCCEEDED":
        walk.object(exchange, f"job {job['id']} was cancelled and has SUCCEEDED", kind="revived")
