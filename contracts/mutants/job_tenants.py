"""Tenants that see, change or become each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...spec.api import Api
from ...spec.exchange import Call, Message, Reply
from ..export_jobs import CANCEL_JOB, CREATE_DATASET, CREATE_JOB, GET_JOB, LIST_JOBS
from ..job_spoiling import (
    Act,
    Mistake,
    acting,
    always,
    id_of,
    is_call,
    jobs_are_in,
    mutant_of,
    shown_id,
    with_header,
)
from ..mutant import Handle, Mutant, mutation
from ..status import SUCCESS

_HEADERS = {"organisation": "x-gw-ims-org-id", "sandbox": "x-sandbox-name"}


@mutation("tenant")
def tenant(api: Api) -> Iterator[Mutant]:
    """What one tenant has is shown to, changed by or stored for another."""
    for word, header in _HEADERS.items() if jobs_are_in(api) else ():
        for operation, verb in ((GET_JOB, "look at"), (CANCEL_JOB, "cancel")):
            yield mutant_of(
                api,
                Mistake(
                    operation,
                    f"other {word}",
                    f"another {word} may {verb} a job that it knows the id of",
                    acting(_as_owner(operation, header)),
                ),
            )
        for operation, means in _AS_FIRST.items():
            yield mutant_of(
                api,
                Mistake(
                    operation,
                    f"other {word}",
                    means.format(word),
                    acting(_as_first(operation, header)),
                    _UNSEEN if (operation, word) == (CREATE_DATASET, "sandbox") else "",
                ),
            )
    if jobs_are_in(api):
        means = "imsOrgId of a job is that of somebody else"
        spoil = always(lambda job, _: {**job, "imsOrgId": "FEDCBA9876543210FEDCBA98@AdobeOrg"})
        yield mutant_of(api, Mistake(GET_JOB, "imsOrgId", means, spoil))
        yield mutant_of(api, Mistake(CANCEL_JOB, "guess", _GUESS, acting(lambda: _telling)))


_AS_FIRST = {
    LIST_JOBS: "another {0} is shown the jobs of the first",
    CREATE_JOB: "the job of another {0} is stored for the first",
    CREATE_DATASET: "the dataset of another {0} is stored for the first",
}
_UNSEEN = "a dataset cannot be read, and no source says that sandboxes are kept apart"
_GUESS = "the job of another organisation is answered 403 where one of nobody is answered 404"


def _as_owner(operation: str, header: str) -> Callable[[], Act]:
    """Whoever knows the id of a job is taken for its owner."""

    def begin() -> Act:
        """No job yet."""
        owners: dict[str, str | None] = {}

        def act(call: Call, honest: Handle) -> Reply | None:
            """Ask in the name of the owner."""
            if is_call(call, CREATE_JOB):
                reply = honest(call.message)
                owners[shown_id(reply)] = call.message.headers.get(header)
                return reply
            if not is_call(call, operation) or id_of(call) not in owners:
                return None
            return _as(call.message, header, owners[id_of(call)], honest)

        return act

    return begin


def _as_first(operation: str, header: str) -> Callable[[], Act]:
    """Everybody is taken for the first who had success."""

    def begin() -> Act:
        """Nobody yet."""
        first: list[str | None] = []

        def act(call: Call, honest: Handle) -> Reply | None:
            """Ask in the name of the first."""
            if not is_call(call, operation):
                return None
            if first:
                return _as(call.message, header, first[0], honest)
            reply = honest(call.message)
            first.extend([call.message.headers.get(header)] if reply.status in SUCCESS else [])
            return reply

        return act

    return begin


def _as(message: Message, header: str, value: str | None, honest: Handle) -> Reply | None:
    """The honest answer to somebody else; None if it is the same one.

    A request without the organisation is not taken for anybody's, as the gateway refuses it.
    """
    given = message.headers.get(header)
    if given == value or (given is None and header == _HEADERS["organisation"]):
        return None
    return honest(with_header(message, header, value))


def _telling(call: Call, honest: Handle) -> Reply | None:
    """403 for a job that is there for others: whoever asks learns that it exists."""
    if not is_call(call, GET_JOB, CANCEL_JOB):
        return None
    reply = honest(call.message)
    number = id_of(call)
    is_known = number.isdigit() and _FIRST <= int(number) < _FIRST + _MANY
    if reply.status == 404 and is_known:  # noqa: PLR2004  # by its number
        return replace(reply, status=403, body=reply.body.replace(b"404", b"403"))
    return reply


_FIRST, _MANY = 1, 10**6
