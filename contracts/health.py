"""Health: whether it is of any use to go on asking a server. Read `Health.heard` first.

A server that has died, hangs, or stands behind a gateway that answers in its stead gives nothing
to judge; without this it would give the same violation a thousand times, each after a timeout.
"""

import hashlib
import threading
from collections.abc import Iterable
from http import HTTPStatus

from ..spec.exchange import Message, Reply
from .manners import HaltError

_SILENT_IN_A_ROW = 3
_SILENT_IN_ALL = 12
_SAME_IN_A_ROW = 20
_PATHS = 3
_GATEWAY = frozenset(
    {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)
_OK = range(200, 400)


class Health:
    """What the last answers were like, as far as they look like the end of the service.

    Nothing is said before the first answer: a server that never was there is told of by
    `reaching.py`. An unlucky server is left alone: one answer of another kind starts the count
    anew. Safe for threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers = 0
        self._silences = 0
        self._silent: list[Message] = []
        self._alike: list[Message] = []
        self._kind = ""
        self.trouble: HaltError | None = None

    @property
    def has_answered(self) -> bool:
        """Whether any answer has come."""
        return self._answers > 0

    def heard(self, message: Message, reply: Reply, *, is_signed: bool = False) -> None:
        """An answer came; `trouble` says afterwards whether to go on.

        `is_signed`: it showed every credential, so that a 401 can only be about them.
        """
        with self._lock:
            self._answers += 1
            self._silent = []
            kind = _kind_of(reply, is_signed=is_signed)
            if kind is None:
                return
            if kind != self._kind:
                self._kind, self._alike = kind, []
            self._alike.append(message)
            if kind and len(self._alike) >= _SAME_IN_A_ROW and _is_everywhere(self._alike):
                self.trouble = self.trouble or _sameness(kind, self._alike[0])

    def missed(self, message: Message, reason: str, *, is_gone: bool = False) -> None:
        """No answer came; `is_gone` if nobody listens there any more."""
        with self._lock:
            self._silences += 1
            self._silent.append(message)
            is_over = len(self._silent) >= _SILENT_IN_A_ROW or self._silences >= _SILENT_IN_ALL
            if self._answers and (is_gone or is_over):
                self.trouble = self.trouble or _silence(self._silent[0], reason)


def _kind_of(reply: Reply, *, is_signed: bool) -> str | None:
    """What is suspicious about an answer, "" if nothing, None if it says nothing either way."""
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return "401" if is_signed else None
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return "429"
    is_page = "html" in reply.headers.get("content-type", "") and reply.status in _OK
    if not reply.body or not (is_page or reply.status in _GATEWAY):
        return f"same {reply.status}" if reply.status in _GATEWAY else ""
    word = "page" if is_page else "answer"
    return f"same {reply.status} {word} {hashlib.sha256(reply.body).hexdigest()}"


def _is_everywhere(messages: Iterable[Message]) -> bool:
    """Whether it is more than one corner of the service that answers so."""
    return len({(each.method, each.path) for each in messages}) >= _PATHS


def _silence(message: Message, reason: str) -> HaltError:
    words = f"the server stopped answering after {message.method} {message.path}: {reason}"
    return HaltError(words, message, is_fault=True)


_SAMENESS = {
    "401": "the credentials are no longer taken: everything is answered with 401",
    "429": "everything is answered with 429 (too many requests); ask more slowly with --rate",
}


def _sameness(kind: str, message: Message) -> HaltError:
    """In words; a gateway that answers alone is the service's fault, the rest the user can mend."""
    since = f"since {message.method} {message.path}"
    if kind in _SAMENESS:
        return HaltError(f"{_SAMENESS[kind]}, {since}", message)
    status, *rest = kind.split(" ")[1:]
    what = "the same web page" if "page" in rest else f"the same HTTP {status}"
    words = f"{since} everything is answered with {what} (status {status})"
    return HaltError(f"{words}: a gateway answers, not the service", message, is_fault=True)
