"""Items of resources, made and looked at, for any document. Read `created`, then `on_item`."""

from dataclasses import dataclass

from ..spec.api import Operation
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .proper import ImproperError, proper
from .resources import Resource, identity
from .sampling import json_entry, sample_bodies
from .status import SERVER_ERROR, SUCCESS
from .variation import varied
from .walk import Walk

_SETTLED = (200, 201, 203)
"""Statuses of a change that is done; 202 only promises one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item that was created here: its id, the body it was asked for with, and the reply."""

    id: Json
    asked: Json
    reply: Exchange


def created(walk: Walk, resource: Resource, number: int) -> Item | str:
    """A new item; else why there is none. A body that is refused is tried with other values."""
    create, entry = resource.create, json_entry(resource.create)
    bodies: list[Json] = list(sample_bodies(create))[:3] if entry else [None]
    salts = [walk.seed % 100_000 + number, walk.seed % 100_000 + number + 2]
    tried = [] if number else bodies
    tried += [varied(each, entry, salt) for salt in salts for each in bodies[:1]]
    reason = f"no sample keeps to {create.operation_id}"
    for body in tried:
        message = proper(walk, create, body=body)
        if message is None:
            continue
        exchange = walk.send(message)
        status = exchange.reply.status
        found = identity(exchange, resource)
        if status in _SETTLED and found is not None:
            return Item(found, body, exchange)
        reason = f"{create.operation_id} answers {status}"
        if status in SUCCESS or status in SERVER_ERROR:
            reason += " and no id is found in the answer" * (status in SUCCESS)
            break
    return f"{resource.path}: {reason}, so nothing is created"


def read_item(walk: Walk, resource: Resource, value: Json) -> Exchange:
    """The answer to a read of an item."""
    return on_item(walk, resource.read or resource.create, resource, value)


def on_item(
    walk: Walk, operation: Operation, resource: Resource, value: Json, body: Json = None
) -> Exchange:  # an operation, and the item it is about
    """Call an operation on an item; the story ends if that cannot be done properly."""
    message = proper(walk, operation, path={resource.parameter.name: value}, body=body)
    if message is None:
        raise ImproperError(operation.operation_id)
    return walk.send(message)


def clean(walk: Walk, resource: Resource, items: list[Item]) -> None:
    """Delete what was created, as far as that is possible."""
    for item in items if resource.delete else ():
        on_item(walk, resource.item["DELETE"], resource, item.id)
