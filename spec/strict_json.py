"""JSON from strangers: strict, bounded, and total.

Refuses what RFC 8259 and RFC 7493 (I-JSON) refuse and Python takes: NaN and infinities, numbers
beyond a double, members given twice, lone surrogates, and nesting that would exhaust a stack.
"""

import json
import re

from .json_types import Json

MAX_DEPTH = 128
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ALIKE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(each for each in range(256) if each not in b"[]{}")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]')


class MalformedError(ValueError):
    """Why some bytes are not the JSON value they claim to be."""


def parse_json(body: bytes) -> Json:
    """The one value in `body`. Raises MalformedError with the reason, and its line and column."""
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _is_deep(body):
        raise MalformedError(f"it is nested more than {MAX_DEPTH} deep")
    try:
        text = body.decode()
        value: Json = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise MalformedError(f"{error.msg} (line {error.lineno}, column {error.colno})") from None
    except UnicodeDecodeError as error:
        raise MalformedError(f"byte {error.start} is not UTF-8") from None
    except UnicodeEncodeError:
        raise MalformedError("it holds half of a surrogate pair") from None
    except MalformedError:
        raise
    except ValueError:
        raise MalformedError("it holds an integer of too many digits") from None
    return value


def _is_deep(body: bytes) -> bool:
    """Whether brackets nest too deep: pairs are taken away from within, until none is left."""
    left = _TEXTS.sub(b"", body).translate(_ALIKE, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        left = left.replace(b"[]", b"")
        if not left:
            return False
    return _depth(body) > MAX_DEPTH


def _depth(body: bytes) -> int:
    """How deep brackets nest, those inside strings left out."""
    depth = deepest = 0
    for token in _BRACKETS.finditer(body):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        ordinals = {name: place for place, (name, _) in enumerate(pairs)}
        twice = next(name for place, (name, _) in enumerate(pairs) if ordinals[name] > place)
        raise MalformedError(f"the member {json.dumps(twice)[:80]} is given twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise MalformedError(f"the number {text[:40]} is beyond a double")
    return number


def _no_constant(name: str) -> float:
    raise MalformedError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_finite, parse_constant=_no_constant
)
