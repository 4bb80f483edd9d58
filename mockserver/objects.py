"""Makers of objects. Read `object_maker` first."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from ..spec.json_types import Json
from .formats import word
from .merging import Flat, conjunction
from .patterns import FEW, Piece, matching
from .planning import RICH, Draw, Make, Plan, count_in

_HIDDEN = {"request": "readOnly", "response": "writeOnly"}
_EXTRA_TRIES = 3

_Name: TypeAlias = Callable[[Draw, int], Json]


@dataclass(frozen=True, slots=True)
class _Member:
    """A declared member of an object."""

    name: str
    schema: Json
    required: bool


@dataclass(frozen=True, slots=True)
class _Extra:
    """Members that are not declared: how they may be called, and what they are."""

    name: _Name
    schema: Json


@dataclass(frozen=True, slots=True)
class _Shape:
    """An object schema; `is_map` is one with nothing but undeclared members of one kind."""

    members: list[_Member]
    low: int
    high: int
    extra: _Extra | None
    is_map: bool


def object_maker(plan: Plan, found: Flat) -> Make:
    """An object with what it must have, what it may have where there is room, and no more."""
    shape = _shape(plan, found.keywords)
    required = [member for member in shape.members if member.required]
    rich: dict[int, list[_Member]] = {}

    def _make(draw: Draw, room: int) -> Json:
        members, wanted = required, shape.low
        if draw.is_rich and room >= RICH and draw.values_left > 0:
            if room not in rich:
                rich[room] = _present(plan, shape, room - 1)
            members = rich[room]
            if shape.is_map:
                wanted = max(wanted, min(shape.high, draw.random.randint(1, 2)))
        made = {member.name: plan.make(member.schema, draw, room - 1) for member in members}
        if len(made) < wanted:
            _fill(made, wanted, _spares(plan, shape, draw, room - 1))
        return made

    return _make


def _fill(made: dict[str, Json], wanted: int, spares: Iterator[tuple[str, Json]]) -> None:
    for name, value in spares:
        made.setdefault(name, value)
        if len(made) >= wanted:
            return


def _shape(plan: Plan, keywords: Mapping[str, Json]) -> _Shape:
    members = list(_members(plan, keywords))
    extra = _extra(plan, keywords)
    is_open = isinstance(keywords.get("additionalProperties"), dict) or (
        "patternProperties" in keywords
    )
    return _Shape(
        members,
        low=count_in(keywords, "minProperties", 0),
        high=count_in(keywords, "maxProperties"),
        extra=extra,
        is_map=not members and is_open and extra is not None,
    )


def _members(plan: Plan, keywords: Mapping[str, Json]) -> Iterator[_Member]:
    """Those declared, in the order of the document, and then those only required."""
    required, declared = keywords.get("required"), keywords.get("properties")
    names = [str(name) for name in required] if isinstance(required, list) else []
    schemas = declared if isinstance(declared, dict) else {}
    for name, schema in schemas.items():
        if name in names or not _is_hidden(plan, schema):
            yield _Member(name, _with_patterns(keywords, name, schema), name in names)
    rest = keywords.get("additionalProperties", True)
    for name in names:
        if name not in schemas:
            yield _Member(name, _with_patterns(keywords, name, rest), required=True)


def _is_hidden(plan: Plan, schema: Json) -> bool:
    """Whether a member is not meant for the direction the value goes."""
    found = plan.flat(schema)
    return found is not None and found.keywords.get(_HIDDEN.get(plan.direction, "")) is True


def _with_patterns(keywords: Mapping[str, Json], name: str, schema: Json) -> Json:
    """The schema of a member, with those that `patternProperties` has for its name."""
    for pattern, more in _patterns(keywords):
        try:
            schema = conjunction(schema, more) if re.search(pattern, name) else schema
        except re.error:  # a pattern that only ECMA-262 knows
            continue
    return schema


def _patterns(keywords: Mapping[str, Json]) -> list[tuple[str, Json]]:
    patterns = keywords.get("patternProperties")
    return list(patterns.items()) if isinstance(patterns, dict) else []


def _present(plan: Plan, shape: _Shape, room: int) -> list[_Member]:
    """The members of a rich object: as many that may be left out as are allowed and fit."""
    spare = shape.high - sum(member.required for member in shape.members)
    optional = (
        member.name
        for member in shape.members
        if not member.required and plan.fits(member.schema, room)
    )
    names = set(islice(optional, max(0, spare)))
    return [member for member in shape.members if member.required or member.name in names]


def _spares(plan: Plan, shape: _Shape, draw: Draw, room: int) -> Iterator[tuple[str, Json]]:
    """Members for an object that still has too few."""
    for member in shape.members:
        if not member.required and plan.fits(member.schema, room):
            yield member.name, plan.make(member.schema, draw, room)
    if shape.extra is not None:
        for _ in range(_EXTRA_TRIES * (shape.low + 2)):
            name = str(shape.extra.name(draw, room))
            yield name, plan.make(shape.extra.schema, draw, room)


def _extra(plan: Plan, keywords: Mapping[str, Json]) -> _Extra | None:
    """What is known of members that are not declared; None where there may be none."""
    for pattern, schema in _patterns(keywords):
        piece = matching(pattern)
        if piece is not None and plan.fits(schema, RICH):
            return _Extra(_matching_name(piece), schema)
    rest, named = keywords.get("additionalProperties", True), keywords.get("propertyNames")
    if rest is False:
        return None
    if isinstance(named, dict):
        names = conjunction({"type": "string"}, named)
        return _Extra(lambda draw, room: plan.make(names, draw, room), rest)
    return _Extra(lambda draw, _room: word(draw.random), rest)


def _matching_name(piece: Piece) -> _Name:
    return lambda draw, _room: piece(draw.random, FEW)
