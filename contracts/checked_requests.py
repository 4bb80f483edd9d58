"""A `requests.Session` whose traffic is judged. Read `CheckedSession`; `checked.py` makes one."""

from collections.abc import Iterable
from typing import Any

import requests
from requests.adapters import BaseAdapter

from ..spec.exchange import Headers, Message, Reply
from .traffic import Traffic


class CheckedSession(requests.Session):
    """A session in which every request is judged, those that follow a redirect as well.

    `traffic` is what was seen; at the end of `with`, what broke the contract raises. Bodies are
    read to their end to be judged, those of a `stream` too.
    """

    def __init__(self, traffic: Traffic) -> None:
        super().__init__()
        self.traffic = traffic

    def get_adapter(self, url: str) -> BaseAdapter:
        """The adapter that is mounted for a URL, with somebody who looks on."""
        return _Watched(super().get_adapter(url), self.traffic)

    def __exit__(self, *error: object) -> None:
        """Close; an error that is on its way is not hidden."""
        self.close()
        if error[0] is None:
            self.traffic.check()


class _Watched(BaseAdapter):
    """What requests calls a transport adapter: it hands on, and shows what it has seen."""

    def __init__(self, adapter: BaseAdapter, traffic: Traffic) -> None:
        super().__init__()
        self._adapter = adapter
        self._traffic = traffic

    def send(
        self,
        request: requests.PreparedRequest,
        *options: Any,  # noqa: ANN401  # as requests gives them
        **more: Any,  # noqa: ANN401  # as above
    ) -> requests.Response:
        """Send, and judge what comes; a body that would be streamed is read before."""
        request.body = _whole(request.body)
        response = self._adapter.send(request, *options, **more)
        reply = Reply(response.status_code, Headers(response.headers.items()), response.content)
        self._traffic.add(request.url or "", _message(request), reply)
        return response

    def close(self) -> None:
        """The session closes the adapter itself."""


def _message(request: requests.PreparedRequest) -> Message:
    headers = Headers((_text(name), _text(value)) for name, value in request.headers.items())
    body = request.body or b""
    whole = body.encode() if isinstance(body, str) else body
    return Message(request.method or "GET", "/", "", headers, bytes(whole))


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _whole(body: object) -> str | bytes | None:
    """A body as text or bytes; one that streams can be looked at no more once it is sent."""
    if body is None or isinstance(body, str | bytes):
        return body
    read = getattr(body, "read", None)
    pieces = [read()] if read else list(body) if isinstance(body, Iterable) else []
    return b"".join(each.encode() if isinstance(each, str) else bytes(each) for each in pieces)
