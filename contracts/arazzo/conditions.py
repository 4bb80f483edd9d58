"""Simple conditions of Arazzo (1.0.1, 4.6.11): `$statusCode == 200 && $response.body#/n > 1`.

Read `parse`: it makes a function of a condition, once. Comparisons are loose, as the standard
has it: texts without case, a number and a text that spells it are equal.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ...spec.decoding import ABSENT, Decoded
from ...spec.json_types import Json
from ..expressions import Lookup, pointed

Term: TypeAlias = Callable[[Lookup], Decoded]
"""A part of a condition: its value, where `Lookup` says what expressions mean."""

_TOKEN = re.compile(
    r"\s*(?:(?P<expression>\$[^\s()<>=!&|'\[\]{},]+)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<word>true|false|null)(?![\w])"
    r"|(?P<sign>&&|\|\||[=!<>]=|[<>!()\[\]])"
    r"|(?P<member>\.[A-Za-z_][\w-]*))"
)
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


class ConditionError(ValueError):
    """A condition that cannot be read; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, and the expressions that stand in it."""

    holds: Callable[[Lookup], bool]
    expressions: tuple[str, ...]


def parse(text: str) -> Condition:
    """A simple condition as a function. Raises ConditionError with what is wrong in it."""
    inner = text.strip()
    if inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    tokens = _tokens(inner)
    reader = _Reader(tokens)
    term = reader.either()
    if reader.place < len(tokens):
        raise ConditionError(f"{tokens[reader.place][1]!r} is not expected there")
    names = tuple(value for kind, value in tokens if kind == "expression")
    return Condition(lambda lookup: is_true(term(lookup)), names)


def is_true(value: Decoded) -> bool:
    """Whether a value alone is a condition that holds: all but nothing, null and false."""
    return value not in (ABSENT, None, False) or (value == 0 and not isinstance(value, bool))


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = list[tuple[str, str]](), 0
    text = text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise ConditionError(f"{text[place:].strip()[:30]!r} cannot be read there")
        found.append((str(token.lastgroup), token[str(token.lastgroup)]))
        place = token.end()
    return found


class _Reader:
    """Reads terms from tokens, the loosest binding first."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self.place = 0

    def either(self) -> Term:
        """Terms with `||` between them."""
        terms = [self._all()]
        while self._takes("||"):
            terms.append(self._all())
        return terms[0] if len(terms) == 1 else lambda look: any(is_true(t(look)) for t in terms)

    def _all(self) -> Term:
        terms = [self._negated()]
        while self._takes("&&"):
            terms.append(self._negated())
        return terms[0] if len(terms) == 1 else lambda look: all(is_true(t(look)) for t in terms)

    def _negated(self) -> Term:
        if self._takes("!"):
            term = self._negated()
            return lambda look: not is_true(term(look))
        return self._compared()

    def _compared(self) -> Term:
        one = self._reached()
        kind, sign = self._next()
        if kind != "sign" or sign not in ("==", "!=", *_COMPARISONS):
            return one
        self.place += 1
        other = self._reached()
        return lambda look: compare(sign, one(look), other(look))

    def _reached(self) -> Term:
        """A value, and the steps into it."""
        term = self._value()
        while True:
            kind, value = self._next()
            if kind == "member":
                self.place += 1
                term = _step(term, value[1:])
            elif self._takes("["):
                term = _step(term, self._index())
            else:
                return term

    def _index(self) -> str:
        kind, value = self._next()
        self.place += 1
        if kind != "number" or not value.isdigit() or not self._takes("]"):
            raise ConditionError("an index is a whole number in [ ]")
        return value

    def _value(self) -> Term:
        kind, value = self._next()
        self.place += 1
        if kind == "expression":
            return lambda look: look(value)
        if kind in _LITERALS:
            literal = _LITERALS[kind](value)
            return lambda _: literal
        if value == "(":
            term = self.either()
            if not self._takes(")"):
                raise ConditionError("a ) is missing")
            return term
        raise ConditionError(
            f"a value is missing before {value!r}" if value else "a value is missing"
        )

    def _next(self) -> tuple[str, str]:
        return self._tokens[self.place] if self.place < len(self._tokens) else ("end", "")

    def _takes(self, sign: str) -> bool:
        is_there = self._next() == ("sign", sign)
        self.place += is_there
        return is_there


_LITERALS: dict[str, Callable[[str], Json]] = {
    "number": lambda text: float(text) if set(text) & set(".eE") else int(text),
    "text": lambda text: text[1:-1].replace("''", "'"),
    "word": lambda text: _WORDS[text],
}


def _step(term: Term, name: str) -> Term:
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    return lambda look: pointed(term(look), pointer)


def compare(sign: str, one: Decoded, other: Decoded) -> bool:
    """Whether a comparison holds; nothing is equal to nothing but itself, and has no order."""
    one, other = _alike(one, other)
    if sign in ("==", "!="):
        is_equal = type(one) is type(other) and one == other
        return is_equal == (sign == "==")
    if isinstance(one, float) and isinstance(other, float):
        return _COMPARISONS[sign]((one > other) - (one < other))
    if isinstance(one, str) and isinstance(other, str):
        return _COMPARISONS[sign]((one > other) - (one < other))
    return False


def _alike(one: Decoded, other: Decoded) -> tuple[Decoded, Decoded]:
    """Two values of one type, where they can be taken as such."""
    one, other = _plain(one), _plain(other)
    if isinstance(one, str) and isinstance(other, float | bool):
        one = _as(one, other)
    elif isinstance(other, str) and isinstance(one, float | bool):
        other = _as(other, one)
    return one, other


def _plain(value: Decoded) -> Decoded:
    if isinstance(value, str):
        return value.casefold()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as(text: str, model: float | bool) -> Decoded:  # noqa: FBT001  # a value like any other
    if isinstance(model, bool):
        return {"true": True, "false": False}.get(text, text)
    try:
        return float(text)
    except ValueError:
        return text
