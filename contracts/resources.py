"""Resources: what a document lets clients create, read, list, change and delete, by its paths.

Nobody declares them: a path that takes POST and the path below it that takes an id make one.
Read `resources_of`, then `identity`. The laws they keep to are in `scenarios/resource.py`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..spec.api import Api, Operation, Parameter, Response
from ..spec.decoding import ABSENT
from ..spec.document import Node
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from ..spec.shape import followed
from .export_jobs import ALL, body_of
from .expressions import evaluate

_LAST = re.compile(r"(.*)/\{([^{}/]+)\}/?")
_IRREGULAR = {"ies": "y", "sses": "ss", "ses": "s", "xes": "x", "ss": "ss", "s": ""}
"""Endings of plurals, and what they are in the singular; the first that fits."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection and its items; None for what the document does not offer.

    `parameter` is the path parameter that holds the id of an item.
    """

    path: str
    parameter: Parameter
    create: Operation
    list: Operation | None
    item: Mapping[str, Operation]

    @property
    def read(self) -> Operation | None:
        """How an item is read."""
        return self.item.get("GET")

    @property
    def update(self) -> Operation | None:
        """How an item is changed; PUT before PATCH."""
        return self.item.get("PUT") or self.item.get("PATCH")

    @property
    def delete(self) -> Operation | None:
        """How an item is deleted."""
        return self.item.get("DELETE")


def resources_of(api: Api) -> list[Resource]:
    """The resources of a document whose collections need no other id, in the order of its paths.

    The export jobs of the built-in document are none: a cancelled job may keep its record, and
    they have stories of their own.
    """
    items = _path_items(api)
    found = (_resource(template, items) for template in items)
    is_ours = {operation.operation_id for operation in api.operations}.issuperset(ALL)
    return [
        each
        for each in found
        if each is not None and not (is_ours and each.create.operation_id in ALL)
    ]


def identity(exchange: Exchange, resource: Resource) -> Json:
    """The id of what a reply says was created; None if it does not say.

    By a documented link to an item; else the end of Location; else a member of the body that is
    called like the parameter, `id`, or after the resource; else the end of a body that is a URL.
    """
    found = (_fitting(each, resource.parameter) for each in _identities(exchange, resource))
    return next((each for each in found if each is not None), None)


def names_of_id(resource: Resource) -> list[str]:
    """What the member may be called that holds the id of an item."""
    noun = singular(resource.path.rstrip("/").rpartition("/")[2])
    names = (resource.parameter.name, "id", f"{noun}Id", f"{noun}_id", "_id", "uuid")
    return list(dict.fromkeys(names))


def id_in(record: Json, resource: Resource) -> Json:
    """The id that a record holds; None if none is found."""
    if not isinstance(record, dict):
        return None
    return next((record[name] for name in names_of_id(resource) if _is_id(record.get(name))), None)


def links_of(response: Response | None) -> Iterator[tuple[str, Node]]:
    """The links of a response by their names, with `$ref` followed."""
    found = followed(response.node) if response else None
    for name, each in found.child("links").items() if found else ():
        link = followed(each)
        if link is not None:
            yield name, link


def target_of(link: Node, api: Api) -> Operation | None:
    """The operation a link leads to, by operationId, or by an operationRef into this document."""
    name, reference = link.text("operationId"), link.text("operationRef")
    if name:
        return api.operation(name)
    _, hash_sign, pointer = reference.partition("#")
    if not hash_sign:
        return None
    places = {each.node.pointer: each for each in api.operations}
    return places.get(unquote(pointer)) or places.get(pointer)


def singular(word: str) -> str:
    """A plural noun in the singular, as English mostly has it."""
    ending = next((each for each in _IRREGULAR if word.endswith(each)), "")
    return word.removesuffix(ending) + _IRREGULAR[ending] if ending else word


def _path_items(api: Api) -> dict[str, dict[str, Operation]]:
    found: dict[str, dict[str, Operation]] = {}
    for each in api.operations:
        found.setdefault(each.path, {})[each.method] = each
    return found


def _resource(template: str, items: Mapping[str, Mapping[str, Operation]]) -> Resource | None:
    """The resource whose items stand at a path template, if it is such a path."""
    found = _LAST.fullmatch(template)
    if found is None or "{" in found[1]:
        return None
    path = found[1] if found[1] in items else f"{found[1]}/"
    methods, item = items.get(path, {}), items[template]
    create = methods.get("POST")
    parameters = [each for one in item.values() for each in one.parameters]
    named = (each for each in parameters if (each.location, each.name) == ("path", found[2]))
    parameter = next(named, None)
    if create is None or parameter is None:
        return None
    return Resource(path, parameter, create, methods.get("GET"), item)


def _identities(exchange: Exchange, resource: Resource) -> Iterator[Json]:
    yield from _linked(exchange, resource)
    location = exchange.reply.headers.get("location", "")
    yield _end(location) if location else None
    body = body_of(exchange.reply)
    yield id_in(body, resource)
    inner = (
        [each for each in body.values() if isinstance(each, dict)] if isinstance(body, dict) else []
    )
    yield id_in(inner[0], resource) if len(inner) == 1 else None
    yield _end(body) if isinstance(body, str) else body if isinstance(body, int) else None


def _linked(exchange: Exchange, resource: Resource) -> Iterator[Json]:
    """By links that lead to an operation on an item."""
    operation = exchange.call.operation
    response = operation.response(exchange.reply.status) if operation else None
    ours = {each.operation_id for each in resource.item.values()}
    pointers = {each.node.pointer for each in resource.item.values()}
    for _, link in links_of(response):
        _, _, pointer = link.text("operationRef").partition("#")
        if link.text("operationId") not in ours and unquote(pointer) not in pointers:
            continue
        for name in (resource.parameter.name, f"path.{resource.parameter.name}"):
            expression = link.child("parameters").text(name)
            value = evaluate(expression, exchange)
            yield None if value is ABSENT else value


def _end(text: str) -> str | None:
    """The last segment of a URL or path; a text without a slash is an id itself."""
    return unquote(urlsplit(text).path.rstrip("/").rpartition("/")[2]) or None


def _fitting(value: Json, parameter: Parameter) -> Json:
    """A value as the parameter of an item's path takes it; None if it does not."""
    as_number = int(value) if isinstance(value, str) and value.isdecimal() else None
    for each in (value, as_number, str(value)):
        if (
            _is_id(value)
            and _is_id(each)
            and not (parameter.schema and parameter.schema.problems(each))
        ):
            return each
    return None


def _is_id(value: Json) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and bool(value)
    )
