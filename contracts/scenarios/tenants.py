"""Two organisations on one server."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus

from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..credentials import Credential
from ..export_jobs import (
    ALL,
    CANCEL_JOB,
    CREATE_DATASET,
    CREATE_JOB,
    GET_JOB,
    LIST_JOBS,
    Record,
    body_of,
    datasets_of,
    number,
    records_of,
)
from ..exporting import create_dataset, is_stopped, look, start_export
from ..proven import send_as
from ..scenario import scenario
from ..status import SUCCESS
from ..walk import Walk

_ORGANISATION = Credential("header", "x-gw-ims-org-id", "FEDCBA9876543210FEDCBA98@AdobeOrg")
_SANDBOX = "specdouble-elsewhere"
_FAR = 5_000_011
_LARGEST = 2**53
_WORDS = frozenset({"code", "detail", "error_code", "message", "title", "type"})


@dataclass(frozen=True, slots=True)
class _Hers:
    """What the first tenant has: a job that runs, in a dataset that nobody else has."""

    dataset: str
    job: Record


@scenario(
    "tenants",
    needs=ALL,
    writes="1 dataset and 2 export jobs, and 1 of each for the second tenant",
    tags=("security",),
)
def tenants(walk: Walk) -> None:
    """A second organisation looks for the job of the first: by its id, in the list, to cancel it.

    Whoever sees the jobs of another reads customers' segments; whoever cancels them, stops their
    business. The job is on no list of the second tenant, its record is not shown, and a cancel
    does not stop it. Of a job that is another's the second tenant learns no more than of one that
    never was: status and words are the same. What the second creates is not on the first's list.
    The second tenant is given by `--second-tenant`; a server on this machine is tried with a
    made-up organisation. Sandboxes are kept apart for lists and lookups alike or for neither, and
    a job that cannot be seen from another is not cancelled from there, nor is one that is created
    there on the list of the first.

    Silent on: ids that two tenants may share, which refusal it is, and whether sandboxes are kept
    apart at all.
    """
    second = _second_tenant(walk)
    dataset = create_dataset(walk, "specdouble: of the first tenant")
    job = start_export(walk, dataset) if dataset else None
    if not dataset or not job:
        return
    hers = _Hers(dataset, job)
    _not_listed(walk, hers, second)
    _not_shown(walk, hers, second)
    _no_guessing(walk, hers, second)
    _not_cancelled(walk, hers)
    _not_mixed(walk, second, "organisation")
    other = start_export(walk, dataset)
    if other:
        _sandboxes(walk, _Hers(dataset, other))


def _second_tenant(walk: Walk) -> tuple[Credential, ...]:
    """Its credentials; ends the story if there are none."""
    stated = walk.dialect.second_tenant
    if stated:
        return stated
    if not walk.target.is_loopback:
        walk.skip("it needs the credentials of a second tenant; give them with --second-tenant")
    if _as(walk, (_ORGANISATION,), LIST_JOBS).reply.status not in SUCCESS:
        walk.skip("no made-up organisation is let in; give a real one with --second-tenant")
    return (_ORGANISATION,)


def _as(
    walk: Walk, second: tuple[Credential, ...], name: str, path: dict[str, Json] | None = None
) -> Exchange:
    """What the second tenant is answered."""
    query: dict[str, Json] = {"limit": 100} if name == LIST_JOBS else {}
    return send_as(walk, walk.message(name, path=path, query=query), second)


def _path(job: Record) -> dict[str, Json]:
    return {"exportJobId": job["id"]}


def _listed(exchange: Exchange, dataset: str) -> bool:
    """Whether a list holds a job of a dataset."""
    return any(dataset in datasets_of(job) for job in records_of(body_of(exchange.reply)))


def _shown(exchange: Exchange, hers: _Hers) -> bool:
    """Whether an answer is her job, and not another of the same id."""
    body = body_of(exchange.reply)
    is_record = exchange.reply.status in SUCCESS and isinstance(body, dict)
    return is_record and isinstance(body, dict) and hers.dataset in datasets_of(body)


def _not_listed(walk: Walk, hers: _Hers, second: tuple[Credential, ...]) -> None:
    exchange = _as(walk, second, LIST_JOBS)
    if _listed(exchange, hers.dataset):
        text = f"the list of another organisation shows job {hers.job['id']}"
        walk.object(exchange, text, kind="list")


def _not_shown(walk: Walk, hers: _Hers, second: tuple[Credential, ...]) -> None:
    exchange = _as(walk, second, GET_JOB, _path(hers.job))
    if _shown(exchange, hers):
        text = f"another organisation is shown job {hers.job['id']}"
        walk.object(exchange, text, kind="lookup", expected="404", got=str(exchange.reply.status))


def _no_guessing(walk: Walk, hers: _Hers, second: tuple[Credential, ...]) -> None:
    """The answers for another's job are those for a job that never was."""
    key = number(hers.job, "id") or 0
    step = _FAR if key + 2 * _FAR < _LARGEST else -_FAR
    never = [{"exportJobId": key + step}, {"exportJobId": key + 2 * step}]
    for name in (GET_JOB, CANCEL_JOB):
        nothing = [_as(walk, second, name, dict(each)) for each in never]
        hidden = _as(walk, second, name, _path(hers.job))
        statuses = {each.reply.status for each in (*nothing, hidden)}
        if any(status in SUCCESS for status in statuses):
            continue
        if len({each.reply.status for each in nothing}) == 1:
            _alike(walk, hidden, nothing)


def _alike(walk: Walk, hidden: Exchange, nothing: list[Exchange]) -> None:
    status, usual = hidden.reply.status, nothing[0].reply.status
    if status != usual:
        text = f"the job of another is answered {status}, one that never was {usual}"
        message = f"{text}: so its id can be guessed"
        walk.object(hidden, message, kind="guess", expected=str(usual), got=str(status))
        return
    one, other, found = (_words(each) for each in (*nothing, hidden))
    steady = {place for place in one if one[place] == other.get(place)}
    different = sorted(place for place in steady if found.get(place) != one[place])
    new = sorted(found.keys() - one.keys() - other.keys())
    for place in (*different, *new):
        text = f"the error for the job of another differs at {place} from that for no job"
        wanted, got = str(one.get(place, "")), str(found.get(place, ""))
        message = f"{text}: so its id can be guessed"
        walk.object(hidden, message, kind="guess", expected=wanted, got=got)
        return


def _words(exchange: Exchange) -> dict[str, str]:
    """What an error says, by place; the id that was asked for is left out of it."""
    key = str(exchange.call.path.get("exportJobId"))
    return {
        place: re.sub(re.escape(key), "#", text) for place, text in _texts(body_of(exchange.reply))
    }


def _texts(value: Json, place: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    """Every member with its place: its text if it is a wording, else its type."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, f"{place}/{key}", key)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, f"{place}/{index}", name)
    else:
        yield place, str(value) if name in _WORDS else type(value).__name__


def _not_cancelled(walk: Walk, hers: _Hers) -> None:
    """Cancelled by another twice by now, the job goes on."""
    exchange = look(walk, hers.job)
    if is_stopped(exchange):
        text = f"job {hers.job['id']} is stopped, and only another organisation has cancelled it"
        walk.object(exchange, text, kind="cancel")


def _not_mixed(walk: Walk, second: tuple[Credential, ...], word: str) -> None:
    """What the second tenant creates, the first does not see."""
    created = send_as(walk, walk.successes[CREATE_DATASET].call.message, second)
    dataset = _reference_in(created)
    if not dataset:
        return
    wanted = walk.successes[CREATE_JOB].call.message
    body = {**_object(wanted.body), "destination": {"datasetId": dataset}}
    message = replace(wanted, body=json.dumps(body).encode())
    if send_as(walk, message, second).reply.status not in SUCCESS:
        return
    exchange = walk.ask(LIST_JOBS, query={"limit": 100})
    if _listed(exchange, dataset):
        text = f"the list shows the job that another {word} has just created"
        walk.object(exchange, text, kind="list")


def _reference_in(exchange: Exchange) -> str:
    """The id of a dataset as it was created; "" if it was not."""
    found = body_of(exchange.reply) if exchange.reply.status == HTTPStatus.CREATED else None
    first = found[0] if isinstance(found, list) and found else ""
    return str(first).rpartition("/")[2]


def _object(body: bytes) -> Record:
    found: Json = json.loads(body)
    return found if isinstance(found, dict) else {}


def _sandboxes(walk: Walk, hers: _Hers) -> None:
    """List, lookup and cancel agree on whether sandboxes are kept apart."""
    elsewhere = (Credential("header", "x-sandbox-name", _SANDBOX),)
    listing = _as(walk, elsewhere, LIST_JOBS)
    if listing.reply.status not in SUCCESS:
        return
    lookup = _as(walk, elsewhere, GET_JOB, _path(hers.job))
    is_listed, is_shown = _listed(listing, hers.dataset), _shown(lookup, hers)
    if is_listed != is_shown:
        text = f"from another sandbox job {hers.job['id']} is {_NOT[is_shown]}shown"
        walk.object(lookup, f"{text}, and {_NOT[is_listed]}listed", kind="sandbox lookup")
    if is_shown or is_listed:
        return
    _as(walk, elsewhere, CANCEL_JOB, _path(hers.job))
    exchange = look(walk, hers.job)
    if is_stopped(exchange):
        text = f"job {hers.job['id']} cannot be seen from another sandbox, and is cancelled from it"
        walk.object(exchange, text, kind="sandbox cancel")
    _not_mixed(walk, elsewhere, "sandbox")


_NOT = {True: "", False: "not "}
