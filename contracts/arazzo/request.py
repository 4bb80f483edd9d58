"""The request of a step: its parameters and body with all expressions replaced. Read `request_of`.

Parameters are sent as forms are, lists as repeated names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ...spec.api import Operation
from ...spec.decoding import ABSENT
from ...spec.exchange import Headers, Message
from ...spec.json_types import Json
from ..asking import message_for
from ..expressions import as_text, embedded, filled, is_meant
from .scope import Scope
from .workflow import Argument, Payload, Step, place_of


@dataclass(eq=False)
class MissingError(Exception):
    """An expression at `place` finds nothing, so that a step cannot be done."""

    place: str
    text: str


def values_of(step: Step, scope: Scope) -> list[tuple[Argument, Json]]:
    """Every argument with its value; one that only an input not given fills is left out.

    Raises MissingError where a value finds nothing.
    """
    found = []
    for each in step.arguments:
        value = filled(each.value, scope.find)
        if value is not ABSENT:
            found.append((each, value))
        elif _is_needed(each, step.operation):
            raise MissingError(place_of(each.node), f"{each.name} is {each.value}")
    return found


def request_of(step: Step, operation: Operation, scope: Scope) -> Message:
    """What a step sends, without credentials. Raises MissingError as `values_of` does."""
    places: dict[str, dict[str, Json]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for argument, value in values_of(step, scope):
        places[argument.location][argument.name] = value
    message = message_for(operation, path=places["path"], header=places["header"])
    if places["cookie"]:
        cookies = "; ".join(f"{name}={as_text(value)}" for name, value in places["cookie"].items())
        message = replace(message, headers=Headers([*message.headers.pairs, ("Cookie", cookies)]))
    message = replace(message, query=_form(places["query"]))
    return _with_body(message, step.payload, operation, scope) if step.payload else message


def _is_needed(argument: Argument, operation: Operation | None) -> bool:
    value = argument.value
    names = [value] if isinstance(value, str) and is_meant(value) else []
    names += embedded(value) if isinstance(value, str) else []
    is_input = bool(names) and all(each.startswith("$inputs.") for each in names)
    parameters = operation.parameters if operation else ()
    key = (argument.name, argument.location)
    is_required = any(each.required and (each.name, each.location) == key for each in parameters)
    return is_required or not is_input


def _with_body(message: Message, payload: Payload, operation: Operation, scope: Scope) -> Message:
    content = operation.body.content if operation.body else ()
    kind = payload.content_type or (content[0].name if content else "application/json")
    value = filled(payload.value, scope.find)
    if value is ABSENT:
        raise MissingError(place_of(payload.node), "its payload")
    if "json" in kind:
        value = _from_template(payload.value, value)
    for pointer, wanted in payload.replacements:
        found = filled(wanted, scope.find)
        if found is ABSENT:
            raise MissingError(place_of(payload.node), f"what replaces {pointer}")
        value = replaced(value, pointer, found)
    headers = Headers([*message.headers.pairs, ("Content-Type", kind)])
    return replace(message, headers=headers, body=_coded(value, kind))


def replaced(value: Json, pointer: str, wanted: Json) -> Json:
    """A value with what stands at a JSON pointer replaced; missing members are made on the way."""
    if not pointer.startswith("/"):
        return wanted
    first, slash, rest = pointer[1:].partition("/")
    key = first.replace("~1", "/").replace("~0", "~")
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        place = int(key)
        inner = replaced(value[place], slash + rest, wanted)
        return [*value[:place], inner, *value[place + 1 :]]
    members = value if isinstance(value, dict) else {}
    return {**members, key: replaced(members.get(key), slash + rest, wanted)}


def _from_template(written: Json, value: Json) -> Json:
    """A text with expressions in it that spells JSON is that JSON."""
    if not isinstance(written, str) or not isinstance(value, str) or is_meant(written):
        return value
    try:
        found: Json = json.loads(value)
    except ValueError:
        return value
    return found


def _coded(value: Json, kind: str) -> bytes:
    if "json" in kind:
        return json.dumps(value, ensure_ascii=False).encode()
    if "form-urlencoded" in kind and isinstance(value, dict):
        return _form(value).encode()
    return as_text(value).encode()


def _form(values: Mapping[str, Json]) -> str:
    pairs = [
        (name, as_text(each))
        for name, value in values.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return urlencode(pairs)
