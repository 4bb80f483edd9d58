import os
import signal
import socket
import threading

import pytest

from specdouble.mockserver.serving import Listener, run_until_signal
from specdouble.spec.errors import AddressError

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def hello(_environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def names():
    return [name for thread in threading.enumerate() if (name := thread.name).startswith("specd")]


def all_of(connection):
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_port_0_takes_a_free_one_and_tells_it():
    with Listener(hello, ("127.0.0.1", 0)) as listener:
        host, port = listener.address
        assert (host, port > 0, listener.url) == ("127.0.0.1", True, f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")],  # noqa: S104  # on purpose
)
def test_the_url_is_one_that_a_client_can_use(host, shown):
    with Listener(hello, (host, 0)) as listener:
        assert listener.url == f"http://{shown}:{listener.address[1]}"


def test_a_taken_port_is_an_error_that_says_so():
    with Listener(hello, ("127.0.0.1", 0)) as first:
        port = first.address[1]
        with pytest.raises(
            AddressError, match=f"127.0.0.1:{port}: Address already in use"
        ) as error:
            Listener(hello, first.address)
    assert error.value.port == port


def test_a_host_that_does_not_exist_is_an_error():
    with pytest.raises(AddressError, match=r"nowhere\.invalid:0: "):
        Listener(hello, ("nowhere.invalid", 0))


def test_after_stop_no_thread_and_no_port_is_left():
    listener = Listener(hello, ("127.0.0.1", 0))
    listener.start()
    with socket.create_connection(listener.address) as connection:
        connection.sendall(REQUEST)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        listener.stop()
    assert names() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(listener.address)


def test_it_can_be_stopped_twice_and_without_a_start():
    listener = Listener(hello, ("127.0.0.1", 0))
    listener.stop()
    listener.stop()


def test_a_request_in_flight_is_answered_before_it_stops():
    asked, release = threading.Event(), threading.Event()

    def slow(environ, start_response):
        asked.set()
        release.wait(10)
        return hello(environ, start_response)

    listener = Listener(slow, ("127.0.0.1", 0))
    listener.start()
    with socket.create_connection(listener.address, timeout=10) as connection:
        connection.sendall(REQUEST)
        assert asked.wait(10)
        stopping = threading.Thread(target=listener.stop)
        stopping.start()
        release.set()
        assert all_of(connection).endswith(b"hello")
        stopping.join()
    assert names() == []


def test_a_half_sent_request_does_not_delay_the_stop():
    with socket.socket() as connection:
        with Listener(hello, ("127.0.0.1", 0), patience=1000) as listener:
            connection.connect(listener.address)
            connection.sendall(b"GET / HTTP/1.1\r\nHo")
        assert names() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_until_a_signal_it_answers_and_then_it_ends(number):
    answers = []
    listener = Listener(hello, ("127.0.0.1", 0))
    before = signal.getsignal(number)

    def announce():
        with socket.create_connection(listener.address, timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answers.append(all_of(connection)[-5:])
        os.kill(os.getpid(), number)

    run_until_signal(listener, announce)
    assert (answers, names(), signal.getsignal(number)) == ([b"hello"], [], before)
