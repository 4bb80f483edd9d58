"""What each operation does with credentials that are no good."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...spec.api import Api, Operation
from ...spec.exchange import Exchange, Message
from ..export_jobs import (
    ALL,
    CANCEL_JOB,
    CREATE_JOB,
    LIST_JOBS,
    Record,
    body_of,
    datasets_of,
    is_final,
    records_of,
    text,
)
from ..exporting import create_dataset, is_stopped, look, record_of, start_export
from ..forgeries import Forgery, certain, doubtful, is_about_time
from ..proven import proven, proven_or_sample, put, readings, send_as
from ..scenario import scenario
from ..status import SERVER_ERROR, SUCCESS
from ..walk import Walk

_REFUSALS = (400, 401, 403)
_AT_THE_DOOR = frozenset({401, 403})
_BUSY = 429
_OWN_JOBS = 2
"""So many jobs the story itself has created until it looks: one to be read, one to be cancelled."""

_THOROUGH = frozenset({"strict", "deep"})


@dataclass(frozen=True, slots=True)
class _Door:
    """An operation and a request for it; `is_proven` says that it works with good credentials."""

    operation: Operation
    message: Message
    is_proven: bool
    job: Record | None = None


@dataclass(frozen=True, slots=True)
class _Sighting:
    """What a door did with a forgery."""

    door: _Door
    forgery: Forgery
    exchange: Exchange


def _asks_for_any(api: Api) -> bool:
    return any(next(certain(each, ""), None) for each in api.operations)


@scenario(
    "credentials",
    fits=_asks_for_any,
    writes="1 dataset and some export jobs, where the document has them",
    tags=("security",),
    quick=True,
)
def credentials(walk: Walk) -> None:
    """Each operation is asked with each of its credentials spoilt, one at a time.

    One door that is open is enough to come in. A credential that is missing, empty or of another
    scheme must be refused: with 401, 403, or 400 (a gateway that misses a header says so). So
    must a token that the dialect calls expired. Of a made-up token or key nobody outside can say
    whether it is good; but what one operation refuses with 401 or 403, every other with the same
    security refuses as well. A creation that was refused has created nothing, a cancel that was
    refused has stopped nothing.

    The profiles `strict` and `deep` also want the scheme's name in any case (RFC 9110, 11.1).

    Silent on: which status it is (404 is taken, too, where no request has succeeded before), the
    order in which a server looks, and servers that take any token at all.
    """
    dataset = _dataset(walk)
    sightings: list[_Sighting] = []
    for operation in walk.operations:
        if walk.may(operation.method) and operation.security:
            sightings += _spoilt(walk, _door(walk, operation, dataset))
    if dataset:
        _nothing_stopped(walk, sightings)
        _nothing_created(walk, dataset, sightings)
    if walk.profile == "quick":
        return
    doubts = [each for operation in walk.operations for each in _doubts(walk, operation, dataset)]
    _consistent(walk, doubts)
    _about_time(walk, doubts)
    if walk.profile in _THOROUGH:
        _in_any_case(walk)


def _dataset(walk: Walk) -> str | None:
    """A dataset of the story's own, if the document has export jobs; and a job in it."""
    has_jobs = all(walk.api.operation(name) for name in ALL)
    if not has_jobs or not walk.may("POST"):
        return None
    dataset = create_dataset(walk, "specdouble: nobody may come in")
    job = start_export(walk, dataset) if dataset else None
    if job:
        walk.ask(LIST_JOBS)
        look(walk, job)
    return dataset if job else None


def _door(walk: Walk, operation: Operation, dataset: str | None) -> _Door:
    """The operation with a request that works, if there is one; a cancel has a job of its own."""
    if operation.operation_id == CANCEL_JOB and dataset:
        job = start_export(walk, dataset)
        if job and not is_final(text(record_of(look(walk, job)), "status")):
            message = walk.message(CANCEL_JOB, path={"exportJobId": job["id"]})
            return _Door(operation, message, is_proven=True, job=job)
    message = proven_or_sample(walk, operation)
    is_proven = proven(walk, operation) is not None and operation.method in {"GET", "POST"}
    if operation.method == "GET" and is_proven:
        is_proven = walk.send(message).reply.status in SUCCESS
    return _Door(operation, message, is_proven)


def _spoilt(walk: Walk, door: _Door) -> Iterator[_Sighting]:
    """Every forgery that must be refused for sure."""
    for forgery in certain(door.operation, _token(walk)):
        if walk.profile == "quick" and forgery.value is not None:
            continue
        exchange = walk.send(_forged(door.message, forgery))
        _must_refuse(walk, door, forgery, exchange)
        _learn(walk, door, forgery, exchange)
        yield _Sighting(door, forgery, exchange)


def _token(walk: Walk) -> str:
    """The good token, without its scheme."""
    values = (each.value for each in walk.target.credentials if each.name == "Authorization")
    return next(values, "").partition(" ")[2] or "specdouble-made-up-token"


def _forged(message: Message, forgery: Forgery) -> Message:
    for scheme in forgery.schemes:
        message = put(message, scheme.location, scheme.name, forgery.value)
    return message


def _must_refuse(walk: Walk, door: _Door, forgery: Forgery, exchange: Exchange) -> None:
    status = exchange.reply.status
    refusals = _REFUSALS if door.is_proven else (*_REFUSALS, 404)
    if status in refusals or status in SERVER_ERROR or status == _BUSY:
        return
    if status in SUCCESS and walk.is_wrong(exchange):
        return
    wanted = ", ".join(map(str, _REFUSALS))
    words = f"{forgery.means} it answers {status}; such a request is refused with one of {wanted}"
    walk.object(exchange, words, kind=forgery.means, expected=wanted, got=str(status))


def _learn(walk: Walk, door: _Door, forgery: Forgery, exchange: Exchange) -> None:
    """How a missing token is answered, at every door in the same way."""
    is_token = forgery.value is None and forgery.schemes[0].scheme == "bearer"
    status = exchange.reply.status
    if is_token and door.operation.operation_id in ALL and status in _AT_THE_DOOR:
        walk.learn("missing-token", str(status), exchange)


def _nothing_stopped(walk: Walk, sightings: list[_Sighting]) -> None:
    """A cancel that was refused has stopped nothing."""
    cancels = [each for each in sightings if each.door.job]
    if not cancels or any(map(_let_in, cancels)):
        return
    job = cancels[0].door.job or {}
    exchange = look(walk, job)
    if is_stopped(exchange):
        words = f"every cancel of job {job['id']} was refused, and it is cancelled"
        walk.object(exchange, words, kind="refused cancel")


def _nothing_created(walk: Walk, dataset: str, sightings: list[_Sighting]) -> None:
    """A creation that was refused has created nothing."""
    if any(each.door.operation.operation_id == CREATE_JOB and _let_in(each) for each in sightings):
        return
    exchange = walk.ask(LIST_JOBS, query={"limit": 100})
    mine = [job for job in records_of(body_of(exchange.reply)) if dataset in datasets_of(job)]
    if len(mine) > _OWN_JOBS:
        words = f"every creation with a bad credential was refused, and there are {len(mine)} jobs"
        message = f"{words} where {_OWN_JOBS} were created"
        walk.object(exchange, message, kind="refused creation")


def _let_in(sighting: _Sighting) -> bool:
    return sighting.exchange.reply.status in SUCCESS


def _doubts(walk: Walk, operation: Operation, dataset: str | None) -> Iterator[_Sighting]:
    """What an operation does with credentials that may or may not be good."""
    if not walk.may(operation.method):
        return
    door = None
    for forgery in doubtful(operation, walk.dialect.expired_token):
        if door is None or door.job:
            door = _door(walk, operation, dataset)
        exchange = send_as(walk, _forged(door.message, forgery), ())
        if forgery.is_certain:
            _must_refuse(walk, door, forgery, exchange)
        yield _Sighting(door, forgery, exchange)


def _consistent(walk: Walk, doubts: list[_Sighting]) -> None:
    """What one door refuses, every other with the same security refuses."""
    for each in doubts:
        status = each.exchange.reply.status
        if each.forgery.is_certain or status not in SUCCESS:
            continue
        for other in doubts:
            is_same = other.door.operation.security == each.door.operation.security
            refused = other.exchange.reply.status
            if is_same and other.forgery == each.forgery and refused in _AT_THE_DOOR:
                _inconsistent(walk, each, other)
                break


def _inconsistent(walk: Walk, each: _Sighting, other: _Sighting) -> None:
    status, refused = each.exchange.reply.status, other.exchange.reply.status
    words = f"{each.forgery.means} it answers {status}; {other.door.operation.operation_id}"
    message = f"{words} refuses the same with {refused}"
    kind = each.forgery.means
    walk.object(each.exchange, message, kind=kind, expected=str(refused), got=str(status))


def _about_time(walk: Walk, doubts: list[_Sighting]) -> None:
    """Say so if nothing shows that tokens expire."""
    asked = [each for each in doubts if is_about_time(each.forgery)]
    if asked and not any(each.exchange.reply.status in _AT_THE_DOOR for each in asked):
        walk.note("that tokens expire was not tested; give one that has with --expired-token")


def _in_any_case(walk: Walk) -> None:
    """The name of the scheme is the same word in small letters; many servers do not know that."""
    for first in readings(walk):
        scheme, _, token = first.call.message.headers.get("authorization", "").partition(" ")
        if not token:
            continue
        small = put(first.call.message, "header", "Authorization", f"{scheme.lower()} {token}")
        exchange = walk.send(small)
        status = exchange.reply.status
        if status in _AT_THE_DOOR:
            words = f"{scheme} in small letters is refused with {status}; schemes have no case"
            walk.object(exchange, words, kind="case", expected="200", got=str(status))
