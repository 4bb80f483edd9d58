"""An `httpx.Client` whose traffic is judged. Read `CheckedClient`; `checked.py` makes one."""

from types import TracebackType
from typing import Any

import httpx

from ..spec.exchange import Headers, Message, Reply
from .traffic import Traffic

_Hooks = dict[str, list[Any]]


class CheckedClient(httpx.Client):
    """A client in which every request is judged, those that follow a redirect as well.

    `traffic` is what was seen; at the end of `with`, what broke the contract raises. Bodies are
    read to their end to be judged, those of a `stream` too.
    """

    def __init__(self, traffic: Traffic, **options: Any) -> None:  # noqa: ANN401  # of httpx.Client
        self.traffic = traffic
        hooks: _Hooks = options.pop("event_hooks", None) or {}
        asked = [*hooks.get("request", []), _read]
        answered = [self._judge, *hooks.get("response", [])]
        super().__init__(event_hooks={"request": asked, "response": answered}, **options)

    def _judge(self, response: httpx.Response) -> None:
        response.read()
        _add(self.traffic, response)

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        """Close; an error that is on its way is not hidden."""
        super().__exit__(kind, error, trace)
        if kind is None:
            self.traffic.check()


class CheckedAsyncClient(httpx.AsyncClient):
    """The same for `async with`."""

    def __init__(self, traffic: Traffic, **options: Any) -> None:  # noqa: ANN401  # as above
        self.traffic = traffic
        hooks: _Hooks = options.pop("event_hooks", None) or {}
        asked = [*hooks.get("request", []), _read_async]
        answered = [self._judge, *hooks.get("response", [])]
        super().__init__(event_hooks={"request": asked, "response": answered}, **options)

    async def _judge(self, response: httpx.Response) -> None:
        await response.aread()
        _add(self.traffic, response)

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        """Close; an error that is on its way is not hidden."""
        await super().__aexit__(kind, error, trace)
        if kind is None:
            self.traffic.check()


def _read(request: httpx.Request) -> None:
    """Read a body that would be streamed, as it can be looked at no more afterwards."""
    request.read()


async def _read_async(request: httpx.Request) -> None:
    await request.aread()


def _add(traffic: Traffic, response: httpx.Response) -> None:
    request = response.request
    headers = Headers(request.headers.multi_items())
    message = Message(request.method, "/", "", headers, request.content)
    reply = Reply(response.status_code, Headers(response.headers.multi_items()), response.content)
    traffic.add(str(request.url), message, reply)
