"""The table of OpenAPI's objects (`objects.py`), read once per version for quick questions.

`grammar(version)` gives the `Kind` of every object by its name. Read `Field` and `Kind` first.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .json_types import Json
from .objects import OBJECTS, VERSIONS

__all__ = ["EXTENSION", "VALUES", "VERSIONS", "Field", "Kind", "grammar", "read_kind"]

Shape = Literal["one", "list", "map"]

OTHER_NAMES = "*"
EXTENSION = "x-"
"""How the names of extensions begin; what stands under them is nobody's business."""

_JSON_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_SHAPES: dict[str, Shape] = {"[": "list", "{": "map"}
_LINE = re.compile(r"(\S+?)(!?) (\S+)(?: (\S+))?")


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value without fields of its own: how to tell it, and the words for it."""

    fits: Callable[[Json], bool]
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand under one name.

    `kinds` are alternatives: names of objects and of `VALUES`; `choice` the words that are
    allowed where it is a choice of words; `reference` whether a Reference may stand there;
    `object_kind` is the object among its kinds, "" if there is none to go into.
    """

    kinds: tuple[str, ...]
    shape: Shape
    required: bool
    reference: bool
    choice: tuple[str, ...]
    object_kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One object: its fields by name, and the field of any other name if there may be one.

    `entered` are the fields that hold other objects, which is all a walk has to look at.
    """

    name: str
    fields: Mapping[str, Field]
    other: Field | None
    entered: Mapping[str, Field]

    def field(self, name: str) -> Field | None:
        """What may stand under `name`; None for extensions and for what is unknown."""
        if name.startswith(EXTENSION):
            return None
        return self.fields.get(name, self.other)

    def other_object(self, name: str) -> Field | None:
        """The field for other names, where it holds objects and `name` is such a name."""
        if self.other is None or name in self.fields or name.startswith(EXTENSION):
            return None
        return self.other if self.other.object_kind else None


@lru_cache
def grammar(version: str) -> Mapping[str, Kind]:
    """All objects of "3.0", "3.1" or "3.2", by their names."""
    return {name: read_kind(name, text, version) for name, text in OBJECTS.items()}


def read_kind(name: str, text: str, version: str) -> Kind:
    """One entry of the table; ValueError for a line that is none."""
    fields: dict[str, Field] = {}
    for line in text.strip().splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"{name}: no line of the table is {line!r}")
        field, mark, kind, versions = found.groups()
        if _has(versions or "3.0+", version):
            fields[field] = _field(_modern(kind, version), required=bool(mark))
    other = fields.pop(OTHER_NAMES, None)
    entered = {field: found for field, found in fields.items() if found.object_kind}
    return Kind(name, fields, other, entered)


def _modern(kind: str, version: str) -> str:
    """From 3.1 on `true` and `false` are schemas as well (JSON Schema 2020-12, 4.3.2)."""
    inside, closing = kind.rstrip("]}"), kind[len(kind.rstrip("]}")) :]
    return f"{inside}|boolean{closing}" if version > "3.0" and inside.endswith("&Schema") else kind


def _has(versions: str, version: str) -> bool:
    """Whether "3.1+", "3.0-3.1" or "3.0" includes a version."""
    first, _, last = versions.rstrip("+").partition("-")
    if versions.endswith("+"):
        return version >= first
    return first <= version <= (last or first)


def _field(text: str, *, required: bool) -> Field:
    shape = _SHAPES.get(text[0], "one")
    text = text.strip("[{}]")
    reference = text.startswith("&")
    if text.startswith("="):
        return Field(("text",), shape, required, reference, tuple(text[1:].split("|")), "")
    kinds = tuple(text.lstrip("&").split("|"))
    object_kind = next((kind for kind in kinds if kind in OBJECTS), "")
    return Field(kinds, shape, required, reference, (), object_kind)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: Json) -> bool:
    """JSON Schema (6.1.1): 1.0 is an integer."""
    return _is_number(value) and isinstance(value, int | float) and value == int(value)


def _is_count(value: Json) -> bool:
    return _is_integer(value) and isinstance(value, int | float) and value >= 0


def _is_positive(value: Json) -> bool:
    return isinstance(value, int | float) and _is_number(value) and value > 0


def _are_names(value: Json) -> bool:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return False
    return len({str(name) for name in value}) == len(value)


def _are_types(value: Json) -> bool:
    named = value if isinstance(value, list) and value else [value]
    return _are_names(named) and all(name in _JSON_TYPES for name in named)


VALUES = {
    "any": Value(lambda _: True, "anything"),
    "text": Value(lambda value: isinstance(value, str), "a text"),
    "boolean": Value(lambda value: isinstance(value, bool), "true or false"),
    "number": Value(_is_number, "a number"),
    "positive": Value(_is_positive, "a number above 0"),
    "count": Value(_is_count, "a whole number from 0 on"),
    "names": Value(_are_names, "a list of names, each once"),
    "types": Value(_are_types, f"one or more of {', '.join(sorted(_JSON_TYPES))}"),
}
"""The kinds that are no objects."""
