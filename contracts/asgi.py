"""An ASGI application as a WSGI one, its lifespan included.

The loop runs in a thread of its own; start-up is awaited before the first request, shutdown
after the last (ASGI, Lifespan protocol).
"""

# ruff: noqa: ANN401  # an application is a user's object, of any type

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from wsgiref.types import WSGIApplication

from a2wsgi import ASGIMiddleware

from ..spec.errors import SettingError

_SCOPE = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
_PATIENCE = 30.0


@contextmanager
def wsgi_from_asgi(application: Any) -> Iterator[WSGIApplication]:
    """The application as WSGI, started up; raises SettingError if it fails to start."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="specdouble-asgi", daemon=True)
    thread.start()
    lifespan = _Lifespan(application)
    try:
        asyncio.run_coroutine_threadsafe(lifespan.start(), loop).result(_PATIENCE)
        yield ASGIMiddleware(application, loop=loop)  # type: ignore[misc]  # its own environ
        asyncio.run_coroutine_threadsafe(lifespan.stop(), loop).result(_PATIENCE)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Lifespan:
    """The conversation with an application about its start and its end."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._to: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._from: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say that it starts, and wait until it has; an application may know nothing of this."""
        self._task = asyncio.ensure_future(self._converse())
        await self._to.put({"type": "lifespan.startup"})
        answer = await self._from.get()
        if answer["type"] == "lifespan.startup.failed":
            reason = answer.get("message") or "its start-up failed"
            raise SettingError("--app", self._application, reason)

    async def stop(self) -> None:
        """Say that it ends, and wait until it has."""
        if self._task is not None and not self._task.done():
            await self._to.put({"type": "lifespan.shutdown"})
            await self._from.get()
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _converse(self) -> None:
        with suppress(Exception):  # it does not know the protocol, which is its right
            await self._application(dict(_SCOPE), self._to.get, self._from.put)
        await self._from.put({"type": "over"})
