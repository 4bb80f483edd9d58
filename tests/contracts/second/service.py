"""The service: tenants, datasets and jobs in memory. Every method is a seam that a bug may replace.

Read `Service.create`, `look_up`, `cancel` and `page` first: the four things it does to jobs.
"""

import copy
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .choices import HONEST, Choices
from .record import record_of
from .rules import Complaint

UNION = ("https://ns.adobe.com/xdm/context/profile__union", "_xdm.context.profile__union")
SAMPLE = "5b020a27e7040801dedba61b"
ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(slots=True)
class Job:
    """An export: what was asked, and when (in milliseconds) it entered each state."""

    id: int
    org: str
    sandbox: str
    body: dict[str, Any]
    instance: str
    fails: bool
    request_id: str
    batch: str
    batches: list[str]
    status: str = "NEW"
    marks: dict[str, int] = field(default_factory=dict)
    fuel: int = 0
    inner: tuple[str, str] = ("", "")
    reads: int = 0

    @property
    def created(self) -> int:
        return self.marks["NEW"]


@dataclass(slots=True)
class Tenant:
    """What one organisation has in one sandbox; jobs in the order of their creation."""

    org: str
    sandbox: str
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    last_id: int = 0


class Wrong(Exception):  # noqa: N818  # it is an answer, not an error of the program
    """The answer to a request that cannot be done."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def wall() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Service:
    """A server's state and its choices; `excused` and `pardoned` are what it overlooks."""

    def __init__(self, choices: Choices = HONEST, clock: Callable[[], int] = wall) -> None:
        self.choices = choices
        self.clock = clock
        self.lock: Any = threading.RLock()
        self.tenants: dict[tuple[str, str], Tenant] = {}
        self.last_id = 24_000
        self.last_moment = 0
        self.excused: list[Callable[[Complaint, str], bool]] = []
        self.pardoned: list[Callable[[str, str], bool]] = []
        self.dress: list[Callable[[dict[str, Any], Job, str], None]] = []
        self.dress_page: list[Callable[[dict[str, Any], dict[str, str]], None]] = []
        self.before: list[Callable[[Any], Any]] = []
        self.after: list[Callable[[Any, Any], Any]] = []
        self.memory: dict[str, Any] = {}

    # Time and names

    def now(self) -> int:
        moment = self.clock()
        self.last_moment = max(moment - moment % self.choices.coarse_ms, self.last_moment)
        return self.last_moment

    def new_dataset_id(self) -> str:
        return f"{random.getrandbits(96):024x}"

    def new_id(self, tenant: Tenant) -> int:
        kind = self.choices.ids
        if kind == "tenant":
            tenant.last_id += 1
            return tenant.last_id
        if kind == "random":
            return random.getrandbits(52)
        first = not any(each.jobs for each in self.tenants.values())
        if first and kind in ("big", "zero") and self.last_id == 24_000:
            self.last_id = 2**62 if kind == "big" else -1
        self.last_id += 1 if kind in ("sequential", "zero") else random.randint(1, 9)
        return self.last_id

    def new_batch(self) -> str:
        if self.choices.batch_ids == "ulid":
            return "01" + "".join(random.choices(CROCKFORD, k=24))
        name = self.new_uuid()
        return str(name) if self.choices.batch_ids == "uuid" else name.hex

    def new_uuid(self) -> uuid.UUID:
        return uuid.UUID(int=random.getrandbits(128), version=4)

    def new_request_id(self) -> str:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(random.choices(letters, k=32))

    # Tenants and datasets

    def tenant(self, org: str, sandbox: str) -> Tenant:
        """Where an organisation's things are; `prod` is the default sandbox."""
        place = (org, sandbox if self.choices.sandboxes_apart else "")
        if place not in self.tenants:
            samples = {SAMPLE: {"schemaRef": {"id": UNION[0]}}} if self.choices.seeded else {}
            self.tenants[place] = Tenant(org, sandbox, samples)
        return self.tenants[place]

    def create_dataset(self, tenant: Tenant, body: dict[str, Any]) -> str:
        name = self.new_dataset_id()
        tenant.datasets[name] = body
        return name

    def fails(self, tenant: Tenant, dataset: Any) -> bool:
        """Whether an export into a dataset goes wrong: it must have the union schema."""
        known = tenant.datasets.get(dataset)
        if known is None:
            self.unknown_dataset(dataset)
        if self.choices.failing != "wrong-schema":
            return self.choices.failing == "always"
        if known is None:
            return self.choices.unknown_dataset == "fails"
        reference = known.get("schemaRef") or {}
        return (reference.get("id") or known.get("schema")) not in UNION

    def unknown_dataset(self, dataset: Any) -> None:
        status = self.choices.unknown_dataset
        if isinstance(status, int):
            raise Wrong(status, f"There is no dataset with id {dataset}")

    # Jobs

    def create(self, tenant: Tenant, body: dict[str, Any], instance: str) -> Job:
        destination = body.get("destination")
        dataset = destination.get("datasetId") if isinstance(destination, dict) else None
        fails = self.fails(tenant, dataset if isinstance(dataset, str) else "")
        job = Job(
            id=self.new_id(tenant),
            org=tenant.org,
            sandbox=tenant.sandbox,
            body=copy.deepcopy(body),
            instance=instance,
            fails=fails,
            request_id=self.new_request_id(),
            batch=self.new_batch(),
            batches=[self.new_batch() for _ in segments(body)],
            marks={"NEW": self.now()},
            inner=(str(self.new_uuid()), str(self.new_uuid())),
        )
        self.keep(tenant, job)
        return job

    def keep(self, tenant: Tenant, job: Job) -> None:
        tenant.jobs.append(job)

    def find(self, tenant: Tenant, name: str) -> Job:
        for job in tenant.jobs:
            if str(job.id) == name:
                return job
        raise Wrong(404, f"There is no export job with id {name[:40]}")

    def look_up(self, tenant: Tenant, name: str) -> Job:
        job = self.find(tenant, name)
        job.reads += 1
        job.fuel += 1 if job.reads % 2 == 0 else 0
        self.advance(job)
        return job

    def due(self, job: Job) -> int | None:
        """When a job leaves its state; None if it stays there."""
        waits = {
            "NEW": self.choices.new_ms,
            "PROCESSING": self.choices.work_ms,
            "CANCELLING": self.choices.cancelling_ms,
        }
        if job.status not in waits:
            return None
        if not self.choices.by_reads or job.status == "CANCELLING":
            return job.marks[job.status] + waits[job.status]
        if not job.fuel:
            return None
        job.fuel -= 1
        return self.clock()

    def next_status(self, job: Job) -> str:
        end = "FAILED" if job.fails else "SUCCEEDED"
        return {"NEW": "PROCESSING", "PROCESSING": end, "CANCELLING": "CANCELLED"}[job.status]

    def advance(self, job: Job) -> None:
        """Bring a job to where it must be by now."""
        while (due := self.due(job)) is not None and due <= self.clock():
            job.status = self.next_status(job)
            job.marks[job.status] = due

    def cancel(self, tenant: Tenant, name: str) -> tuple[int, Any]:
        job = self.find(tenant, name)
        self.advance(job)
        if job.status in ENDED or job.status == "CANCELLING":
            return self.cancel_ended(tenant, job)
        self.mark_cancelled(tenant, job)
        return self.choices.cancel_answer, "Export job has been marked for cancelling"

    def mark_cancelled(self, tenant: Tenant, job: Job) -> None:
        if self.choices.after_cancel == "gone":
            self.forget(tenant, job)
            return
        job.status = self.choices.after_cancel.upper()
        job.marks[job.status] = max(self.clock(), *job.marks.values())

    def cancel_ended(self, tenant: Tenant, job: Job) -> tuple[int, Any]:
        if self.choices.ended_delete_removes:
            self.forget(tenant, job)
        if self.choices.ended_delete >= 400:
            raise Wrong(self.choices.ended_delete, "The export job has ended")
        return self.choices.ended_delete, None

    def forget(self, tenant: Tenant, job: Job) -> None:
        tenant.jobs.remove(job)

    # The list

    def ordered(self, tenant: Tenant) -> list[Job]:
        """Newest first."""
        jobs = list(tenant.jobs)
        for job in jobs:
            self.advance(job)
        return sorted(jobs, key=lambda job: (job.created, job.id), reverse=True)

    def chosen(self, jobs: list[Job], query: dict[str, str]) -> list[Job]:
        wanted = query.get("status")
        return [job for job in jobs if wanted is None or job.status == wanted]

    def limit(self, query: dict[str, str]) -> int:
        given = query.get("limit")
        try:
            number = self.choices.default_limit if given is None else int(given)
        except ValueError:
            number = self.choices.default_limit
        return max(1, min(number, self.choices.max_limit))

    def begin(self, jobs: list[Job], query: dict[str, str]) -> int:
        """The place of the first job of the page among the jobs."""
        if query.get("offset"):
            return self.after_token(jobs, query["offset"])
        if self.choices.honours_start and query.get("start", "").isdecimal():
            return min(int(query["start"][:12]), len(jobs))
        first = self.choices.pages_from
        if first is not None and query.get("page", "").isdecimal():
            pages = max(0, int(query["page"][:12]) - first)
            return min(pages * self.limit(query), len(jobs))
        return 0

    def after_token(self, jobs: list[Job], token: str) -> int:
        created, _, name = token.partition("_")
        if not (created.isascii() and created.isdecimal() and name.isascii() and name.isdecimal()):
            if isinstance(self.choices.bad_offset, int):
                raise Wrong(self.choices.bad_offset, "offset is not a token of this list")
            return len(jobs) if self.choices.bad_offset == "empty" else 0
        key = (int(created[:19]), int(name[:19]))
        return sum((job.created, job.id) >= key for job in jobs)

    def token(self, job: Job) -> str:
        return f"{job.created}_{job.id}"

    def page(self, tenant: Tenant, query: dict[str, str]) -> dict[str, Any]:
        jobs = self.chosen(self.ordered(tenant), query)
        begin, limit = self.begin(jobs, query), self.limit(query)
        shown = jobs[begin : begin + limit]
        field, direction = "createdTime", "desc"
        if self.choices.honours_sort and "sort" in query and len(shown) == len(jobs):
            field, _, direction = query["sort"].partition(":")
            shown.sort(key=lambda job: self.sort_value(job, field), reverse=direction == "desc")
        size = limit if self.choices.page_size_is_limit else len(shown)
        page: dict[str, Any] = {"sortField": field, "sort": direction, "pageSize": size}
        last = begin + limit >= len(jobs)
        if not last or self.choices.last_offset == "token":
            page["pageOffset"] = self.token(shown[-1]) if shown else ""
        elif self.choices.last_offset == "empty":
            page["pageOffset"] = ""
        page = {"records": [self.record(job, "list") for job in shown], "page": page}
        page |= self.link(query, "" if last else self.token(shown[-1]), limit)
        for dress in self.dress_page:
            dress(page, query)
        return page

    def sort_value(self, job: Job, field: str) -> Any:
        value = self.record(job, "list").get(field)
        return str(value) if not isinstance(value, int) else f"{value:020}"

    def link(self, query: dict[str, str], token: str, limit: int) -> dict[str, Any]:
        if not token and self.choices.last_page == "link-missing":
            return {}
        if not token:
            return {"link": {"next": ""} if self.choices.last_page == "next-empty" else {}}
        state = f"&status={query['status']}" if "status" in query else ""
        return {"link": {"next": f"/export/jobs/?limit={limit}&offset={token}{state}"}}

    # The record

    def record(self, job: Job, place: str) -> dict[str, Any]:
        """A job as it is shown in `create`, `get` or `list`."""
        shown = record_of(job, place, self)
        for dress in self.dress:
            dress(shown, job, place)
        return shown


def segments(body: dict[str, Any]) -> list[Any]:
    chosen = body.get("filter")
    found = chosen.get("segments") if isinstance(chosen, dict) else None
    return found if isinstance(found, list) else []
