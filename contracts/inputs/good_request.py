"""A request that ought to be good, for an operation of which none has succeeded yet.

Read `good_request`: the document's examples where it has them, else the least that fits.
"""

from collections.abc import Iterator
from dataclasses import replace

from ...spec.api import MediaType, Operation, Parameter
from ...spec.document import Node
from ...spec.exchange import Headers, Message
from ...spec.json_types import Json
from ..asking import message_for
from .encoding import as_text, encoded, with_body
from .fitting import examples_of, least


def good_request(operation: Operation) -> Message:
    """A request, unsigned, with all that is required or recommended, and a body if there is one."""
    values: dict[str, dict[str, Json]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for each in operation.parameters:
        if each.required or each.is_recommended:
            values[each.location][each.name] = _value_of(each)
    message = message_for(
        operation, path=values["path"], query=values["query"], header=values["header"]
    )
    crumbs = "; ".join(f"{name}={as_text(value)}" for name, value in values["cookie"].items())
    if crumbs:
        message = replace(message, headers=Headers([*message.headers.pairs, ("Cookie", crumbs)]))
    return next(_with_bodies(operation, message), message)


def _with_bodies(operation: Operation, message: Message) -> Iterator[Message]:
    for entry in operation.body.content if operation.body else ():
        written = encoded(entry.name, _body_of(entry))
        if written is not None:
            yield with_body(message, *written)


def _body_of(entry: MediaType) -> Json:
    schema = entry.schema.node if entry.schema else None
    return next(examples_of(entry.node), least(schema))


def _value_of(parameter: Parameter) -> Json:
    return next(examples_of(parameter.node), least(_schema_of(parameter), parameter.name))


def _schema_of(parameter: Parameter) -> Node | None:
    return parameter.schema.node if parameter.schema else None
