"""Target: the server under test. Message in, Reply out, over HTTP.

It sends what it is given and nothing more (`transmitting.py`): no redirects are followed, no
proxy or password is taken from the environment. A server that cannot be asked raises
TargetError, in a sentence; a run that is over raises HaltError (`gate.py`).
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.client import HTTPException
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from ..spec.api import Api
from ..spec.errors import SettingError, TargetError
from ..spec.exchange import Message, Reply
from .authorizing import Renewal
from .connecting import Connections
from .credentials import Credential, gather, placeholders
from .gate import Gate
from .manners import COURTEOUS, Manners
from .status import SERVER_ERROR
from .transmitting import Bounds, Line, reply_of, transmit
from .unreached import reason_of

_REPEATABLE = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ERRORS = (OSError, HTTPException, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask: `url` stands in the place of the document's server; as whom; how.

    `gate` counts and spaces the requests of all threads; `renewal` gets another token when the
    first is used up. A run has one target; any number of threads may send.
    """

    url: str
    credentials: tuple[Credential, ...] = ()
    manners: Manners = COURTEOUS
    gate: Gate = field(default_factory=Gate, compare=False, repr=False)
    renewal: Renewal | None = field(default=None, compare=False, repr=False)
    _connections: Connections = field(init=False, compare=False, repr=False)
    _line: Line = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _checked(self.url)
        connections = Connections(self.url, self.manners)
        object.__setattr__(self, "_connections", connections)
        object.__setattr__(self, "_line", _line(self.url, self.base, connections))

    @property
    def base(self) -> str:
        """The path of the URL, without a slash at the end; it stands before every path."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        return (urlsplit(self.url).hostname or "") in LOOPBACK

    @property
    def requests_left(self) -> int | None:
        """How many requests may still be sent; None if there is no end."""
        return self.gate.left(self.manners)

    def address_of(self, message: Message) -> str:
        """The whole URL of a message."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{self.base}{message.target}"

    def send(self, message: Message) -> Reply:
        """Ask, and wait for the answer; raises TargetError if there is none.

        A kept connection may be closed by the server in the very moment of a request; then what
        may be repeated (RFC 9110, 9.2.2) is, once; and after a 5xx, which often ends it without a
        word, a new one is opened. A 401 to a token that was taken before is
        asked again with a new one, if there is a way to get it. Raises UnsafeError and HaltError
        as the gate does.
        """
        current = self.renewal.freshened(message) if self.renewal else message
        reply = self._answer(current)
        if self.renewal and reply.status == HTTPStatus.UNAUTHORIZED:
            if self.renewal.refused(current):
                current = self.renewal.freshened(current)
                reply = self._answer(current)
        elif self.renewal and self.renewal.shows(current):
            self.renewal.took()
        is_signed = reply.status == HTTPStatus.UNAUTHORIZED and self.is_signed(message)
        self.gate.health.heard(message, reply, is_signed=is_signed)
        return reply

    def _answer(self, message: Message) -> Reply:
        try:
            return self._exchanged(message, int(message.method in _REPEATABLE))
        except _ERRORS as error:
            reason = reason_of(error, self.manners)
            is_gone = isinstance(error, ConnectionError) and self.is_gone()
        reason = "nobody listens there any more" if is_gone else reason
        self.gate.health.missed(message, reason, is_gone=is_gone)
        if self.gate.health.trouble is not None:
            raise self.gate.health.trouble
        raise TargetError(self.url, reason)

    def _exchanged(self, message: Message, repeats: int) -> Reply:
        self.gate.admit(message.method, self.manners)
        bounds = Bounds(self.manners.timeout, self.gate.now)
        try:
            with self._connections.taken() as connection:
                response = transmit(connection, message, self._line, bounds)
                reply = reply_of(response)
                if response.will_close or reply.status in SERVER_ERROR:
                    connection.close()
                else:
                    self._connections.keep(connection)
                return reply
        except ConnectionError:
            if not repeats:
                raise
            return self._exchanged(message, repeats - 1)

    def apart(self) -> AbstractContextManager[None]:
        """Within, each request has a connection of its own, which is closed after it."""
        return self._connections.apart()

    def is_gone(self) -> bool:
        """Whether somebody has listened there, and nobody does any more."""
        if not self.gate.health.has_answered:
            return False
        try:
            self._connections.opened().close()
        except ConnectionRefusedError:
            return True
        except _ERRORS:
            return False
        return False

    def is_signed(self, message: Message) -> bool:
        """Whether a message shows every credential."""
        pairs = {(name.lower(), value) for name, value in message.headers.pairs}
        shown = {(each.name.lower(), each.value) for each in self.credentials}
        return bool(shown) and pairs.issuperset(shown)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connections.close()


def target_for(  # noqa: PLR0913  # four of them are options
    api: Api,
    url: str,
    environment: Mapping[str, str],
    *,
    headers: Sequence[str] = (),
    manners: Manners = COURTEOUS,
    renewal: Renewal | None = None,
) -> Target:
    """The server at `url`, with the credentials of headers, of a command or of the environment.

    A server on this machine is shown a placeholder for each that is not given.
    """
    credentials = gather(api, headers, environment)
    if renewal:
        others = (each for each in credentials if each.name.lower() != "authorization")
        credentials = (renewal.current, *others)
    target = Target(url, credentials, manners, renewal=renewal)
    if not target.is_loopback:
        return target
    given = {(each.location, each.name.lower()) for each in target.credentials}
    made_up = [
        each for each in placeholders(api) if (each.location, each.name.lower()) not in given
    ]
    return replace(target, credentials=(*target.credentials, *made_up))


def _checked(url: str) -> None:
    parts, port = None, None
    with suppress(ValueError):
        parts = urlsplit(url)
        port = parts.port
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise SettingError("URL", url, "write it as http://host:port")
    if parts.query or parts.fragment:
        raise SettingError("URL", url, "leave out what follows ? or #")


def _line(url: str, base: str, connections: Connections) -> Line:
    """What every request begins with."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].encode("idna" if not parts.netloc.isascii() else "ascii")
    if not connections.is_forwarded:
        return Line(host.decode(), base)
    fields = tuple(connections.proxy_fields)
    return Line(host.decode(), f"{parts.scheme}://{host.decode()}{base}", fields)
