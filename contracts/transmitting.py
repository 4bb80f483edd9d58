"""A message as bytes on a connection, and the bytes that come back as a reply.

Read `transmit` first. What is sent is what was given, in its order and case, and beside it only
what HTTP needs: Host, the length of the body, and the wish for an answer that is not compressed.
"""

import io
import re
import socket
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote

from ..spec.exchange import Headers, Message, Reply

_MOST_UNPACKED = 1 << 28
_PATIENCES = 6
"""How many timeouts a whole answer may take that comes in small pieces."""

_BODILESS = frozenset({"POST", "PUT", "PATCH", "QUERY"})
"""Methods whose requests have a body by nature: an empty one has a length too (RFC 9110, 8.6)."""

_UNSENDABLE = re.compile(r"[^!-~]")
_BREAKS = re.compile(r"[\r\n\x00]")
_WINDOWS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Line:
    """What is said with every request: where it goes, and to which host."""

    host: str
    prefix: str = ""
    fields: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many seconds to wait for each piece of an answer, by a clock; how many bytes to take."""

    timeout: float
    now: Callable[[], float]
    most: int = 1 << 28


def transmit(
    connection: HTTPConnection, message: Message, line: Line, bounds: Bounds
) -> HTTPResponse:
    """Send a message and read the head of the answer to it; its body is bounded as well.

    Raises ValueError for a header that would be two.
    """
    connection.sock.settimeout(bounds.timeout)
    connection.sock.sendall(_coded(message, line))
    response = HTTPResponse(connection.sock, method=message.method)
    response.fp.close()
    response.fp = io.BufferedReader(_Reader(connection.sock, bounds), 65536)
    response.begin()
    return response


def reply_of(response: HTTPResponse) -> Reply:
    """The whole answer; a compressed one is read as what it means."""
    body = response.read()
    pairs = [(name, " ".join(value.split("\r\n"))) for name, value in response.headers.items()]
    headers = Headers(pairs)
    return Reply(response.status, headers, _unpacked(body, headers.get("content-encoding", "")))


def _coded(message: Message, line: Line) -> bytes:
    target = _UNSENDABLE.sub(lambda each: quote(each[0], safe=""), line.prefix + message.target)
    lines = [f"{message.method} {target} HTTP/1.1"]
    for name, value in _fields(message, line):
        if _BREAKS.search(name + value) or ":" in name:
            raise ValueError(f"this header cannot be sent: {name + ': ' + value!r}")
        lines.append(f"{name}: {value}")
    text = "\r\n".join([*lines, "", ""])
    try:
        return text.encode("latin-1") + message.body
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape") + message.body


def _fields(message: Message, line: Line) -> Iterator[tuple[str, str]]:
    given = message.headers
    if "host" not in given:
        yield "Host", line.host
    if "accept-encoding" not in given:
        yield "Accept-Encoding", "identity"
    yield from line.fields
    yield from given.pairs
    has_length = "content-length" in given or "transfer-encoding" in given
    if (message.body or message.method in _BODILESS) and not has_length:
        yield "Content-Length", str(len(message.body))


def _unpacked(body: bytes, coding: str) -> bytes:
    """The content of a body; one that is packed in another way stays as it is."""
    window = _WINDOWS.get(coding.strip().lower())
    if window is None or not body:
        return body
    try:
        return zlib.decompressobj(window).decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return body


class _Reader(io.RawIOBase):
    """What comes over a socket, bounded: each silence has its timeout, and all has an end."""

    def __init__(self, sock: socket.socket, bounds: Bounds) -> None:
        super().__init__()
        self._socket = sock
        self._bounds = bounds
        self._end = bounds.now() + _PATIENCES * bounds.timeout
        self._left = bounds.most

    def readable(self) -> bool:
        """Yes; the standard library asks."""
        return True

    def readinto(self, buffer: "memoryview[int]", /) -> int:  # type: ignore[override]  # a memoryview is all that ever comes
        """Some bytes; 0 at the end. Raises TimeoutError or OverflowError beyond the bounds."""
        if self._bounds.now() > self._end:
            total = _PATIENCES * self._bounds.timeout
            raise TimeoutError(f"it is still sending after {total:g} s")
        count = self._socket.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise OverflowError(f"it sends more than {self._bounds.most >> 20} MiB in one answer")
        return count
