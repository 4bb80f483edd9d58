"""Schemas without `$ref` and `allOf`: all that one value has to obey, in one place.

Read `flat` first. It takes translated schemas (`specdouble.spec.definitions`) and is what makers
of values go by. What it cannot express is left to the validator that checks the value.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ..spec.definitions import Definitions, name_in
from ..spec.json_types import Json

LABEL = "label"
"""The keyword of ours for the name by which a discriminator tells a schema."""

_DIVIDED = frozenset(
    {"$ref", "allOf", "anyOf", "const", "dependentRequired", "dependentSchemas", "discriminator"}
    | {"else", "if", "oneOf", "then"}
)
_HARD = frozenset(
    {"contains", "dependentRequired", "dependentSchemas", "if", "not", "oneOf", "pattern"}
    | {"patternProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"}
)


@dataclass(frozen=True, slots=True)
class Flat:
    """The keywords that hold together, and lists of schemas of each of which one holds too.

    `is_hard` says that a value made by these alone may still be wrong.
    """

    keywords: dict[str, Json]
    choices: tuple[tuple[Json, ...], ...]
    is_hard: bool


class _ConflictError(ValueError):
    """No value can obey both."""


def flat(schema: Json, definitions: Definitions) -> Flat | None:
    """The schema in one piece; None where no value can obey it."""
    gathered = _Gathered(definitions)
    try:
        _gather(schema, gathered, "")
        keywords: dict[str, Json] = {}
        for part in gathered.parts:
            _merge(keywords, part)
    except _ConflictError:
        return None
    if _is_impossible(keywords):
        return None
    return Flat(keywords, tuple(gathered.choices), gathered.is_hard)


def likely(schema: Json, definitions: Definitions) -> Flat:
    """What a schema that no value can obey may have been meant to say: the first part of it."""
    gathered = _Gathered(definitions)
    keywords: dict[str, Json] = {}
    try:
        _gather(schema, gathered, "")
        for part in gathered.parts:
            _merge(keywords, part)
    except _ConflictError:
        return Flat(keywords or dict(*gathered.parts[:1]), (), is_hard=False)
    return Flat(keywords, (), is_hard=False)


@dataclass(slots=True)
class _Gathered:
    """What has been found of a schema so far; `seen` are references, and who made them."""

    definitions: Definitions
    parts: list[dict[str, Json]] = field(default_factory=list)
    choices: list[tuple[Json, ...]] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    is_hard: bool = False


def _gather(schema: Json, into: _Gathered, name: str) -> None:
    """Collect a schema and what it refers to; `name` is what the whole is called."""
    if schema is False:
        raise _ConflictError
    if not isinstance(schema, dict):
        return
    into.parts.append(_own(schema))
    into.choices += _choices(schema)
    into.is_hard = into.is_hard or not _HARD.isdisjoint(schema)
    reference = schema.get("$ref")
    if isinstance(reference, str) and (reference, name) not in into.seen:
        into.seen.add((reference, name))
        target = name_in(reference)
        _gather(into.definitions.schema(target), into, name or target)
    for part in _listed(schema.get("allOf")):
        _gather(part, into, name)
    if schema.keys().isdisjoint({"anyOf", "oneOf"}):
        into.parts.append(_label(schema, name) or {})


def _own(schema: dict[str, Json]) -> dict[str, Json]:
    """The keywords that hold together, a constant as an enum of one."""
    own = {key: schema[key] for key in schema.keys() - _DIVIDED}
    if "const" in schema:
        own["enum"] = _both_listed([schema["const"]], schema.get("enum", [schema["const"]]))
    return own


def _choices(schema: Mapping[str, Json]) -> Iterator[tuple[Json, ...]]:
    """What applies one of several schemas, as a list of the schemas."""
    for key in ("anyOf", "oneOf"):
        branches = _listed(schema.get(key))
        if branches:
            yield tuple(_labelled(schema, branch) for branch in branches)
    if "if" in schema:
        met: Json = {"allOf": [schema["if"], schema.get("then", True)]}
        yield met, {"not": schema["if"], "allOf": [schema.get("else", True)]}
    for name, extra in _members(schema.get("dependentSchemas")):
        yield {"required": [name], "allOf": [extra]}, {"properties": {name: False}}
    for name, others in _members(schema.get("dependentRequired")):
        yield {"required": [name, *_listed(others)]}, {"properties": {name: False}}


def _labelled(schema: Mapping[str, Json], branch: Json) -> Json:
    """A branch that also says of itself which one it is, where there is a discriminator."""
    reference = branch.get("$ref") if isinstance(branch, dict) else None
    label = _label(schema, name_in(reference)) if isinstance(reference, str) else None
    return {"allOf": [label, branch]} if label else branch


def _label(schema: Mapping[str, Json], name: str) -> dict[str, Json] | None:
    """What the discriminator of `schema` says of the schema called `name`."""
    mark = schema.get("discriminator")
    member = mark.get("propertyName") if isinstance(mark, dict) else None
    if not isinstance(mark, dict) or not isinstance(member, str) or not name:
        return None
    short = name.rpartition("/")[2]
    mapped = _members(mark.get("mapping"))
    labels = (key for key, target in mapped if str(target).rpartition("/")[2] == short)
    return {"properties": {member: {LABEL: next(labels, short)}}}


def conjunction(first: Json, second: Json) -> Json:
    """One schema that says both."""
    if first is False or second is False:
        return False
    if first is True or first == second:
        return second
    return first if second is True else {"allOf": [first, second]}


def _merge(known: dict[str, Json], part: dict[str, Json]) -> None:
    """Add a part to what is known; where it says the same in other words, the first one stays."""
    _close(known, part)
    _close(part, known)
    for key, value in part.items():
        if key not in known:
            known[key] = value
        elif key in _MERGED and known[key] != value:
            known[key] = _MERGED[key](known[key], value)


def _close(closed: dict[str, Json], other: dict[str, Json]) -> None:
    """Hold the members that only `other` declares against `additionalProperties` of `closed`."""
    rest = closed.get("additionalProperties", True)
    if rest is True or "patternProperties" in closed:
        return
    declared = dict(_members(closed.get("properties")))
    extra: dict[str, Json] = {
        name: rest for name, _ in _members(other.get("properties")) if name not in declared
    }
    if extra:
        closed["properties"] = {**declared, **extra}


def _is_impossible(keywords: Mapping[str, Json]) -> bool:
    members = dict(_members(keywords.get("properties")))
    return any(members.get(str(name)) is False for name in _listed(keywords.get("required")))


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _members(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []


def _both_members(first: Json, second: Json) -> Json:
    merged = dict(_members(first))
    for name, schema in _members(second):
        merged[name] = conjunction(merged[name], schema) if name in merged else schema
    return merged


def _both_prefixes(first: Json, second: Json) -> Json:
    longer, shorter = sorted((_listed(first), _listed(second)), key=len, reverse=True)
    both = [conjunction(one, two) for one, two in zip(longer, shorter, strict=False)]
    return [*both, *longer[len(both) :]]


def _both_listed(first: Json, second: Json) -> Json:
    kept = [each for each in _listed(first) if each in _listed(second)]
    if not kept:
        raise _ConflictError
    return kept


def _both_types(first: Json, second: Json) -> Json:
    one, two = _types(first), _types(second)
    kept = [kind for kind in one if kind in two or (kind == "integer" and "number" in two)]
    kept += [kind for kind in two if kind == "integer" and "number" in one and kind not in kept]
    if not kept:
        raise _ConflictError
    return kept


def _types(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _united(first: Json, second: Json) -> Json:
    return [*_listed(first), *(each for each in _listed(second) if each not in _listed(first))]


def _numeric(choose: Callable[[float, float], float]) -> "Merge":
    def _merged(first: Json, second: Json) -> Json:
        if not isinstance(first, (int, float)):
            return second
        return choose(first, second) if isinstance(second, (int, float)) else first

    return _merged


def _common_multiple(first: float, second: float) -> float:
    if isinstance(first, int) and isinstance(second, int):
        return math.lcm(first, second)
    return max(first, second)


Merge: TypeAlias = Callable[[Json, Json], Json]
_MERGED: dict[str, Merge] = {
    **dict.fromkeys(("patternProperties", "properties"), _both_members),
    **dict.fromkeys(("additionalProperties", "contains", "items", "propertyNames"), conjunction),
    **dict.fromkeys(("exclusiveMinimum", "minContains", "minimum"), _numeric(max)),
    **dict.fromkeys(("minItems", "minLength", "minProperties", "uniqueItems"), _numeric(max)),
    **dict.fromkeys(("exclusiveMaximum", "maxContains", "maximum"), _numeric(min)),
    **dict.fromkeys(("maxItems", "maxLength", "maxProperties"), _numeric(min)),
    "enum": _both_listed,
    "multipleOf": _numeric(_common_multiple),
    "prefixItems": _both_prefixes,
    "required": _united,
    "type": _both_types,
}
