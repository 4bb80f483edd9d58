"""Values that break a keyword of JSON Schema: a table, `BREAKERS`, with a function for each.

A function is given the keyword's value and what stands in the place now (None if nothing does),
and offers values that ought to be outside; whether they are is for a validator to say.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from ..spec.json_types import Json

Break = Callable[[Json, Json], Iterator[Json]]

_ODD: tuple[Json, ...] = ("specdouble unknown", -987654321, "", {}, [])
_BY_TYPE: dict[str, Json] = {
    "string": "specdouble",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "object": {},
    "array": [],
}


def of_another_type(_types: Json, now: Json) -> Iterator[Json]:
    """First the slips that happen: a number as a text, a text as a number, a list of one."""
    if isinstance(now, bool | int | float):
        yield str(now)
    yield from _BY_TYPE.values()
    yield [now]


def _odd(_limit: Json, _now: Json) -> Iterator[Json]:
    yield from _ODD


def _below(limit: Json, _now: Json) -> Iterator[Json]:
    if isinstance(limit, int | float):
        yield limit - 1


def _above(limit: Json, _now: Json) -> Iterator[Json]:
    if isinstance(limit, int | float):
        yield limit + 1


def _itself(limit: Json, _now: Json) -> Iterator[Json]:
    yield limit


def _between(limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(limit, int | float):
        yield (now if isinstance(now, int | float) else 0) + limit / 2


def _shorter(limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(limit, int) and limit > 0:
        yield (now if isinstance(now, str) else "x" * limit)[: limit - 1]


def _longer(limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(limit, int):
        text = now if isinstance(now, str) and now else "x"
        yield text + "x" * (limit + 1 - min(len(text), limit))


def _unlike(_limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(now, str):
        yield f" {now}"
        yield f"{now} "
    yield from ("specdouble\n?", "", "0")


def _unformatted(_limit: Json, _now: Json) -> Iterator[Json]:
    yield from ("specdouble: no such format", 2**31, 2**63, "")


def _fewer(limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(limit, int) and limit > 0:
        yield now[: limit - 1] if isinstance(now, list) else []


def _more(limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(limit, int) and isinstance(now, list) and now:
        yield now * (limit // len(now) + 1)


def _twice(_limit: Json, now: Json) -> Iterator[Json]:
    if isinstance(now, list) and now:
        yield [*now, now[0]]


def _none(_limit: Json, _now: Json) -> Iterator[Json]:
    yield {}


def _stuffed(limit: Json, now: Json) -> Iterator[Json]:
    count = limit + 1 if isinstance(limit, int) else 1
    extra: dict[str, Json] = {f"specdouble{each}": "x" for each in range(count)}
    yield {**now, **extra} if isinstance(now, dict) else extra


BREAKERS: dict[str, Break] = {
    "enum": _odd,
    "const": _odd,
    "minimum": _below,
    "maximum": _above,
    "exclusiveMinimum": lambda limit, now: chain(_itself(limit, now), _below(limit, now)),
    "exclusiveMaximum": lambda limit, now: chain(_itself(limit, now), _above(limit, now)),
    "multipleOf": _between,
    "minLength": _shorter,
    "maxLength": _longer,
    "pattern": _unlike,
    "format": _unformatted,
    "minItems": _fewer,
    "maxItems": _more,
    "uniqueItems": _twice,
    "minProperties": _none,
    "maxProperties": _stuffed,
    "additionalProperties": _stuffed,
}
"""What breaks each keyword; `type` and `required` have mutations of their own."""
