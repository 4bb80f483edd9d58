"""What is known of the schemas of a document when values are made for them, each worked out once.

Read `Plan` first, then `makers.py`, which makes the values.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias
from weakref import WeakKeyDictionary

from ..spec.definitions import Definitions, name_in, reference_to
from ..spec.errors import DocumentError
from ..spec.json_types import Json
from ..spec.schema import Schema
from ..spec.translation import Direction
from ..spec.validators import compiled
from .merging import Flat, flat

Accepts: TypeAlias = Callable[[Json], bool]

DEEPEST = 8
"""Levels of objects and arrays that are filled freely."""

RICH = DEEPEST - 2
"""Above this level members that may be left out are put in."""

ENDLESS = 10_000
"""No value is made longer than this."""

_ABYSS = -DEEPEST
_MOST_BRANCHES = 4000
_MOST_CHOICES = 50
_MOST_OVERDRAWN = 200_000
_MOST_VALUES = 600
_MOST_TRIES = 60
_HEAVY = 100
_MOST_KNOWN = 30_000


@dataclass(slots=True)
class Draw:
    """One value being made: the source of chance, what is wished, and what may still be spent.

    `is_rich` asks for members that may be left out, `examples` for those of the document. What a
    schema demands is made even when no values are left, until the draw `is_spent`.
    """

    random: Random
    examples: bool = True
    is_rich: bool = True
    values_left: int = _MOST_VALUES
    tries_left: int = _MOST_TRIES

    @property
    def is_spent(self) -> bool:
        """Whether so much has been made that the value is better left incomplete."""
        return self.values_left < -_MOST_OVERDRAWN


Make: TypeAlias = Callable[[Draw, int], Json]
"""Makes a value; the number is how many levels of objects and arrays may be below it."""

Build: TypeAlias = "Callable[[Plan, Json], Make]"


class Plan:
    """The makers of values for the schemas of some `Definitions`, built by `build` when needed.

    What is known of a schema is kept under its identity, and the schema with it.
    """

    def __init__(self, definitions: Definitions, direction: Direction, build: Build) -> None:
        self.definitions = definitions
        self.direction: Direction = direction
        self._build = build
        self._forget()

    def _forget(self) -> None:
        self._wholes: dict[str, Json] = {}
        self._flats: dict[int, tuple[Json, Flat | None]] = {}
        self._makers: dict[int, Make] = {}
        self._fits: dict[tuple[int, int], bool] = {}
        self._chosen: dict[tuple[int, int], Json] = {}
        self._choices_made: dict[int, int] = {}
        self._branches_left = _MOST_BRANCHES

    def whole(self, name: str) -> Json:
        """The schema of that name, as others refer to it."""
        if name not in self._wholes:
            self._wholes[name] = {"$ref": reference_to(name)}
        return self._wholes[name]

    def make(self, schema: Json, draw: Draw, room: int) -> Json:
        """A value for a schema, with at most `room` levels below it if that can be.

        One that must contain itself without end, or too much, is cut off with null.
        """
        draw.values_left -= 1
        if room < _ABYSS or draw.is_spent:
            return None
        made = self._makers.get(id(schema))
        if made is None:
            self.flat(schema)
            made = self._makers[id(schema)] = self._build(self, schema)
        return made(draw, room)

    def flat(self, schema: Json) -> Flat | None:
        """The schema in one piece; None where no value can obey it."""
        found = self._flats.get(id(schema))
        if found is None:
            found = self._flats[id(schema)] = (schema, flat(schema, self.definitions))
        return found[1]

    def chosen(self, schema: Json, found: Flat, number: int) -> Json:
        """A schema, which is `found`, with the branch of that number taken of its first choice.

        Of choices that lead to themselves the last one made is false: it has no value.
        """
        key = (id(schema), number)
        if key not in self._chosen:
            made = self._choices_made.get(id(schema), 0) + 1
            first, *others = found.choices
            rest: list[Json] = [{"anyOf": list(each)} for each in others]
            is_sane = made <= _MOST_CHOICES
            self._chosen[key] = {"allOf": [is_sane, found.keywords, first[number], *rest]}
            self._choices_made[id(self._chosen[key])] = made
            self._branches_left -= 1
        return self._chosen[key]

    def fits(self, schema: Json, room: int) -> bool:
        """Whether there is a value with at most `room` levels below it, as far as can be seen."""
        key = (id(schema), room)
        found = self._fits.get(key)
        if found is None:
            self._fits[key] = False
            found = self._fits[key] = self._has_value(schema, room)
        return found

    def height(self, schema: Json) -> int:
        """The least room that suffices for a value."""
        return next((room for room in range(DEEPEST * 2) if self.fits(schema, room)), DEEPEST * 2)

    def accepts(self, schema: Json) -> Accepts | None:
        """The validator of a schema; None where it would be too large to be worth it."""
        names = {name_in(reference) for reference in _references(schema)}
        try:
            reached = self.definitions.reachable(*filter(self.definitions.__contains__, names))
        except DocumentError:
            return None
        if len(reached) > _HEAVY:
            return None
        validator = compiled({"allOf": [schema], "$defs": reached})[0]
        return validator.is_valid if validator is not None else None

    def tidy(self) -> None:
        """Between two values: forget all, if it has become too much, and allow a new search."""
        self._branches_left = _MOST_BRANCHES
        if len(self._flats) + len(self._fits) > _MOST_KNOWN:
            self._forget()

    def _has_value(self, schema: Json, room: int) -> bool:
        found = self.flat(schema)
        if found is None or room < 0:
            return False
        if found.choices:
            if self._branches_left <= 0:  # the ways through all choices multiply
                return True
            options = range(len(found.choices[0]))
            return any(self.fits(self.chosen(schema, found, number), room) for number in options)
        if "enum" in found.keywords:
            return True
        return any(self._has_kind(kind, found, room) for kind in kinds_of(found))

    def _has_kind(self, kind: str, found: Flat, room: int) -> bool:
        keywords = found.keywords
        if kind == "object":
            required, members = keywords.get("required"), keywords.get("properties")
            if not isinstance(required, list) or not isinstance(members, dict):
                return True
            return all(self.fits(members.get(str(name), True), room - 1) for name in required)
        if kind == "array" and keywords.get("minItems") and "items" in keywords:
            return self.fits(keywords["items"], room - 1)
        return True


def plan_of(schema: Schema, build: Build) -> Plan:
    """The one `Plan` of the document and the direction of a schema."""
    shelf = _SHELVES.setdefault(schema.node.document.files, {})
    if schema.direction not in shelf:
        shelf[schema.direction] = Plan(schema.definitions, schema.direction, build)
    return shelf[schema.direction]


_SHELVES: WeakKeyDictionary[object, dict[Direction, Plan]] = WeakKeyDictionary()

_HINTS = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "contains", "uniqueItems"),
    "string": ("pattern", "minLength", "maxLength", "contentEncoding"),
    "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}
_NUMERIC_FORMATS = {"double": "number", "float": "number", "int32": "integer", "int64": "integer"}


def kinds_of(found: Flat) -> list[str]:
    """The JSON types that a value may have; where none is said, the one that is hinted at."""
    written = found.keywords.get("type")
    if isinstance(written, str):
        return [written]
    if isinstance(written, list) and written:
        return [str(kind) for kind in written]
    keywords = found.keywords.keys()
    hinted = [kind for kind, hints in _HINTS.items() if not keywords.isdisjoint(hints)]
    if not hinted and "format" in keywords:
        hinted = [_NUMERIC_FORMATS.get(str(found.keywords["format"]), "string")]
    return hinted[:1] or ["string"]


def count_in(keywords: Mapping[str, Json], key: str, default: int = ENDLESS) -> int:
    """A keyword that counts something."""
    value = keywords.get(key)
    return int(value) if isinstance(value, (int, float)) and 0 <= value <= ENDLESS else default


def _references(schema: Json) -> Iterator[str]:
    """Every `$ref` in a schema."""
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield reference
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)
