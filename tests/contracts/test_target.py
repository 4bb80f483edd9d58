import socket
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import Manners
from specdouble.contracts.target import Target, target_for
from specdouble.contracts.walk import Pace, Walk
from specdouble.spec.api import Api
from specdouble.spec.errors import SettingError, TargetError
from specdouble.spec.exchange import Headers, Message, Reply

Serve = Callable[[WSGIApplication], str]
Speak = Callable[[bytes], str]


def mirror(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers with what it was asked."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    sent = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    words = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], str(sent)]
    start_response("202 x", [("X-Two", "1"), ("X-Two", "2"), ("Location", "/elsewhere")])
    return ["\n".join(words).encode(), b"\n", environ["wsgi.input"].read(length)]


def test_a_message_arrives_and_its_reply_comes_back(serve: Serve) -> None:
    with Target(serve(mirror)) as target:
        reply = target.send(Message("PUT", "/a", "b=1", Headers([("X-C", "2")]), b"body"))
    method, path, query, headers, body = reply.body.decode().split("\n")
    assert (reply.status, method, path, query, body) == (202, "PUT", "/a", "b=1", "body")
    assert "'HTTP_X_C': '2'" in headers


def test_repeated_headers_of_a_reply_stay_apart(serve: Serve) -> None:
    with Target(serve(mirror)) as target:
        pairs = target.send(Message("GET", "/")).headers.pairs
    assert [value for name, value in pairs if name == "X-Two"] == ["1", "2"]


def test_the_path_of_the_url_stands_before_every_path(serve: Serve) -> None:
    with Target(f"{serve(mirror)}/base/") as target:
        assert target.send(Message("GET", "/a")).body.split(b"\n")[1] == b"/base/a"
        assert target.address_of(Message("GET", "/a", "b=1")).endswith("/base/a?b=1")


def test_a_redirect_is_an_answer(serve: Serve) -> None:
    def moved(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("302 x", [("Location", "/b"), ("Content-Length", "0")])
        return []

    with Target(serve(moved)) as target:
        assert target.send(Message("GET", "/a")).status == 302


def test_no_proxy_is_taken_from_the_environment(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    with Target(serve(mirror)) as target:
        assert target.send(Message("GET", "/")).status == 202


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:80", "ftp://h", "http://", "http://h/?a=1", "http://h/#a", "http://[h"]
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(SettingError, match=r"^URL: "):
        Target(url)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://[::1]", "http://127.0.0.1/a"])
def test_a_target_on_this_machine_is_known(url: str) -> None:
    assert Target(url).is_loopback


def test_a_target_elsewhere_is_known() -> None:
    assert not Target("https://h.example/127.0.0.1").is_loopback


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (b"", "it closes the connection without an answer"),
        (b"SSH-2.0-OpenSSH\r\n", "what answers there does not talk HTTP"),
        (b"HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\nabc", "it breaks off in the middle"),
        (b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\nz", "it breaks off in the middle"),
    ],
    ids=["silent", "ssh", "short", "chunk"],
)
def test_a_server_that_cannot_be_understood_is_told_in_a_sentence(
    words: bytes, reason: str, speak: Speak
) -> None:
    url = speak(words)
    with Target(url) as target, pytest.raises(TargetError) as caught:
        target.send(Message("GET", "/"))
    assert str(caught.value).startswith(f"{url} cannot be tested: {reason}")


def test_a_port_where_nobody_listens_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Target(f"http://127.0.0.1:{port}") as target, pytest.raises(TargetError, match="nothing"):
        target.send(Message("GET", "/"))


def test_a_name_that_nobody_has_is_told_in_a_sentence() -> None:
    with Target("http://nobody.invalid") as target, pytest.raises(TargetError, match="no such"):
        target.send(Message("GET", "/"))


def test_a_server_without_tls_is_told_in_a_sentence(serve: Serve) -> None:
    url = serve(mirror).replace("http:", "https:")
    with Target(url) as target, pytest.raises(TargetError, match="TLS handshake"):
        target.send(Message("GET", "/"))


def test_a_server_that_never_answers_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        with (
            Target(url, manners=Manners(timeout=0.05)) as target,
            pytest.raises(TargetError, match=r"0\.05 s"),
        ):
            target.send(Message("GET", "/"))


def test_what_no_table_foresees_is_told_as_it_is(serve: Serve) -> None:
    message = Message("GET", "/", headers=Headers([("bad\nname", "1")]))
    with Target(serve(mirror)) as target, pytest.raises(TargetError, match="bad"):
        target.send(message)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_connection_that_breaks_once_is_no_fault_where_one_may_repeat(
    method: str, speak: Callable[[Callable[[], bytes]], str]
) -> None:
    said = [b"HTTP/1.1 204 x\r\nConnection: close\r\n\r\n", b""]
    with Target(speak(said.pop)) as target:
        assert target.send(Message(method, "/")).status == 204


def test_what_creates_something_is_never_repeated(
    speak: Callable[[Callable[[], bytes]], str],
) -> None:
    said = [b"HTTP/1.1 204 x\r\nConnection: close\r\n\r\n", b""]
    with Target(speak(said.pop)) as target, pytest.raises(TargetError):
        target.send(Message("POST", "/"))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("url", "names"),
    [
        (
            "http://127.0.0.1:1",
            ["authorization", "x-api-key", "x-gw-ims-org-id", "x-sandbox-name"],
        ),
        ("http://elsewhere.example", ["authorization"]),
    ],
)
def test_what_is_not_given_is_made_up_on_this_machine_only(
    url: str, names: list[str], api: Api
) -> None:
    found = target_for(api, url, {}, headers=["authorization: Bearer x"]).credentials
    assert [each.name for each in found] == names


def test_a_target_whose_url_has_no_host_to_ask_for_is_refused() -> None:
    with pytest.raises(SettingError, match=r"^URL: "):
        Target("http://h:0")


def test_a_server_that_cuts_and_still_listens_is_not_gone(speak: Speak) -> None:
    with Target(speak(b"")) as target:
        target.gate.health.heard(Message("GET", "/"), Reply(200))
        assert not target.is_gone()


def test_a_host_that_cannot_be_asked_is_not_known_to_be_gone() -> None:
    with Target("http://nobody.invalid") as target:
        target.gate.health.heard(Message("GET", "/"), Reply(200))
        assert not target.is_gone()


def test_a_host_with_letters_of_another_script_is_named_as_dns_does() -> None:
    with Target("http://bücher.invalid") as target, pytest.raises(TargetError, match="no such"):
        target.send(Message("GET", "/"))


def test_after_a_breakdown_the_next_request_has_a_connection_of_its_own(serve: Serve) -> None:
    ports: list[str] = []

    def breaking(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        ports.append(environ["REMOTE_PORT"])
        status = "500 x" if environ["PATH_INFO"] == "/break" else "200 x"
        start_response(status, [("Content-Length", "0")])
        return []

    with Target(serve(breaking)) as target:
        for path in ("/a", "/b", "/break", "/c"):
            target.send(Message("POST", path))
    assert (ports[0] == ports[1] == ports[2], ports[2] == ports[3]) == (True, False)


class OneByOne(BaseHTTPRequestHandler):
    """Serves one connection after the other, as long as each stays open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the library's name
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_server_of_one_thread_can_be_asked_several_things_at_once(api: Api) -> None:
    with HTTPServer(("127.0.0.1", 0), OneByOne) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with Target(f"http://127.0.0.1:{server.server_port}") as target:
            walk = Walk(api, target, Pace(time.monotonic, time.sleep), Ledger(api, lambda _: None))
            walk.send(Message("GET", "/a"))
            found = walk.together([Message("GET", "/b")] * 4)
            assert [each.reply.status for each in found] == [200] * 4
        server.shutdown()
        thread.join()
