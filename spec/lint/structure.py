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
            yield Remark(
                node, f'{_named(kind.name)} needs "{name}"', at_key=True, advice=f'add "{name}"'
            )


def _unknown(node: Node, name: str, kind: Kind, version: str) -> Remark:
    if name == "$ref" and isinstance(node.value, str):
        return Remark(node, f"a $ref cannot stand in the place of {_named(kind.name)}", at_key=True)
    if name == "$ref":
        return Remark(node, f"a $ref must be a text, got {shown(node.value)}")
    message = f'{_named(kind.name)} has no field "{name}"'
    others = [v for v in VERSIONS if v != version and name in grammar(v)[kind.name].fields]
    if others:
        message += f" in OpenAPI {version} (it has in {' and '.join(others)})"
        return Remark(node, message, at_key=True)
    close = get_close_matches(name, kind.fields, n=1)
    advice = f'did you mean "{close[0]}"?' if close else f'remove it, or call it "x-{name}"'
    return Remark(node, message, at_key=True, advice=advice)


def _misfits(node: Node, field: Field) -> Iterator[Remark]:
    """The values of one field that are of the wrong type."""
    if field.shape == "one":
        members = [node]
    elif isinstance(node.value, dict) and field.shape == "map":
        members = [member for _, member in node.items()]
    elif isinstance(node.value, list) and field.shape == "list":
        members = list(node.elements())
    else:
        wanted = "a list" if field.shape == "list" else "a mapping"
        yield _misfit(node, wanted)
        return
    for member in members:
        if not _is_fit(member.value, field):
            yield _misfit(member, _wanted(field), quotable="text" in field.kinds)


def _misfit(node: Node, wanted: str, *, quotable: bool = False) -> Remark:
    """The remark on a value of the wrong type; a number in the place of a text lacks quotes."""
    name = f"{node.path[-1]!r}" if isinstance(node.path[-1], int) else f'"{node.path[-1]}"'
    message = f"{name} must be {wanted}, and is {shown(node.value)}"
    if quotable and isinstance(node.value, bool | int | float):
        return Remark(node, message, advice="put it in quotes")
    return Remark(node, message)


def _is_fit(value: Json, field: Field) -> bool:
    if field.choice:
        return value in field.choice
    return any(_fits(value, kind) for kind in field.kinds)


def _wanted(field: Field) -> str:
    if field.choice:
        return _either(field.choice)
    words = [VALUES[kind].words if kind in VALUES else _named(kind) for kind in field.kinds]
    return " or ".join(words)


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
