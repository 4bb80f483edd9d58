"""Export jobs as the judge sees them: which operations they are, and how to read their records.

The checks and scenarios of the built-in document meet here; for other documents none of it does
anything, as these operationIds do not occur.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import TypeAlias

from ..spec.exchange import Exchange, Reply
from ..spec.json_types import Json

CREATE_DATASET = "createDataset"
CREATE_JOB = "createExportJob"
GET_JOB = "getExportJob"
LIST_JOBS = "listExportJobs"
CANCEL_JOB = "cancelExportJob"
ALL = (CREATE_DATASET, CREATE_JOB, LIST_JOBS, GET_JOB, CANCEL_JOB)

BASE = "/data/core/ups"
"""What `link.next` is relative to."""

UNION_SCHEMA = "https://ns.adobe.com/xdm/context/profile__union"
PROFILE_SCHEMA = "_xdm.context.profile"

Record: TypeAlias = dict[str, Json]


def is_final(status: str) -> bool:
    """Whether a job in this state has ended; a state nobody knows has not."""
    return status in {"SUCCEEDED", "FAILED"} or is_cancelled(status)


def is_cancelled(status: str) -> bool:
    """Whether a job in this state is cancelled or being so; no source names the state."""
    return status.startswith("CANCEL")


def jobs_in(exchange: Exchange) -> Iterator[tuple[str, Record]]:
    """Every job an answer holds, with its JSON pointer in the body."""
    operation = exchange.call.operation
    if operation is None or exchange.reply.status != HTTPStatus.OK:
        return
    body = body_of(exchange.reply)
    if operation.operation_id in {CREATE_JOB, GET_JOB} and isinstance(body, dict):
        yield "", body
    elif operation.operation_id == LIST_JOBS:
        yield from ((f"/records/{index}", job) for index, job in enumerate(records_of(body)))


def records_of(body: Json) -> list[Record]:
    """The jobs of a list's body, as far as it is one."""
    found = body.get("records") if isinstance(body, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def body_of(reply: Reply) -> Json:
    """The body as JSON; None if it is none. Not to be changed: others are given the same."""
    return _parsed(reply.body)


@lru_cache(maxsize=8)
def _parsed(body: bytes) -> Json:
    """Each answer is looked at by many, one after the other."""
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def text(record: Record, name: str) -> str:
    """A text member; "" if it is absent or no text."""
    found = record.get(name)
    return found if isinstance(found, str) else ""


def number(record: Record, name: str) -> int | None:
    """A whole number; None if it is absent or none."""
    found = record.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def part(record: Record, name: str) -> Record:
    """A member that is an object; an empty one if it is absent or none."""
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def datasets_of(job: Record) -> set[str]:
    """The dataset of a job, under either spelling."""
    destination = part(job, "destination")
    return {text(destination, name) for name in ("datasetId", "dataSetId") if name in destination}


def says_no(reply: Reply) -> bool:
    """Whether the answer to a cancel is that nothing was cancelled."""
    body = body_of(reply) if reply.body else None
    return isinstance(body, dict) and body.get("status") is False


def tenant_of(exchange: Exchange) -> tuple[str, ...]:
    """Whose jobs an exchange is about: the organisation and the sandbox, as they were sent.

    Whether sandboxes are kept apart nobody knows; jobs of one are not looked for in another.
    """
    headers = exchange.call.message.headers
    return tuple(headers.get(name, "").strip() for name in ("x-gw-ims-org-id", "x-sandbox-name"))
