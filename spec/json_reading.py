"""JSON read with the standard library's parser; offsets are found again only when asked for.

Stricter than that parser: no duplicate keys, no NaN or Infinity, no number out of range. Read
`read_json` first.
"""

import json
import math
import re
from typing import NoReturn

from .errors import DocumentError
from .json_types import Json
from .marks import MAX_DEPTH, Locate, Path, Reading, Source

_SPACE = re.compile(r"[ \t\r\n]*")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:]|[^\s\[\]{}",:]+')
_SURROGATES = re.compile(r"\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)")
_DECODER = json.JSONDecoder()


class _RefusedError(ValueError):
    """What the hooks below found; they do not know where, so the place is looked up afterwards."""


def read_json(source: Source) -> Reading:
    """Raises DocumentError at the place of whatever RFC 8259 forbids or leaves undefined."""
    text = source.text
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise source.error(f"not JSON: {_in_words(error)}", error.pos) from None
    except (ValueError, RecursionError):
        raise _explain(source) from None
    if _too_deep(value):
        raise _explain(source)
    if (offset := _half_a_pair(text)) is not None:
        raise source.error("half of a surrogate pair", offset)
    return Reading(value, _locator(text))


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _RefusedError
    return mapping


def _no_constant(_: str) -> NoReturn:
    raise _RefusedError


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _RefusedError
    return number


def _half_a_pair(text: str) -> int | None:
    r"""Where a `\ud…` escape stands alone (RFC 8259, 8.2): it can be neither shown nor sent."""
    if "\\ud" in text or "\\uD" in text:
        for found in _SURROGATES.finditer(text):
            if found[1]:
                return found.start()
    return None


def _in_words(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _too_deep(value: Json) -> bool:
    """Level by level, not recursively: this is what guards the recursive readers."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _explain(source: Source) -> DocumentError:
    """Go through the tokens once more, slowly, to say where the text was refused and why."""
    open_keys: list[dict[str, int]] = []
    before, before_offset = "", 0
    for found in _TOKEN.finditer(source.text):
        piece, offset = found[0], found.start()
        if piece == ":":
            key: str = json.loads(before)
            if key in open_keys[-1]:
                first = source.position(open_keys[-1][key]).line
                return source.error(duplicate_key(key, first), before_offset)
            open_keys[-1][key] = before_offset
        elif piece in "[{":
            open_keys.append({})
        elif piece in "]}":
            open_keys.pop()
        elif reason := _refused_number(piece):
            return source.error(reason, offset)
        if len(open_keys) > MAX_DEPTH:
            return source.error(too_deep(), offset)
        before, before_offset = piece, offset
    return source.error("not JSON that can be read", 0)


def duplicate_key(key: str, line: int) -> str:
    """The reason given by every reader for a key that stands twice."""
    return f'the key "{key}" stands twice in one mapping, first on line {line}'


def too_deep() -> str:
    """The reason given by every reader for nesting that nothing could work on."""
    return f"nested more than {MAX_DEPTH} levels deep"


def _refused_number(token: str) -> str:
    """Why a number cannot be kept; "" if it can, or if the token is not a number."""
    if token in {"NaN", "Infinity", "-Infinity"}:
        return f"{token} is not JSON: use a number, or null"
    if token[0] not in "-0123456789":
        return ""
    return unreadable_number(token)


def unreadable_number(text: str) -> str:
    """Why a well-formed decimal number cannot be kept; "" if it can."""
    if len(text) > 4000:  # noqa: PLR2004  # Python reads no integer beyond 4300 digits
        return "a number of thousands of digits"
    return f"{text} is too large for a number" if math.isinf(float(text)) else ""


def _locator(text: str) -> Locate:
    """Offsets by path, found by scanning only the containers on the way; each is scanned once."""
    scanned: dict[int, dict[str | int, tuple[int, int]]] = {}

    def locate(path: Path) -> tuple[int, int]:
        """Step by step, each container scanned when it is first met."""
        offset = _skip(text, 0)
        place = (offset, offset)
        for key in path:
            if place[1] not in scanned:
                scanned[place[1]] = _children(text, place[1])
            place = scanned[place[1]][key]
        return place

    return locate


def _children(text: str, offset: int) -> dict[str | int, tuple[int, int]]:
    """Offsets of key and value of each child of the container that begins at `offset`.

    Values are skipped by decoding them with the C parser, which is faster than any scan.
    """
    places: dict[str | int, tuple[int, int]] = {}
    is_mapping = text[offset] == "{"
    offset = _skip(text, offset + 1)
    while text[offset] not in "]}":
        start, key = offset, len(places)
        if is_mapping:
            name, offset = _DECODER.raw_decode(text, offset)
            offset = _end(_COLON, text, offset)
            places[name] = (start, offset)
        else:
            places[key] = (start, offset)
        offset = _skip(text, _DECODER.raw_decode(text, offset)[1])
        if text[offset] == ",":
            offset = _skip(text, offset + 1)
    return places


def _skip(text: str, offset: int) -> int:
    return _end(_SPACE, text, offset)


def _end(pattern: re.Pattern[str], text: str, offset: int) -> int:
    found = pattern.match(text, offset)
    return found.end() if found else offset
