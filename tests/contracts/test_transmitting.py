"""What goes over the wire, byte for byte, and what is read from it."""

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from itertools import count

import pytest

from specdouble.contracts.gate import Gate
from specdouble.contracts.target import Target
from specdouble.contracts.transmitting import Bounds, Line, transmit
from specdouble.spec.errors import TargetError
from specdouble.spec.exchange import Headers, Message

Answering = Callable[..., tuple[str, list[bytes]]]
EMPTY = b"HTTP/1.1 204 x\r\n\r\n"


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A server that keeps connections open and answers with given bytes: its URL, what it hears."""
    listeners: list[socket.socket] = []

    def talk(connection: socket.socket, words: bytes, heard: list[bytes]) -> None:
        with connection, suppress(OSError):
            while received := connection.recv(65536):
                heard.append(received)
                connection.sendall(words)

    def accept(listener: socket.socket, words: bytes, heard: list[bytes]) -> None:
        with suppress(OSError):
            while True:
                each = (listener.accept()[0], words, heard)
                threading.Thread(target=talk, args=each, daemon=True).start()

    def start(words: bytes = EMPTY) -> tuple[str, list[bytes]]:
        listener, heard = socket.create_server(("127.0.0.1", 0)), list[bytes]()
        listeners.append(listener)
        threading.Thread(target=accept, args=(listener, words, heard), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}", heard

    yield start
    for each in listeners:
        each.shutdown(socket.SHUT_RDWR)
        each.close()


def sent(answering: Answering, message: Message) -> bytes:
    url, heard = answering()
    with Target(url) as target:
        target.send(message)
    return heard[0].replace(url.removeprefix("http://").encode(), b"HOST")


def test_nothing_is_added_but_what_http_needs(answering: Answering) -> None:
    assert sent(answering, Message("GET", "/a", "b=1")) == (
        b"GET /a?b=1 HTTP/1.1\r\nHost: HOST\r\nAccept-Encoding: identity\r\n\r\n"
    )


def test_headers_keep_their_order_their_case_and_their_repetitions(answering: Answering) -> None:
    headers = Headers([("x-B", "1"), ("X-a", "2"), ("x-b", "3")])
    assert b"\r\nx-B: 1\r\nX-a: 2\r\nx-b: 3\r\n" in sent(
        answering, Message("GET", "/", "", headers)
    )


@pytest.mark.parametrize("name", ["Host", "Accept-Encoding", "Content-Length"])
def test_a_header_that_is_given_is_not_added(name: str, answering: Answering) -> None:
    found = sent(answering, Message("POST", "/", "", Headers([(name.lower(), "0")]), b"x"))
    assert found.lower().count(f"\r\n{name.lower()}:".encode()) == 1


@pytest.mark.parametrize(
    ("method", "length"), [("POST", True), ("PUT", True), ("GET", False), ("DELETE", False)]
)
def test_an_empty_body_has_a_length_where_a_body_is_due(
    method: str,
    length: bool,  # noqa: FBT001  # of the table
    answering: Answering,
) -> None:
    assert (b"Content-Length: 0" in sent(answering, Message(method, "/"))) is length


def test_a_method_that_nobody_knows_is_sent(answering: Answering) -> None:
    assert sent(answering, Message("BREW", "/")).startswith(b"BREW / HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("value", "coded"),
    [(" a ", b" a "), ("ü", b"\xfc"), ("€", "€".encode()), ("\x7f", b"\x7f"), ("", b"")],
    ids=["spaces", "latin", "wide", "control", "empty"],
)
def test_an_odd_value_is_sent_as_it_is(value: str, coded: bytes, answering: Answering) -> None:
    found = sent(answering, Message("GET", "/", "", Headers([("X-A", value)])))
    assert b"\r\nX-A: " + coded + b"\r\n" in found


def test_what_no_request_line_can_hold_is_escaped(answering: Answering) -> None:
    found = sent(answering, Message("GET", "/a b/ü/%20", "c=d e"))
    assert found.startswith(b"GET /a%20b/%C3%BC/%20?c=d%20e HTTP/1.1")


@pytest.mark.parametrize(("name", "value"), [("a:b", "1"), ("a", "1\r\nb: 2"), ("a", "\x00")])
def test_a_header_that_would_be_two_is_not_sent(
    name: str, value: str, answering: Answering
) -> None:
    url, heard = answering()
    message = Message("GET", "/", "", Headers([(name, value)]))
    with Target(url) as target, pytest.raises(TargetError, match="cannot be sent"):
        target.send(message)
    assert heard == []


def test_a_connection_is_used_again(answering: Answering) -> None:
    url, heard = answering(EMPTY)
    with Target(url) as target:
        assert [target.send(Message("POST", "/")).status for _ in range(3)] == [204] * 3
    assert len(heard) == 3


@pytest.mark.parametrize(
    ("head", "coded", "body"),
    [
        (b"Transfer-Encoding: chunked", b"2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: 1\r\n\r\n", b"abc"),
        (b"Content-Length: 3", b"abc", b"abc"),
        (b"Content-Encoding: gzip", None, b"abc"),
        (b"Content-Encoding: deflate", None, b"abc"),
        (b"Content-Length: 3\r\nContent-Encoding: gzip", b"abc", b"abc"),
        (b"Content-Length: 3\r\nContent-Encoding: br", b"abc", b"abc"),
        (b"Content-Length: 0\r\nContent-Encoding: gzip", b"", b""),
    ],
    ids=["chunked", "length", "gzip", "deflate", "no gzip", "unknown", "empty"],
)
def test_a_body_is_read_whole(
    head: bytes, coded: bytes | None, body: bytes, answering: Answering
) -> None:
    if coded is None:
        coded = gzip.compress(body) if b"gzip" in head else zlib.compress(body)
        head += b"\r\nContent-Length: %d" % len(coded)
    url, _ = answering(b"HTTP/1.1 200 x\r\n" + head + b"\r\n\r\n" + coded)
    with Target(url) as target:
        assert [target.send(Message("GET", "/")).body for _ in range(2)] == [body, body]


def test_a_head_has_no_body(answering: Answering) -> None:
    url, _ = answering(b"HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n")
    with Target(url) as target:
        assert target.send(Message("HEAD", "/")).body == b""


def test_an_interim_answer_is_not_the_answer(answering: Answering) -> None:
    url, _ = answering(b"HTTP/1.1 100 Continue\r\n\r\n" + EMPTY)
    with Target(url) as target:
        assert target.send(Message("GET", "/")).status == 204


def test_a_header_over_two_lines_is_one(answering: Answering) -> None:
    url, _ = answering(b"HTTP/1.1 204 x\r\nX-A: one\r\n two\r\n\r\n")
    with Target(url) as target:
        assert target.send(Message("GET", "/")).headers["x-a"].split() == ["one", "two"]


def test_an_answer_that_never_ends_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def pour() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 x\r\n\r\n")
                while True:
                    connection.sendall(b"x" * 1000)

        thread = threading.Thread(target=pour)
        thread.start()
        gate = Gate(count(step=7).__next__)
        with Target(url, gate=gate) as target, pytest.raises(TargetError) as caught:
            target.send(Message("POST", "/"))
        thread.join()
    assert caught.value.reason == "it is still sending after 60 s"


def test_an_answer_without_measure_is_told() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"HTTP/1.1 200 x\r\n\r\n")
        connection = HTTPConnection("h")
        connection.sock = ours
        with pytest.raises(OverflowError, match="it sends more than 0 MiB in one answer"):
            transmit(connection, Message("GET", "/"), Line("h"), Bounds(1, count().__next__, 3))
