"""Requests from operations: a message that asks for one, with given or with sample values.

Read `message_for` first; `sample_message` is for documents nobody has written a scenario for.
"""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from ..spec.api import MediaType, Operation, Parameter
from ..spec.document import Node
from ..spec.exchange import Headers, Message
from ..spec.json_types import Json

Values = Mapping[str, Json]

_BY_TYPE: dict[str, Json] = {
    "integer": 1,
    "number": 1,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}


def message_for(
    operation: Operation,
    *,
    path: Values | None = None,
    query: Values | None = None,
    header: Values | None = None,
    body: Json = None,
) -> Message:
    """A request for an operation; a body is sent as JSON, None sends none."""
    target = operation.path
    for name, value in (path or {}).items():
        target = target.replace(f"{{{name}}}", quote(_text(value), safe=""))
    pairs = [(name, _text(value)) for name, value in (header or {}).items()]
    coded = b""
    if body is not None:
        coded = json.dumps(body, ensure_ascii=False).encode()
        pairs.append(("Content-Type", "application/json"))
    fields = urlencode({name: _text(value) for name, value in (query or {}).items()})
    return Message(operation.method, target, fields, Headers(pairs), coded)


def sample_message(operation: Operation) -> Message:
    """A request with the document's own examples, else with values of the right type.

    It need not conform: a document without examples is not read further than to its types.
    """
    values: dict[str, dict[str, Json]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for each in operation.parameters:
        if each.required:
            values[each.location][each.name] = _sample_of(each)
    return message_for(
        operation,
        path=values["path"],
        query=values["query"],
        header=values["header"],
        body=_sample_body(operation),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _sample_of(parameter: Parameter) -> Json:
    for value in _samples(parameter.node):
        return value
    return "x"


def _sample_body(operation: Operation) -> Json:
    entries: tuple[MediaType, ...] = operation.body.content if operation.body else ()
    for entry in entries:
        if "json" in entry.name:
            return next(_samples(entry.node), {})
    return None


def _samples(node: Node) -> Iterator[Json]:
    """Values the document has for what stands at a node, the best first."""
    yield from _members(node, "example")
    for _, each in node.child("examples").items():  # noqa: PERF102  # a Node, no dict
        yield from _members(each.follow(), "value")
    schema = node.child("schema")
    yield from _members(schema, "example", "default", "const")
    for name in ("examples", "enum"):
        yield from (each.value for each in schema.child(name).elements())
    kind = schema.mapping().get("type")
    if isinstance(kind, str) and kind in _BY_TYPE:
        yield _BY_TYPE[kind]


def _members(node: Node, *names: str) -> Iterator[Json]:
    mapping = node.mapping()
    return (mapping[name] for name in names if name in mapping)
