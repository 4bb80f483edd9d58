"""OpenAPI Schema Objects as plain JSON Schema 2020-12.

Read `translate` first. What changes: 3.0's `nullable` and boolean exclusive bounds become what
2020-12 says, `int32` and `int64` become bounds, and a member that is `readOnly` is not required
in requests, nor a `writeOnly` one in responses (OpenAPI 3.1, 4.8.24). Of the annotations those
stay that a generator of values goes by.
Keywords stay where they stand, so that a place in the result is a place in the document; of one
that is added, `STANDS_FOR` says which written one it comes from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .document import Node
from .errors import DocumentError
from .json_types import Json

Direction = Literal["request", "response", "both"]
Refer = Callable[[Node], str]

_ONE = frozenset(
    {"additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items"}
    | {"not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"}
)

_LISTED = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
_NAMED = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
_KEPT = frozenset(
    {
        "const",
        "contentEncoding",
        "contentMediaType",
        "dependentRequired",
        "enum",
        "required",
        "type",
    }
    | {"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"}
    | {"format", "maxLength", "minLength", "pattern", "maxProperties", "minProperties"}
    | {"maxContains", "maxItems", "minContains", "minItems", "uniqueItems"}
)

_ANNOTATIONS: dict[str, type] = {
    "default": object,
    "discriminator": dict,
    "example": object,
    "examples": list,
    "readOnly": bool,
    "writeOnly": bool,
}
_UNWANTED = {"request": "readOnly", "response": "writeOnly"}
STANDS_FOR = "x-specdouble-stands-for"
_ORIGINS: dict[str, Json] = {
    **dict.fromkeys(("minimum", "maximum"), "format"),
    **dict.fromkeys(("minLength", "maxLength"), "pattern"),
}
_LONG = 100
_REPETITION = re.compile(r"\^(\[(?:[^\]\\]|\\.)+\]|\\[dDsSwW]|\.)\{([0-9]{1,9}),([0-9]{0,9})\}\$")
_WIDTHS = {"int32": 2**31, "int64": 2**63}


@dataclass(frozen=True, slots=True)
class Reading:
    """How schemas are read: `old` is OpenAPI 3.0; `refer` names the target of a `$ref`."""

    old: bool
    direction: Direction
    refer: Refer


def translate(node: Node, reading: Reading) -> Json:
    """The schema at `node` for one direction. Raises DocumentError for a dangling `$ref`."""
    source = node.value
    if not isinstance(source, dict):
        return source if isinstance(source, bool) else True
    if isinstance(source.get("$ref"), str):
        target: dict[str, Json] = {"$ref": reading.refer(node.step())}
        return target if reading.old else {**_keywords(node, source, reading), **target}
    return _keywords(node, source, reading)


def _keywords(node: Node, source: dict[str, Json], reading: Reading) -> dict[str, Json]:
    result: dict[str, Json] = {key: source[key] for key in source.keys() & _KEPT}
    for key in source.keys() & _ANNOTATIONS.keys():
        if isinstance(source[key], _ANNOTATIONS[key]):
            result[key] = source[key]
    for key, child in node.items():
        _descend(key, child, reading, result)
    if "required" in result:
        _drop_required(node, reading, result)
    if result.get("additionalProperties") is False:
        result.setdefault("properties", {})  # so that the validator names each that is too many
    _bound(result)
    _lighten(result)
    added = {key: _ORIGINS[key] for key in result.keys() & _ORIGINS.keys() if key not in source}
    if added:
        result[STANDS_FOR] = added
    if reading.old:
        _modernise(source, result)
    return result


def _descend(key: str, child: Node, reading: Reading, result: dict[str, Json]) -> None:
    """Translate the subschemas under one keyword."""
    if key in _NAMED and isinstance(child.value, dict):
        result[key] = {name: translate(each, reading) for name, each in child.items()}
    elif key in _LISTED and isinstance(child.value, list):
        result[key] = [translate(each, reading) for each in child.elements()]
    elif key in _ONE:
        result[key] = translate(child, reading)


def _drop_required(node: Node, reading: Reading, result: dict[str, Json]) -> None:
    """Leave out of `required` what this direction does not carry."""
    mark, named, members = (
        _UNWANTED.get(reading.direction),
        result["required"],
        node.get("properties"),
    )
    if mark and members is not None and isinstance(named, list):
        result["required"] = [
            name for name in named if not (isinstance(name, str) and _marked(members, name, mark))
        ]


def _marked(members: Node, name: str, mark: str) -> bool:
    member = members.get(name)
    try:
        return member is not None and member.follow().flag(mark)
    except DocumentError:
        return False


def _bound(result: dict[str, Json]) -> None:
    """Write the width of an integer format as bounds; the tighter bound stays."""
    width = _WIDTHS.get(str(result.get("format")))
    kinds = result.get("type")
    if width and (kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds)):
        result["minimum"] = _tighter(max, result.get("minimum"), -width)
        result["maximum"] = _tighter(min, result.get("maximum"), width - 1)


def _lighten(result: dict[str, Json]) -> None:
    """Write the long repetition of one character class as lengths, which say the same.

    A validator for `^[^,]{1,4096}$` takes ten megabytes, one for `^[^,]*$` next to nothing.
    """
    pattern = result.get("pattern")
    found = _REPETITION.fullmatch(pattern) if isinstance(pattern, str) else None
    if found is None or max(int(found[2]), int(found[3] or 0)) < _LONG:
        return
    result["pattern"] = f"^{found[1]}*$"
    result["minLength"] = _tighter(max, result.get("minLength"), int(found[2]))
    if found[3]:
        result["maxLength"] = _tighter(min, result.get("maxLength"), int(found[3]))


def _tighter(choose: Callable[[float, float], float], written: Json, limit: int) -> Json:
    return choose(written, limit) if isinstance(written, (int, float)) else limit


def _modernise(source: dict[str, Json], result: dict[str, Json]) -> None:
    """3.0's `nullable` and boolean exclusive bounds, as 3.0.3 defines them."""
    if source.get("nullable") is True and isinstance(source.get("type"), str):
        result["type"] = [source["type"], "null"]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(source.get(exclusive), bool):
            is_exclusive = result.pop(exclusive)
            if is_exclusive and bound in result:
                result[exclusive] = result.pop(bound)
