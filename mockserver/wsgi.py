"""From WSGI (PEP 3333) to a Message, and from a Reply back. Read `message_of` and `send` first.

werkzeug reads bodies and fields, and knows what each kind of response may carry. Ours is only
what it leaves open: the path as it was sent, the rest of a body that is too large, and values
that may come from any document. Neither function raises.
"""

import re
from collections.abc import Iterable, Iterator
from errno import ECONNRESET
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_content_length, get_input_stream

from ..spec.exchange import Headers, Message, Reply
from ..spec.problem import Problem

DRAIN = 256 * 1024 * 1024
"""So much beyond the limit is still read of a body, so that its sender gets to read the answer."""

_AUTHORITY = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/]*")
_LENGTH = re.compile(r"[0-9]{1,15}")
_PIECE = 64 * 1024
_SEGMENTS = "/!$&'()*+,;=:@~"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSENDABLE = re.compile(r"[^\x20-\x7e\x80-\xff]")
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


def message_of(environ: WSGIEnvironment, limit: int) -> tuple[Message, list[Problem]]:
    """The request, and what is wrong with its body: over `limit` bytes, or not all there."""
    body, problems = _body(environ, limit)
    query = _quoted(environ.get("QUERY_STRING", ""), _VISIBLE)
    headers = Headers(EnvironHeaders(environ))
    return Message(environ["REQUEST_METHOD"], _path(environ), query, headers, body), problems


def send(
    reply: Reply,
    more: Iterable[tuple[str, str]],
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Start the response, with `more` fields; what is left is its body.

    Content-Length is counted, except in a reply to HEAD that has none of what it is about.
    Raises ConnectionResetError for a reply that is cut: here where nothing of it is to be sent,
    else once the client has got the body that there is.
    """
    if reply.is_cut and not reply.status:
        raise ConnectionResetError(ECONNRESET, "reset on purpose")
    fields = [
        (name, _sendable(value))
        for name, value in (*reply.headers.pairs, *more)
        if _TOKEN.fullmatch(name)
    ]
    is_counted = environ["REQUEST_METHOD"] != "HEAD" or bool(reply.body)
    response = _Response(reply.body if is_counted else None, reply.status, fields)
    response.automatically_set_content_length = is_counted
    if reply.is_cut:
        response.headers["Content-Length"] = reply.headers["content-length"]
    try:
        body, status, fields = response.get_wsgi_response(environ)
    except ValueError:  # werkzeug takes these apart, and here is one that is no URL
        response.headers.remove("Location")
        response.headers.remove("Content-Location")
        body, status, fields = response.get_wsgi_response(environ)
    start_response(status, fields)
    return _cut(body) if reply.is_cut else body


def _cut(body: Iterable[bytes]) -> Iterator[bytes]:
    yield from body
    raise ConnectionResetError(ECONNRESET, "cut on purpose")


class _Response(Response):
    """What has no Content-Type is sent without one."""

    default_mimetype = None


def _path(environ: WSGIEnvironment) -> str:
    """The path as it was sent where the server tells, else PATH_INFO encoded anew."""
    target: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
    path = _AUTHORITY.sub("", target.partition("?")[0])
    mounted_at = _quoted(environ.get("SCRIPT_NAME", ""), _SEGMENTS)
    below = path.removeprefix(mounted_at) if path.startswith(mounted_at) else ""
    return _quoted(below, _VISIBLE) or _quoted(environ.get("PATH_INFO", ""), _SEGMENTS) or "/"


def _quoted(text: str, safe: str) -> str:
    """A native string of PEP 3333, its bytes percent-encoded except for those in `safe`."""
    return quote(text, safe, "latin-1", "backslashreplace")


def _body(environ: WSGIEnvironment, limit: int) -> tuple[bytes, list[Problem]]:
    """The body where nothing is wrong with it."""
    expected = environ.get("CONTENT_LENGTH") or "0"
    if not _LENGTH.fullmatch(expected):  # to werkzeug the same as 0
        return b"", _malformed("the Content-Length is not a number")
    try:
        body, total = _received(environ, limit)
    except ClientDisconnected as error:  # the server knows why
        return b"", _malformed(str(error.__context__))
    if total > limit:
        text = f"the body has more than {limit} bytes"
        return b"", [Problem("message-too-large", text, "body")]
    if total < (get_content_length(environ) or 0):
        return b"", _malformed(f"the body is cut short: {total} of {expected} bytes came")
    return body, []


def _received(environ: WSGIEnvironment, limit: int) -> tuple[bytes, int]:
    """What came of the body, and how much; of one over `limit` the rest is read, but not kept.

    Raises ClientDisconnected where the server tells what is wrong with it.
    """
    pieces, total = [], 0
    try:
        source = get_input_stream(environ, max_content_length=limit + DRAIN)
        while piece := source.read(_PIECE):
            total += len(piece)
            if total <= limit:
                pieces.append(piece)
    except RequestEntityTooLarge:
        total = limit + DRAIN
    except ClientDisconnected as error:
        if error.__context__ is not None:
            raise
    return b"".join(pieces), total


def _malformed(reason: str) -> list[Problem]:
    return [Problem("message-malformed", reason, "body")]


def _sendable(value: str) -> str:
    """A field value, with what cannot stand in one (RFC 9110, 5.5) percent-encoded."""
    return _UNSENDABLE.sub(lambda found: quote(found[0], errors="surrogatepass"), value)
