"""Requests that the document allows, and a server refuses or breaks on."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from ...spec.api import Api, Operation
from ...spec.document import Node
from ...spec.exchange import Call, Headers, Reply
from ...spec.json_types import Json
from ...spec.shape import types_of
from ..inputs.fitting import is_sent
from ..inputs.texts import is_free
from ..mutant import Mutant, mutation
from ..spoiling import instead, json_entries, refusing
from ..spots import Path, Spot, found, spots

Odd: TypeAlias = Callable[[Call], bool]

_BROKEN = Reply(500, Headers([("Content-Type", "text/plain")]), b"Internal Server Error")
_LONG = 200

_UNSAID = "the document does not say whether a member that it does not name may be there"
_NOT_OURS = "which values in a path can name something is for the server to say"
_NAMES_NOTHING = "the text may have to name something, and one of that length need not be there"
_EMPTY = "without it the object may name nothing, and the document does not say what that means"


@mutation("parameter-refused")
def parameter_refused(api: Api) -> Iterator[Mutant]:
    """An optional parameter, or one of the values it may have, is refused."""
    for operation in api.operations:
        for each in operation.parameters:
            path = (each.location, each.name.lower() if each.location == "header" else each.name)
            if not each.required:
                yield _mutant(api, operation, each.node, (" ".join(path), _is_there(path)))
            schema = each.schema.node.follow() if each.schema else None
            for detail, odd in _values(Spot(path, schema)) if schema else ():
                mutant = _mutant(api, operation, each.node, (f"{' '.join(path)} {detail}", odd))
                yield replace(mutant, allowed=_NOT_OURS) if each.location == "path" else mutant


@mutation("member-refused")
def member_refused(api: Api) -> Iterator[Mutant]:
    """A member that may be there is refused, or one that may be absent is demanded."""
    for operation, spot in _body_spots(api):
        required = {str(each) for each in _listed(spot.schema, "required")}
        properties = spot.schema.get("properties")
        names = properties.mapping() if properties else {}
        for name, member in properties.items() if properties else ():
            path = ("body", *spot.path, name)
            if name not in required and is_sent(member):
                there, absent = _is_there(path), _is_absent(("body", *spot.path), name)
                yield _mutant(api, operation, member, (f"{_pointer(path)} there", there))
                mutant = _mutant(api, operation, member, (f"{_pointer(path)} absent", absent))
                is_all = len(names) == 1 or (bool(spot.path) and name.lower() == "id")
                yield replace(mutant, allowed=_EMPTY) if is_all else mutant


@mutation("value-refused")
def value_refused(api: Api) -> Iterator[Mutant]:
    """A value that is just allowed is refused: an end of a range, a word of an enum."""
    for operation, spot in _body_spots(api):
        path = ("body", *spot.path)
        for detail, odd in _values(Spot(path, spot.schema)):
            mutant = _mutant(api, operation, spot.schema, (f"{_pointer(path)} {detail}", odd))
            is_name = detail.endswith("Length") and not is_free(path[-1], "")
            yield replace(mutant, allowed=_NAMES_NOTHING) if is_name else mutant


@mutation("unknown-member-refused")
def unknown_member_refused(api: Api) -> Iterator[Mutant]:
    """A member that the document does not name, and so allows, is refused."""
    for operation, spot in _body_spots(api):
        properties = spot.schema.get("properties")
        if (
            properties is not None
            and spot.schema.mapping().get("additionalProperties") is not False
        ):
            known, path = set(properties.mapping()), ("body", *spot.path)
            odd = _has_other(path, known)
            mutant = _mutant(api, operation, spot.schema, (f"{_pointer(path)} unknown", odd))
            is_said = "additionalProperties" in spot.schema.mapping()
            yield mutant if is_said else replace(mutant, allowed=_UNSAID)


@mutation("breaks-on")
def breaks_on(api: Api) -> Iterator[Mutant]:
    """Odd but allowed input breaks the server (500)."""
    for operation in api.operations:
        for detail, odd in _ODD.items():
            if detail in _EVERYWHERE or (operation.body and _can_be(api, operation, detail)):
                yield Mutant(
                    operation.operation_id,
                    detail,
                    operation.node.pointer,
                    f"{operation.operation_id} breaks on {detail}",
                    instead(api, operation, odd, _BROKEN),
                )


def _mutant(api: Api, operation: Operation, place: Node, rule: tuple[str, Odd]) -> Mutant:
    detail, odd = rule
    return Mutant(
        operation.operation_id,
        detail,
        place.pointer,
        f"{operation.operation_id} refuses a request that is right: {detail}",
        refusing(api, operation, odd),
    )


def _body_spots(api: Api) -> Iterator[tuple[Operation, Spot]]:
    for operation in api.operations:
        for entry in json_entries(operation.body.content) if operation.body else ():
            schema = entry.node.get("schema")
            for spot in spots(schema) if schema is not None else ():
                if is_sent(spot.schema):
                    yield operation, spot


def _values(spot: Spot) -> Iterator[tuple[str, Odd]]:
    """What may be said in a place, and is at the edge of it."""
    for value in _listed(spot.schema, "enum"):
        yield f"= {json.dumps(value)}", _has(spot.path, _equals(value))
    for keyword, measure in _EDGES.items():
        limit = spot.schema.mapping().get(keyword)
        if limit is not None:
            yield f"at its {keyword}", _has(spot.path, _measured(measure, limit))


def _number(value: Json) -> Json:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _length(value: Json) -> Json:
    return len(value) if isinstance(value, str) else None


def _count(value: Json) -> Json:
    return len(value) if isinstance(value, list) else None


_EDGES: dict[str, Callable[[Json], Json]] = {
    "minimum": _number,
    "maximum": _number,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _count,
    "maxItems": _count,
}


def _equals(value: Json) -> Callable[[Json], bool]:
    return lambda each: each == value


def _measured(measure: Callable[[Json], Json], limit: Json) -> Callable[[Json], bool]:
    return lambda value: measure(value) == limit


def _listed(schema: Node, keyword: str) -> list[Json]:
    values = schema.mapping().get(keyword)
    return values if isinstance(values, list) else []


def _pointer(path: Path) -> str:
    return "/" + "/".join(path[1:])


def _of_call(call: Call) -> Json:
    return {
        "path": dict(call.path),
        "query": dict(call.query),
        "header": {name.lower(): value for name, value in call.header.items()},
        "cookie": dict(call.cookie),
        "body": call.body,
    }


def _has(path: Path, wanted: Callable[[Json], bool]) -> Odd:
    return lambda call: any(wanted(each) for each in found(_of_call(call), path))


def _is_there(path: Path) -> Odd:
    return _has(path, lambda _: True)


def _is_absent(path: Path, name: str) -> Odd:
    return _has(path, lambda each: isinstance(each, dict) and name not in each)


def _has_other(path: Path, known: set[str]) -> Odd:
    return _has(path, lambda each: isinstance(each, dict) and bool(each.keys() - known))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value if isinstance(value, list) else ():
        yield from _texts(each)
    for each in value.values() if isinstance(value, dict) else ():
        yield from _texts(each)


_LONG_TEXT = "a long text"
_BOUNDS = {"const", "enum", "format", "maxLength", "pattern"}

_ODD: dict[str, Odd] = {
    "text beyond ASCII": lambda call: not all(map(str.isascii, _texts(call.body))),
    "text beyond the BMP": lambda call: any(
        max(each, default="") >= "\U00010000" for each in _texts(call.body)
    ),
    "an empty text": lambda call: "" in _texts(call.body),
    _LONG_TEXT: lambda call: any(len(each) > _LONG for each in _texts(call.body)),
    "a charset in Content-Type": lambda call: (
        "charset" in call.message.headers.get("content-type", "")
    ),
    "an unknown query parameter": lambda call: bool(_unknown(call)),
}
_EVERYWHERE = {"an unknown query parameter"}


def _can_be(api: Api, operation: Operation, detail: str) -> bool:
    """Whether a body may hold it: a long text only where some text may be long."""
    own = (spot.schema for each, spot in _body_spots(api) if each is operation)
    return detail != _LONG_TEXT or any(
        "string" in types_of(each) and not _BOUNDS & each.mapping().keys() for each in own
    )


def _unknown(call: Call) -> bool:
    names = {part.partition("=")[0] for part in call.message.query.split("&") if part}
    return bool(names - call.query.keys())
