"""Many at the same time."""

from collections import Counter
from http import HTTPStatus

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..export_jobs import (
    ALL,
    CANCEL_JOB,
    CREATE_DATASET,
    GET_JOB,
    LIST_JOBS,
    Record,
    is_final,
)
from ..export_jobs import text as text_of
from ..exporting import create_dataset, export_message, is_stopped, look, record_of, start_export
from ..paging import ids as ids_of
from ..paging import next_link, pages
from ..scenario import scenario
from ..status import SUCCESS
from ..walk import Walk, poll

_AT_ONCE = 12
_ROUNDS = 2
_READS = 4
_PAGES = 60
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@scenario(
    "concurrency",
    needs=ALL,
    writes=f"{_AT_ONCE + 1} datasets and {_AT_ONCE * _ROUNDS + 3 * _ROUNDS + 1} export jobs",
    tags=("concurrency",),
)
def concurrency(walk: Walk) -> None:
    """Jobs are created, read and cancelled by several clients at the same time.

    What works for one client at a time may lose what two of them write in the same moment. Each
    creation succeeds, gives an id of its own, and the job is there afterwards: to be read, and on
    the list once. Several cancels of one job break nothing, one of them succeeds at least, and
    the job is stopped. While a job is created and cancelled, others can be read.

    Silent on: which of several cancels succeeds, and requests that a busy server puts off (429,
    503).
    """
    dataset = create_dataset(walk, "specdouble: at the same time")
    known = walk.successes.get(CREATE_DATASET)
    if known:
        walk.together([known.call.message] * _AT_ONCE)
    if dataset is None or start_export(walk, dataset) is None:
        return
    wanted: list[str] = []
    for _ in range(_ROUNDS):
        wanted += _creations(walk, dataset)
        _cancels(walk, dataset)
        _reads_under_write(walk, dataset)
    _listed_once(walk, wanted)


def _creations(walk: Walk, dataset: str) -> list[str]:
    """The ids of some jobs, each of its own and there to be read."""
    messages = [export_message(walk, dataset, {"fields": f"at{n}"}) for n in range(_AT_ONCE)]
    exchanges = [each for each in walk.together(messages) if not _is_busy(each)]
    for each in exchanges:
        walk.expects(each, HTTPStatus.OK)
    ids = Counter(_id(each) for each in exchanges if each.reply.status == HTTPStatus.OK)
    twice = [key for key, count in ids.items() if count > 1]
    if twice:
        text = f"{_AT_ONCE} jobs were created at once, and several have the id {twice[0]}"
        walk.object(exchanges[0], text, kind="ids at once")
    for key in ids:
        exchange = look(walk, {"id": key})
        if exchange.reply.status == HTTPStatus.NOT_FOUND:
            text = f"job {key} was created with {_AT_ONCE - 1} others at once, and is not found"
            walk.object(exchange, text, kind="lost at once", expected="200", got="404")
    return list(ids)


def _is_busy(exchange: Exchange) -> bool:
    return exchange.reply.status in _BUSY


def _id(exchange: Exchange) -> str:
    return str(record_of(exchange).get("id"))


def _running(walk: Walk, dataset: str) -> Record | None:
    """A job that has not ended yet; None if jobs end at once here."""
    job = start_export(walk, dataset)
    return None if job is None or _is_over(look(walk, job)) else job


def _cancels(walk: Walk, dataset: str) -> None:
    job = _running(walk, dataset)
    if job is None:
        return
    message = walk.message(CANCEL_JOB, path=_path(job))
    answers = walk.together([message] * _READS, open_to_either=True)
    exchanges = [each for each in answers if not _is_busy(each)]
    is_missed = not any(each.reply.status in SUCCESS for each in exchanges)
    if exchanges and is_missed and not _is_over(look(walk, job)):
        statuses = sorted({each.reply.status for each in exchanges})
        text = f"job {job['id']} was cancelled {len(exchanges)} times at once, and none succeeded"
        walk.object(exchanges[0], f"{text}: {statuses}", kind="cancels at once")
    elif exchanges and not _is_over(look(walk, job)):
        walk.later(lambda later: _must_be_stopped(later, job))


def _is_over(exchange: Exchange) -> bool:
    """Whether a job is stopped, or had ended before anybody could stop it."""
    return is_stopped(exchange) or is_final(text_of(record_of(exchange), "status"))


def _must_be_stopped(walk: Walk, job: Record) -> None:
    """It was still running after it had been cancelled: sooner or later it is stopped."""
    if not poll(walk.pace, lambda: is_stopped(look(walk, job)), walk.pace.moment):
        text = f"job {job['id']} was cancelled {_READS} times at once, and is not stopped"
        walk.object(look(walk, job), text, kind="not stopped at once")


def _path(job: Record) -> dict[str, Json]:
    return {"exportJobId": job["id"]}


def _reads_under_write(walk: Walk, dataset: str) -> None:
    """A job is read while it is cancelled and another is created; the checks judge what comes."""
    job = _running(walk, dataset)
    if job is None:
        return
    reads = [
        walk.message(GET_JOB, path=_path(job)),
        walk.message(LIST_JOBS, query={"limit": 2}),
    ] * _READS
    creation = export_message(walk, dataset)
    cancel = walk.message(CANCEL_JOB, path=_path(job))
    walk.together([*reads[:_READS], cancel, creation, *reads[_READS:]])


def _listed_once(walk: Walk, wanted: list[str]) -> None:
    """Look for jobs along the list, until all are found."""
    found: Counter[str] = Counter()
    last = None
    for last in pages(walk, {"limit": 100}, _PAGES):
        found.update(str(each) for each in ids_of(last))
        if found.keys() >= set(wanted):
            break
    if last is None:
        return
    missing = [key for key in wanted if key not in found]
    if missing and not next_link(last):
        text = f"job {', '.join(missing)} was created with others at once and is not on the list"
        walk.object(last, text, kind="not listed at once")
    twice = [key for key in wanted if found[key] > 1]
    if twice:
        text = f"job {', '.join(twice)} was created with others at once and is listed twice"
        walk.object(last, text, kind="listed twice")
