"""Variations of a request by its parameters. Read `parameter_variations`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from ...spec.api import Operation, Parameter
from ...spec.exchange import Call, Headers, Message
from ...spec.json_types import Json
from ...spec.shape import types_of
from ..signing import without
from .changes import UNKNOWN, changes
from .depth import DEEP, DOCUMENTED, QUICK
from .encoding import as_text
from .fitting import examples_of, least
from .variation import Change, Variation, carried

_OF_HTTP = frozenset({"accept", "authorization", "content-type", "cookie", "host"})
_EXPRESSION = re.compile(r"\\\{(.+?)\\\}")
_IN_HEADERS = re.compile(r"[!-~]+(?: [!-~]+)*")
_NOT_FOR_TEXTS = frozenset({"null", "as an object"})


def parameter_variations(operation: Operation, call: Call) -> Iterator[Variation]:
    """Every variation by parameters of a good call."""
    secret = {scheme.name for choice in operation.security for scheme in choice}
    for each in operation.parameters:
        if each.name not in secret and each.name.lower() not in _OF_HTTP:
            yield from _of(operation, each, call)
    unknown = _in_query(operation, call.message, UNKNOWN, "1")
    yield Variation("an unknown query parameter", unknown, is_open=True)


def _of(operation: Operation, parameter: Parameter, call: Call) -> Iterator[Variation]:
    place, name = parameter.location, parameter.name
    put = _PUT[place]
    for change in _changes(parameter, call):
        raw = _raw(change.value, place)
        if raw is not None:
            yield carried(change, put(operation, call.message, name, raw), f"{place} {name} ")
    if parameter.required and place != "path":
        less = without(call.message, place, name)
        yield Variation(f"{place} {name} missing", less, "parameter-missing", depth=QUICK)
    for words, raw in _RAW[place].items():
        changed = put(operation, call.message, name, raw)
        depth = DOCUMENTED if words in _ALWAYS else DEEP
        yield Variation(f"{place} {name} {words}", changed, is_open=True, depth=depth)
    if place == "query":
        twice = replace(call.message, query=_twice(call.message, name, parameter))
        yield Variation(f"query {name} given twice", twice, is_open=True)


def _changes(parameter: Parameter, call: Call) -> Iterator[Change]:
    """The changes of its value that can be written as a text.

    What is valid and stands in a path or a text of its own may name something that is not there.
    """
    schema = parameter.schema.node if parameter.schema else None
    place = parameter.location
    values = {"path": call.path, "query": call.query, "header": call.header, "cookie": call.cookie}
    known = next(examples_of(parameter.node), least(schema, parameter.name))
    value = values[place].get(parameter.name, known)
    kinds = types_of(schema)
    if kinds <= {"array", "object"}:
        return
    is_listed = not kinds <= {"string", "null"} or _has_options(parameter)
    yield from _examples(parameter)
    for each in changes(schema, value, parameter.name):
        is_valid = not each.breaks
        is_doubtful = is_valid and (place != "query" or not is_listed)
        if each.name not in _NOT_FOR_TEXTS:
            yield replace(each, is_open=each.is_open or is_doubtful)


def _examples(parameter: Parameter) -> Iterator[Change]:
    """The document's own values; a text with figures in it may name what is not there."""
    for each in examples_of(parameter.node):
        is_name = isinstance(each, str) and any(letter.isdigit() for letter in each)
        yield Change(f"= {each}", each, is_open=is_name or parameter.location != "query")


def _has_options(parameter: Parameter) -> bool:
    schema = parameter.schema.node if parameter.schema else None
    return schema is not None and "enum" in schema.follow().mapping()


def _raw(value: Json, place: str) -> str | None:
    """A value as it stands in a place; None where it cannot stand there."""
    if isinstance(value, list | dict) or value is None:
        return None
    text = as_text(value)
    if place in {"header", "cookie"}:
        return text if _IN_HEADERS.fullmatch(text) and len(text) <= _LONGEST else None
    raw = quote(text.encode("utf-8", "replace"), safe="")
    return None if len(raw) > _LONGEST or (place == "path" and not text.strip(".")) else raw


_LONGEST = 2_000
"""So many bytes every server reads in a place; more may be refused by whatever stands before it."""

_RAW: dict[str, dict[str, str]] = {
    "path": {
        "with an encoded slash": "a%2Fb",
        "with dots": "..%2F..%2Fetc%2Fpasswd",
        "with broken percent-encoding": "%ZZ",
        "with bytes that are no UTF-8": "%ff%fe",
        "with a null character": "%00",
        "with blanks": "%20%20",
    },
    "query": {
        "empty": "",
        "with broken percent-encoding": "%ZZ",
        "with bytes that are no UTF-8": "%ff%fe",
        "with a null character": "%00",
        "of 2,000 characters": "x" * _LONGEST,
    },
    "header": {"empty": "", "of 2,000 characters": "x" * _LONGEST, "with Latin-1": "caf\xe9"},
    "cookie": {"empty": "", "with quotes": '"a b"'},
}
_ALWAYS = frozenset(
    {"with an encoded slash", "with dots", "with bytes that are no UTF-8", "empty"}
    | {"with a null character"}
)


def _in_path(operation: Operation, message: Message, name: str, raw: str) -> Message:
    """The path with one expression of its template filled otherwise."""
    template = re.escape(operation.path)
    names = [unquote(each.replace("\\", "")) for each in _EXPRESSION.findall(template)]
    found = re.search(_EXPRESSION.sub("([^/]+?)", template) + "/?$", message.path)
    if found is None:
        return message
    start, end = found.span(names.index(name) + 1)
    return replace(message, path=f"{message.path[:start]}{raw}{message.path[end:]}")


def _in_query(_operation: Operation, message: Message, name: str, raw: str) -> Message:
    rest = without(message, "query", name)
    part = f"{quote(name, safe='')}={raw}"
    return replace(rest, query=f"{rest.query}&{part}" if rest.query else part)


def _in_headers(_operation: Operation, message: Message, name: str, raw: str) -> Message:
    rest = without(message, "header", name)
    return replace(rest, headers=Headers([*rest.headers.pairs, (name, raw)]))


def _in_cookie(_operation: Operation, message: Message, name: str, raw: str) -> Message:
    rest = without(message, "cookie", name)
    others = [rest.headers["cookie"]] if "cookie" in rest.headers else []
    pairs = [each for each in rest.headers.pairs if each[0].lower() != "cookie"]
    field = "; ".join([*others, f"{name}={raw}"])
    return replace(rest, headers=Headers([*pairs, ("Cookie", field)]))


_PUT: dict[str, Callable[[Operation, Message, str, str], Message]] = {
    "path": _in_path,
    "query": _in_query,
    "header": _in_headers,
    "cookie": _in_cookie,
}


def _twice(message: Message, name: str, parameter: Parameter) -> str:
    schema = parameter.schema.node if parameter.schema else None
    part = f"{quote(name, safe='')}={quote(as_text(least(schema, name)), safe='')}"
    rest = without(message, "query", name).query
    return "&".join(each for each in (rest, part, part) if each)
