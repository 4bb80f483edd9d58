import json
import logging
import os
import socket
import threading
from contextlib import ExitStack
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdouble.mockserver.serving import Listener
from specdouble.mockserver.wire import MAX_HEAD, Server

END = b"Host: x\r\nConnection: close\r\n\r\n"


def echo(environ, start_response):
    """Answers what it was asked, as JSON."""
    source, length = environ["wsgi.input"], environ.get("CONTENT_LENGTH")
    try:
        body = source.read(int(length)) if length else source.read() if is_chunked(environ) else b""
    except (OSError, ValueError) as error:
        body = f"broken: {error}".encode()
    seen = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
    seen |= {"uri": environ["REQUEST_URI"], "body": body.decode("latin-1")}
    text = json.dumps(seen).encode()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]


def is_chunked(environ):
    return environ["wsgi.input_terminated"]


@pytest.fixture(scope="module")
def listener():
    with Listener(echo, ("127.0.0.1", 0)) as running:
        yield running


def all_of(connection):
    return b"".join(iter(lambda: connection.recv(65536), b""))


def asked(listener, text, *, end=False):
    """Send bytes, end the sending if so told, and read all there is."""
    with socket.create_connection(listener.address, timeout=10) as connection:
        connection.sendall(text)
        if end:
            connection.shutdown(socket.SHUT_WR)
        return all_of(connection)


@pytest.fixture
def ask(listener):
    return partial(asked, listener)


def status(reply):
    return int(reply.split()[1])


def seen(reply):
    return json.loads(reply.rpartition(b"\r\n\r\n")[2])


def test_the_target_reaches_the_application_as_it_was_sent(ask):
    assert seen(ask(b"GET /a%2Fb?c=%20 HTTP/1.1\r\n" + END))["uri"] == "/a%2Fb?c=%20"


def test_a_target_in_absolute_form_is_taken(ask):
    assert seen(ask(b"GET http://h/p HTTP/1.1\r\n" + END))["uri"] == "http://h/p"


def test_repeated_fields_arrive_joined_and_underscores_do_not_arrive(ask):
    fields = seen(ask(b"GET / HTTP/1.1\r\nX-A: 1\r\nX-A: 2\r\nX_A: 3\r\n" + END))
    assert fields["HTTP_X_A"] == "1, 2"


def test_latin_1_in_a_field_is_kept(ask):
    assert seen(ask(b"GET / HTTP/1.1\r\nX-A: caf\xe9\r\n" + END))["HTTP_X_A"] == "caf\xe9"


def test_a_body_in_chunks_arrives_whole(ask):
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + END
    assert seen(ask(head + b"5;x=1\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n"))["body"] == "hello"


def test_who_expects_to_be_told_to_continue_is_told(ask):
    head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + END
    assert ask(head + b"hi").startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_requests_sent_at_once_are_answered_in_turn(ask):
    posted = b"POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
    text = b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\n" + posted + b"GET /3 HTTP/1.1\r\n" + END
    replies = ask(text)
    assert [replies.count(b'"uri": "/%d"' % number) for number in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("request_text", "is_kept"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: te, close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", True),
    ],
    ids=["1.1", "close", "close among others", "1.0", "1.0 keep-alive"],
)
def test_a_connection_is_kept_as_the_client_wishes(ask, request_text, is_kept):
    assert ask(request_text + b"GET /2 HTTP/1.1\r\n" + END).count(b"200 OK") == 1 + is_kept


REFUSED = {
    "no host": (400, b"GET / HTTP/1.1\r\n\r\n"),
    "not HTTP": (400, b"\x16\x03\x01\x02\x00\r\n\r\n"),
    "no version": (400, b"GET /\r\n\r\n"),
    "HTTP/2": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "line feeds": (400, b"GET / HTTP/1.1\nHost: x\n\n"),
    "method in lower case": (400, b"get / HTTP/1.1\r\n" + END),
    "target that cannot be split": (400, b"GET //[ HTTP/1.1\r\n" + END),
    "NUL in the target": (400, b"GET /\x00 HTTP/1.1\r\n" + END),
    "target beyond ASCII": (400, b"GET /\xe9 HTTP/1.1\r\n" + END),
    "two hosts": (400, b"GET / HTTP/1.1\r\nHost: y\r\n" + END),
    "folded field": (400, b"GET / HTTP/1.1\r\nA: 1\r\n 2\r\n" + END),
    "negative length": (400, b"POST / HTTP/1.1\r\nContent-Length: -5\r\n" + END),
    "length and chunks": (
        400,
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" + END,
    ),
    "unknown coding": (501, b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n" + END),
    "long target": (414, b"GET /" + b"a" * MAX_HEAD + b" HTTP/1.1\r\n" + END),
    "long field": (431, b"GET / HTTP/1.1\r\nA: " + b"a" * MAX_HEAD + b"\r\n" + END),
    "many fields": (431, b"GET / HTTP/1.1\r\n" + b"A: 1\r\n" * MAX_HEAD + END),
}


@pytest.mark.parametrize(("expected", "text"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_http_is_refused_with_json(ask, expected, text):
    reply = ask(text)
    assert (status(reply), seen(reply)["status"]) == (expected, expected)


def test_a_refusal_is_readable_for_web_pages_and_says_that_it_is_the_last(ask):
    head = ask(REFUSED["no host"][1]).partition(b"\r\n\r\n")[0].lower()
    assert b"\r\naccess-control-allow-origin: *" in head
    assert b"\r\nconnection: close" in head
    assert b"\r\ncontent-type: application/json" in head


def test_a_refusal_gets_through_to_a_client_that_is_still_sending(ask):
    assert status(ask(b"GET / HTTP/1.1\r\nbad line\r\n" + END + b"x" * 2_000_000)) == 400


@pytest.mark.parametrize("text", [b"GET / HTTP/1.1\r\nHo", b"GET / HT"], ids=["fields", "line"])
def test_a_request_cut_short_is_refused(ask, text):
    assert status(ask(text, end=True)) == 400


@pytest.mark.parametrize("text", [b"", b"\r\n"], ids=["nothing", "an empty line"])
def test_a_connection_without_a_request_gets_no_answer(ask, text):
    assert ask(text, end=True) == b""


@pytest.mark.parametrize(
    "text",
    [
        b"Content-Length: 50\r\n" + END + b"hello",
        b"Transfer-Encoding: chunked\r\n" + END + b"5\r\nhel",
        b"Transfer-Encoding: chunked\r\n" + END + b"-5\r\nhello\r\n0\r\n\r\n",
    ],
    ids=["length", "chunk", "no chunk"],
)
def test_a_broken_body_is_a_fault_that_the_application_can_answer(ask, text):
    reply = ask(b"POST / HTTP/1.1\r\n" + text, end=True)
    assert status(reply) == 200
    assert seen(reply)["body"] == "hello" or seen(reply)["body"].startswith("broken: ")


def test_a_client_that_pauses_for_too_long_is_told():
    with Listener(echo, ("127.0.0.1", 0), patience=0.05) as impatient:
        assert status(asked(impatient, b"GET / HTTP/1.1\r\nHo")) == 408


def test_a_body_that_stalls_ends_the_connection_after_the_answer():
    with Listener(echo, ("127.0.0.1", 0), patience=0.05) as impatient:
        text = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhel"
        assert seen(asked(impatient, text))["body"] == "broken: timed out"


def test_idle_and_half_sent_connections_do_not_hold_up_others(listener, ask):
    with ExitStack() as open_ones:
        for text in [b""] * 100 + [b"GET / HTTP/1.1\r\nHo"] * 20:
            idle = open_ones.enter_context(socket.create_connection(listener.address))
            idle.sendall(text)
        assert status(ask(b"GET / HTTP/1.1\r\n" + END)) == 200


def test_a_fault_of_the_application_is_logged_with_its_trace_and_answered(caplog):
    def fail(_environ, _start_response):
        raise LookupError("a bug")

    with Listener(fail, ("127.0.0.1", 0)) as listening:
        assert status(asked(listening, b"GET / HTTP/1.1\r\n" + END)) == 500
    assert [record.exc_info[0] for record in caplog.records] == [LookupError]


def test_a_client_that_leaves_is_not_worth_a_line(caplog):
    with (
        Listener(echo, ("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.address) as connection,
    ):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


class Noted(logging.Handler):
    """Sets an event with the first record."""

    def __init__(self):
        super().__init__()
        self.event = threading.Event()

    def emit(self, record):
        del record
        self.event.set()


def test_out_of_file_descriptors_it_goes_on_when_there_are_some_again():
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    noted = Noted()
    logging.getLogger("specdouble.mockserver.wire").addHandler(noted)
    with Listener(echo, ("127.0.0.1", 0)) as listening, socket.socket() as client:
        lowest_free = os.dup(client.fileno())
        os.close(lowest_free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, limits[1]))
        try:
            client.connect(listening.address)
            assert noted.event.wait(10)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
            logging.getLogger("specdouble.mockserver.wire").removeHandler(noted)
        client.settimeout(10)
        client.sendall(b"GET / HTTP/1.1\r\n" + END)
        assert status(all_of(client)) == 200


PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b"GET ", b"POST ", b"/", b" HTTP/1.1\r\n", b"\r\n", b": ", b"\n", b"0"]),
    st.sampled_from([b"Host: x\r\n", b"Content-Length: 5\r\n", b"5\r\nhello\r\n"]),
    st.just(b"Transfer-Encoding: chunked\r\n"),
)


@given(st.lists(PIECES, max_size=12))
@settings(deadline=None)
def test_whatever_bytes_come_the_fault_is_never_the_servers(listener, pieces):
    reply = asked(listener, b"".join(pieces), end=True)
    assert reply == b"" or status(reply) < 500 or status(reply) in (501, 505)


def test_the_server_leaves_nothing_behind_in_the_statistics_of_cheroot():
    server = Server(("127.0.0.1", 0), echo, threads=2, patience=1, reaction=1)
    server.forget()
    server.forget()
    assert f"Cheroot HTTPServer {id(server)}" not in vars(logging)["statistics"]


HALVES = {
    "request line": b"GET /data/core/u",
    "fields": b"GET / HTTP/1.1\r\nHost: x\r\nAcc",
    "body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe",
    "chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
}


@pytest.mark.parametrize("half", HALVES.values(), ids=list(HALVES))
def test_requests_that_are_half_sent_do_not_keep_others_waiting(half):
    with Listener(echo, ("127.0.0.1", 0), threads=2) as running, ExitStack() as opened:
        for _ in range(80):
            slow = opened.enter_context(socket.create_connection(running.address, timeout=10))
            slow.sendall(half)
        assert status(asked(running, b"GET / HTTP/1.1\r\n" + END)) == 200


def test_no_more_requests_are_answered_at_once_than_there_are_threads():
    together, inside, most, lock = threading.Barrier(2), set(), [], threading.Lock()

    def meet(environ, start_response):
        with lock:
            inside.add(environ["REQUEST_URI"])
            most.append(len(inside))
        together.wait(timeout=10)
        with lock:
            inside.discard(environ["REQUEST_URI"])
        start_response("204 No Content", [])
        return []

    with Listener(meet, ("127.0.0.1", 0), threads=2) as running, ExitStack() as opened:
        clients = [
            opened.enter_context(socket.create_connection(running.address, timeout=10))
            for _ in range(6)
        ]
        for number, client in enumerate(clients):
            client.sendall(b"GET /%d HTTP/1.1\r\n" % number + END)
        replies = [all_of(client) for client in clients]
    assert [status(reply) for reply in replies] == [204] * 6
    assert max(most) == 2
