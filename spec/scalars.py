"""Plain YAML scalars as OpenAPI means them: the core schema of YAML 1.2, section 10.3.2.

So `no`, `on`, `1:30` and `2024-01-01` are text, and `012` is twelve. What YAML knows and JSON
does not (.inf, .nan) is refused.
"""

import re
from collections.abc import Callable

from .json_reading import unreadable_number
from .json_types import Json

_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_PREFIXED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_JSON = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BEGINNINGS = frozenset("-+.0123456789")


class ScalarError(ValueError):
    """A scalar that cannot be read; its text is the reason."""


def resolve(text: str) -> Json:
    """The value of a plain (unquoted) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _BEGINNINGS else text


def _number(text: str) -> Json:
    if _INTEGER.fullmatch(text):
        return int(_readable(text))
    if _FLOAT.fullmatch(text):
        return float(_readable(text))
    if _PREFIXED.fullmatch(text):
        return int(text, 0)
    if _NOT_JSON.fullmatch(text):
        raise ScalarError(f"{text} is not a JSON number: quote it if text is meant")
    return text


def _readable(text: str) -> str:
    if reason := unreadable_number(text):
        raise ScalarError(reason)
    return text


def _text(text: str) -> Json:
    return text


def _typed(*kinds: type) -> Callable[[str], Json]:
    def read(text: str) -> Json:
        """The value if it is of one of the kinds."""
        value = resolve(text)
        if type(value) not in kinds:
            raise ScalarError(f"{text!r} does not fit its tag")
        return value

    return read


def _float(text: str) -> Json:
    value = _typed(int, float)(text)
    return float(value) if isinstance(value, int) else value


TAGS: dict[str, Callable[[str], Json]] = {
    "!": _text,
    "tag:yaml.org,2002:str": _text,
    "tag:yaml.org,2002:int": _typed(int),
    "tag:yaml.org,2002:float": _float,
    "tag:yaml.org,2002:bool": _typed(bool),
    "tag:yaml.org,2002:null": _typed(type(None)),
}
"""What an explicit tag makes of a scalar; every other tag has no meaning in OpenAPI."""
