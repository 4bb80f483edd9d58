"""A value as the bytes of a media type. Read `encoded`."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote_plus

from ...spec.exchange import Headers, Message
from ...spec.json_types import Json
from ...spec.media_types import content_type

BOUNDARY = "specdouble-boundary"
_SURROGATE = re.compile("[\ud800-\udfff]")


def encoded(media_type: str, value: Json) -> tuple[str, bytes] | None:
    """Content-Type and bytes of a value; None for a media type that is not written here."""
    kind = content_type(media_type)
    if kind is None:
        return None
    if kind.is_json:
        return media_type, json_bytes(value)
    write = _FORMS.get(kind.essence)
    return write(value) if write is not None and isinstance(value, dict) else None


def with_body(message: Message, field: str, body: bytes) -> Message:
    """A message with another body and Content-Type; without the latter where it is ""."""
    kept = [each for each in message.headers.pairs if each[0].lower() != "content-type"]
    return replace(
        message, headers=Headers([*kept, *([("Content-Type", field)] if field else [])]), body=body
    )


def json_bytes(value: Json) -> bytes:
    """JSON in UTF-8; half a surrogate pair cannot be written but escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return (json.dumps(value) if _SURROGATE.search(text) else text).encode()


def as_text(value: Json) -> str:
    """A value as forms and parameters have it."""
    return value if isinstance(value, str) else json.dumps(value)


def _urlencoded(value: dict[str, Json]) -> tuple[str, bytes]:
    pairs = [f"{_quoted(name)}={_quoted(text)}" for name, text in _fields(value)]
    return "application/x-www-form-urlencoded", "&".join(pairs).encode()


def _multipart(value: dict[str, Json]) -> tuple[str, bytes]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in _fields(value)
    ]
    body = "".join([*parts, f"--{BOUNDARY}--\r\n"])
    return f"multipart/form-data; boundary={BOUNDARY}", body.encode("utf-8", "replace")


def _fields(value: dict[str, Json]) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        yield from ((name, as_text(part)) for part in (each if isinstance(each, list) else [each]))


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "replace"))


_FORMS: dict[str, Callable[[dict[str, Json]], tuple[str, bytes]]] = {
    "application/x-www-form-urlencoded": _urlencoded,
    "multipart/form-data": _multipart,
}
