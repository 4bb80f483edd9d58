"""A run by heart, and mutants that are tried on it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from specdouble.contracts.in_process import delivered, sent
from specdouble.contracts.ledger import Moment
from specdouble.contracts.mutant import Handle
from specdouble.contracts.playback import Recorder, Scene, Script, Server
from specdouble.contracts.walk import Pace
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply
from specdouble.spec.reading import read

from ..small_documents import api as document

JSON = Headers([("Content-Type", "application/json")])
BOOK = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
SHOWN = {"200": {"description": "", "content": {"application/json": {"schema": BOOK}}}}
MESSAGES = [Message("GET", "/books", query) for query in ("a=1", "a=2")]


@pytest.fixture
def shelf() -> Api:
    return document({"/books": {"get": {"operationId": "getBook", "responses": SHOWN}}})


class Clock:
    """A time that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def fresh() -> Callable[[], Server]:
    """Honest servers that tell the time in every answer."""

    def make() -> Server:
        clock = Clock()

        def handle(_: Message) -> Reply:
            return Reply(200, JSON, b'{"title": "%d"}' % clock.now)

        return Server(handle, Pace(lambda: clock.now, clock.sleep))

    return make


@pytest.fixture
def script(shelf: Api, fresh: Callable[[], Server]) -> Script:
    """Two requests, and three seconds between them."""
    recorder = Recorder(fresh())
    server = recorder.recorded
    for message in MESSAGES:
        reply = delivered(message, server.handle(sent(message)))
        call, problems = read(shelf, message)
        recorder.watch(Moment("", 0, 0, Exchange(call, reply, tuple(problems))))
        server.pace.sleep(3)
    return Script(shelf, tuple(recorder.scenes))


def spoiling(body: bytes, query: str = "a=1") -> Callable[[Handle], Handle]:
    """Another body in the answer to one request."""

    def spoil(honest: Handle) -> Handle:
        def handle(message: Message) -> Reply:
            reply = honest(message)
            return replace(reply, body=body) if message.query == query else reply

        return handle

    return spoil


def asking_twice(honest: Handle) -> Handle:
    """Answers with what an honest server says to something else."""

    def handle(message: Message) -> Reply:
        if message.query == "a=2":
            other = honest(replace(message, query="b=1"))
            return replace(other, body=other.body.replace(b"title", b"name"))
        return honest(message)

    return handle


def test_the_first_other_answer_is_judged(script: Script, fresh: Callable[[], Server]) -> None:
    told = script.objection_to(spoiling(b"{}"), fresh)
    assert told is not None
    assert "conforms: " in told
    assert "title" in told


def test_what_the_checks_are_content_with_needs_a_run(
    script: Script, fresh: Callable[[], Server]
) -> None:
    assert script.objection_to(spoiling(b'{"title": "x"}'), fresh) is None


def test_what_never_does_otherwise_is_said_so(script: Script, fresh: Callable[[], Server]) -> None:
    assert script.objection_to(lambda honest: honest, fresh) == ""


def test_what_asks_for_something_else_is_given_a_server(
    script: Script, fresh: Callable[[], Server]
) -> None:
    told = script.objection_to(asking_twice, fresh)
    assert told is not None
    assert "title" in told


def test_time_passes_for_that_server_as_in_the_run(
    script: Script, fresh: Callable[[], Server]
) -> None:
    seen: list[bytes] = []

    def curious(honest: Handle) -> Handle:
        def handle(message: Message) -> Reply:
            honest(replace(message, query="b=1"))
            reply = honest(message)
            seen.append(reply.body)
            return reply

        return handle

    assert script.objection_to(curious, fresh) == ""
    assert seen[-2:] == [b'{"title": "0"}', b'{"title": "3"}']


def test_a_check_that_was_not_asked_is_not_asked(
    script: Script, shelf: Api, fresh: Callable[[], Server]
) -> None:
    for scene in script.scenes:
        scene.excused = frozenset({"conforms"})
    assert Script(shelf, script.scenes).objection_to(spoiling(b"{}"), fresh) is None


def test_an_answer_that_nobody_judged_needs_a_run(shelf: Api, fresh: Callable[[], Server]) -> None:
    scene = Scene(MESSAGES[0], fresh().handle(MESSAGES[0]))
    assert Script(shelf, (scene,)).objection_to(spoiling(b"{}"), fresh) is None


def test_the_documented_answers_are_known(script: Script) -> None:
    assert set(script.answers()) == {("getBook", "200")}


def test_a_moment_without_an_exchange_is_nothing(fresh: Callable[[], Server]) -> None:
    recorder = Recorder(fresh())
    recorder.watch(Moment("", 0, 0))
    assert recorder.scenes == []
