"""Connections to a server: plain, over TLS, through a proxy; kept for the next request.

Read `Connections.taken` first. What cannot be opened raises what the standard library raises;
`target.py` puts it into a sentence.
"""

import base64
import select
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlsplit

import certifi

from ..spec.errors import SettingError
from .manners import Manners

_UNREADABLE = {
    "--ca-file": "it holds no certificate in PEM form",
    "--cert": "it holds no certificate with its key, both in PEM form and unencrypted",
}
_PORTS = {"http": 80, "https": 443}


class Connections:
    """The open connections of one target that nobody is using, the freshest first."""

    def __init__(self, url: str, manners: Manners) -> None:
        self._parts = urlsplit(url)
        self._manners = manners
        self._proxy = proxy_of(manners)
        self._tls = _tls(manners) if self._parts.scheme == "https" else None
        self._lock = threading.Lock()
        self._idle: deque[HTTPConnection] = deque()
        self._is_keeping = True

    @contextmanager
    def taken(self) -> Iterator[HTTPConnection]:
        """A connection of one's own; kept if `keep` is called on the way, else closed."""
        connection = self._fresh_enough() or self.opened()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise

    def keep(self, connection: HTTPConnection) -> None:
        """Give one back that can be used again."""
        with self._lock:
            if self._is_keeping:
                self._idle.append(connection)
            else:
                connection.close()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within, none is kept: a server of a single thread serves nobody else meanwhile."""
        self.close()
        self._is_keeping = False
        try:
            yield
        finally:
            self._is_keeping = True

    def close(self) -> None:
        """Close all that nobody uses."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    def opened(self) -> HTTPConnection:
        """A new connection."""
        host, port = self._parts.hostname or "", self._parts.port
        port = port or _PORTS[self._parts.scheme]
        via = (self._proxy.hostname or "", self._proxy.port or 80) if self._proxy else (host, port)
        timeout = self._manners.timeout
        if self._tls is None:
            connection = HTTPConnection(*via, timeout=timeout)
        else:
            connection = HTTPSConnection(*via, timeout=timeout, context=self._tls)
            if self._proxy:
                connection.set_tunnel(host, port, headers=dict(self.proxy_fields))
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def proxy_fields(self) -> list[tuple[str, str]]:
        """The header fields that the proxy wants to see."""
        if self._proxy is None or self._proxy.username is None:
            return []
        words = f"{unquote(self._proxy.username)}:{unquote(self._proxy.password or '')}"
        return [("Proxy-Authorization", f"Basic {base64.b64encode(words.encode()).decode()}")]

    @property
    def is_forwarded(self) -> bool:
        """Whether a proxy reads each request, and must be told the whole URL (RFC 9112, 3.2.2)."""
        return self._proxy is not None and self._tls is None

    def _fresh_enough(self) -> HTTPConnection | None:
        """One that the server has not closed in the meantime."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            if not _is_stale(connection):
                return connection
            connection.close()


def proxy_of(manners: Manners) -> SplitResult | None:
    """The proxy in its parts, None without one. Raises SettingError if it is no address."""
    if not manners.proxy:
        return None
    with suppress(ValueError):
        parts = urlsplit(manners.proxy)
        if parts.scheme == "http" and parts.hostname and parts.port != 0:
            return parts
    hidden = manners.proxy.rpartition("@")[2]
    raise SettingError("--proxy", hidden, "write it as http://host:port")


def _is_stale(connection: HTTPConnection) -> bool:
    """Whether there is something to read where nothing is due: the end, or bytes too many."""
    with suppress(OSError, ValueError):
        return bool(select.select([connection.sock], [], [], 0)[0])
    return True


def _tls(manners: Manners) -> ssl.SSLContext:
    """Whom to trust, and as whom to go. Raises SettingError for a file that does not serve."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if manners.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if manners.ca:
        with _told("--ca-file", manners.ca):
            context.load_verify_locations(manners.ca)
    if manners.certificate:
        with _told("--cert", manners.certificate):
            context.load_cert_chain(manners.certificate, manners.key or None, password="")
    return context


@contextmanager
def _told(option: str, file: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError:
        raise SettingError(option, file, _UNREADABLE[option]) from None
    except OSError as error:
        raise SettingError(option, file, error.strerror or str(error)) from None
