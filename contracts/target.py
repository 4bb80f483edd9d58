"""Target: the server under test. Message in, Reply out, over HTTP.

It sends what it is given and nothing more: no redirects are followed, no proxy or password is
taken from the environment. A server that cannot be asked raises TargetError, in a sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests

from ..spec.api import Api
from ..spec.errors import SettingError, TargetError
from ..spec.exchange import Headers, Message, Reply
from .credentials import Credential, gather, placeholders

_REPEATABLE = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask: `url` stands in the place of the document's server; and as whom.

    `timeout` is in seconds, for the connection and again for each silence of the server.
    """

    url: str
    credentials: tuple[Credential, ...] = ()
    timeout: float = 10.0
    session: requests.Session = field(default_factory=requests.Session, compare=False, repr=False)

    def __post_init__(self) -> None:
        _checked(self.url)
        self.session.trust_env = False
        self.session.headers.clear()

    @property
    def base(self) -> str:
        """The path of the URL, without a slash at the end; it stands before every path."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        return (urlsplit(self.url).hostname or "") in LOOPBACK

    def address_of(self, message: Message) -> str:
        """The whole URL of a message."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{self.base}{message.target}"

    def send(self, message: Message) -> Reply:
        """Ask, and wait for the answer; raises TargetError if there is none.

        A kept connection may be closed by the server in the very moment of a request; then what
        may be repeated (RFC 9110, 9.2.2) is, once.
        """
        try:
            response = self._response(message, int(message.method in _REPEATABLE))
        except requests.RequestException as error:
            raise TargetError(self.url, _reason(error, self.timeout)) from None
        raw: Iterable[tuple[str, str]] = response.raw.headers.items()
        return Reply(response.status_code, Headers(raw), response.content)

    def _response(self, message: Message, repeats: int) -> requests.Response:
        try:
            return self.session.request(
                message.method,
                self.address_of(message),
                headers={"Accept-Encoding": "identity", **dict(message.headers.pairs)},
                data=message.body or None,
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.Timeout:
            raise
        except requests.ConnectionError:
            if not repeats:
                raise
            return self._response(message, repeats - 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close()


def target_for(
    api: Api,
    url: str,
    environment: Mapping[str, str],
    *,
    headers: Sequence[str] = (),
    timeout: float = 10.0,
) -> Target:
    """The server at `url`, with the credentials given as headers or by the environment.

    A server on this machine is shown a placeholder for each that is not given.
    """
    target = Target(url, gather(api, headers, environment), timeout)
    if not target.is_loopback:
        return target
    given = {(each.location, each.name.lower()) for each in target.credentials}
    made_up = [
        each for each in placeholders(api) if (each.location, each.name.lower()) not in given
    ]
    return replace(target, credentials=(*target.credentials, *made_up))


def _checked(url: str) -> None:
    parts = None
    with suppress(ValueError):
        parts = urlsplit(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError("URL", url, "write it as http://host:port")
    if parts.query or parts.fragment:
        raise SettingError("URL", url, "leave out what follows ? or #")


_REASONS = (
    ("refused", "nothing listens there; is it started, and is the port right?"),
    ("Name or service not known", "no such host; is the name right?"),
    ("resolve", "no such host; is the name right?"),
    ("RemoteDisconnected", "it closes the connection without an answer"),
    ("reset by peer", "it cuts the connection"),
    ("BadStatusLine", "what answers there does not talk HTTP"),
    ("SSLError", "the TLS handshake fails; is https right, and the certificate trusted?"),
    ("WRONG_VERSION", "the TLS handshake fails; is https right?"),
    ("IncompleteRead", "it breaks off in the middle of an answer"),
    ("InvalidChunkLength", "it breaks off in the middle of an answer"),
)
"""What the libraries say, in part, and what it means to a user; the first that fits."""


def _reason(error: requests.RequestException, timeout: float) -> str:
    if isinstance(error, requests.Timeout):
        return f"it does not answer within {timeout:g} s (see --timeout)"
    text = repr(error)
    return next((reason for part, reason in _REASONS if part in text), f"{error}"[:200])
