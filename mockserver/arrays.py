"""Makers of arrays. Read `array_maker` first."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..spec.json_types import Json
from .merging import Flat, conjunction
from .planning import Draw, Make, Plan, count_in

_USUAL = 3
_UNIQUE_TRIES = 20


@dataclass(frozen=True, slots=True)
class _Shape:
    """An array schema: those of the first items, that of the rest, and how many there may be."""

    first: list[Json]
    rest: Json
    low: int
    high: int
    is_unique: bool


def array_maker(plan: Plan, found: Flat) -> Make:
    """A few items, as far as there is room; where each may stand only once, different ones."""
    shape = _shape(found.keywords)

    def _make(draw: Draw, room: int) -> Json:
        made: list[Json] = []
        for number in range(_length(plan, shape, draw, room)):
            schema = shape.first[number] if number < len(shape.first) else shape.rest
            for _ in range(_UNIQUE_TRIES if shape.is_unique else 1):
                item = plan.make(schema, draw, room - 1)
                if not shape.is_unique or item not in made:
                    made.append(item)
                    break
            if draw.is_spent:
                break
        return made

    return _make


def _length(plan: Plan, shape: _Shape, draw: Draw, room: int) -> int:
    """As many as there must be, and a few more where there is room."""
    least = most = shape.low
    if room > 0 and draw.values_left > 0 and plan.fits(shape.rest, room - 1):
        most = max(least, min(shape.high, _USUAL))
        least = max(least, min(1, most))
    return draw.random.randint(least, most)


def _shape(keywords: Mapping[str, Json]) -> _Shape:
    """The first items are those that `prefixItems` has, and those that `contains` asks for."""
    rest, prefix, wanted = (keywords.get(key) for key in ("items", "prefixItems", "contains"))
    first = list(prefix) if isinstance(prefix, list) else []
    if isinstance(rest, list):  # as before 2020-12
        first, rest = rest, True
    rest = True if rest is None else rest
    low, high = count_in(keywords, "minItems", 0), count_in(keywords, "maxItems")
    if wanted is not None:
        needed = count_in(keywords, "minContains", 1)
        first += [rest] * max(0, needed - len(first))
        first = [conjunction(each, wanted) for each in first[:needed]] + first[needed:]
    low = max(low, min(len(first), high))
    return _Shape(first, rest, low, high, keywords.get("uniqueItems") is True)
