"""From WSGI (PEP 3333) to a Message, and from a Reply back. Read `message_of` and `send` first.

Neither raises, whatever the server passes on. There is no request or response object between:
a Reply is final, so all that werkzeug's would add is a third of the time that an answer takes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from ..spec.exchange import Headers, Message, Reply
from ..spec.problem import Problem

DRAIN = 256 * 1024 * 1024
"""So much of a body that is too large is still read, so that its sender gets to read the answer."""

_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LATIN_1 = re.compile(r"[\x00-\xff]*")
_PIECE = 256 * 1024
_REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def message_of(environ: WSGIEnvironment, limit: int) -> tuple[Message, list[Problem]]:
    """The request, and what is wrong with its body: over `limit` bytes, or not all there."""
    body, problems = _body(environ, limit)
    query = environ.get("QUERY_STRING", "")
    message = Message(
        environ["REQUEST_METHOD"], _path(environ), _visible(query), _headers(environ), body
    )
    return message, problems


def send(
    reply: Reply, method: str, more: Iterable[tuple[str, str]], start_response: StartResponse
) -> Sequence[bytes]:
    """Start the response, with `more` fields; what is left is its body.

    Content-Length is counted here, except in a reply to HEAD that brings its own.
    """
    has_content = reply.status >= HTTPStatus.OK and reply.status not in (204, 304)
    hidden = ("content-length",) if has_content else ("content-length", "content-type")
    fields = [
        (name, _sendable(value))
        for name, value in (*reply.headers.pairs, *more)
        if name.lower() not in hidden and _is_token(name)
    ]
    length = _length(reply, method)
    if has_content and length:
        fields.append(("Content-Length", length))
    start_response(_REASONS.get(reply.status) or f"{reply.status} Unknown", fields)
    return (reply.body,) if has_content and method != "HEAD" else ()


def _length(reply: Reply, method: str) -> str:
    """The Content-Length; "" for the reply to HEAD that has neither a body nor a length."""
    counted = str(len(reply.body))
    if method != "HEAD":
        return counted
    return reply.headers.get("content-length") or (counted if reply.body else "")


def _path(environ: WSGIEnvironment) -> str:
    """The path as it was sent where the server tells, else PATH_INFO encoded anew."""
    raw: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
    path = raw.partition("?")[0]
    if raw and not path.startswith("/"):
        path = _AUTHORITY.sub("", path) or "/"
    mounted_at = _encoded(environ.get("SCRIPT_NAME") or "")
    below = path.removeprefix(mounted_at) if path.startswith(mounted_at) else ""
    return _visible(below) or _encoded(environ.get("PATH_INFO") or "/")


def _encoded(path: str) -> str:
    """A decoded path, its bytes as latin-1 (PEP 3333), percent-encoded."""
    return quote(_bytes_of(path), safe="/!$&'()*+,;=:@~")


def _visible(text: str) -> str:
    """`text` with all but visible ASCII percent-encoded."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return quote(_bytes_of(text), safe=_ASCII)


def _bytes_of(text: str) -> bytes:
    """The bytes that a native string of PEP 3333 stands for; of any other one, its UTF-8."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _headers(environ: WSGIEnvironment) -> Headers:
    pairs = [(_field_name(key), value) for key, value in environ.items() if key[:5] == "HTTP_"]
    for name, key in (("Content-Type", "CONTENT_TYPE"), ("Content-Length", "CONTENT_LENGTH")):
        if environ.get(key) and f"HTTP_{key}" not in environ:
            pairs.append((name, environ[key]))
    return Headers(pairs)


@lru_cache(maxsize=1024)
def _field_name(key: str) -> str:
    return key[5:].replace("_", "-").title()


def _body(environ: WSGIEnvironment, limit: int) -> tuple[bytes, list[Problem]]:
    try:
        expected = _expected(environ)
        body, total = _drawn(environ["wsgi.input"], expected, limit) if expected != 0 else (b"", 0)
    except (OSError, ValueError) as error:
        return b"", [Problem("message-malformed", str(error), "body")]
    if total > limit:
        text = f"the body has more than {limit} bytes"
        return b"", [Problem("message-too-large", text, "body")]
    if expected is not None and total < expected:
        text = f"the body is cut short: {total} of {expected} bytes came"
        return body, [Problem("message-malformed", text, "body")]
    return body, []


def _expected(environ: WSGIEnvironment) -> int | None:
    """How many bytes the body has; None where it is sent in chunks and ends by itself."""
    size = environ.get("CONTENT_LENGTH")
    if not size:
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated")
        return None if is_chunked else 0
    if not (size.isascii() and size.isdecimal()):
        raise ValueError("the Content-Length is not a number")
    return int(size[:18])


def _drawn(source: BinaryIO, expected: int | None, limit: int) -> tuple[bytes, int]:
    """The body and its size; one over `limit` is only counted."""
    pieces: list[bytes] = []
    total = 0
    while total < (DRAIN if expected is None else min(expected, DRAIN)):
        piece = source.read(_PIECE if expected is None else min(_PIECE, expected - total))
        if not piece:
            break
        total += len(piece)
        if total <= limit:
            pieces.append(piece)
    return b"".join(pieces), total


@lru_cache(maxsize=1024)
def _is_token(name: str) -> bool:
    return _TOKEN.fullmatch(name) is not None


def _sendable(value: str) -> str:
    """A field value without control characters, and without what latin-1 lacks."""
    if value.isascii() and value.isprintable():
        return value
    if not _LATIN_1.fullmatch(value):
        value = quote(_bytes_of(value), safe=_ASCII + " ")
    return _CONTROL.sub(" ", value)
