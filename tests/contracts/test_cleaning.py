import json
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.check import observe
from specdouble.contracts.cleaning import Cleaned, Leavings, clean, told
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.manners import Manners
from specdouble.contracts.target import Target
from specdouble.mockserver.app import create_app
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Exchange, Message, Reply

Serve = Callable[[WSGIApplication], str]
Exchanged = Callable[..., Exchange]

DOCUMENT = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /things:
    post: {operationId: createThing, responses: {'201': {description: made}}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: getThing, responses: {'200': {description: there}}}
    delete: {operationId: deleteThing, responses: {'204': {description: gone}}}
  /notes:
    post: {operationId: createNote, responses: {'201': {description: made}}}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: getNote, responses: {'200': {description: there}}}
"""


@pytest.fixture
def things() -> Api:
    return compile_api(parse(DOCUMENT))


def seen(api: Api, *exchanges: tuple[str, str, int, object]) -> Leavings:
    leavings = Leavings(api)
    for method, path, status, body in exchanges:
        leavings.see(
            observe(api, Message(method, path), Reply(status, body=json.dumps(body).encode()))
        )
    return leavings


def keys(leavings: Leavings) -> list[str]:
    return [key for key, _ in leavings.items()]


def test_what_a_run_creates_is_known_newest_first(things: Api) -> None:
    found = seen(things, ("POST", "/things", 201, {"id": 1}), ("POST", "/things", 201, {"id": 2}))
    assert keys(found) == ["2", "1"]


@pytest.mark.parametrize(
    "exchange",
    [
        ("POST", "/things", 400, {"id": 1}),
        ("POST", "/things", 201, {"name": "x"}),
        ("GET", "/things/1", 200, {"id": 1}),
        ("POST", "/elsewhere", 201, {"id": 1}),
    ],
    ids=["refused", "no id", "only seen", "unknown"],
)
def test_what_it_has_not_created_is_none_of_its_business(
    exchange: tuple[str, str, int, object], things: Api
) -> None:
    assert keys(seen(things, exchange)) == []


def test_what_it_has_removed_itself_is_done(things: Api) -> None:
    found = seen(things, ("POST", "/things", 201, {"id": 1}), ("DELETE", "/things/1", 204, None))
    assert keys(found) == []


def answering(status: int, asked: list[str]) -> WSGIApplication:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        start_response(f"{status} x", [("Content-Length", "0")] if status != 204 else [])
        return []

    return app


MADE = (
    ("POST", "/things", 201, {"id": 1}),
    ("POST", "/notes", 201, {"id": 7}),
    ("POST", "/things", 201, {"id": 2}),
)


@pytest.mark.parametrize("status", [204, 404, 410])
def test_what_can_be_removed_is_and_the_rest_is_told(
    status: int, things: Api, serve: Serve
) -> None:
    asked: list[str] = []
    with Target(serve(answering(status, asked)), manners=Manners(max_requests=1)) as target:
        target.send(Message("GET", "/"))
        cleaned = clean(seen(things, *MADE), target)
    assert asked[1:] == ["DELETE /things/2", "DELETE /things/1"]
    assert list(told(cleaned)) == ["cleaned up: things (2)", "left behind: notes (1): 7"]


def test_what_the_server_will_not_remove_is_told(things: Api, serve: Serve) -> None:
    with Target(serve(answering(409, []))) as target:
        cleaned = clean(seen(things, *MADE), target)
    assert cleaned == Cleaned({}, {"things": ("1", "2"), "notes": ("7",)})


def test_a_server_that_is_gone_is_left_alone(things: Api, speak: Callable[..., str]) -> None:
    turns: list[bytes] = []

    def silent() -> bytes:
        turns.append(b"")
        return b""

    with Target(speak(silent)) as target:
        cleaned = clean(seen(things, *MADE), target)
    assert cleaned.left == {"things": ("1", "2"), "notes": ("7",)}
    assert len(turns) == 2, "one request, and the same once more"


def test_many_that_stay_are_told_in_short() -> None:
    lines = list(told(Cleaned({}, {"things": tuple("abcdefg")})))
    assert lines == ["left behind: things (7): a, b, c, d, e and 2 more"]


def test_nothing_is_told_of_nothing(things: Api) -> None:
    with Target("http://127.0.0.1:1") as target:
        assert list(told(clean(Leavings(things), target))) == []


def jobs(exchanged: Exchanged, new: dict[str, object], *numbers: int) -> Iterator[Exchange]:
    for number in numbers:
        yield exchanged("createExportJob", 200, {**new, "id": number})


def test_jobs_that_have_ended_are_not_cancelled(
    api: Api, exchanged: Exchanged, new: dict[str, object], succeeded: dict[str, object]
) -> None:
    leavings = Leavings(api)
    for each in jobs(exchanged, new, 1, 2):
        leavings.see(each)
    leavings.see(exchanged("getExportJob", 200, {**succeeded, "id": 1}, path={"exportJobId": "1"}))
    assert keys(leavings) == ["2"]


def test_jobs_of_others_are_never_cancelled(
    api: Api, exchanged: Exchanged, new: dict[str, object]
) -> None:
    leavings = Leavings(api)
    body = {**new, "id": 9}
    leavings.see(exchanged("listExportJobs", 200, {"records": [body]}))
    leavings.see(exchanged("getExportJob", 200, body, path={"exportJobId": "9"}))
    assert keys(leavings) == []


def test_datasets_stay_and_are_told(api: Api, exchanged: Exchanged, serve: Serve) -> None:
    leavings = Leavings(api)
    leavings.see(exchanged("createDataset", 201, ["@/dataSets/abc"], body={"name": "x"}))
    with Target(serve(create_app()), placeholders(api)) as target:
        assert list(told(clean(leavings, target))) == ["left behind: datasets (1): abc"]
