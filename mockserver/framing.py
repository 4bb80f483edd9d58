"""Where a request ends and what its fields are, strictly as RFC 9112 has it. Used by `wire.py`.

Read `read_fields` and `Chunks` first. Whatever is not HTTP raises ValueError with the reason.
"""

import io
import re
from collections.abc import Callable
from typing import Any, BinaryIO

_CRLF = b"\r\n"
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = {b"Content-Length", b"Content-Type", b"Transfer-Encoding"}
_LENGTH = re.compile(rb"[0-9]{1,15}")
_LINE = 4096
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def read_fields(source: BinaryIO, fields: dict[bytes, bytes]) -> None:
    """Read the fields of a request by title-cased name, repeated ones joined (RFC 9110, 5.3).

    In WSGI `X_Key` passes for `X-Key`; so it is left out where that is there too, or frames.
    """
    while (line := source.readline()) != _CRLF:
        name, _, rest = line.partition(b":")
        value = rest.strip(b" \t\r\n")
        if not line.endswith(_CRLF) or not _TOKEN.fullmatch(name) or _CONTROL.search(value):
            raise ValueError("a header line is malformed or cut short")
        _join(fields, name.title(), value)
    for name in [name for name in fields if b"_" in name]:
        if name.replace(b"_", b"-") in {*fields, *_FRAMING}:
            del fields[name]
    _check_length(fields)


def _join(fields: dict[bytes, bytes], name: bytes, value: bytes) -> None:
    if name == b"Host" and name in fields:
        raise ValueError("there is more than one Host")
    separator = b"; " if name == b"Cookie" else b", "
    fields[name] = fields[name] + separator + value if name in fields else value


def _check_length(fields: dict[bytes, bytes]) -> None:
    """Nobody may be in doubt where a request ends (RFC 9112, 6.3)."""
    length = fields.get(b"Content-Length")
    if length is not None and not _LENGTH.fullmatch(length):
        raise ValueError("the Content-Length is malformed")
    if length is not None and b"Transfer-Encoding" in fields:
        raise ValueError("there are both a Content-Length and a Transfer-Encoding")


class Chunks:
    """A body in chunks (RFC 9112, 7.1); extensions and trailers are read and forgotten."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._left = 0
        self._has_ended = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none at the end."""
        if not self._left and not self._has_ended:
            self._left = self._next_chunk()
        if not self._left:
            return b""
        piece = self._source.read(min(size, self._left))
        if not piece:
            raise ValueError("the body is cut short")
        self._left -= len(piece)
        if not self._left and self._source.readline(3) != _CRLF:
            raise ValueError("a chunk does not end where it should")
        return piece

    def _next_chunk(self) -> int:
        head = _CHUNK.fullmatch(self._source.readline(_LINE))
        if head is None:
            raise ValueError("a chunk has no size, or the body is cut short")
        size = int(head[1], 16)
        if not size:
            self._has_ended = True
            self._skip_trailers()
        return size

    def _skip_trailers(self) -> None:
        while (line := self._source.readline(_LINE)) != _CRLF:
            if not line.endswith(_CRLF):
                raise ValueError("a trailer is malformed or cut short")


class Body(io.RawIOBase):
    """What `read` gives, as a file; a fault of it is told to `on_fault`, then raised."""

    def __init__(self, read: Callable[[int], bytes], on_fault: Callable[[], None]) -> None:
        self._read = read
        self._on_fault = on_fault

    def readable(self) -> bool:
        """True: it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  # its type has a name from 3.12 on
        """Fill as much of `buffer` as there is; 0 at the end. Raises ValueError or OSError."""
        try:
            piece = self._read(len(buffer))
        except (OSError, ValueError):
            self._on_fault()
            raise
        buffer[: len(piece)] = piece
        return len(piece)
