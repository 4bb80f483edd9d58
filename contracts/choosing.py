"""Choosing: what an implementation has chosen where the contract leaves it free, as it shows.

What the dialect states is held against every answer (`_SIGNS`). What it does not state a
scenario may learn at the first sight, and hold to from then on (`Choosing.learn`).
"""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus

from ..spec.api import Api
from ..spec.exchange import Exchange
from .dialect import Dialect
from .export_jobs import (
    CREATE_DATASET,
    LIST_JOBS,
    body_of,
    jobs_in,
    part,
)
from .violation import Objection


class Choosing:
    """The choices of one implementation, by name."""

    def __init__(self, api: Api, dialect: Dialect) -> None:
        self._api = api
        self._stated = dialect.choices
        self._learnt: dict[str, str] = {}

    def observe(self, exchange: Exchange) -> Iterator[Objection]:
        """Every choice that an exchange shows, against what is known."""
        operation = exchange.call.operation
        for name, sign in _SIGNS.get(operation.operation_id if operation else "", {}).items():
            value = sign(exchange)
            if value is not None:
                yield from self.held(name, value)
        yield from self._spelling(exchange)

    def learn(self, name: str, value: str) -> Iterator[Objection]:
        """One choice as it was seen just now; an objection if it was another one before."""
        yield from self.held(name, value)
        stated, known = self._stated.get(name), self._learnt.setdefault(name, value)
        if stated is None and value != known:
            message = f"{name}: it was {known!r} before, and here it is {value!r}"
            yield Objection(message, "", name, expected=known, got=value)

    def held(self, name: str, value: str) -> Iterator[Objection]:
        """One choice against the dialect, if that says anything."""
        stated = self._stated.get(name)
        if stated is not None and value != stated:
            message = f"{name}: the dialect says {stated!r}, and here it is {value!r}"
            yield Objection(message, "", name, expected=stated, got=value)

    def _spelling(self, exchange: Exchange) -> Iterator[Objection]:
        """The dataset of a job is only held to a dialect: published samples mix both spellings."""
        stated = self._stated.get("dataset-member")
        operation = exchange.call.operation
        if stated is None or operation is None:
            return
        is_list = operation.operation_id == LIST_JOBS
        wanted = {"mixed": "datasetId" if is_list else "dataSetId"}.get(stated, stated)
        other = "dataSetId" if wanted == "datasetId" else "datasetId"
        for _, job in jobs_in(exchange):
            if other in part(job, "destination") or wanted not in part(job, "destination"):
                message = f"dataset-member: the dialect says {stated!r}, so {wanted} belongs here"
                yield Objection(message, "", "dataset-member", expected=wanted, got=other)
                return


def _reference(exchange: Exchange) -> str | None:
    """How a created dataset is spelt, without its id."""
    found = body_of(exchange.reply) if exchange.reply.status == HTTPStatus.CREATED else None
    first = found[0] if isinstance(found, list) and found else None
    return first[: first.rindex("/") + 1] if isinstance(first, str) and "/" in first else None


def _last_link(exchange: Exchange) -> str | None:
    """Whether the last page has an empty link or none."""
    body = body_of(exchange.reply) if exchange.reply.status == HTTPStatus.OK else None
    if not isinstance(body, dict):
        return None
    link = part(body, "link").get("next")
    return {None: "absent", "": "empty"}.get(link) if link is None or link == "" else None


_SIGNS: Mapping[str, Mapping[str, Callable[[Exchange], str | None]]] = {
    CREATE_DATASET: {"dataset-reference": _reference},
    LIST_JOBS: {"last-link": _last_link},
}
"""What shows a choice in the answers of an operation; None where it does not."""
