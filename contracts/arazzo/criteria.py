"""Criteria (Arazzo 1.0.1, 4.6.11): simple conditions, regular expressions and JSONPath.

Read `Criterion`, then `criterion_of`. JSONPath is RFC 9535; XPath is refused, since the services
that are judged here talk JSON.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import jsonpath

from ...spec.decoding import ABSENT
from ...spec.document import Node, error_at
from ..expressions import Lookup, as_text
from .conditions import ConditionError, parse

_PATHS = jsonpath.JSONPathEnvironment(strict=True)
_GOESSNER = "draft-goessner-dispatch-jsonpath-00"
_KINDS = ("simple", "regex", "jsonpath")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to hold: its words, the expressions in it, and where it stands."""

    text: str
    holds: Callable[[Lookup], bool]
    expressions: tuple[str, ...]
    node: Node


def criterion_of(node: Node) -> Criterion:
    """A Criterion Object. Raises DocumentError for what cannot be read or is not done here."""
    kind = _kind(node)
    condition, context = node.text("condition"), node.text("context")
    place = node.get("condition") or node
    if kind != "simple" and not context:
        raise error_at(node, f'a criterion of type {kind} needs a "context"')
    if kind == "simple":
        try:
            found = parse(condition)
        except ConditionError as error:
            raise error_at(place, f"the condition {condition!r}: {error}") from None
        return Criterion(condition, found.holds, found.expressions, node)
    matches = {"regex": _regex, "jsonpath": _jsonpath}[kind](condition, place)
    return Criterion(f"{context} matches {condition}", matches(context), (context,), node)


def _kind(node: Node) -> str:
    """The type of a criterion; one that is not known or not done is refused."""
    found = node.get("type")
    if found is None:
        return "simple"
    name = found.value if isinstance(found.value, str) else found.text("type")
    if name == "xpath":
        raise error_at(found, "criteria of type xpath are not done here; use simple or jsonpath")
    version = found.text("version", _GOESSNER)
    if version != _GOESSNER:
        raise error_at(found, f"JSONPath {version!r} is not known; leave the version out")
    if name not in _KINDS:
        raise error_at(found, f"one of {', '.join(_KINDS)} is wanted here")
    return name


def _regex(condition: str, place: Node) -> Callable[[str], Callable[[Lookup], bool]]:
    try:
        pattern = re.compile(condition)
    except re.error as error:
        raise error_at(place, f"the regular expression {condition!r}: {error}") from None

    def matches(context: str) -> Callable[[Lookup], bool]:
        """The criterion for a context."""

        def holds(lookup: Lookup) -> bool:
            """Whether it is found somewhere in the context, as a text."""
            value = lookup(context)
            return value is not ABSENT and pattern.search(as_text(value)) is not None

        return holds

    return matches


def _jsonpath(condition: str, place: Node) -> Callable[[str], Callable[[Lookup], bool]]:
    try:
        path = _PATHS.compile(condition)
    except jsonpath.JSONPathError as error:
        reason = str(error).splitlines()[0]
        raise error_at(place, f"the JSONPath {condition!r}: {reason}") from None

    def matches(context: str) -> Callable[[Lookup], bool]:
        """The criterion for a context."""

        def holds(lookup: Lookup) -> bool:
            """Whether it leads to anything; the root must be a list or an object."""
            value = lookup(context)
            return isinstance(value, dict | list) and bool(path.findall(value))

        return holds

    return matches
