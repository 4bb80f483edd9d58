from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.reaching import reach
from specdouble.contracts.target import Target
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.errors import TargetError
from specdouble.spec.exchange import Message, Reply

Serve = Callable[[WSGIApplication], str]


def answering(kind: str, body: bytes = b"<p>Hello") -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        start_response("200 x", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    asked: list[str] = []
    return application


def api_of(paths: str) -> Api:
    return compile_api(parse(f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {paths}"))


PAGE = "{responses: {'200': {content: {text/html: {}}}}}"


def test_a_server_that_answers_json_is_reached(api: Api, serve: Serve) -> None:
    with Target(serve(answering("application/json"))) as target:
        reach(api, target)


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/xhtml+xml"])
def test_a_web_site_is_not_this_api(kind: str, api: Api, serve: Serve) -> None:
    with Target(serve(answering(kind))) as target, pytest.raises(TargetError) as caught:
        reach(api, target)
    assert caught.value.reason == (
        "it answers with web pages (HTML, status 200) instead of this API; is the address right?"
    )


@pytest.mark.parametrize(
    "paths",
    [f"{{/a: {{get: {PAGE}}}}}", "{/a: {post: {responses: {}}}}", "{}"],
    ids=["promised", "no GET", "no path"],
)
def test_pages_that_are_promised_or_empty_are_fine(paths: str, serve: Serve) -> None:
    body = b"<p>" if "html" in paths else b""
    with Target(serve(answering("text/html", body))) as target:
        reach(api_of(paths), target)


def test_one_operation_with_a_page_is_not_the_whole_server(serve: Serve) -> None:
    def mixed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = "text/html" if environ["PATH_INFO"] == "/a" else "application/json"
        return answering(kind)(environ, start_response)

    with Target(serve(mixed)) as target:
        reach(api_of("{/a: {get: {responses: {}}}, /b: {get: {responses: {}}}}"), target)


def test_one_operation_without_an_answer_is_not_the_whole_server(
    speak: Callable[[Callable[[], bytes]], str],
) -> None:
    said = [b"HTTP/1.1 404 x\r\nConnection: close\r\n\r\n", b"", b""]
    with Target(speak(said.pop)) as target:
        reach(api_of("{/a: {get: {responses: {}}}, /b: {get: {responses: {}}}}"), target)
    assert said == []


def test_a_server_that_cuts_the_connection_is_told(api: Api, speak: Callable[[bytes], str]) -> None:
    with Target(speak(b"")) as target, pytest.raises(TargetError, match="without an answer"):
        reach(api, target)


def refusing(*statuses: int) -> WSGIApplication:
    """Answers with one status after the other, then with the last."""
    left = list(statuses)

    def application(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = left.pop(0) if len(left) > 1 else left[0]
        start_response(f"{status} x", [("Content-Length", "0")])
        return []

    return application


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the credentials are not taken; shown were Authorization ($SPECDOUBLE_TOKEN)"),
        (429, "it answers 429 (too many requests) to everything"),
        (502, "a gateway answers 502 in its stead"),
        (503, "it answers 503 (out of service) to everything"),
        (504, "a gateway answers 504 in its stead"),
    ],
)
def test_a_server_that_answers_everything_so_is_told(
    status: int, words: str, api: Api, serve: Serve
) -> None:
    token = Credential("header", "Authorization", "Bearer x", "SPECDOUBLE_TOKEN", "Bearer ")
    with Target(serve(refusing(status)), (token,)) as target, pytest.raises(TargetError) as caught:
        reach(api, target)
    assert words in caught.value.reason


@pytest.mark.parametrize("statuses", [(401, 200), (403,), (404,), (500,), (502, 503)], ids=str)
def test_a_server_that_answers_otherwise_is_reached(
    statuses: tuple[int, ...], api: Api, serve: Serve
) -> None:
    with Target(serve(refusing(*statuses))) as target:
        reach(api, target)


def test_a_server_that_has_died_is_told(api: Api) -> None:
    with Target("http://127.0.0.1:1") as target:
        target.gate.health.heard(Message("GET", "/"), Reply(200))
        with pytest.raises(TargetError, match="stopped answering after GET"):
            reach(api, target)
