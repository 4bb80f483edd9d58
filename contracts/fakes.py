"""Whether a server keeps anything: a static fake answers whatever it is asked the same way.

Laws over several requests cannot be held against one that was never meant to remember, such as
a mock that serves the examples of a document. Read `is_fake`.
"""

from collections.abc import Iterator

from ..spec.api import Parameter
from ..spec.decoding import ABSENT, Decoded
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from ..spec.shape import types_of
from .export_jobs import body_of
from .items import Item, read_item
from .record_laws import differences, unwrapped
from .resources import Resource, id_in
from .sampling import shown_values
from .status import SUCCESS
from .walk import Walk

_UNKNOWN: tuple[Json, ...] = (
    "specdouble-unknown",
    "e9b1f1de-03d4-4a5f-8e57-0f6d5c1b2a39",
    987654321,
    "987654321",
    987654,
    9876,
    97,
)


def unknown_id(parameter: Parameter) -> Decoded:
    """An id that nothing has, of the form that a parameter asks for; ABSENT if none is known."""
    kinds = types_of(parameter.schema.node) if parameter.schema else frozenset()
    is_number = not kinds.isdisjoint({"integer", "number"})
    candidates = [each for each in _UNKNOWN if isinstance(each, int) == is_number]
    schema = parameter.schema
    fitting = (each for each in candidates if schema is None or not schema.problems(each))
    return next(fitting, ABSENT)


def is_example(exchange: Exchange) -> bool:
    """Whether the body of an answer is, all of it, an example that the document shows for it."""
    body = body_of(exchange.reply)
    return body not in (None, [], {}) and any(body == each for each in _examples(exchange))


def _examples(exchange: Exchange) -> Iterator[Json]:
    operation = exchange.call.operation
    response = operation.response(exchange.reply.status) if operation else None
    for entry in response.content if response else ():
        yield from shown_values(entry.node)


def is_fake(walk: Walk, resource: Resource, items: list[Item]) -> bool:
    """Whether the server is a static fake; if it is not, a made-up id must not be found."""
    unknown = unknown_id(resource.parameter)
    ids = [str(each.id) for each in items]
    is_twice = len(set(ids)) < len(ids)
    if unknown is not ABSENT:
        exchange = read_item(walk, resource, unknown)
        if exchange.reply.status in SUCCESS:
            if is_twice or not _are_remembered(walk, resource, items, exchange):
                return True
            message = f"the id {unknown!r} was made up, and a read of it is answered"
            status = exchange.reply.status
            walk.object(exchange, f"{message} {status}", kind="made-up", expected="404")
    if is_twice and items[0].asked != items[1].asked:
        message = f"two creations gave the same id, {ids[0]}"
        walk.object(items[1].reply, message, kind="same id", expected="another id", got=ids[0])
    return False


def _are_remembered(
    walk: Walk, resource: Resource, items: list[Item], made_up: Exchange
) -> bool:  # all that is known of a server when its laws begin
    """Whether reads of real ids show more than that of a made-up one: the ids, or what was sent."""
    other = id_in(unwrapped(body_of(made_up.reply)), resource)
    for item in items:
        exchange = read_item(walk, resource, item.id)
        shown = unwrapped(body_of(exchange.reply))
        value = id_in(shown, resource)
        is_same = exchange.reply.body == made_up.reply.body or (
            value == other and value is not None
        )
        if is_same or is_example(exchange):
            return False
        if str(item.id if value is None else value) != str(item.id):
            return False
        if value is None and not _shows_its_own(item, items, shown):
            return False
    return True


def _shows_its_own(item: Item, items: list[Item], shown: Json) -> bool:
    """Whether a record shows what was sent for it, and for no other item."""
    others = [each.asked for each in items if each is not item]
    told_apart = {name for each in others for name, _, _ in differences(item.asked, each)}
    wrong = {name for name, _, _ in differences(item.asked, shown)}
    return isinstance(shown, dict) and bool(told_apart & shown.keys()) and not wrong
