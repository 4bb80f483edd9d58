"""Spoiling export jobs: mutants of the built-in document, around any server of it.

They remember what passes by, and so need nothing of the server's inside. Read `acting` and
`on_jobs` first; for other documents `jobs_are_in` is false and none of it is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Call, Exchange, Headers, Message, Reply
from ..spec.json_types import Json
from .export_jobs import ALL, CREATE_JOB, GET_JOB, LIST_JOBS, Record, jobs_in
from .mutant import Handle, Mutant, Spoil
from .spoiling import understood, value_of, with_body
from .status import SUCCESS

Act: TypeAlias = Callable[[Call, Handle], Reply | None]
"""A call and the honest server to the wrong reply; None asks the honest server as it is."""

Revise: TypeAlias = Callable[[Record, Call], Record]
"""A job as it is shown in the answer to a call, to the wrong one."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One row of a table of mutants: of which operation, what it does, and how."""

    operation: str
    detail: str
    means: str
    spoil: Callable[[Api], Spoil]
    allowed: str = ""


def mutant_of(api: Api, mistake: Mistake) -> Mutant:
    """The mutant of a row."""
    operation = api.operation(mistake.operation)
    return Mutant(
        mistake.operation,
        mistake.detail,
        operation.node.pointer if operation is not None else "",
        mistake.means,
        mistake.spoil(api),
        allowed=mistake.allowed,
    )


def jobs_are_in(api: Api) -> bool:
    """Whether a document has the export jobs, by their operationIds."""
    return all(api.operation(each) is not None for each in ALL)


def acting(begin: Callable[[], Act]) -> Callable[[Api], Spoil]:
    """Acts instead of the honest server; `begin` gives each server a memory of its own."""

    def made(api: Api) -> Spoil:
        """Read by this document."""

        def spoil(honest: Handle) -> Handle:
            """With a fresh memory."""
            act = begin()

            def handle(message: Message) -> Reply:
                """The wrong reply, else the honest one."""
                reply = act(understood(api, message)[0], honest)
                return honest(message) if reply is None else reply

            return handle

        return spoil

    return made


def on_jobs(begin: Callable[[], Revise]) -> Callable[[Api], Spoil]:
    """Revises every job that is shown, alone or in a list."""

    def make() -> Act:
        """An act with a fresh memory."""
        revise = begin()

        def act(call: Call, honest: Handle) -> Reply | None:
            """The honest reply, its jobs revised."""
            reply = honest(call.message)
            return revised(call, reply, revise)

        return act

    return acting(make)


def always(revise: Revise) -> Callable[[Api], Spoil]:
    """Revises every job in a way that needs no memory."""
    return on_jobs(lambda: revise)


def revised(call: Call, reply: Reply, revise: Revise) -> Reply:
    """A reply with each of its jobs revised; the same if none has changed."""
    value = value_of(reply.body)
    found = list(jobs_in(Exchange(call, reply)))
    jobs = [revise(job, call) for _, job in found]
    if all(job == other for (_, job), other in zip(found, jobs, strict=True)):
        return reply
    if is_call(call, LIST_JOBS) and isinstance(value, dict):
        records: list[Json] = list(jobs)
        return with_body(reply, {**value, "records": records})
    return with_body(reply, jobs[0])


def is_call(call: Call, *operations: str) -> bool:
    """Whether a call is to one of these operations, by their ids; and no HEAD of it."""
    operation = call.operation
    is_own = operation is not None and call.message.method == operation.method
    return is_own and operation is not None and operation.operation_id in operations


def id_of(call: Call) -> str:
    """The job that a call is about, "" if it names none."""
    return str(call.path.get("exportJobId", ""))


def shown_id(reply: Reply) -> str:
    """The id of the job in an answer, "" if there is none."""
    value = value_of(reply.body) if reply.status in SUCCESS else None
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def listed(reply: Reply) -> Record:
    """The body of a list; empty if it is none."""
    value = value_of(reply.body) if reply.status in SUCCESS else None
    return value if isinstance(value, dict) and isinstance(value.get("records"), list) else {}


def records(page: Record) -> list[Json]:
    """The jobs of a page."""
    found = page.get("records")
    return found if isinstance(found, list) else []


def asking_for(call: Call, job: str) -> Message:
    """The message of a call, about another job."""
    head, _, _ = call.message.path.rstrip("/").rpartition("/")
    return replace(call.message, path=f"{head}/{job}")


def with_query(message: Message, **fields: str | None) -> Message:
    """The message with query fields set, or taken away."""
    kept = [part for part in message.query.split("&") if part and _name(part) not in fields]
    kept += [f"{name}={value}" for name, value in fields.items() if value is not None]
    return replace(message, query="&".join(kept))


def _name(part: str) -> str:
    return part.partition("=")[0]


def with_header(message: Message, name: str, value: str | None) -> Message:
    """The message with a header set, or taken away."""
    pairs = [pair for pair in message.headers.pairs if pair[0].lower() != name.lower()]
    return replace(message, headers=Headers(pairs if value is None else [*pairs, (name, value)]))


def unknown(call: Call) -> Message:
    """The message of a call, about a job that nobody has created."""
    return asking_for(call, "987654321987")


SHOWING = (CREATE_JOB, GET_JOB, LIST_JOBS)
"""The operations that show jobs."""
