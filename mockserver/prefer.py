"""Prefer: which of the documented answers a client wants (RFC 7240; the names are Prism's).

Read `preference` first. `Prefer: code=404, example=empty, dynamic=true`, or the same as query
parameters `__code`, `__example`, `__dynamic`; where both say something, the field counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ..spec.exchange import Message

_WISH = r'\s*+([^=,;"\s]++)\s*+(?:=\s*+("(?:[^"\\]|\\.)*+"\s*+|[^,;"]*+))?(?:[,;]|$)'
_PIECE = re.compile(rf"{_WISH}|([^,;]*+[,;]?+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CODE = re.compile(r"[1-5][0-9]{2}", re.ASCII)
_FLAGS = {"": True, "true": True, "1": True, "false": False, "0": False}
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Preference:
    """What is wished of a reply: its status, its example, and whether it is to be generated.

    `problems` says in words what could not be understood and is ignored.
    """

    code: int | None = None
    example: str | None = None
    dynamic: bool | None = None
    problems: tuple[str, ...] = ()

    @property
    def applied(self) -> str:
        """What was understood, as the value of `Preference-Applied` (RFC 7240, section 3)."""
        told = {"code": self.code, "example": self.example, "dynamic": self.dynamic}
        return ", ".join(f"{name}={_word(wish)}" for name, wish in told.items() if wish is not None)


NO_PREFERENCE = Preference()


def preference(message: Message) -> Preference:
    """The wishes in `Prefer` and in the query of a request; of one said twice the first counts."""
    field = message.headers.get("prefer", "")
    if not field and "__" not in message.query:
        return NO_PREFERENCE
    problems: list[str] = []
    wishes: dict[str, str] = {}
    for name, value in (*_in_field(field, problems), *_in_query(message.query)):
        wishes.setdefault(name, value)
    return Preference(
        _code(wishes.get("code"), problems),
        wishes.get("example") or None,
        _flag(wishes.get("dynamic"), problems),
        tuple(problems),
    )


def _in_field(field: str, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Preferences and their parameters alike: clients write both "," and ";" between wishes."""
    for name, value, unread in _PIECE.findall(field):
        if name:
            yield name.lower(), _unquoted(value.strip())
        elif unread.strip(" \t,;"):
            problems.append(f"Prefer: {unread[:_LONGEST]!r} cannot be read")


def _in_query(query: str) -> Iterator[tuple[str, str]]:
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.startswith("__"):
            yield name[2:], value


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value[:1] == '"' else value


def _code(value: str | None, problems: list[str]) -> int | None:
    if value is None:
        return None
    if _CODE.fullmatch(value):
        return int(value)
    problems.append(f"Prefer: code={value[:_LONGEST]!r} is no HTTP status")
    return None


def _flag(value: str | None, problems: list[str]) -> bool | None:
    if value is None or value.lower() in _FLAGS:
        return None if value is None else _FLAGS[value.lower()]
    problems.append(f"Prefer: dynamic={value[:_LONGEST]!r} is neither true nor false")
    return None


def _word(wish: str | int) -> str:
    """A value as a header field can carry it."""
    text = wish if isinstance(wish, str) else str(wish).lower()
    if _TOKEN.fullmatch(text):
        return text
    shown = text if text.isascii() and text.isprintable() else "?"
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
