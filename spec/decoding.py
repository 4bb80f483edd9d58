"""Raw strings to typed values: the styles of OpenAPI 3.1, 4.8.12.

Read `decoder` first: it turns a parameter into a function, once. Values are cast by the types
that the schema allows, strictly (`1_0` is no integer); what does not fit any stays a string,
and the schema then says what was expected.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from .brackets import tree_of, typed
from .document import Node
from .json_types import Json
from .shape import members_of, part_of, types_of
from .strict_json import MalformedError, parse_json


class Absent(Enum):
    """The one value that says: not there."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Decoded: TypeAlias = "Json | Absent"
Raws = Mapping[str, list[str]]
Decoder = Callable[[Raws], Decoded]
Cast = Callable[[str], Json]


class RepeatedError(ValueError):
    """A parameter of one value was given more than once."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one parameter is written: `name`, OpenAPI's `style`, and whether it explodes."""

    name: str
    location: str
    style: str
    explode: bool


_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_SEPARATORS = {"spaceDelimited": re.compile(r"%20|\+| "), "pipeDelimited": re.compile(r"\||%7[Cc]")}
_COMMA = re.compile(",")
_MOST_DIGITS = 4000


def decoder(style: Style, schema: Node | None, media_type: str | None) -> Decoder:
    """The function that reads one parameter out of the raw strings of its location.

    It returns ABSENT where the parameter is not there, and raises MalformedError or RepeatedError.
    """
    if media_type is not None:
        return _content_decoder(style)
    kinds = types_of(schema)
    if style.style == "deepObject" and not kinds.isdisjoint({"object", "array"}):
        return _bracket_decoder(style, schema)
    if "object" in kinds and kinds.isdisjoint({"string", "array"}):
        spread = _object_decoder(style, schema)
        return _either_decoder(style, kinds, spread) if kinds - {"object", "null"} else spread
    if "array" in kinds:
        repeated = _array_decoder(style, schema)
        return _repeatable_decoder(style, kinds, repeated) if "string" in kinds else repeated
    return _scalar_decoder(style, caster(kinds))


def empty_or(name: str, decode: Decoder) -> Decoder:
    """A decoder for `allowEmptyValue` (OpenAPI 3.1, 4.8.12.2): an empty value counts as none."""
    return lambda raws: ABSENT if raws.get(name) == [""] else decode(raws)


def also_hyphened(name: str, decode: Decoder) -> Decoder:
    """A decoder for a header name with underscores, which servers may have made hyphens of."""
    hyphened = name.replace("_", "-")

    def _decode_either(raws: Raws) -> Decoded:
        is_changed = name not in raws and hyphened in raws
        return decode({name: raws[hyphened]} if is_changed else raws)

    return _decode_either


def text_of(raw: str, *, plus: bool = False) -> str:
    """Percent-decoded text. Raises MalformedError where the bytes are not UTF-8."""
    if plus:
        raw = raw.replace("+", " ")
    if "%" not in raw:
        return raw
    try:
        return unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise MalformedError("its percent-encoded bytes are not UTF-8") from None


def caster(kinds: frozenset[str]) -> Cast:
    """The strictest reading of a string that `kinds`, JSON Schema types, allow."""
    casts = [_CASTS[kind] for kind in _CASTS if kind in kinds]
    if not casts:
        return lambda text: text

    def _cast(text: str) -> Json:
        for one in casts:
            value = one(text)
            if value is not ABSENT:
                return value
        return text

    return _cast


def _integer(text: str) -> Decoded:
    fits = len(text) <= _MOST_DIGITS and _INTEGER.fullmatch(text)
    return int(text) if fits else ABSENT


def _number(text: str) -> Decoded:
    if _INTEGER.fullmatch(text):
        return _integer(text)
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else ABSENT


_CASTS: dict[str, Callable[[str], Decoded]] = {
    "integer": _integer,
    "number": _number,
    "boolean": lambda text: {"true": True, "false": False}.get(text, ABSENT),
    "null": lambda text: None if text == "" else ABSENT,
}


def _only(style: Style, raws: Raws) -> str | None:
    """The one raw value of a parameter; None where it is absent."""
    values = raws.get(style.name)
    if not values:
        return None
    if len(values) > 1:
        raise RepeatedError(f"it was given {len(values)} times and takes one value")
    return _unprefixed(style, values[0])


def _unprefixed(style: Style, raw: str) -> str:
    """Without the "." of label and the ";name=" of matrix style."""
    if style.style == "label":
        return raw.removeprefix(".")
    if style.style == "matrix":
        return raw.removeprefix(f";{style.name}").removeprefix("=")
    return raw


def _texts(style: Style, raws: list[str]) -> list[str]:
    if style.location in {"header", "cookie"}:
        return [raw.strip() for raw in raws]
    return [text_of(raw, plus=style.location == "query") for raw in raws]


def _scalar_decoder(style: Style, cast: Cast) -> Decoder:
    def _decode(raws: Raws) -> Decoded:
        raw = _only(style, raws)
        return ABSENT if raw is None else cast(_texts(style, [raw])[0])

    return _decode


def _content_decoder(style: Style) -> Decoder:
    def _decode(raws: Raws) -> Decoded:
        raw = _only(style, raws)
        return ABSENT if raw is None else parse_json(_texts(style, [raw])[0].encode())

    return _decode


def _pieces(style: Style, raw: str) -> list[str]:
    """The parts of a list written in one value, split before they are percent-decoded."""
    if style.explode and style.style == "label":
        return raw.split(".")
    if style.explode and style.style == "matrix":
        return raw.split(f";{style.name}=")
    return _SEPARATORS.get(style.style, _COMMA).split(raw) if raw else []


def _array_decoder(style: Style, schema: Node | None) -> Decoder:
    cast = caster(types_of(part_of(schema, "items")))
    repeats = style.explode and style.style == "form"

    def _decode(raws: Raws) -> Decoded:
        if repeats:
            values = raws.get(style.name)
            if not values:
                return ABSENT
            return [cast(text) for text in _texts(style, values)]
        raw = _only(style, raws)
        if raw is None:
            return ABSENT
        return [cast(text) for text in _texts(style, _pieces(style, raw))]

    return _decode


def _object_decoder(style: Style, schema: Node | None) -> Decoder:
    casts = {name: caster(types_of(node)) for name, node in members_of(schema)}
    plain = caster(frozenset())

    def _decode(raws: Raws) -> Decoded:
        pairs = list(_pairs(style, raws, casts.keys()))
        if not pairs and style.name not in raws:
            return ABSENT
        result: dict[str, Json] = {}
        for name, raw in pairs:
            result[name] = casts.get(name, plain)(_texts(style, [raw])[0])
        return result

    return _decode


def _bracket_decoder(style: Style, schema: Node | None) -> Decoder:
    """An object spread over `p[a]`, `p[b][c]` and the like, or else a scalar called `p`."""
    prefix, single = f"{style.name}[", _scalar_decoder(style, caster(types_of(schema)))

    def _decode(raws: Raws) -> Decoded:
        own = {key: _texts(style, raws[key]) for key in raws if key.startswith(prefix)}
        pairs = ((key, text) for key, texts in own.items() for text in texts)
        tree = tree_of(pairs, {style.name})
        if style.name in tree:
            return typed(tree[style.name], schema, leaf)
        is_empty = raws.get(style.name) == [""] and "object" in types_of(schema)
        return {} if is_empty else single(raws)

    return _decode


def leaf(text: str, schema: Node | None) -> Json:
    """One text as the strictest value its schema allows."""
    return caster(types_of(schema))(text)


def _repeatable_decoder(style: Style, kinds: frozenset[str], repeated: Decoder) -> Decoder:
    """A text, or a list where the parameter is given more than once."""
    single = _scalar_decoder(style, caster(kinds))
    return lambda raws: repeated(raws) if len(raws.get(style.name, ())) > 1 else single(raws)


def _either_decoder(style: Style, kinds: frozenset[str], spread: Decoder) -> Decoder:
    """An object spread over parameters of other names, or else a scalar under its own."""
    single = _scalar_decoder(style, caster(kinds))
    return lambda raws: single(raws) if style.name in raws else spread(raws)


def _pairs(style: Style, raws: Raws, names: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """The raw members of an object parameter, however it is spread out."""
    if style.explode and style.style == "form":
        yield from ((key, values[-1]) for key, values in raws.items() if key in names)
    else:
        yield from _written_pairs(style, _only(style, raws))


def _written_pairs(style: Style, raw: str | None) -> Iterator[tuple[str, str]]:
    """The members written in one value: `a=1,b=2` when exploded, else `a,1,b,2`."""
    if raw is None:
        return
    is_matrix = style.style == "matrix"
    parts = raw.split(";")[1:] if is_matrix and style.explode else _pieces(style, raw)
    if style.explode:
        for part in parts:
            name, equals, value = part.partition("=")
            if not equals and not is_matrix:
                raise MalformedError("an object is written as name=value,name=value")
            yield _texts(style, [name])[0], value
    elif len(parts) % 2:
        raise MalformedError("an object is written as name,value,name,value")
    else:
        yield from zip(_texts(style, parts[::2]), parts[1::2], strict=True)
