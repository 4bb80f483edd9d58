"""Clean-up: what a run has created at a server is removed at its end, where there is a way.

`Leavings` learns from the exchanges of all phases what this run has created, and only that is
ever touched. Read `Leavings.see`, then `clean`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from ..spec.api import Api, Operation
from ..spec.errors import TargetError
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .asking import message_for
from .export_jobs import (
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    body_of,
    is_final,
    jobs_in,
    number,
    text,
)
from .gate import Gate
from .manners import HaltError, UnsafeError
from .resources import identity, resources_of
from .signing import signed
from .status import SUCCESS
from .target import Target

_MOST = 500
"""So many requests a clean-up sends; who has created more has to look for himself."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_SHOWN = 5

Identify = Callable[[Exchange], Json]


@dataclass(frozen=True, slots=True)
class Way:
    """How what one operation creates is removed: by which other one, and the id it wants.

    `remove` is None where the document has no way; `noun` is what is created, for people.
    """

    noun: str
    identify: Identify
    remove: Operation | None = None
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What has become of it all: how many of each noun are gone, and the ids of those that stay."""

    removed: Mapping[str, int]
    left: Mapping[str, tuple[str, ...]]


class Leavings:
    """What a run has created and not removed, by who created it, in that order."""

    def __init__(self, api: Api) -> None:
        self._ways = ways_of(api)
        self._removers = {
            way.remove.operation_id: (name, way.parameter)
            for name, way in self._ways.items()
            if way.remove
        }
        self._made: dict[tuple[str, str], Way] = {}

    def see(self, exchange: Exchange) -> None:
        """Take note of what an exchange has created or removed, or shows to have ended."""
        operation = exchange.call.operation
        if operation is None or exchange.reply.status not in SUCCESS:
            return
        self._forget_ended(exchange)
        name = operation.operation_id
        is_own = exchange.call.message.method == operation.method
        way = self._ways.get(name) if is_own else None
        if way is not None:
            for key in _keys(way.identify(exchange)):
                self._made[name, key] = way
        if is_own and name in self._removers:
            creator, parameter = self._removers[name]
            for key in _keys(exchange.call.path.get(parameter)):
                self._made.pop((creator, key), None)

    def items(self) -> list[tuple[str, Way]]:
        """Each id and what can be done about it, the newest first."""
        return [(key, way) for (_, key), way in reversed(self._made.items())]

    def _forget_ended(self, exchange: Exchange) -> None:
        """A job that has ended needs no cancelling."""
        for _, job in jobs_in(exchange):
            if is_final(text(job, "status")):
                self._made.pop((CREATE_JOB, str(job.get("id"))), None)


def ways_of(api: Api) -> dict[str, Way]:
    """For each operation that creates something with an id, how that is removed again."""
    found = {
        each.create.operation_id: Way(
            each.path.rstrip("/").rpartition("/")[2],
            partial(identity, resource=each),
            each.delete,
            each.parameter.name,
        )
        for each in resources_of(api)
    }
    cancel = api.operation(CANCEL_JOB)
    if cancel is not None and api.operation(CREATE_JOB) is not None:
        found[CREATE_JOB] = Way("export jobs", _job, cancel, "exportJobId")
        if api.operation(CREATE_DATASET) is not None:
            found[CREATE_DATASET] = Way("datasets", _datasets)
    return found


def clean(leavings: Leavings, target: Target) -> Cleaned:
    """Remove what can be removed, newest first, whatever is left of the requests of the run.

    A server that does not answer any more is left alone.
    """
    manners = replace(target.manners, max_requests=_MOST)
    removed: dict[str, int] = {}
    left: dict[str, list[str]] = {}
    with replace(target, manners=manners, gate=Gate()) as asked:
        for key, way, is_gone in _tried(leavings, asked):
            if is_gone:
                removed[way.noun] = removed.get(way.noun, 0) + 1
            else:
                left.setdefault(way.noun, []).append(key)
    return Cleaned(removed, {noun: tuple(reversed(keys)) for noun, keys in left.items()})


def _tried(leavings: Leavings, target: Target) -> Iterator[tuple[str, Way, bool]]:
    """Each id with its way, and whether it is gone now."""
    is_over = False
    for key, way in leavings.items():
        try:
            is_gone = not is_over and _removed(key, way, target)
        except (HaltError, TargetError, UnsafeError):
            is_gone, is_over = False, True
        yield key, way, is_gone


def told(cleaned: Cleaned) -> Iterator[str]:
    """In lines for people; none if nothing was created."""
    if cleaned.removed:
        counts = (f"{noun} ({count})" for noun, count in cleaned.removed.items())
        yield f"cleaned up: {', '.join(counts)}"
    for noun, keys in cleaned.left.items():
        more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
        yield f"left behind: {noun} ({len(keys)}): {', '.join(keys[:_SHOWN])}{more}"


def _removed(key: str, way: Way, target: Target) -> bool:
    if way.remove is None:
        return False
    message = message_for(way.remove, path={way.parameter: key})
    status = target.send(signed(message, target.credentials)).status
    return status in SUCCESS or status in _GONE


def _job(exchange: Exchange) -> Json:
    return next((number(job, "id") for _, job in jobs_in(exchange)), None)


def _datasets(exchange: Exchange) -> Json:
    """The ids in the references that an answer gives."""
    found = body_of(exchange.reply)
    references = found if isinstance(found, list) else []
    return [each.rpartition("/")[2] for each in references if isinstance(each, str)]


def _keys(identity: Json) -> list[str]:
    """Ids as they stand in a path; none of what is no id."""
    found = identity if isinstance(identity, list) else [identity]
    return [str(each) for each in found if isinstance(each, (str, int)) and each != ""]
