"""Makers of values, one for each JSON type, and what stands around them: examples and choices.

Read `build` first. A maker goes by the merged keywords of a schema; where those may not be
enough, its value is checked and made again.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..spec.json_types import Json
from .arrays import array_maker
from .formats import one_of
from .merging import LABEL, Flat, likely
from .objects import object_maker
from .planning import Accepts, Draw, Make, Plan, kinds_of
from .scalars import boolean_maker, integer_maker, number_maker, string_maker

_TRIES = 6
_PLAIN_TRIES = 2
_RARELY = 0.125


def build(plan: Plan, schema: Json) -> Make:
    """The maker of values of a schema."""
    found = plan.flat(schema)
    if found is None:
        return _made(plan, schema, likely(schema, plan.definitions))
    made = _made(plan, schema, found)
    accepts = plan.accepts(schema) if found.is_hard else None
    if accepts is not None:
        made = _verified(made, accepts)
    labels = _accepted(plan, schema, found.keywords.get(LABEL))
    if labels:
        return lambda _draw, _room: labels[0]
    given = _accepted(plan, schema, *_given(found))
    return _preferring(given, made) if given else made


def _null(_draw: Draw, _room: int) -> Json:
    return None


def _given(found: Flat) -> Iterator[Json]:
    """The values that the document itself shows, the best first."""
    keywords = found.keywords
    if "example" in keywords:
        yield keywords["example"]
    examples = keywords.get("examples")
    if isinstance(examples, list):
        yield from examples
    if "default" in keywords:
        yield keywords["default"]


def _accepted(plan: Plan, schema: Json, *values: Json) -> list[Json]:
    """Those values that the schema allows; null stands for none, and shows little."""
    shown = [value for value in values if value is not None]
    accepts = plan.accepts(schema) if shown else None
    return [value for value in shown if accepts is None or accepts(value)]


def _preferring(given: list[Json], made: Make) -> Make:
    def _make(draw: Draw, room: int) -> Json:
        return copied(given[0]) if draw.examples else made(draw, room)

    return _make


def copied(value: Json) -> Json:
    """A value that shares nothing with the first."""
    if isinstance(value, dict):
        return {name: copied(each) for name, each in value.items()}
    return [copied(each) for each in value] if isinstance(value, list) else value


def _verified(made: Make, accepts: Accepts) -> Make:
    """Make again what is wrong, in the end with nothing but what must be there."""

    def _make(draw: Draw, room: int) -> Json:
        was_rich = draw.is_rich
        value = first = made(draw, room)
        for attempt in range(_TRIES):
            if draw.tries_left <= 0 or draw.is_spent or accepts(value):
                break
            draw.tries_left -= 1
            draw.is_rich = was_rich and attempt < _PLAIN_TRIES
            value = made(draw, room)
        else:
            value = value if accepts(value) else first
        draw.is_rich = was_rich
        return value

    return _make


def _made(plan: Plan, schema: Json, found: Flat) -> Make:
    if found.choices:
        return _choosing(plan, schema, found)
    values = found.keywords.get("enum")
    if isinstance(values, list):
        return _listing(_of_kinds(values, found) or values)
    makers = {kind: _MAKERS.get(kind, _nothing)(plan, found) for kind in kinds_of(found)}
    others = [make for kind, make in makers.items() if kind != "null"]
    if "null" in makers and others:
        return _nullable(others)
    return others[0] if len(others) == 1 else _any_of(others)


def _of_kinds(values: list[Json], found: Flat) -> list[Json]:
    """The values of an enum that have one of the types said beside it."""
    if "type" not in found.keywords:
        return values
    kinds = kinds_of(found)
    return [value for value in values if any(_CLASSES.get(kind, _never)(value) for kind in kinds)]


def _listing(values: list[Json]) -> Make:
    if not values:
        return _null
    told = [value for value in values if value is not None] or values
    return lambda draw, _room: copied(one_of(draw.random, told))


def _any_of(makers: list[Make]) -> Make:
    if not makers:
        return _null
    return lambda draw, room: one_of(draw.random, makers)(draw, room)


def _nullable(makers: list[Make]) -> Make:
    """Null now and then, and where there is no room left."""
    other = _any_of(makers)

    def _make(draw: Draw, room: int) -> Json:
        is_tight = room <= 0 or draw.values_left <= 0
        return None if is_tight or draw.random.random() < _RARELY else other(draw, room)

    return _make


def _choosing(plan: Plan, schema: Json, found: Flat) -> Make:
    """A value of one of the branches that fit; of the smallest one where room is short."""
    branches: list[Json] = []
    fitting: dict[int, list[Json]] = {}

    def _make(draw: Draw, room: int) -> Json:
        if not branches:
            options = range(len(found.choices[0]))
            branches.extend(plan.chosen(schema, found, number) for number in options)
        if room not in fitting:
            fitting[room] = [branch for branch in branches if plan.fits(branch, room)]
        if not fitting[room] or draw.values_left <= 0:
            return plan.make(min(branches, key=plan.height), draw, room)
        return plan.make(one_of(draw.random, fitting[room]), draw, room)

    return _make


def _nothing(_plan: Plan, _found: Flat) -> Make:
    return _null


def _never(_value: Json) -> bool:
    return False


_MAKERS: dict[str, Callable[[Plan, Flat], Make]] = {
    "array": array_maker,
    "boolean": boolean_maker,
    "integer": integer_maker,
    "number": number_maker,
    "object": object_maker,
    "string": string_maker,
}
IsKind: TypeAlias = Callable[[Json], bool]
_CLASSES: dict[str, IsKind] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
