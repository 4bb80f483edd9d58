"""The built-in document, honest records, and exchanges made of them."""

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from werkzeug.test import run_wsgi_app

from specdouble.contracts.asking import message_for
from specdouble.contracts.check import observe, violations_in
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.scenario import SCENARIOS
from specdouble.contracts.signing import signed
from specdouble.contracts.storytelling import tell_all
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Walk
from specdouble.mockserver.app import create_app
from specdouble.mockserver.serving import Listener
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load
from specdouble.spec.exchange import Exchange, Headers, Reply

Exchanged = Callable[..., Exchange]
Words = bytes | Callable[[], bytes]


@pytest.fixture(scope="session")
def api() -> Api:
    return compile_api(load(DOCUMENT))


@pytest.fixture
def exchanged(api: Api) -> Exchanged:
    """An exchange: operation, status, body of the reply, and what `message_for` takes."""

    def make(operation_id: str, status: int, answer: object = None, **asked: Any) -> Exchange:
        headers = {"content-type": "application/json", **asked.pop("reply_headers", {})}
        operation = api.operation(operation_id)
        assert operation is not None
        message = signed(message_for(operation, **asked), placeholders(api))
        body = b"" if answer is None else json.dumps(answer).encode()
        return observe(api, message, Reply(status, Headers(headers.items()), body))

    return make


@pytest.fixture
def objections(api: Api) -> Callable[[Exchange, str], list[str]]:
    """What one check says of an exchange, as messages."""

    def make(exchange: Exchange, check: str) -> list[str]:
        return [each.message for each in violations_in(api, exchange) if each.check == check]

    return make


def record(api: Api, name: str) -> Any:
    """A fresh copy of an example of the document."""
    return json.loads(json.dumps(api.node.document.at(f"/components/examples/{name}/value").value))


@pytest.fixture
def succeeded(api: Api) -> Any:
    """The record of a job that has succeeded."""
    return record(api, "JobSucceeded")


@pytest.fixture
def failed(api: Api) -> Any:
    """The record of a job that has failed."""
    return record(api, "JobFailed")


@pytest.fixture
def new(api: Api) -> Any:
    """The record of a job that has just been created."""
    return record(api, "JobNew")


@pytest.fixture
def serve() -> Iterator[Callable[[WSGIApplication], str]]:
    """Serves WSGI applications until the test ends; gives the URL of each."""
    with ExitStack() as stack:
        yield lambda application: stack.enter_context(Listener(application, ("127.0.0.1", 0))).url


@pytest.fixture
def speak() -> Iterator[Callable[[Words], str]]:
    """A server that says some bytes to every request, then cuts; gives its URL."""
    sockets: list[socket.socket] = []

    def talk(listener: socket.socket, words: Words) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.recv(65536)
                    connection.sendall(words() if callable(words) else words)

    def start(words: Words) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        threading.Thread(target=talk, args=(listener, words), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for each in sockets:
        each.shutdown(socket.SHUT_RDWR)
        each.close()


@dataclass(frozen=True)
class Asked:
    """A request as a liar sees it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]


Lie = Callable[[Asked, int, Any], tuple[int, Any]]
"""A request, and the honest status and JSON body, to those of the liar."""


def liar(application: WSGIApplication, lie: Lie) -> WSGIApplication:
    """A server that is made wrong on purpose."""

    def lying(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        honest = run_wsgi_app(application, environ, buffered=True)
        body = b"".join(honest[0])
        fields = {name[5:].lower(): value for name, value in environ.items() if "HTTP_" in name}
        asked = Asked(
            environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], fields
        )
        status, answer = lie(asked, int(honest[1].split()[0]), json.loads(body) if body else None)
        kept = [each for each in honest[2] if not each[0].lower().startswith("content-")]
        coded = b"" if answer is None else json.dumps(answer).encode()
        kind = [("Content-Type", "application/json")] if coded else []
        length = [("Content-Length", str(len(coded)))] if status != 204 else []
        start_response(f"{status} x", [*kept, *kind, *length])
        return [coded]

    return lying


@dataclass(frozen=True)
class Told:
    """How a scenario went."""

    word: str
    messages: list[str]
    notes: tuple[str, ...]
    ledger: Ledger


@pytest.fixture
def tell(api: Api, serve: Callable[[WSGIApplication], str]) -> Callable[..., Told]:
    """Tells one scenario to the mock, or to a liar made of it, in virtual time."""

    def make(name: str, lie: Lie | None = None, **settings: object) -> Told:
        mock = create_app(speed=0, **settings)
        clock = mock.service.world.clock
        pace = Pace(lambda: clock.now() / 1000, lambda seconds: clock.advance(seconds=seconds))
        url = serve(liar(mock, lie) if lie else mock)
        ledger = Ledger(api, lambda _: None)
        with Target(url, placeholders(api)) as target:
            stories = tell_all([SCENARIOS[name]], Walk(api, target, pace, ledger), ledger)
        messages = [violation.message for violation in ledger.violations]
        return Told(stories[0].word, messages, ledger.notes, ledger)

    return make
