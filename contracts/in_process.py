"""A target without a socket: it asks a server that is a function of this process.

It has the face of `target.Target`, and what it is answered is what a client would have read from
the wire. Read `InProcess.send`.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Self
from urllib.parse import quote

from ..spec.exchange import Headers, Message, Reply
from .credentials import Credential
from .gate import Gate
from .manners import COURTEOUS, Manners
from .mutant import Handle

_BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
_SENT_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class InProcess:
    """Whom to ask, as whom and how."""

    handle: Handle
    credentials: tuple[Credential, ...] = ()
    manners: Manners = COURTEOUS
    gate: Gate = field(default_factory=Gate, compare=False, repr=False)
    url: str = "http://127.0.0.1"
    base: str = ""
    is_loopback: bool = True
    renewal: None = None

    @property
    def requests_left(self) -> int | None:
        """How many requests may still be sent; None if there is no end."""
        return self.gate.left(self.manners)

    def address_of(self, message: Message) -> str:
        """The whole URL of a message, as reports show it."""
        return f"{self.url}{message.target}"

    def send(self, message: Message) -> Reply:
        """Ask, and read the answer as HTTP delivers it (RFC 9112, 6.3)."""
        self.gate.admit(message.method, self.manners)
        reply = delivered(message, self.handle(sent(message)))
        is_signed = reply.status == HTTPStatus.UNAUTHORIZED and self.is_signed(message)
        self.gate.health.heard(message, reply, is_signed=is_signed)
        return reply

    def is_signed(self, message: Message) -> bool:
        """Whether a message shows every credential."""
        pairs = {(name.lower(), value) for name, value in message.headers.pairs}
        shown = {(each.name.lower(), each.value) for each in self.credentials}
        return bool(shown) and pairs.issuperset(shown)

    def apart(self) -> AbstractContextManager[None]:
        """There are no connections to keep."""
        return nullcontext()

    def is_gone(self) -> bool:
        """Whether nobody listens any more: never, as it is in this process."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""


def delivered(message: Message, reply: Reply) -> Reply:
    """What a client reads of a reply: no body where HTTP has none, and a true length."""
    if message.method == "HEAD" or reply.status in _BODILESS:
        return replace(reply, body=b"")
    fields = [pair for pair in reply.headers.pairs if pair[0].lower() != "content-length"]
    length = ("Content-Length", str(len(reply.body)))
    return replace(reply, headers=Headers([*fields, length]))


def sent(message: Message) -> Message:
    """The message with what an HTTP client adds or cannot send as it is."""
    added = [("Host", "127.0.0.1"), ("Accept-Encoding", "identity")]
    if message.body:
        added.append(("Content-Length", str(len(message.body))))
    return replace(
        message,
        path=quote(message.path, safe=_SENT_AS_IT_IS),
        query=quote(message.query, safe=_SENT_AS_IT_IS),
        headers=Headers([*added, *message.headers.pairs]),
    )
