"""Values as the bytes of a body, by media type.

Read `body_of` first. Where nothing is known of a picture or an archive but its type, `file_of`
has the smallest one of it.
"""

import base64
import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from ..spec.api import MediaType
from ..spec.json_types import Json
from ..spec.media_types import ContentType, content_type
from .xml_bodies import to_xml

_CONCRETE = {
    "*": "application/json",
    "application": "application/json",
    "image": "image/png",
    "text": "text/plain",
}
_FILES = {
    "application/pdf": b"%PDF-1.4\n%%EOF\n",
    "application/zip": b"PK\x05\x06" + bytes(18),
    "image/gif": base64.b64decode("R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAIBAAA="),
    "image/png": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5E"
        "rkJggg=="
    ),
}


BOUNDARY = "specdouble-part"
"""What stands between the parts of a multipart body."""


def field_of(entry: MediaType, wanted: str = "") -> str:
    """The Content-Type to send for an entry of a `content`; of a range, what is `wanted` of it."""
    written = entry.name
    if content_type(written) is None:  # parameters that are none
        written = written.partition(";")[0].strip()
    kind = content_type(written)
    if kind is None:
        return "application/octet-stream"
    family, _, subtype = kind.essence.partition("/")
    if subtype == "*":
        return wanted or _CONCRETE.get(family, f"{family}/octet-stream")
    if kind.essence == "multipart/form-data" and not dict(kind.parameters).get("boundary"):
        return f"{written}; boundary={BOUNDARY}"
    return written


def json_bytes(value: Json) -> bytes:
    """Strict JSON in UTF-8 (RFC 8259)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def body_of(value: Json, entry: MediaType, field: str) -> bytes:
    """A value of an entry's schema as bytes of the media type in `field`."""
    kind = content_type(field) or ContentType("application/octet-stream")
    if kind.is_json:
        return json_bytes(value)
    if isinstance(value, str) and "xml" not in kind.essence:
        return value.encode()
    for ending, write in _WRITERS.items():
        if kind.essence.endswith(ending):
            return write(value, entry)
    return json_bytes(value)


def file_of(field: str) -> bytes | None:
    """The smallest file of a media type that holds neither text nor JSON; None of others."""
    return _FILES.get(field.partition(";")[0].strip().lower())


def _xml_bytes(value: Json, entry: MediaType) -> bytes:
    if isinstance(value, str) and value.lstrip().startswith("<"):
        return value.encode()
    return to_xml(value, entry.schema.node if entry.schema else None).encode()


def _form_bytes(value: Json, _entry: MediaType) -> bytes:
    return urlencode(list(_fields(value))).encode()


def _multipart_bytes(value: Json, _entry: MediaType) -> bytes:
    """Each member as a part of its own (RFC 7578)."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f"{head}{json.dumps(name)}\r\n\r\n{text}\r\n" for name, text in _fields(value)]
    return "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()


def _fields(value: Json) -> Iterator[tuple[str, str]]:
    """The fields of a form; a list is a field for each item."""
    for name, each in value.items() if isinstance(value, dict) else ():
        for item in each if isinstance(each, list) else [each]:
            yield name, item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def _line_bytes(value: Json, _entry: MediaType) -> bytes:
    lines = value if isinstance(value, list) else [value]
    return b"".join(json_bytes(line) + b"\n" for line in lines)


def _event_bytes(value: Json, _entry: MediaType) -> bytes:
    return b"data: " + json_bytes(value) + b"\n\n"


_WRITERS: dict[str, Callable[[Json, MediaType], bytes]] = {
    "/xml": _xml_bytes,
    "+xml": _xml_bytes,
    "/x-www-form-urlencoded": _form_bytes,
    "/form-data": _multipart_bytes,
    "/event-stream": _event_bytes,
    **dict.fromkeys(("/jsonl", "/x-ndjson", "/json-seq", "/x-jsonlines"), _line_bytes),
}
