"""Text that is fit to be shown: no control characters, no lone surrogates, no secrets."""

import json
from collections.abc import Iterable
from urllib.parse import quote

from ..spec.json_types import Json
from .credentials import Credential

_SHORT = 8
"""Secrets below this length are no secrets: replacing them would garble the text."""

_LONGEST = 120


def printable(text: str) -> str:
    """The text with what a terminal or a page could trip over written as an escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _escape(each) for each in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004  # one byte


def one_line(text: str) -> str:
    """The same in one line, of a length that one reads."""
    words = printable(" ".join(text.split()))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def as_words(value: Json) -> str:
    """A JSON value as JSON, in one line."""
    return one_line(json.dumps(value, ensure_ascii=False))


def scrubbed(text: str, credentials: Iterable[Credential]) -> str:
    """The text with each secret replaced by the name of its variable, in URLs too."""
    for each in credentials:
        if len(each.secret) >= _SHORT:
            text = text.replace(each.secret, f"${each.variable}")
            text = text.replace(quote(each.secret, safe=""), f"${each.variable}")
    return text


def scrubbed_bytes(body: bytes, credentials: Iterable[Credential]) -> bytes:
    """The same of a body that may be no text."""
    for each in credentials:
        if len(each.secret) >= _SHORT:
            body = body.replace(each.secret.encode(), f"${each.variable}".encode())
    return body
