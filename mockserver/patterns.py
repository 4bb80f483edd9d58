"""Texts that match a regular expression (ECMA-262, as JSON Schema has it).

Read `matching` first. Understood are literals, classes, groups, alternatives and quantifiers;
assertions are taken to hold, so whoever needs certainty checks the text and asks again.
"""

import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

Piece: TypeAlias = Callable[[Random, int], str]
"""Makes a text; the number is how often what may be repeated at will is, beyond its minimum."""

FEW = 3
"""Up to here the number of repetitions is drawn; a larger one is used as it is."""

_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
_WORD = string.ascii_letters + string.digits + "_"
_SETS = {"d": string.digits, "w": _WORD, "s": " "}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PROPERTIES = {
    "L": string.ascii_letters,
    "Lu": string.ascii_uppercase,
    "Ll": string.ascii_lowercase,
    "N": string.digits,
    "P": string.punctuation,
    "S": "+<=>",
    "Z": " ",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}")
_PROPERTY = re.compile(r"([pP])\{(?:[^}=]*=)?([^}]*)\}")
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d+)(,?)(\d*)\})[?+]?")
_OPENING = re.compile(r"\((\?(?::|=|!|<=|<!|P?<\w+>|[a-z]+\)|[a-z]+:))?")
_RANGES = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_MANY = 10_000


class UnsupportedError(ValueError):
    """A part of a pattern that is not understood."""


def matching(pattern: str) -> Piece | None:
    """A maker of texts that match; None if the pattern is not understood."""
    parser = _Parser(pattern)
    try:
        piece = parser.alternatives()
        return piece if parser.at == len(pattern) else None
    except (UnsupportedError, IndexError, RecursionError):
        return None


@dataclass(slots=True)
class _Parser:
    """Where in the pattern we are."""

    pattern: str
    at: int = field(default=0)

    def peek(self) -> str:
        """The next character, "" at the end."""
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        """The next character, passed over; IndexError at the end."""
        self.at += 1
        return self.pattern[self.at - 1]

    def match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """What an expression finds here, passed over."""
        found = expression.match(self.pattern, self.at)
        self.at = found.end() if found else self.at
        return found

    def alternatives(self) -> Piece:
        """Everything up to a bracket that closes, or the end."""
        options = [self.sequence()]
        while self.peek() == "|":
            self.take()
            options.append(self.sequence())
        return options[0] if len(options) == 1 else _one_of(options)

    def sequence(self) -> Piece:
        """Everything up to the next alternative."""
        pieces: list[Piece] = []
        while self.peek() not in {"", "|", ")"}:
            piece = _ATOMS.get(self.peek(), _literal)(self)
            found = self.match(_QUANTIFIER)
            pieces.append(_repeated(piece, found) if found else piece)
        return lambda random, more: "".join([piece(random, more) for piece in pieces])


def _one_of(options: Sequence[Piece]) -> Piece:
    return lambda random, more: random.choice(options)(random, more)


def _repeated(piece: Piece, quantifier: re.Match[str]) -> Piece:
    sign, low, comma, high = quantifier.groups()
    least, most = _RANGES[sign] if sign else (int(low), int(high) if high else None)
    if sign is None and not comma:
        most = least
    spare = _MANY if most is None else max(0, most - least)
    if least > _MANY:
        raise UnsupportedError

    def _make(random: Random, more: int) -> str:
        extra = min(spare, more)
        count = least + (random.randint(0, extra) if more <= FEW else extra)
        return "".join([piece(random, more) for _ in range(count)])

    return _make


def _fixed(text: str) -> Piece:
    return lambda _random, _more: text


def _any_of(characters: str) -> Piece:
    """One of some characters; halves of surrogate pairs are none."""
    usable = _SURROGATE.sub("", characters)
    if not usable:
        raise UnsupportedError
    return lambda random, _more: random.choice(usable)


def _literal(parser: _Parser) -> Piece:
    return _fixed(parser.take())


def _nothing(parser: _Parser) -> Piece:
    parser.take()
    return _fixed("")


def _anything(parser: _Parser) -> Piece:
    parser.take()
    return _any_of(string.ascii_lowercase)


def _group(parser: _Parser) -> Piece:
    found = parser.match(_OPENING)
    kind = (found and found[1]) or ""
    if kind.endswith(")"):
        return _fixed("")
    inside = parser.alternatives()
    parser.take()
    return _fixed("") if kind in {"?=", "?!", "?<=", "?<!"} else inside


def _escaped(parser: _Parser) -> Piece:
    parser.take()
    if parser.peek() in {"b", "B", "A", "Z", "z"}:
        return _nothing(parser)
    if parser.peek() in set("123456789k"):
        raise UnsupportedError
    return _any_of(_escape(parser))


def _escape(parser: _Parser) -> str:
    """The characters that the escape after a backslash stands for."""
    code = parser.match(_CODE)
    if code:
        return chr(int(code[1] or code[2] or code[3], 16))
    named = parser.match(_PROPERTY)
    if named:
        known = _PROPERTIES.get(named[2]) or _PROPERTIES.get(named[2][:1], string.ascii_letters)
        return known if named[1] == "p" else _without(known)
    letter = parser.take()
    if letter == "c":
        return chr(ord(parser.take()) % 32)
    if letter.lower() in _SETS:
        known = _SETS[letter.lower()]
        return known if letter.islower() else _without(known)
    return _CONTROLS.get(letter, letter)


def _without(characters: str) -> str:
    return "".join(each for each in _PRINTABLE if each not in characters)


def _class(parser: _Parser) -> Piece:
    """One of the characters between brackets."""
    parser.take()
    is_negative = parser.peek() == "^"
    parser.at += is_negative
    found = ""
    while parser.peek() != "]":
        first = _class_member(parser)
        is_range = parser.peek() == "-" and parser.pattern[parser.at + 1] != "]"
        if is_range and len(first) == 1:
            parser.take()
            last = _class_member(parser)
            found += _between(first, last)
        else:
            found += first
    parser.take()
    return _any_of(_without(found) if is_negative else found)


def _class_member(parser: _Parser) -> str:
    letter = parser.take()
    return _escape(parser) if letter == "\\" else letter


def _between(first: str, last: str) -> str:
    """The characters of a range: of a large one, those that can be read."""
    if len(last) != 1:
        return f"{first}-{last}"
    codes = range(ord(first), ord(last) + 1)
    readable = "".join(each for each in _PRINTABLE if ord(each) in codes)
    return readable or "".join(map(chr, codes[:100]))


_ATOMS: dict[str, Callable[[_Parser], Piece]] = {
    "^": _nothing,
    "$": _nothing,
    ".": _anything,
    "(": _group,
    "[": _class,
    "\\": _escaped,
}
