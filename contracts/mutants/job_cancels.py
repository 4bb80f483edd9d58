"""Cancels of export jobs that do nothing, too much, or not for long."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...spec.api import Api
from ...spec.exchange import Call, Headers, Reply
from ..export_jobs import CANCEL_JOB, GET_JOB, is_cancelled, text
from ..job_spoiling import (
    Act,
    Mistake,
    acting,
    always,
    asking_for,
    id_of,
    is_call,
    jobs_are_in,
    mutant_of,
    revised,
    unknown,
)
from ..mutant import Handle, Mutant, mutation
from ..status import SUCCESS


@mutation("job-cancel")
def job_cancel(api: Api) -> Iterator[Mutant]:
    """A cancel does nothing, does it to another job, or is undone."""
    for mistake in _CANCELS if jobs_are_in(api) else ():
        yield mutant_of(api, mistake)


def _cancelling(reply: Callable[[Call, Handle], Reply]) -> Callable[[], Act]:
    """Does something else at the cancel of a job that exists."""

    def act(call: Call, honest: Handle) -> Reply | None:
        """The other thing, or what is honest."""
        if not is_call(call, CANCEL_JOB) or not id_of(call):
            return None
        return reply(call, honest)

    return lambda: act


def _looked_at(call: Call, honest: Handle) -> Reply:
    """Whether the job is there, without cancelling it: 204, or why not."""
    reply = honest(replace(call.message, method="GET", body=b""))
    return Reply(204, Headers()) if reply.status in SUCCESS else reply


def _neighbour(call: Call, honest: Handle) -> Reply:
    """The job before it is cancelled instead."""
    other = honest(asking_for(call, str(int(id_of(call)) - 1)))
    return other if other.status in SUCCESS else _looked_at(call, honest)


def _resuming(looks: int) -> Callable[[], Act]:
    """A cancel that only shows for so many looks."""

    def begin() -> Act:
        """Count the looks at each cancelled job."""
        left: dict[str, int] = {}

        def act(call: Call, honest: Handle) -> Reply | None:
            """Not cancelled, but shown so for a while."""
            if is_call(call, CANCEL_JOB):
                reply = _looked_at(call, honest)
                if reply.status in SUCCESS:
                    left.setdefault(id_of(call), looks)
                return reply
            if is_call(call, GET_JOB) and left.get(id_of(call), 0) > 0:
                left[id_of(call)] -= 1
                return _as_cancelled(call, honest)
            return None

        return act

    return begin


def _as_cancelled(call: Call, honest: Handle) -> Reply:
    return revised(call, honest(call.message), lambda job, _: {**job, "status": "CANCELLED"})


def _gone_but_listed() -> Act:
    """After a cancel the job is unknown when asked for, and is still in the list."""
    gone: set[str] = set()

    def act(call: Call, honest: Handle) -> Reply | None:
        """As if it had been removed, for those who ask for it alone."""
        if is_call(call, GET_JOB) and id_of(call) in gone:
            return honest(unknown(call))
        if is_call(call, CANCEL_JOB):
            reply = honest(call.message)
            gone.update([id_of(call)] if reply.status in SUCCESS else [])
            return reply
        return None

    return act


def _all_of_them() -> Act:
    """A cancel cancels every job that was ever created."""
    known: list[Call] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """Cancel the ones before it too."""
        if is_call(call, GET_JOB):
            known.append(call)
        if is_call(call, CANCEL_JOB):
            for each in {id_of(other): other for other in known}:
                honest(asking_for(call, each))
        return None

    return act


_CANCELS = (
    Mistake(
        CANCEL_JOB,
        "nothing",
        "a cancel is answered 204 and does nothing",
        acting(_cancelling(_looked_at)),
    ),
    Mistake(
        CANCEL_JOB,
        "neighbour",
        "a cancel stops the job before the one it names",
        acting(_cancelling(_neighbour)),
    ),
    Mistake(
        CANCEL_JOB,
        "resumes",
        "a cancelled job is shown CANCELLED once, and goes on",
        acting(_resuming(1)),
    ),
    Mistake(
        CANCEL_JOB,
        "succeeds",
        "a cancelled job is shown CANCELLED a few times, and SUCCEEDS",
        acting(_resuming(4)),
    ),
    Mistake(
        CANCEL_JOB,
        "gone but listed",
        "a cancelled job is gone, and still in the list",
        acting(_gone_but_listed),
    ),
    Mistake(CANCEL_JOB, "all", "a cancel stops every job that was looked at", acting(_all_of_them)),
    Mistake(
        CANCEL_JOB,
        "unknown",
        "the cancel of a job that does not exist is answered 204",
        acting(_cancelling(lambda call, honest: _forced(honest(call.message)))),
    ),
    Mistake(
        GET_JOB,
        "cancelled runs",
        "a cancelled job is shown PROCESSING",
        always(
            lambda job, _: (
                {**job, "status": "PROCESSING"} if is_cancelled(text(job, "status")) else job
            )
        ),
    ),
)


def _forced(reply: Reply) -> Reply:
    return Reply(204, Headers()) if reply.status == 404 else reply  # noqa: PLR2004  # by its number
