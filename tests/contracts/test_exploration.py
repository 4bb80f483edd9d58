"""What schemathesis sees comes through the suite's process; on a document of two operations."""

import json
import socket
from collections.abc import Callable, Iterable
from contextlib import chdir, suppress
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.authorizing import Renewal
from specdouble.contracts.credentials import Credential
from specdouble.contracts.exploration import (
    Answer,
    Failure,
    Sighting,
    Silence,
    Task,
    Trouble,
    explore,
)
from specdouble.contracts.manners import HaltError, Manners
from specdouble.contracts.target import Target
from specdouble.mockserver.serving import Listener
from specdouble.spec.document import Document, load, parse
from specdouble.spec.exchange import Message, Reply

Serve = Callable[[WSGIApplication], str]

PROBES = 3
"""Requests that schemathesis sends to get to know a server; no hook of it sees them."""

THING = "{type: object, required: [name], properties: {name: {type: string}}}"
DOCUMENT = """
openapi: 3.1.0
info: {title: T, version: '1'}
security: [{bearer: [], key: [], cookie: []}]
paths:
  /things:
    post:
      operationId: createThing
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
            example: {name: one}
      responses:
        '201': {description: made, content: {application/json: {schema: {type: object}}}}
        '400': {description: wrong}
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: there, content: {application/json: {schema: {type: object}}}}
        '404': {description: not there}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    key: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: session}
"""
CREDENTIALS = (
    Credential("header", "Authorization", "Bearer $ecret ${HOME}"),
    Credential("query", "key", "k"),
    Credential("cookie", "session", "s"),
)


def is_thing(body: bytes) -> bool:
    try:
        value = json.loads(body)
    except ValueError:
        return False
    return isinstance(value, dict) and isinstance(value.get("name"), str)


def things(is_strict: bool) -> WSGIApplication:  # noqa: FBT001  # told by keyword below
    """A server for the document; a lax one takes whatever comes."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status = 404
        if environ["REQUEST_METHOD"] == "POST":
            status = 201 if is_thing(body) or not is_strict else 400
        coded = b'{"name": "one"}' if status == 201 else b""
        kind = [("Content-Type", "application/json")] if coded else []
        start_response(f"{status} x", [*kind, ("Content-Length", str(len(coded)))])
        return [coded]

    return application


ALL_PHASES = 10
"""Seconds from which on the fixed phases are sent; the tests end a run by its requests."""


def seen(url: str, document: Document, most: int = 60) -> list[Sighting]:
    """All sightings of a run of so many requests."""
    found: list[Sighting] = []
    with Target(url, CREDENTIALS, Manners(max_requests=most)) as target, suppress(HaltError):
        found.extend(explore(Task(document, target, 1, ALL_PHASES)))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with a document of two files."""
    found = tmp_path_factory.mktemp("work")
    (found / "thing.yaml").write_text(THING)
    (found / "api.yaml").write_text(DOCUMENT.replace(THING, "{$ref: thing.yaml}"))
    return found


@pytest.fixture(scope="module")
def honest(folder: Path) -> list[Sighting]:
    """All that is seen of an honest server below a base path, by a document of two files."""
    with Listener(things(is_strict=True), ("127.0.0.1", 0)) as listener, chdir(folder):
        return seen(f"{listener.url}/base", load("api.yaml"))


def test_an_honest_server_gives_answers_and_nothing_else(honest: list[Sighting]) -> None:
    assert {type(each) for each in honest} == {Answer}


def test_the_phases_that_need_no_luck_send_something(honest: list[Sighting]) -> None:
    phases = {each.phase for each in honest if isinstance(each, Answer)}
    assert phases >= {"examples", "coverage"}


def test_the_example_of_the_document_is_sent(honest: list[Sighting]) -> None:
    bodies = [json.loads(each.message.body) for each in examples(honest)]
    assert {"name": "one"} in bodies


def test_paths_come_without_the_base_of_the_target(honest: list[Sighting]) -> None:
    assert {each.message.path for each in examples(honest)} == {"/things"}


def test_every_kind_of_credential_is_sent(honest: list[Sighting]) -> None:
    message = examples(honest)[0].message
    assert message.headers["authorization"] == "Bearer $ecret ${HOME}"
    assert "key=k" in message.query
    assert "session=s" in message.headers["cookie"]


def test_what_schemathesis_marks_its_requests_with_is_left_out(honest: list[Sighting]) -> None:
    names = {name.lower() for each in examples(honest) for name in each.message.headers}
    assert not any("schemathesis" in name for name in names)


def examples(sightings: list[Sighting]) -> list[Answer]:
    answers = [each for each in sightings if isinstance(each, Answer)]
    return [each for each in answers if each.phase == "examples" and each.message.body]


def test_what_schemathesis_finds_is_told_with_its_exchange(serve: Serve) -> None:
    found = seen(serve(things(is_strict=False)), parse(DOCUMENT))
    failures = [each for each in found if isinstance(each, Failure)]
    assert {each.check for each in failures} == {"negative_data_rejection"}
    assert {each.answer.reply.status for each in failures} == {201}


def test_a_server_that_stays_silent_is_told(speak: Callable[[bytes], str]) -> None:
    found = seen(speak(b""), parse(DOCUMENT))
    assert any(isinstance(each, Silence) for each in found)


def test_a_document_that_schemathesis_cannot_read_is_told(serve: Serve) -> None:
    found = seen(serve(things(is_strict=True)), parse("[]"))
    assert found != []
    assert {type(each) for each in found} == {Trouble}


def test_nothing_is_left_in_the_working_directory(folder: Path, honest: list[Sighting]) -> None:
    assert honest
    assert sorted(each.name for each in folder.iterdir()) == ["api.yaml", "thing.yaml"]


def explored(url: str, manners: Manners, renewal: Renewal | None = None) -> list[Sighting]:
    """What is seen until schemathesis or the run is at its end, and of which the reason."""
    found: list[Sighting] = []
    credentials = (renewal.current,) if renewal else CREDENTIALS
    with Target(url, credentials, manners, renewal=renewal) as target, suppress(HaltError):
        found.extend(explore(Task(parse(DOCUMENT), target, 1, ALL_PHASES)))
    return found


def methods(app: WSGIApplication, asked: list[str]) -> WSGIApplication:
    """Takes note of the methods and tokens that an application is asked with."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        token = environ.get("HTTP_AUTHORIZATION", "")
        asked.append(f"{environ['REQUEST_METHOD']} {token}")
        return app(environ, start_response)

    return application


def test_a_read_only_run_sends_only_what_reads(serve: Serve) -> None:
    asked: list[str] = []
    explored(
        serve(methods(things(is_strict=True), asked)), Manners(read_only=True, max_requests=30)
    )
    assert {each.partition(" ")[0] for each in asked} <= {"GET", "HEAD", "OPTIONS", "TRACE"}
    assert asked != []


def test_no_more_requests_are_sent_than_are_left(serve: Serve) -> None:
    asked: list[str] = []
    url = serve(methods(things(is_strict=True), asked))
    with Target(url, CREDENTIALS, Manners(max_requests=5)) as target:
        target.gate.count(2)
        sightings = explore(Task(parse(DOCUMENT), target, 1, ALL_PHASES))
        assert [type(next(sightings)) for _ in range(3)] == [Answer] * 3
        with pytest.raises(HaltError, match="the 5 requests of --max-requests are spent"):
            list(sightings)
        assert len([each for each in asked if "$ecret" in each]) <= 3 + PROBES
        with pytest.raises(HaltError, match="spent"):
            list(explore(Task(parse(DOCUMENT), target, 1, ALL_PHASES)))


def test_a_server_that_has_died_ends_the_exploration() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with Target(url, CREDENTIALS) as target:
        target.gate.health.heard(Message("GET", "/"), Reply(200))
        with pytest.raises(HaltError, match=r"stopped answering after .* nobody listens there"):
            list(explore(Task(parse(DOCUMENT), target, 1, ALL_PHASES)))


def test_a_new_token_is_got_and_reported_as_the_first(serve: Serve, tmp_path: Path) -> None:
    asked: list[str] = []
    count = tmp_path / "count"
    renewal = Renewal(f"echo x >> {count}; echo token-$(wc -l < {count} | tr -d ' ')")
    url = serve(methods(things(is_strict=True), asked))
    found = explored(url, Manners(max_requests=6), renewal)
    assert "Bearer token-2" in {each.partition(" ")[2] for each in asked}
    shown = {each.message.headers["authorization"] for each in found if isinstance(each, Answer)}
    assert shown == {"Bearer token-1"}


def test_a_proxy_is_used(speak: Callable[[bytes], str]) -> None:
    proxy = speak(b"HTTP/1.1 404 x\r\nConnection: close\r\n\r\n")
    found = explored("http://elsewhere.invalid", Manners(proxy=proxy, max_requests=3))
    assert {each.reply.status for each in found if isinstance(each, Answer)} == {404}
