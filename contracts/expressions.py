"""Runtime expressions (OpenAPI 3.1, 4.8.20.4): `$response.body#/id` and the like, on an exchange.

Read `evaluate` first. Links are written in them, and Arazzo's workflows in a wider set
(`arazzo/scope.py`), which begins with this one.
"""

import json
import re
from collections.abc import Callable
from typing import TypeAlias

from ..spec.decoding import ABSENT, Decoded
from ..spec.exchange import Exchange
from ..spec.json_types import Json

Lookup: TypeAlias = Callable[[str], Decoded]
"""What an expression (with its `$`) means; ABSENT if it finds nothing."""

_EXPRESSION = re.compile(
    r"\$(?:(?P<whole>url|method|statusCode)"
    r"|(?P<side>request|response)\."
    r"(?:(?P<place>header|query|path)\.(?P<name>.+)|body(?:#(?P<pointer>(?:/.*)?))?))",
    re.DOTALL,
)
_BEGINNING = re.compile(
    r"\$(?:(?:url|method|statusCode)$|(?:request|response|inputs|outputs|steps|workflows"
    r"|sourceDescriptions|components)\.)"
)
_EMBEDDED = re.compile(r"\{(\$[^{}]*)\}")
_INDEX = re.compile("0|[1-9][0-9]{0,8}")


def is_expression(text: str) -> bool:
    """Whether a text is one expression of OpenAPI, all of it."""
    return _EXPRESSION.fullmatch(text) is not None


def is_meant(text: str) -> bool:
    """Whether a text is meant as one expression, of OpenAPI or Arazzo; `$100` is not."""
    return _BEGINNING.match(text) is not None


def embedded(text: str) -> list[str]:
    """The expressions that stand in a text in curly braces."""
    return [each for each in _EMBEDDED.findall(text) if is_meant(each)]


def evaluate(expression: str, exchange: Exchange, url: str = "") -> Decoded:
    """What an expression finds in an exchange; ABSENT for nothing, and for what is none.

    `url` is the whole address that was asked; parameters are taken as they were understood.
    """
    found = _EXPRESSION.fullmatch(expression)
    if found is None:
        return ABSENT
    if found["whole"]:
        whole: dict[str, Json] = {
            "url": url,
            "method": exchange.call.message.method,
            "statusCode": exchange.reply.status,
        }
        return whole[found["whole"]]
    is_request = found["side"] == "request"
    if not found["place"]:
        message = exchange.call.message if is_request else exchange.reply
        return pointed(_parsed(message.body), found["pointer"] or "")
    if found["place"] == "header":
        fields = exchange.call.message.headers if is_request else exchange.reply.headers
        return fields.get(found["name"], ABSENT)
    values = {"path": exchange.call.path, "query": exchange.call.query}[found["place"]]
    return values.get(found["name"], ABSENT) if is_request else ABSENT


def filled(value: Json, lookup: Lookup) -> Decoded:
    """A value with every expression in it replaced, at any depth; ABSENT if one finds nothing.

    An expression alone keeps the type of what it finds; in curly braces it becomes text.
    """
    if isinstance(value, str):
        return _filled_text(value, lookup)
    if isinstance(value, list):
        elements = [found for each in value if (found := filled(each, lookup)) is not ABSENT]
        return elements if len(elements) == len(value) else ABSENT
    if isinstance(value, dict):
        members = {
            name: found
            for name, each in value.items()
            if (found := filled(each, lookup)) is not ABSENT
        }
        return members if len(members) == len(value) else ABSENT
    return value


def pointed(value: Decoded, pointer: str) -> Decoded:
    """What a JSON pointer (RFC 6901) leads to in a value; ABSENT if to nothing."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and _INDEX.fullmatch(key) and int(key) < len(value):
            value = value[int(key)]
        else:
            return ABSENT
    return value


def as_text(value: Json) -> str:
    """A value as it stands in a text or a URL."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parsed(body: bytes) -> Decoded:
    """A body as JSON, else as text; ABSENT if there is none."""
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace") if body else ABSENT
    return found


def _filled_text(text: str, lookup: Lookup) -> Decoded:
    if is_meant(text):
        return lookup(text)
    for expression in embedded(text):
        found = lookup(expression)
        if found is ABSENT:
            return ABSENT
        text = text.replace(f"{{{expression}}}", as_text(found))
    return text
