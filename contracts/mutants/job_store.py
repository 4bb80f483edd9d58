"""Export jobs and datasets that are lost, doubled, mixed up or numbered twice."""

from collections.abc import Callable, Iterator

from ...spec.api import Api
from ...spec.exchange import Call, Reply
from ...spec.json_types import Json
from ..export_jobs import CANCEL_JOB, CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS
from ..job_spoiling import (
    Act,
    Mistake,
    acting,
    asking_for,
    id_of,
    is_call,
    jobs_are_in,
    listed,
    mutant_of,
    records,
    shown_id,
    unknown,
)
from ..mutant import Handle, Mutant, mutation
from ..spoiling import value_of, with_body
from ..status import SUCCESS


@mutation("job-store")
def job_store(api: Api) -> Iterator[Mutant]:
    """A job is not stored, stored twice, lost later, or taken for another."""
    for mistake in _STORE if jobs_are_in(api) else ():
        yield mutant_of(api, mistake)


def _created(react: Callable[[Call, Reply, list[str]], Reply | None]) -> Callable[[], Act]:
    """Does something to the reply to a create, knowing the ids of the jobs before it."""

    def begin() -> Act:
        """No job yet."""
        ids: list[str] = []

        def act(call: Call, honest: Handle) -> Reply | None:
            """The reply, changed or not."""
            if not is_call(call, CREATE_JOB):
                return None
            reply = honest(call.message)
            other = react(call, reply, ids)
            ids.extend([shown_id(reply)] if shown_id(reply) else [])
            return other or reply

        return act

    return begin


def _first_id(_call: Call, reply: Reply, ids: list[str]) -> Reply | None:
    value = value_of(reply.body)
    is_later = bool(ids) and isinstance(value, dict) and "id" in value
    return (
        with_body(reply, {**value, "id": int(ids[0])})
        if is_later and isinstance(value, dict)
        else None
    )


def _losing(every: int, *, alone: bool, lists: bool) -> Callable[[], Act]:
    """Loses each n-th job: where it is asked for alone, in lists, or in both."""

    def begin() -> Act:
        """Count the jobs."""
        ids: list[str] = []

        def is_lost(job: str) -> bool:
            """Whether it is one of those."""
            return job in ids and ids.index(job) % every == every - 1

        def act(call: Call, honest: Handle) -> Reply | None:
            """As if it had not been stored."""
            if is_call(call, CREATE_JOB):
                reply = honest(call.message)
                ids.extend([shown_id(reply)] if shown_id(reply) else [])
                return reply
            if alone and is_call(call, GET_JOB, CANCEL_JOB) and is_lost(id_of(call)):
                return honest(unknown(call))
            if lists and is_call(call, LIST_JOBS):
                return _listing(honest(call.message), lambda jobs: _kept(jobs, is_lost))
            return None

        return act

    return begin


def _kept(jobs: list[Json], is_lost: Callable[[str], bool]) -> list[Json]:
    return [job for job in jobs if not (isinstance(job, dict) and is_lost(str(job.get("id"))))]


def _listing(reply: Reply, change: Callable[[list[Json]], list[Json]]) -> Reply:
    page = listed(reply)
    jobs = change(records(page)) if page else []
    return with_body(reply, {**page, "records": jobs}) if page and jobs != records(page) else reply


def _doubling(jobs: list[Json]) -> list[Json]:
    return [*jobs, jobs[-1]] if jobs else jobs


def _on_list(change: Callable[[list[Json]], list[Json]]) -> Callable[[], Act]:
    def act(call: Call, honest: Handle) -> Reply | None:
        """The list, changed."""
        return _listing(honest(call.message), change) if is_call(call, LIST_JOBS) else None

    return lambda: act


def _twice(call: Call, honest: Handle) -> Reply | None:
    if is_call(call, CREATE_JOB):
        honest(call.message)
    return None


def _neighbour(call: Call, honest: Handle) -> Reply | None:
    """The job before the one that is asked for."""
    if not is_call(call, GET_JOB) or not id_of(call):
        return None
    other = honest(asking_for(call, str(int(id_of(call)) - 1)))
    return other if other.status in SUCCESS else None


def _any_job() -> Act:
    """A job that nobody created is shown as the last one that was."""
    last: list[str] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """Some job, in the place of none."""
        if is_call(call, CREATE_JOB):
            reply = honest(call.message)
            last[:] = [shown_id(reply)] if shown_id(reply) else last
            return reply
        if is_call(call, GET_JOB):
            reply = honest(call.message)
            is_unknown = reply.status == 404 and bool(last)  # noqa: PLR2004  # by its number
            return honest(asking_for(call, last[0])) if is_unknown else reply
        return None

    return act


def _read_deletes() -> Act:
    """A job can be looked at once."""
    seen: set[str] = set()

    def act(call: Call, honest: Handle) -> Reply | None:
        """Unknown from the second look on."""
        if not is_call(call, GET_JOB):
            return None
        if id_of(call) in seen:
            return honest(unknown(call))
        reply = honest(call.message)
        seen.update([id_of(call)] if reply.status in SUCCESS else [])
        return reply

    return act


def _listing_creates() -> Act:
    """Each look at the list makes one more job, as the last request did."""
    last: list[Call] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """Create, then list."""
        if is_call(call, CREATE_JOB):
            last[:] = [call]
        if is_call(call, LIST_JOBS) and last:
            honest(last[0].message)
        return None

    return act


def _stale() -> Act:
    """The list is the one before the last creation."""
    behind: list[str] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """Without the newest job, until the list was asked for once."""
        if is_call(call, CREATE_JOB):
            reply = honest(call.message)
            behind[:] = [shown_id(reply)]
            return reply
        if is_call(call, LIST_JOBS):
            hidden = list(behind)
            behind.clear()
            return _listing(honest(call.message), lambda jobs: _kept(jobs, hidden.__contains__))
        return None

    return act


def _same_dataset() -> Act:
    """Every dataset has the reference of the first."""
    first: list[bytes] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """The first answer again."""
        if not is_call(call, CREATE_DATASET):
            return None
        reply = honest(call.message)
        if reply.status not in SUCCESS:
            return reply
        first.append(reply.body)
        return reply if len(first) == 1 else Reply(reply.status, reply.headers, first[0])

    return act


_STORE = (
    Mistake(
        CREATE_JOB, "same id", "every job has the id of the first", acting(_created(_first_id))
    ),
    Mistake(
        CREATE_JOB,
        "not stored",
        "a job is answered and not stored",
        acting(_losing(1, alone=True, lists=True)),
    ),
    Mistake(
        CREATE_JOB,
        "not listed",
        "no job comes into the list",
        acting(_losing(1, alone=False, lists=True)),
    ),
    Mistake(
        CREATE_JOB,
        "only listed",
        "a job is in the list and unknown when asked for",
        acting(_losing(1, alone=True, lists=False)),
    ),
    Mistake(
        CREATE_JOB,
        "some lost",
        "every third job is lost",
        acting(_losing(3, alone=True, lists=True)),
    ),
    Mistake(
        CREATE_JOB,
        "some not listed",
        "every third job is not listed",
        acting(_losing(3, alone=False, lists=True)),
    ),
    Mistake(CREATE_JOB, "two", "one POST makes two jobs", acting(lambda: _twice)),
    Mistake(
        LIST_JOBS, "twice", "the last job of a page is on it twice", acting(_on_list(_doubling))
    ),
    Mistake(LIST_JOBS, "creates", "a look at the list makes a job", acting(_listing_creates)),
    Mistake(LIST_JOBS, "stale", "the list lacks the newest job at the first look", acting(_stale)),
    Mistake(
        GET_JOB,
        "neighbour",
        "the job before the one asked for is shown",
        acting(lambda: _neighbour),
    ),
    Mistake(GET_JOB, "any", "a job that nobody created is shown as the last one", acting(_any_job)),
    Mistake(GET_JOB, "once", "a job is gone after the first look at it", acting(_read_deletes)),
    Mistake(
        CREATE_DATASET, "same id", "every dataset has the id of the first", acting(_same_dataset)
    ),
)
