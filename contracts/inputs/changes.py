"""What a value can be changed to: each keyword of its schema broken once, and what is odd.

Read `changes`. A change claims to break a keyword, or nothing; `variations.py` asks `read`
whether that is so, as alternatives elsewhere in the schema may say otherwise.
"""

from collections.abc import Callable, Iterator

from ...spec.document import Node
from ...spec.json_types import Json
from ...spec.shape import part_of, types_of
from .bounds import limit, numbers, whole_numbers
from .depth import DEEP, DOCUMENTED, QUICK
from .fitting import known_values, least, required_of
from .formats import LENIENT, NEAR_MISSES
from .texts import DOUBTFUL, ODD, is_free
from .variation import Change

_OF_TYPE: dict[str, tuple[str, Json]] = {
    "null": ("null", None),
    "boolean": ("as a boolean", True),
    "integer": ("as a number", 7),
    "string": ("as a text", "text"),
    "array": ("as a list", []),
    "object": ("as an object", {}),
}
_QUICK = ("integer", "string")
_MANY = 50
"""Lists longer than this are not made."""

UNKNOWN = "specdouble-unknown"
"""The name of a member or parameter that no document has."""


def changes(schema: Node | None, value: Json, name: str = "") -> Iterator[Change]:
    """Every change of a value of a schema; `name` is what its member is called."""
    kinds = types_of(schema)
    yield from _types(kinds)
    for kind, vary in _BY_TYPE.items():
        if kind in kinds:
            yield from vary(schema, value, name)


def _types(kinds: frozenset[str]) -> Iterator[Change]:
    """Each JSON type in turn that the schema does not have."""
    if not kinds:
        return
    allowed = kinds | {"integer"} if "number" in kinds else kinds
    quick = next((each for each in _QUICK if each not in allowed), "")
    for kind, (words, sample) in _OF_TYPE.items():
        if kind not in allowed:
            yield Change(words, sample, "type", depth=QUICK if kind == quick else DOCUMENTED)
    if not kinds.isdisjoint({"integer", "number"}) and "string" not in kinds:
        yield Change("as digits in a text", "1", "type")


def _integers(schema: Node | None, _value: Json, _name: str) -> Iterator[Change]:
    yield from numbers(schema)
    yield from whole_numbers(schema)


def _numbers(schema: Node | None, _value: Json, _name: str) -> Iterator[Change]:
    return numbers(schema)


def _booleans(_schema: Node | None, _value: Json, _name: str) -> Iterator[Change]:
    for each in (True, False):
        yield Change(f"= {str(each).lower()}", each)


def _strings(schema: Node | None, value: Json, name: str) -> Iterator[Change]:
    text = value if isinstance(value, str) else ""
    yield from _enum(schema)
    yield from _lengths(schema, text, name)
    kind = part_of(schema, "format")
    written = str(kind.value) if kind is not None else ""
    for each in NEAR_MISSES.get(written, ()):
        yield Change(f"= {each!r}", each, "format")
    for each in LENIENT.get(written, ()):
        yield Change(f"= {each!r}", each, is_open=True, depth=DEEP)
    if part_of(schema, "pattern") is not None:
        for each in (f"!{text}", f"{text}!", " ", ""):
            yield Change(f"= {each!r}", each, "pattern")
    if all(part_of(schema, key) is None for key in ("enum", "const", "format", "pattern")):
        yield from _plain(schema, text, name)


def _enum(schema: Node | None) -> Iterator[Change]:
    """Near misses of a choice of texts: another case, blanks around, another word."""
    keyword = "const" if part_of(schema, "const") is not None else "enum"
    listed = part_of(schema, keyword)
    options = [each for each in known_values(schema) if isinstance(each, str)] if listed else []
    if not options:
        return
    first = next((each for each in options if each), "")
    for each in dict.fromkeys((f"{first}junk", first.swapcase(), f" {first} ")):
        yield Change(f"= {each!r}", each, keyword, depth=QUICK if "junk" in each else DOCUMENTED)
    for each in options:
        yield Change(f"= {each!r}", each)


def _lengths(schema: Node | None, text: str, name: str) -> Iterator[Change]:
    """Just as long or short as is allowed, and one character more or less."""
    longest, shortest = int(limit(schema, "maxLength", -1)), int(limit(schema, "minLength", 0))
    is_open = not is_free(name, text)
    if longest >= 0:
        yield Change(
            f"of {longest + 1} characters", text.ljust(longest + 1, "x"), "maxLength", depth=QUICK
        )
        longer = text.ljust(longest, "x")[:longest]
        yield Change(f"of {longest} characters", longer, is_open=is_open)
    if shortest > 0:
        short = text[: shortest - 1].ljust(shortest - 1, "x")
        yield Change(f"of {shortest - 1} characters", short, "minLength", depth=QUICK)
        enough = text[:shortest].ljust(shortest, "x")
        yield Change(f"of {shortest} characters", enough, is_open=is_open)


def _plain(schema: Node | None, text: str, name: str) -> Iterator[Change]:
    """What a text of which the document says little may be."""
    for words, odd in ODD.items():
        yield Change(words, odd, is_open=not is_free(name, text))
    longest = limit(schema, "maxLength", float("inf"))
    for words, doubtful in DOUBTFUL.items():
        if limit(schema, "minLength", 0) <= len(doubtful) <= longest:
            depth = DOCUMENTED if doubtful.isascii() else DEEP
            yield Change(words, doubtful, is_open=True, depth=depth)


def _arrays(schema: Node | None, value: Json, _name: str) -> Iterator[Change]:
    item = value[0] if isinstance(value, list) and value else least(part_of(schema, "items"))
    fewest, most = int(limit(schema, "minItems", 0)), int(limit(schema, "maxItems", -1))
    if fewest > 0:
        yield Change(f"of {fewest - 1} items", [item] * (fewest - 1), "minItems", depth=QUICK)
    else:
        yield Change("empty", [], is_open=True)
    if 0 <= most < _MANY:
        yield Change(f"of {most + 1} items", [item] * (most + 1), "maxItems", depth=QUICK)
    unique = part_of(schema, "uniqueItems")
    if unique is not None and unique.value is True:
        yield Change("of the same item twice", [item, item], "uniqueItems")
    else:
        yield Change("of the same item twice", [item, item], is_open=True, depth=DEEP)


def _objects(schema: Node | None, value: Json, _name: str) -> Iterator[Change]:
    record = value if isinstance(value, dict) else {}
    if not required_of(schema):
        yield Change("empty", {}, is_open=True)
    more = part_of(schema, "additionalProperties")
    is_closed = more is not None and more.value is False
    breaks = "additionalProperties" if is_closed else ""
    is_open = more is None
    sample = least(more) if more is not None and isinstance(more.value, dict) else "text"
    yield Change("with an unknown member", {**record, UNKNOWN: sample}, breaks, is_open)
    most = int(limit(schema, "maxProperties", -1))
    if 0 <= most < _MANY:
        crowd = {**record, **{f"{UNKNOWN}-{each}": sample for each in range(most + 1)}}
        yield Change("with too many members", crowd, "maxProperties")


_BY_TYPE: dict[str, Callable[[Node | None, Json, str], Iterator[Change]]] = {
    "integer": _integers,
    "number": _numbers,
    "boolean": _booleans,
    "string": _strings,
    "array": _arrays,
    "object": _objects,
}
