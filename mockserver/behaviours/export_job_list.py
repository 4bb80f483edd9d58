"""The list of export jobs, newest first, a page at a time.

`offset` is the token of the last job seen, so that a page never repeats or loses one while jobs
are being created; `start` and `page` count from the newest; `sort` orders a list that fits one
page, and is ignored where more follow, as the documentation warns. Choices: `default-limit`,
`most-jobs`, `last-link`, `dataset-member`.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from ...spec.exchange import Call, Reply
from ...spec.json_types import Json
from ..behaviour import behaviour, json_reply
from ..export_jobs import SPELLINGS, Job, view
from ..listing import Page, after, ordered, page_of
from ..world import World

_TOKEN = re.compile(r"([0-9]{1,19})_([0-9]{1,19})", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,18}", re.ASCII)
_FAR = 2**40


@behaviour("export-job.list")
def list_jobs(call: Call, world: World) -> Reply:
    """One page: `records`, `page` and `link.next`."""
    now = world.clock.now()
    limit = min(_whole(call, "limit", _limit(world)), int(world.choices["most-jobs"])) or 1
    offset = str(call.query.get("offset", ""))
    page = page_of(_selected(call, world, now), limit=limit, skip=_skip(call, limit))
    member = SPELLINGS[world.choices["dataset-member"]].listed
    records = [view(job, now, member) for job in page.items]
    field, _, direction = str(call.query.get("sort", "")).partition(":")
    if field and not page.has_next and not offset:
        records = list(
            ordered(records, lambda record: record.get(field), descending=direction == "desc")
        )
    listed: dict[str, Json] = {
        "records": list(records),
        "page": {
            "sortField": "createdTime",
            "sort": "desc",
            "pageOffset": page.items[-1].token if page.items else "",
            "pageSize": len(records),
        },
        "link": _link(call, page, limit, world.choices["last-link"]),
    }
    return json_reply(200, listed)


def _limit(world: World) -> int:
    return int(world.choices["default-limit"])


def _whole(call: Call, name: str, default: int) -> int:
    """A whole number of the query, `default` where it is absent or was no number."""
    value = call.query.get(name)
    return value if isinstance(value, int) and value >= 0 else default


def _selected(call: Call, world: World, now: int) -> Iterable[Job]:
    """The tenant's jobs, newest first, of the state asked for, after the offset."""
    jobs: Iterable[Job] = world.store.newest_first(Job, world.tenant(call))
    match = _TOKEN.fullmatch(str(call.query.get("offset", "")))
    if match:
        jobs = after(jobs, lambda job: (job.created, job.id), (int(match[1]), int(match[2])))
    status = call.query.get("status")
    return jobs if status is None else (job for job in jobs if job.state(now).status == status)


def _skip(call: Call, limit: int) -> int:
    """How many to leave out: `start`, the pages before `page`, and an `offset` that is a count."""
    offset = str(call.query.get("offset", ""))
    counted = int(offset) if _COUNT.fullmatch(offset) else 0
    pages = max(_whole(call, "page", 1), 1) - 1
    return min(counted + _whole(call, "start", 0) + pages * limit, _FAR)


def _link(call: Call, page: Page[Job], limit: int, last: str) -> dict[str, Json]:
    """Where the next page is, relative to the base path of the service."""
    if not page.has_next:
        return {"next": ""} if last == "empty" else {}
    kept = {"status": call.query["status"]} if "status" in call.query else {}
    query = urlencode({"limit": limit, **kept, "offset": page.items[-1].token})
    return {"next": f"/export/jobs/?{query}"}
