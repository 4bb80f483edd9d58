"""The header fields that a documented response carries beside its Content-Type.

Read `fields_of` first: what the document shows is sent, and what it requires.
"""

from collections.abc import Iterator
from itertools import islice
from random import Random

from ..spec.api import MediaType, Parameter, Response
from ..spec.decoding import ABSENT, RepeatedError
from ..spec.exchange import Message
from ..spec.json_types import Json
from ..spec.strict_json import MalformedError
from .bodies import json_bytes
from .examples import examples_of
from .formats import word
from .generate import generate

_PLACES = {"location", "content-location"}


def fields_of(response: Response, message: Message, random: Random) -> Iterator[tuple[str, str]]:
    """Name and value of each field to send."""
    for header in response.headers:
        texts = (_text(value, header) for value in _values(header, message, random))
        fitting = (text for text in texts if _is_sendable(text) and _conforms(text, header))
        yield from ((header.name, text) for text in islice(fitting, 1))


def _values(header: Parameter, message: Message, random: Random) -> Iterator[Json]:
    """Candidates, best first: what the document shows; of what it requires, what can be made.

    For a place that is the path of the request with a new last segment.
    """
    for example in examples_of(MediaType(header.name, header.schema, header.node)):
        yield example.value
    if header.name.lower() in _PLACES:
        yield f"{message.path.rstrip('/')}/{random.randint(1, 9999)}"
    if header.required:
        yield generate(header.schema, random) if header.schema else word(random)


def _text(value: Json, header: Parameter) -> str:
    """A value in the style "simple" (OpenAPI 3.1, 4.8.21), or as JSON if its `content` says so."""
    if header.node.get("content") is not None:
        return json_bytes(value).decode()
    if isinstance(value, dict):
        sign = "=" if header.node.flag("explode") else ","
        return ",".join(f"{name}{sign}{_plain(each)}" for name, each in value.items())
    return ",".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else json_bytes(value).decode()


def _is_sendable(text: str) -> bool:
    """Whether a field can hold it (RFC 9110, 5.5): what is printable in Latin-1."""
    is_latin = all(ord(character) < 0x100 for character in text)  # noqa: PLR2004  # Latin-1
    return is_latin and (text.isprintable() or not text)


def _conforms(text: str, header: Parameter) -> bool:
    try:
        value = header.decode({header.name.lower(): [text]})
    except (MalformedError, RepeatedError):
        return False
    return value is ABSENT or header.schema is None or not header.schema.problems(value)
