"""Bugs of jobs over time: state, business rules, concurrency, and the list."""

import time
from contextlib import nullcontext
from typing import Any

from .planting import Plant, answer, both, dressed, member, page_member, paged, replaced, table
from .planting import with_body as body
from .service import ENDED, Job, Service, Tenant, Wrong


def remembered(service: Service, name: str, make: Any) -> Any:
    return service.memory.setdefault(name, make())


def after_create(work: Any) -> Plant:
    """`create` does something more; `work` gets service, tenant and the new job, may give another."""

    def make(service: Service, old: Any) -> Any:
        def create(tenant: Tenant, asked: Any, instance: str) -> Job:
            job = old(tenant, asked, instance)
            return work(service, tenant, job) or job

        return create

    return replaced("create", make)


def on_cancel(work: Any) -> Plant:
    """`mark_cancelled` replaced."""
    return replaced("mark_cancelled", lambda service, old: (
        lambda tenant, job: work(service, tenant, job, old)))  # fmt: skip


def on_look(work: Any) -> Plant:
    """`look_up` does something more, before the record is made."""

    def make(service: Service, old: Any) -> Any:
        def look(tenant: Tenant, name: str) -> Job:
            job = old(tenant, name)
            work(service, tenant, job)
            return job

        return look

    return replaced("look_up", make)


def steps(**next_of: str) -> Plant:
    """Another life cycle."""
    return replaced("next_status", lambda _service, old: (
        lambda job: next_of.get(job.status) or old(job)))  # fmt: skip


def stays(*states: str) -> Plant:
    """Jobs never leave a state."""
    return replaced("due", lambda _service, old: (
        lambda job: None if job.status in states else old(job)))  # fmt: skip


def forgets(_service: Service, tenant: Tenant, job: Job) -> None:
    tenant.jobs.remove(job)


def copies(service: Service, tenant: Tenant, job: Job) -> None:
    from dataclasses import replace

    twin = replace(job, id=service.new_id(tenant), marks=dict(job.marks))
    tenant.jobs.append(twin)


def cancel_all(service: Service, tenant: Tenant, job: Job, old: Any) -> None:
    for each in list(tenant.jobs):
        if each.status in ("NEW", "PROCESSING"):
            old(tenant, each)


def cancel_other(service: Service, tenant: Tenant, job: Job, old: Any) -> None:
    others = [each for each in tenant.jobs if each is not job and each.status not in ENDED]
    old(tenant, others[-1] if others else job)


def back_to_work(_service: Service, old: Any) -> Any:
    def after(job: Job) -> str:
        return "SUCCEEDED" if job.status == "CANCELLING" else old(job)

    return after


def flips(service: Service, _tenant: Tenant, job: Job) -> None:
    """An ended job is called PROCESSING at each third look."""
    if job.status in ENDED and job.reads % 3 == 0:
        job.status = "PROCESSING"
        job.marks["PROCESSING"] = service.clock()


def alternates(shown: dict[str, Any], job: Job, place: str) -> None:
    if place == "get" and job.status == "PROCESSING" and job.reads % 2:
        shown["status"] = "NEW"


def touch(shown: dict[str, Any], job: Job, place: str) -> None:
    if place == "get" and job.status in ENDED:
        shown["updateTime"] += 40 * job.reads


def new_batch(service: Service, _tenant: Tenant, job: Job) -> None:
    if job.status in ENDED:
        job.batch = service.new_batch()


def other_end(shown: dict[str, Any], job: Job, place: str) -> None:
    """The end moves at each look, and the total with it."""
    timer = shown["metrics"]["totalTime"]
    if place == "get" and "endTimeInMs" in timer:
        timer["endTimeInMs"] += job.reads
        timer["totalTimeInMs"] += job.reads


def succeeds_later(shown: dict[str, Any], job: Job, place: str) -> None:
    if job.status == "FAILED" and job.reads > 1:
        shown["status"] = "SUCCEEDED"
        shown["destination"]["batchId"] = job.batch


def reused(service: Service, old: Any) -> Any:
    """An id comes a second time at every fourth job."""

    def new_id(tenant: Tenant) -> int:
        if tenant.jobs and len(tenant.jobs) % 4 == 3:
            return tenant.jobs[-1].id
        return old(tenant)

    return new_id


def reused_after_cancel(service: Service, old: Any) -> Any:
    def new_id(tenant: Tenant) -> int:
        cancelled = [job for job in tenant.jobs if job.status.startswith("CANCEL")]
        if not cancelled:
            return old(tenant)
        tenant.jobs.remove(cancelled[0])
        return cancelled[0].id

    return new_id


def second_cancel_breaks(service: Service, old: Any) -> Any:
    def ended(tenant: Tenant, job: Job) -> Any:
        if job.status.startswith("CANCEL"):
            raise Wrong(500, "The export job could not be cancelled")
        return old(tenant, job)

    return ended


def gone_only_once(service: Service, tenant: Tenant, job: Job, old: Any) -> None:
    """Gone for the lookup, still in the list."""
    service.memory.setdefault("hidden", set()).add(job.id)
    old(tenant, job)


def hidden(service: Service, old: Any) -> Any:
    def find(tenant: Tenant, name: str) -> Job:
        job = old(tenant, name)
        if job.id in service.memory.get("hidden", ()):
            raise Wrong(404, "There is no such export job")
        return job

    return find


STATE = table(
    "state",
    {
        "created job unknown": ("a job that was created cannot be read", after_create(forgets)),
        "one job in three lost": ("each third job is not kept", after_create(
            lambda service, tenant, job: tenant.jobs.remove(job) if job.id % 3 == 0 else None)),
        "created job readable late": ("a job is 404 for its first 100 ms", replaced("find",
            lambda service, old: lambda tenant, name: late(service, old(tenant, name)))),
        "second create gives the first": ("POST answers the first job again", after_create(
            lambda service, tenant, job: (tenant.jobs.remove(job), tenant.jobs[0])[1]
            if len(tenant.jobs) > 1 else job)),
        "create makes two": ("one POST makes two jobs", after_create(copies)),
        "id reused": ("each fourth job has the id of the one before", replaced("new_id", reused)),
        "id reused after cancel": ("the id of a cancelled job is given again",
            replaced("new_id", reused_after_cancel)),
        "another id at create": ("POST answers an id that is not the job's",
            member("id", lambda it: it + 1, where=("create",))),
        "another id at get": ("GET answers another id than asked for",
            member("id", lambda it: it + 1, where=("get",))),
        "get gives the newest": ("GET of any job gives the newest", replaced("look_up",
            lambda service, old: lambda tenant, name: (old(tenant, name), tenant.jobs[-1])[1])),
        "cancel does nothing": ("DELETE changes nothing",
            on_cancel(lambda service, tenant, job, old: None)),
        "cancel fails the job": ("a cancelled job is FAILED without errors", both(
            on_cancel(lambda service, tenant, job, old: force(service, job, "FAILED")),
            member("errors", []))),
        "cancelled job succeeds": ("a cancelled job is SUCCEEDED later",
            replaced("next_status", back_to_work)),
        "cancelled at once succeeds": ("DELETE makes a job SUCCEEDED at once",
            on_cancel(lambda service, tenant, job, old: force(service, job, "SUCCEEDED"))),
        "cancel of another": ("DELETE cancels another job", on_cancel(cancel_other)),
        "cancel of all": ("DELETE cancels all jobs", on_cancel(cancel_all)),
        "cancel restarts": ("DELETE makes a job NEW again", on_cancel(
            lambda service, tenant, job, old: force(service, job, "NEW"))),
        "second cancel breaks": ("a second DELETE is 500", replaced("cancel_ended", second_cancel_breaks)),
        "cancel of ended breaks": ("DELETE of an ended job is 500", replaced("cancel_ended",
            lambda service, old: lambda tenant, job: boom())),
        "gone but listed": ("a cancelled job is 404, but listed", both(on_cancel(gone_only_once),
            replaced("find", hidden))),
        "cancelled not listed": ("a cancelled job can be read, but is not listed", replaced("ordered",
            lambda service, old: lambda tenant: [job for job in old(tenant)
                                                 if not job.status.startswith("CANCEL")])),
        "cancel only in the record": ("the list shows cancelled jobs as PROCESSING", dressed(
            lambda shown, job, place: shown.update(status="PROCESSING")
            if place == "list" and job.status.startswith("CANCEL") else None)),
        "GET creates": ("each GET of a job creates another", on_look(copies)),
        "GET moves the time": ("each GET of a job moves updateTime", dressed(
            lambda shown, job, place: shown.update(updateTime=shown["updateTime"] + job.reads)
            if place == "get" else None)),
        "list restarts jobs": ("GET of the list makes jobs new", replaced("ordered",
            lambda service, old: lambda tenant: restart(service, old(tenant)))),
        "list removes": ("GET of the list drops the oldest of three jobs", replaced("ordered",
            lambda service, old: lambda tenant: drop_oldest(tenant, old(tenant)))),
        "back to NEW": ("a job is PROCESSING and NEW by turns", dressed(alternates)),
        "NEW after PROCESSING": ("a job goes from PROCESSING to NEW once", replaced("next_status",
            lambda service, old: lambda job: "NEW" if job.status == "PROCESSING"
            and not seen(service, job) else old(job))),
        "ended works again": ("an ended job is PROCESSING at times", on_look(flips)),
        "FAILED then SUCCEEDED": ("a failed job succeeds later", dressed(succeeds_later)),
        "SUCCEEDED then FAILED": ("a job that succeeded has failed later", dressed(
            lambda shown, job, place: shown.update(status="FAILED", errors=[{"code": "1", "msg": "x"}])
            if job.status == "SUCCEEDED" and job.reads % 4 == 3 else None)),
        "never ends": ("jobs stay PROCESSING", stays("PROCESSING")),
        "never begins": ("jobs stay NEW", stays("NEW")),
        "born PROCESSING": ("POST answers a job in PROCESSING",
            member("status", "PROCESSING", where=("create",))),
        "born SUCCEEDED": ("POST answers a job that SUCCEEDED already", after_create(
            lambda service, tenant, job: force(service, job, "SUCCEEDED"))),
        "ended updateTime moves": ("updateTime of an ended job goes on", dressed(touch)),
        "ended batchId changes": ("batchId of an ended job changes", on_look(new_batch)),
        "ended total changes": ("the end of an ended job moves", dressed(other_end)),
        "creationTime moves": ("creationTime is later at each look", dressed(
            lambda shown, job, place: shown.update(creationTime=shown["creationTime"] + job.reads))),
        "updateTime falls": ("updateTime goes back", dressed(
            lambda shown, job, place: shown.update(
                updateTime=max(job.created, shown["updateTime"] - job.reads * 50))
            if place == "get" else None)),
        "fields lost later": ("fields are shown at create only", both(
            member("fields", "", where=("get",)), member("fields", "", where=("list",)))),
        "dataset changes later": ("the dataset is another in later answers",
            member("destination.datasetId", lambda it: it[::-1], where=("get",))),
        "list with another dataset": ("the list has another dataset than the record",
            member("destination.datasetId", lambda it: it[::-1], where=("list",))),
        "list with another status": ("the list shows jobs as NEW for ever",
            member("status", "NEW", where=("list",))),
        "list with another creationTime": ("the list has other times",
            member("creationTime", lambda it: it - 1, where=("list",))),
        "list with another policy": ("the list has another merge policy",
            member("mergePolicy.version", lambda it: it + 1, where=("list",))),
        "datasets share an id": ("each dataset has the same id", replaced("new_dataset_id",
            lambda service, old: lambda: "5b020a27e7040801dedba61b")),
        "dataset not kept": ("a new dataset is unknown to jobs", replaced("create_dataset",
            lambda service, old: lambda tenant, asked: service.new_dataset_id())),
    },
)  # fmt: skip


def late(service: Service, job: Job) -> Job:
    if service.clock() < job.created + 100:
        raise Wrong(404, "There is no such export job")
    return job


def force(service: Service, job: Job, status: str) -> None:
    job.status = status
    job.marks[status] = service.clock()


def boom() -> Any:
    raise Wrong(500, "The request could not be completed")


def restart(service: Service, jobs: list[Job]) -> list[Job]:
    for job in jobs:
        if job.status == "PROCESSING":
            force(service, job, "NEW")
    return jobs


def drop_oldest(tenant: Tenant, jobs: list[Job]) -> list[Job]:
    if len(tenant.jobs) > 2:
        tenant.jobs.pop(0)
    return jobs


def seen(service: Service, job: Job) -> bool:
    known = service.memory.setdefault("seen", set())
    before = job.id in known
    known.add(job.id)
    return before


def seconds(shown: dict[str, Any], _job: Job, _place: str) -> None:
    for timer in shown["metrics"].values():
        for name in ("startTimeInMs", "endTimeInMs"):
            if name in timer:
                timer[name] //= 1000


def shifted(timer: str, member_name: str, by: int) -> Plant:
    """A time in the metrics is shifted; its total stays coherent with start and end."""

    def dress(shown: dict[str, Any], _job: Job, _place: str) -> None:
        known = shown["metrics"].get(timer)
        if known and member_name in known:
            known[member_name] += by
            if "totalTimeInMs" in known:
                known["totalTimeInMs"] = known["endTimeInMs"] - known["startTimeInMs"]

    return dressed(dress)


def stale(*path: str) -> Plant:
    """A part of the request is taken from an earlier request."""

    def make(service: Service, old: Any) -> Any:
        def create(tenant: Tenant, asked: dict[str, Any], instance: str) -> Job:
            new = dict(asked)
            first = service.memory.setdefault("first", asked)
            for name in path:
                if name in asked and name in first:
                    new[name] = first[name]
            return old(tenant, new, instance)

        return create

    return replaced("create", make)


def without_metrics_end(shown: dict[str, Any], job: Job, _place: str) -> None:
    shown["metrics"]["totalTime"].pop("endTimeInMs", None)
    shown["metrics"]["totalTime"].pop("totalTimeInMs", None)


def batches_of(change_it: Any) -> Plant:
    def dress(shown: dict[str, Any], _job: Job, _place: str) -> None:
        if "batches" in shown["destination"]:
            shown["destination"]["batches"] = change_it(shown["destination"]["batches"])

    return dressed(dress)


BUSINESS = table(
    "business",
    {
        "succeeded without batch": ("SUCCEEDED has an empty batchId",
            member("destination.batchId", "", when="SUCCEEDED")),
        "succeeded without batchId": ("SUCCEEDED has no batchId",
            member("destination.batchId", when="SUCCEEDED")),
        "succeeded without end": ("SUCCEEDED has no end and no total", dressed(without_metrics_end)),
        "succeeded without metrics": ("SUCCEEDED has no metrics", member("metrics", when="SUCCEEDED")),
        "failed without errors": ("FAILED has no errors", member("errors", when="FAILED")),
        "failed with no error": ("FAILED has an empty list of errors", member("errors", [], when="FAILED")),
        "failed called succeeded": ("jobs that fail are SUCCEEDED with errors and no batch", dressed(
            lambda shown, job, place: shown.update(status="SUCCEEDED")
            if job.status == "FAILED" else None)),
        "updateTime before creation": ("updateTime lies before creationTime",
            dressed(lambda shown, job, place: shown.update(updateTime=job.created - 1000))),
        "updateTime stands still": ("updateTime is always creationTime",
            dressed(lambda shown, job, place: shown.update(updateTime=job.created))),
        "seconds": ("creationTime and updateTime are seconds", both(
            member("creationTime", lambda it: it // 1000), member("updateTime", lambda it: it // 1000))),
        "seconds in metrics": ("times of the metrics are seconds", dressed(seconds)),
        "microseconds": ("creationTime is microseconds", both(
            member("creationTime", lambda it: it * 1000), member("updateTime", lambda it: it * 1000))),
        "total is not the difference": ("totalTimeInMs is one more than end less start",
            member("metrics.totalTime.totalTimeInMs", lambda it: it + 1)),
        "total of a phase wrong": ("the total of a phase is wrong",
            member("metrics.profileExportTime.totalTimeInMs", lambda it: it + 7)),
        "total of writing wrong": ("the total of writing is 0",
            member("metrics.aCPDatasetWriteTime.totalTimeInMs", 0, when="SUCCEEDED")),
        "total negative": ("totals are negative",
            member("metrics.totalTime.totalTimeInMs", lambda it: -it)),
        "end before start": ("a phase ends before it starts", dressed(
            lambda shown, job, place: shown["metrics"].get("profileExportTime", {}).update(
                endTimeInMs=job.created - 5, totalTimeInMs=0)
            if job.status == "SUCCEEDED" else None)),
        "phase after the end": ("writing ends after the job",
            shifted("aCPDatasetWriteTime", "endTimeInMs", 5000)),
        "phase before the start": ("reading begins before the job",
            shifted("profileExportTime", "startTimeInMs", -5000)),
        "times of tomorrow": ("times lie a day ahead", both(
            member("creationTime", lambda it: it + 86_400_000),
            member("updateTime", lambda it: it + 86_400_000))),
        "ended while new": ("a NEW job has an end", dressed(
            lambda shown, job, place: shown["metrics"]["totalTime"].update(
                endTimeInMs=job.created, totalTimeInMs=0) if job.status == "NEW" else None)),
        "another organisation": ("imsOrgId is another organisation",
            member("imsOrgId", "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg")),
        "organisation in lower case": ("imsOrgId is in lower case", member("imsOrgId", str.lower)),
        "dataset not echoed": ("the dataset is a fixed one",
            member("destination.datasetId", "5b020a27e7040801dedba61b")),
        "dataset of an earlier request": ("the dataset of the first request comes back", stale("destination")),
        "schema of an earlier request": ("the schema of the first request comes back", stale("schema")),
        "schema not echoed": ("the schema is always profile", member("schema.name", "_xdm.context.profile")),
        "schema of events": ("the schema is another one", member("schema.name", "_xdm.context.experienceevent")),
        "policy not echoed": ("the merge policy is always the default one", member("mergePolicy",
            {"id": "timestampOrdered-none-mp", "version": 1})),
        "policy of an earlier request": ("that of the first request comes back", stale("mergePolicy")),
        "version not echoed": ("the version is always 1", member("mergePolicy.version", 1)),
        "version one more": ("the version is one more",
            member("mergePolicy.version", lambda it: it + 1)),
        "fields cut": ("only the first of the fields comes back",
            member("fields", lambda it: it.split(",")[0])),
        "fields of an earlier request": ("those of the first request come back", stale("fields")),
        "filter of an earlier request": ("that of the first request comes back", stale("filter")),
        "filter loses segments": ("only the first segment comes back",
            member("filter.segments", lambda it: it[:1])),
        "filter loses memberships": ("memberships are dropped", member("filter.segments",
            lambda it: [{**each, "status": []} for each in it])),
        "events of an earlier request": ("additionalFields of the first request come back",
            stale("additionalFields")),
        "events changed": ("the fields of the events are those of the profile",
            member("additionalFields.eventList.fields", "identityMap")),
        "moment changed": ("fromIngestTimestamp loses its offset", member(
            "additionalFields.eventList.filter.fromIngestTimestamp", lambda it: it[:19] + "Z")),
        "segmentPerBatch inverted": ("segmentPerBatch is inverted",
            member("destination.segmentPerBatch", lambda it: not it)),
        "segmentPerBatch true by default": ("segmentPerBatch left out is true", dressed(
            lambda shown, job, place: shown["destination"].setdefault("segmentPerBatch", True)
            if "segmentPerBatch" in job.body["destination"] else
            shown["destination"].update(segmentPerBatch=True))),
        "one batch for two segments": ("segmentPerBatch gives one batch only", batches_of(lambda it: it[:1])),
        "batches of other segments": ("batches name other segments",
            batches_of(lambda it: [{**each, "segmentId": "other"} for each in it])),
        "batches share a batch": ("all batches have one id",
            batches_of(lambda it: [{**each, "batchId": it[0]["batchId"]} for each in it])),
        "batch without id": ("batches have an empty batchId",
            batches_of(lambda it: [{**each, "batchId": ""} for each in it])),
        "batchId shared by jobs": ("every job has the same batch",
            member("destination.batchId", lambda it: it and "da5cfb4de32c4b93a09f7e37fa53ad52")),
        "profileInstanceId not echoed": ("x-profile-instance-id is ignored",
            member("profileInstanceId", "ups")),
        "cancel says no": ("DELETE of a running job says status false", answer("cancelExportJob",
            body(lambda it: {**it, "status": False}))),
    },
)  # fmt: skip


def unlocked(service: Service) -> None:
    service.lock = nullcontext()


def racing_id(service: Service, _old: Any) -> Any:
    def new_id(tenant: Tenant) -> int:
        last = service.last_id
        time.sleep(0.004)
        service.last_id = last + 1
        return last + 1

    return new_id


def racing_keep(service: Service, _old: Any) -> Any:
    def keep(tenant: Tenant, job: Job) -> None:
        known = list(tenant.jobs)
        time.sleep(0.004)
        tenant.jobs = [*known, job]

    return keep


def racing_cancel(service: Service, old: Any) -> Any:
    def cancel(tenant: Tenant, name: str) -> Any:
        service.memory["busy"] = service.memory.get("busy", 0) + 1
        time.sleep(0.01)
        busy = service.memory["busy"]
        service.memory["busy"] -= 1
        return boom() if busy > 1 else old(tenant, name)

    return cancel


def racing_list(service: Service, old: Any) -> Any:
    def ordered(tenant: Tenant) -> list[Job]:
        count = len(tenant.jobs)
        time.sleep(0.01)
        return boom() if len(tenant.jobs) != count else old(tenant)

    return ordered


def racing_body(service: Service, old: Any) -> Any:
    """What was asked is kept in one place for all requests."""

    def create(tenant: Tenant, asked: Any, instance: str) -> Job:
        service.memory["asked"] = asked
        time.sleep(0.004)
        return old(tenant, service.memory["asked"], instance)

    return create


def racing_datasets(service: Service, _old: Any) -> Any:
    def new_dataset_id() -> str:
        last = service.memory.get("dataset", 0)
        time.sleep(0.004)
        service.memory["dataset"] = last + 1
        return f"{last + 1:024x}"

    return new_dataset_id


CONCURRENCY = table(
    "concurrency",
    {
        "race of ids": ("parallel creates give one id twice", both(unlocked, replaced("new_id", racing_id))),
        "race of keeping": ("parallel creates lose jobs", both(unlocked, replaced("keep", racing_keep))),
        "race of cancels": ("parallel cancels are 500", both(unlocked, replaced("cancel", racing_cancel))),
        "race of the list": ("the list is 500 while a job is created",
            both(unlocked, replaced("ordered", racing_list))),
        "race of bodies": ("parallel creates mix their bodies",
            both(unlocked, replaced("create", racing_body))),
        "race of datasets": ("parallel datasets share an id",
            both(unlocked, replaced("new_dataset_id", racing_datasets))),
    },
)  # fmt: skip


def windowed(change_it: Any) -> Plant:
    """The query of the list is read wrongly."""

    def make(service: Service, old: Any) -> Any:
        return lambda tenant, query: old(tenant, change_it(dict(query)))

    return replaced("page", make)


def dropping(*names: str) -> Plant:
    return windowed(lambda query: {key: value for key, value in query.items() if key not in names})


def linked(change_it: Any) -> Plant:
    """`link.next` is changed where it leads on."""
    return page_member("link.next", lambda it: change_it(it) if it else it)


def from_offset(by: int) -> Plant:
    """A page begins some jobs off where its token says."""
    return replaced("after_token", lambda _service, old: (
        lambda jobs, token: max(0, min(len(jobs), old(jobs, token) + by))))  # fmt: skip


def later_pages(change_it: Any) -> Plant:
    """Pages with an offset are changed."""
    return paged(lambda page, query: change_it(page) if query.get("offset") else None)


def limit_by(change_it: Any) -> Plant:
    return replaced(
        "limit", lambda _service, old: lambda query: max(1, change_it(old(query), query))
    )


def counted(service: Service, old: Any) -> Any:
    """A token stands for a count of jobs and not for a job."""

    def page(tenant: Tenant, query: dict[str, str]) -> dict[str, Any]:
        places = service.memory.setdefault("places", {})
        shown = old(tenant, query)
        begin = places.get(query.get("offset"), 0)
        places[shown["page"].get("pageOffset")] = begin + len(shown["records"])
        return shown

    return page


PAGING = table(
    "paging",
    {
        "limit ignored": ("limit is ignored", dropping("limit")),
        "limit one more": ("a page has one job more than limit",
            limit_by(lambda it, query: it + ("limit" in query))),
        "limit one less": ("a page has one job less than limit, and the next skips it", both(paged(
            lambda page, query: page["records"].pop()
            if "limit" in query and len(page["records"]) > 1 else None))),
        "limit 1 gives none": ("limit=1 gives an empty page", paged(
            lambda page, query: page["records"].clear() if query.get("limit") == "1" else None)),
        "offset ignored": ("offset is ignored", dropping("offset")),
        "offset inclusive": ("a page begins with the last job of the one before", from_offset(-1)),
        "offset skips": ("a page loses its first job", from_offset(1)),
        "order ascending": ("oldest first", replaced("ordered",
            lambda service, old: lambda tenant: old(tenant)[::-1])),
        "order by text": ("ordered by the text of the ids, reversed", replaced("ordered",
            lambda service, old: lambda tenant: sorted(old(tenant), key=lambda job: str(job.id)[::-1]))),
        "order by state": ("ordered by state first", replaced("ordered",
            lambda service, old: lambda tenant: sorted(old(tenant), key=lambda job: job.status))),
        "order random on later pages": ("later pages are reversed",
            later_pages(lambda page: page["records"].reverse())),
        "next missing": ("link.next is missing although more follows", page_member("link", {})),
        "next to itself": ("link.next leads to the same page", paged(
            lambda page, query: page["link"].update(
                next="/export/jobs/?offset=" + query["offset"] + "&limit=1")
            if query.get("offset") and page["link"].get("next") else None)),
        "next to the first": ("link.next of a later page leads to the second again", replaced("link",
            lambda service, old: lambda query, token, limit: old(
                query, service.memory.setdefault("loop", token) if token else "", limit))),
        "next absolute": ("link.next lacks its offset but has page=2",
            linked(lambda it: "/export/jobs/?limit=2&page=2")),
        "next with another limit": ("link.next doubles the limit",
            linked(lambda it: it.replace("limit=", "limit=1"))),
        "next with coded offset": ("the offset in link.next is percent-coded",
            linked(lambda it: it.replace("_", "%5F"))),
        "next without status": ("link.next loses the filter",
            linked(lambda it: it.split("&status")[0])),
        "next past the end": ("the last page has a next that leads to an empty page", replaced("link",
            lambda service, old: lambda query, token, limit: old(query, token or "1_1", limit))),
        "next to another host path": ("link.next leads to another path",
            linked(lambda it: it.replace("/export/jobs/", "/export/job/"))),
        "pageOffset of the first": ("pageOffset names the first job of the page", paged(
            lambda page, query: page["page"].update(pageOffset="{creationTime}_{id}".format(
                **page["records"][0])) if page["records"] else None)),
        "pageOffset is a count": ("pageOffset is a count that offset does not take", paged(
            lambda page, query: page["page"].update(pageOffset="2"))),
        "pageSize is the total": ("pageSize counts all jobs", replaced("page",
            lambda service, old: lambda tenant, query: sized(old(tenant, query), len(tenant.jobs)))),
        "pageSize zero": ("pageSize is 0", page_member("page.pageSize", 0)),
        "pageSize one more": ("pageSize is one more", page_member("page.pageSize", lambda it: it + 1)),
        "sort says asc": ("page.sort says asc", page_member("page.sort", "asc")),
        "status filter ignored": ("status is ignored", dropping("status")),
        "status filter inverted": ("status gives all others", replaced("chosen",
            lambda service, old: lambda jobs, query: [job for job in jobs if "status" not in query
                                                      or job.status != query["status"]])),
        "status filter on first page only": ("status is ignored on later pages", windowed(
            lambda query: {key: value for key, value in query.items()
                           if key != "status" or "offset" not in query})),
        "status filter after the limit": ("status is applied to the page only", both(
            replaced("chosen", lambda service, old: lambda jobs, query: jobs),
            paged(lambda page, query: page.update(records=[
                each for each in page["records"]
                if query.get("status", each["status"]) == each["status"]])))),
        "status filter empty": ("status gives an empty list", replaced("chosen",
            lambda service, old: lambda jobs, query: [] if "status" in query else jobs)),
        "duplicates": ("the first job stands twice on a page", paged(
            lambda page, query: page["records"].append(page["records"][0])
            if len(page["records"]) > 1 and "limit" not in query else None)),
        "newest missing": ("the newest job is not listed", replaced("ordered",
            lambda service, old: lambda tenant: old(tenant)[1:])),
        "oldest missing": ("the oldest job is not listed", replaced("ordered",
            lambda service, old: lambda tenant: old(tenant)[:-1])),
        "list late": ("a job is listed only after 200 ms", replaced("ordered",
            lambda service, old: lambda tenant: [job for job in old(tenant)
                                                 if service.clock() > job.created + 200])),
        "list frozen": ("the list is what it was at first", replaced("ordered",
            lambda service, old: lambda tenant: remembered(service, "list", lambda: old(tenant)))),
        "ended not listed": ("ended jobs are not listed", replaced("ordered",
            lambda service, old: lambda tenant: [job for job in old(tenant) if job.status not in ENDED])),
        "three at most": ("the list ends after three jobs without a next", replaced("ordered",
            lambda service, old: lambda tenant: old(tenant)[:3])),
        "pages shift": ("a job created in between shifts the next page", both(
            replaced("page", counted), replaced("after_token", lambda service, old:
                lambda jobs, token: service.memory.get("places", {}).get(token, len(jobs))))),
    },
)  # fmt: skip


def sized(page: dict[str, Any], count: int) -> dict[str, Any]:
    page["page"]["pageSize"] = count
    return page


JOBS_BUGS = (*STATE, *BUSINESS, *CONCURRENCY, *PAGING)
