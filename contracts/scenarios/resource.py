"""What is created can be read, listed, changed and deleted, for any document."""

from ...spec.api import Api, Operation
from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..collection import Collected, collected, ids_in
from ..export_jobs import body_of
from ..fakes import is_fake
from ..items import Item, clean, created, on_item, read_item
from ..proper import ImproperError
from ..record_laws import differences, unseen_members, unwrapped
from ..resources import Resource, id_in, names_of_id, resources_of
from ..sampling import json_entry, sample_bodies
from ..scenario import scenario
from ..status import SUCCESS
from ..variation import changes_of
from ..walk import Walk, poll

_GONE = (404, 410)
_MOMENT = 1.0


def _has_any(api: Api) -> bool:
    return any(each.read or each.list or each.delete for each in resources_of(api))


@scenario(
    "resource", fits=_has_any, writes="two or three items of each resource", tags=("resource",)
)
def resource(walk: Walk) -> None:
    """Items of each resource are created, read, listed, changed and deleted again.

    A resource is a path that takes POST and the path below it that takes an id. What was
    created can be read under its id and shows the values it was given; it is listed; a change
    is shown by the next read; after it was deleted, a read is 404 or 410, or shows a changed
    record. Two creations give two ids, one makes one item, and an id that was made up is not
    found. Clients build on these laws without a document ever stating them.

    Bodies are the examples of the document, else small values of its schemas. Silent on: members
    that come back under another name or type, texts that differ in case or space, creations that
    are answered 202, lists that go on where no link leads, and servers that keep nothing at all:
    one that answers a made-up id like a real one and creates the same item twice is a static
    fake, which is said and not blamed.
    """
    reasons = [reason for each in resources_of(walk.api) if (reason := _judged(walk, each))]
    for reason in reasons:
        walk.note(reason)
    if len(reasons) == len(resources_of(walk.api)):
        walk.skip("; ".join(dict.fromkeys(reasons)))


def _judged(walk: Walk, resource: Resource) -> str:
    """Hold one resource to all laws; why that was not possible, "" if it was."""
    try:
        return _judge(walk, resource)
    except ImproperError as error:
        return f"{resource.path}: no sample keeps to {error}"


def _judge(walk: Walk, resource: Resource) -> str:
    if not walk.may("POST"):
        return "the run is read-only"
    before = _listed(walk, resource)
    first = created(walk, resource, 0)
    if isinstance(first, str):
        return first
    second = created(walk, resource, 1)
    others = [] if isinstance(second, str) else [second]
    if resource.read is None:
        clean(walk, resource, [first, *others])
        return f"{resource.path}: its items cannot be read, so nothing is known of them"
    if is_fake(walk, resource, [first, *others]):
        return (
            f"{resource.path}: the server keeps no state: made-up ids are answered like real ones"
        )
    _read_back(walk, resource, first)
    _count(walk, resource, before, [first, *others])
    _update(walk, resource, first)
    _delete(walk, resource, first)
    clean(walk, resource, others)
    return ""


def _read_back(walk: Walk, resource: Resource, item: Item) -> None:
    """What was created is found, and is what was asked for."""
    exchange = _found(walk, resource, item.id)
    if exchange is None:
        return
    shown = unwrapped(body_of(exchange.reply))
    value = id_in(shown, resource)
    if value is not None and str(value) != str(item.id):
        message = f"the item {item.id} was asked for, and the answer shows {value}"
        walk.object(exchange, message, kind="other item", expected=str(item.id), got=str(value))
    _compare(walk, exchange, resource, resource.create, item.asked)


def _found(walk: Walk, resource: Resource, value: Json) -> Exchange | None:
    """The item as it is read; a server may take a moment to show it."""
    seen: list[Exchange] = []

    def is_there() -> bool:
        """Look once more."""
        seen.append(read_item(walk, resource, value))
        return seen[-1].reply.status not in _GONE

    poll(walk.pace, is_there, min(_MOMENT, walk.pace.patience))
    exchange = seen[-1]
    if exchange.reply.status in _GONE:
        message = f"the item {value} was created, and a read of it is answered"
        status = str(exchange.reply.status)
        walk.object(exchange, f"{message} {status}", kind="not there", expected="200", got=status)
    return exchange if exchange.reply.status in SUCCESS else None


def _compare(
    walk: Walk, exchange: Exchange, resource: Resource, operation: Operation, asked: Json
) -> None:  # what a record shows, and all that was asked of it
    unseen = unseen_members(json_entry(operation)) | set(names_of_id(resource))
    for name, one, other in differences(asked, unwrapped(body_of(exchange.reply)), unseen=unseen):
        message = f"{operation.operation_id} was sent {name} = {one!r}, and a read shows {other!r}"
        kind = f"{operation.operation_id} {name}"
        walk.object(exchange, message, kind=kind, expected=repr(one), got=repr(other))


def _listed(walk: Walk, resource: Resource) -> Collected | None:
    if resource.list is None or any(each.required for each in resource.list.parameters):
        return None
    return collected(walk, resource.list)


def _count(
    walk: Walk, resource: Resource, before: Collected | None, items: list[Item]
) -> None:  # all that the list is held to
    """Every item is listed, and nothing but these has come in."""
    after = _listed(walk, resource)
    if before is None or after is None or not after.is_complete:
        return
    ids = ids_in(after.items, resource)
    if len(ids) < len(after.items):
        return
    for item in items:
        if str(item.id) not in ids:
            message = f"the item {item.id} was created, and is not in the list"
            walk.object(after.last, message, kind="not listed", expected=f"the item {item.id}")
    created = {str(each.id) for each in items}
    strange = set(ids) - set(ids_in(before.items, resource)) - created
    if before.is_complete and strange and _makes_more(walk, resource, set(ids)):
        message = f"one creation makes more than one item: {', '.join(sorted(strange))}"
        walk.object(after.last, message, kind="more than one", expected="one new item")


def _makes_more(walk: Walk, resource: Resource, known: set[str]) -> bool:
    """Whether it happens again: others may have created an item in the meantime."""
    item = created(walk, resource, 3)
    after = _listed(walk, resource)
    if isinstance(item, str) or after is None:
        return False
    clean(walk, resource, [item])
    return bool(set(ids_in(after.items, resource)) - known - {str(item.id)})


def _update(walk: Walk, resource: Resource, item: Item) -> None:
    """A change is shown by the next read."""
    update = resource.update
    body = _changed(update, resource, item) if update else None
    if update is None or body is None:
        return
    exchange = on_item(walk, update, resource, item.id, body)
    if exchange.reply.status in (200, 201, 203, 204):
        shown = read_item(walk, resource, item.id)
        if shown.reply.status in SUCCESS:
            _compare(walk, shown, resource, update, body)


def _changed(update: Operation, resource: Resource, item: Item) -> Json:
    """A body that changes an item; None if none can be made."""
    entry = json_entry(update)
    for sample in sample_bodies(update):
        base = _under(sample, item, resource)
        for _, body in changes_of(base, entry, 7):
            return body
    return None


def _under(sample: Json, item: Item, resource: Resource) -> Json:
    """A sample with the item's own id, where it has one."""
    if not isinstance(sample, dict):
        return sample
    own = {name: item.id for name in names_of_id(resource) if name in sample}
    return {**sample, **own}


def _delete(walk: Walk, resource: Resource, item: Item) -> None:
    """What was deleted is gone, or at least no longer what it was; once more does no harm."""
    delete = resource.delete
    if delete is None:
        return
    before = read_item(walk, resource, item.id)
    exchange = on_item(walk, delete, resource, item.id)
    if exchange.reply.status not in (200, 204) or before.reply.status not in SUCCESS:
        return
    seen = [exchange]

    def is_changed() -> bool:
        """Look once more; a server may take a moment."""
        seen.append(read_item(walk, resource, item.id))
        return seen[-1].reply.status not in SUCCESS or seen[-1].reply.body != before.reply.body

    if not poll(walk.pace, is_changed, min(_MOMENT, walk.pace.patience)):
        after = seen[-1]
        message = f"the item {item.id} was deleted, and a read of it shows it as before"
        walk.object(after, message, kind="not deleted", expected="404", got=str(after.reply.status))
    on_item(walk, delete, resource, item.id)
