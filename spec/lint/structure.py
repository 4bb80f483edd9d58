"""An object against the table of OpenAPI's objects: fields, types, what is required.

Read `remarks_on`. What the table cannot say (this field or that one) stands in `conditions.py`.
"""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from ..document import Node
from ..grammar import EXTENSION, VALUES, VERSIONS, Field, Kind, grammar
from ..json_types import Json
from ..walk import Place
from .rule import Remark

_LONGEST = 40


def remarks_on(place: Place, kinds: Mapping[str, Kind], version: str) -> Iterator[Remark]:
    """Everything wrong with the fields of one object; `kinds` is the table for `version`."""
    kind, node = kinds[place.kind], place.node
    for name, child in node.items():
        field = kind.fields.get(name, kind.other)
        if name.startswith(EXTENSION):
            continue
        if field is None:
            yield _unknown(child, name, kind, version)
        else:
            yield from _misfits(child, field)
    for name, field in kind.fields.items():
        if field.required and isinstance(node.value, dict) and name not in node.value:
            yield Remark(node, f'{_named(kind.name)} needs "{name}"', True, f'add "{name}"')


def _unknown(node: Node, name: str, kind: Kind, version: str) -> Remark:
    if name == "$ref":
        return Remark(node, f"a $ref must be a text, got {shown(node.value)}")
    message = f'{_named(kind.name)} has no field "{name}"'
    others = [v for v in VERSIONS if v != version and name in grammar(v)[kind.name].fields]
    if others:
        message += f" in OpenAPI {version} (it has in {' and '.join(others)})"
        return Remark(node, message, at_key=True)
    close = get_close_matches(name, kind.fields, n=1)
    advice = f'did you mean "{close[0]}"?' if close else f'remove it, or call it "x-{name}"'
    return Remark(node, message, True, advice)


def _misfits(node: Node, field: Field) -> Iterator[Remark]:
    """The values of one field that are of the wrong type."""
    value = node.value
    if field.shape == "one":
        if reason := _misfit(value, field):
            yield Remark(node, reason)
    elif isinstance(value, dict if field.shape == "map" else list):
        members = node.elements() if field.shape == "list" else (each for _, each in node.items())
        for member in members:
            if reason := _misfit(member.value, field):
                yield Remark(member, reason)
    else:
        yield Remark(node, f"expected a {_SHAPE_WORDS[field.shape]}, got {shown(value)}")


_SHAPE_WORDS = {"list": "list", "map": "mapping"}


def _misfit(value: Json, field: Field) -> str:
    """Why a value does not fit a field; "" if it does."""
    if field.choice:
        if value in field.choice:
            return ""
        return f"expected {_either(field.choice)}, got {shown(value)}"
    if any(_fits(value, kind) for kind in field.kinds):
        return ""
    words = [VALUES[kind].words if kind in VALUES else _named(kind) for kind in field.kinds]
    return f"expected {' or '.join(words)}, got {shown(value)}"


def _fits(value: Json, kind: str) -> bool:
    return VALUES[kind].fits(value) if kind in VALUES else isinstance(value, dict)


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _named(kind: str) -> str:
    """The kind with its article: "an Operation", "a Schema"."""
    return f"{'an' if kind[0] in 'AEIOX' else 'a'} {kind}"


def shown(value: Json) -> str:
    """A value for a message, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, dict | list) and len(text) > _LONGEST:
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
