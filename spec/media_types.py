"""Media types: which entry of a `content` a Content-Type means, and how to read such a body.

JSON, form and text bodies become values; anything else stays bytes that no schema is held
against.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message as Mail
from email.parser import BytesParser

from .api import MediaType
from .brackets import tree_of, typed
from .decoding import ABSENT, Decoded, caster, leaf, text_of
from .document import Node
from .json_types import Json
from .shape import members_of, types_of
from .strict_json import MalformedError, parse_json

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_CONTENT_TYPE = re.compile(
    rf"\s*({_NAME}/{_NAME})\s*((?:;\s*(?:{_NAME}=(?:{_NAME}|\"(?:[^\"\\]|\\.)*\"))?\s*)*)"
)
_PART_NAME = re.compile(r';\s*name=(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
_PARAMETER = re.compile(rf";\s*({_NAME})=(?:({_NAME})|\"((?:[^\"\\]|\\.)*)\")")


@dataclass(frozen=True, slots=True)
class ContentType:
    """A Content-Type field (RFC 9110, 8.3): `essence` in lower case, parameters by name."""

    essence: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def is_json(self) -> bool:
        """JSON, by the name it has or once had, or a `+json` type (RFC 6839)."""
        return self.essence in _JSON or self.essence.endswith("+json")


_JSON = {"application/json", "text/json"}
CHARSETS = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
}
"""The charsets of text that are read, by their codecs; of others nothing is said."""

_CONTAINERS = {"array", "object"}
_PLAIN = {text: ContentType(text) for text in ("application/json", "application/problem+json")}


def content_type(field: str) -> ContentType | None:
    """The media type in a Content-Type field; None where the field cannot be parsed."""
    if field in _PLAIN:
        return _PLAIN[field]
    match = _CONTENT_TYPE.fullmatch(field)
    if match is None:
        return None
    parameters = tuple(
        (name.lower(), token or quoted) for name, token, quoted in _PARAMETER.findall(match[2])
    )
    return ContentType(match[1].lower(), parameters)


def language(kind: ContentType) -> str:
    """What a body of that type is written in, as messages call it: "JSON", or the type itself."""
    return "JSON" if kind.is_json else kind.essence


def chosen(content: Sequence[MediaType], kind: ContentType) -> MediaType | None:
    """The entry that fits best: the same type, then `application/*`, then `*/*`."""
    family = kind.essence.partition("/")[0]
    for wanted in (kind.essence, f"{family}/*", "*/*", "*"):
        for entry in content:
            if entry.name.partition(";")[0].strip().lower() == wanted:
                return entry
    return None


def decoded(body: bytes, kind: ContentType, entry: MediaType) -> Decoded:
    """The value of a body; ABSENT where its media type says nothing that a schema could judge.

    Raises MalformedError with the reason.
    """
    if kind.is_json:
        return parse_json(body)
    if kind.essence == "application/x-www-form-urlencoded":
        return _form(body, entry)
    if kind.essence == "multipart/form-data":
        return _multipart(body, kind, entry)
    charset = dict(kind.parameters).get("charset", "utf-8").lower()
    if kind.essence.startswith("text/") and charset in CHARSETS:
        return _plain_text(_text(body, charset), entry)
    return ABSENT


def _plain_text(text: str, entry: MediaType) -> Decoded:
    """A text as the scalar it is; where the schema wants an object or a list, nobody can judge."""
    kinds = types_of(entry.schema.node) if entry.schema else frozenset()
    return ABSENT if kinds and kinds <= _CONTAINERS else caster(kinds - _CONTAINERS)(text)


def _text(body: bytes, charset: str = "utf-8") -> str:
    try:
        return body.decode(CHARSETS[charset])
    except UnicodeDecodeError as error:
        raise MalformedError(f"byte {error.start} is not {charset.upper()}") from None


def _form(body: bytes, entry: MediaType) -> Json:
    """A form as an object; a member whose schema is an array takes every value given."""
    pairs = [part.partition("=") for part in _text(body).split("&") if part]
    named = [(text_of(name, plus=True), text_of(value, plus=True)) for name, _, value in pairs]
    return _as_object(named, entry)


def _multipart(body: bytes, kind: ContentType, entry: MediaType) -> Json:
    """The fields of a multipart form (RFC 7578) as an object; files as text, bytes by Latin-1."""
    boundary = dict(kind.parameters).get("boundary")
    if not boundary:
        raise MalformedError("its Content-Type has no boundary")
    if body.strip() in {b"", f"--{boundary}--".encode()}:
        return {}
    head = f'Content-Type: multipart/form-data; boundary="{boundary}"\r\n\r\n'
    mail: Mail = BytesParser().parsebytes(head.encode() + body)
    if not mail.is_multipart():
        raise MalformedError("it holds no part between its boundaries")
    parts = mail.get_payload()
    named = [_field(part) for part in parts if isinstance(part, Mail)]
    return _as_object(named, entry)


def _field(part: Mail) -> tuple[str, str]:
    """Name and content of a part; names are UTF-8, as browsers send them (RFC 7578, 5.1)."""
    raw = {name.lower(): str(value) for name, value in part.raw_items()}
    disposition = raw.get("content-disposition", "").encode("ascii", "surrogateescape")
    found = _PART_NAME.search(disposition.decode(errors="replace"))
    if found is None:
        raise MalformedError("a part of it has no name")
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    name = found[1] if found[2] is None else found[2]
    return name, content.decode("utf-8" if _is_utf8(content) else "latin-1")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_object(named: Sequence[tuple[str, str]], entry: MediaType) -> Json:
    """Fields as the members of an object; brackets in the name of one lead into its value."""
    schema = entry.schema.node if entry.schema else None
    declared = {name for name, _ in members_of(schema)}
    return typed(tree_of(named, declared), schema, _member)


def _member(text: str, schema: Node | None) -> Json:
    """The value of one field: an object is written as JSON (OpenAPI 3.1, 4.8.15)."""
    if "object" in types_of(schema):
        with suppress(MalformedError):
            return parse_json(text.encode())
    return leaf(text, schema)
