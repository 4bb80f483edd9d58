"""Proxies and TLS, on small servers of this machine; tls/here.pem is made for these tests only."""

import base64
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from specdouble.contracts.manners import Manners
from specdouble.contracts.target import Target
from specdouble.spec.errors import SettingError, TargetError
from specdouble.spec.exchange import Message

HERE = str(Path(__file__).parent / "tls" / "here.pem")
EMPTY = b"HTTP/1.1 204 x\r\nConnection: close\r\n\r\n"
ASKED = Message("GET", "/a")

Talk = Callable[[socket.socket], None]
Start = Callable[[Talk], int]


@pytest.fixture
def start() -> Iterator[Start]:
    """Serves every connection by a function; gives the port."""
    with ExitStack() as stack:

        def one(connection: socket.socket, talk: Talk) -> None:
            with connection, suppress(OSError):
                talk(connection)

        def accept(listener: socket.socket, talk: Talk) -> None:
            with suppress(OSError):
                while True:
                    each = (listener.accept()[0], talk)
                    threading.Thread(target=one, args=each, daemon=True).start()

        def begin(talk: Talk) -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            threading.Thread(target=accept, args=(listener, talk), daemon=True).start()
            return int(listener.getsockname()[1])

        yield begin


def over_tls(connection: socket.socket, mode: ssl.VerifyMode = ssl.CERT_NONE) -> None:
    """Answers over TLS; a certificate of the client is asked for by the mode."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE)
    context.load_verify_locations(HERE)
    context.verify_mode = mode
    with context.wrap_socket(connection, server_side=True) as secure:
        secure.recv(65536)
        secure.sendall(EMPTY)


def status(url: str, manners: Manners) -> int:
    with Target(url, manners=manners) as target:
        return target.send(ASKED).status


def test_a_certificate_that_nobody_knows_is_not_trusted(start: Start) -> None:
    with pytest.raises(TargetError, match=r"its certificate is not trusted; give .* --ca-file"):
        status(f"https://127.0.0.1:{start(over_tls)}", Manners())


@pytest.mark.parametrize("manners", [Manners(ca=HERE), Manners(insecure=True)], ids=["ca", "any"])
def test_a_certificate_is_trusted_by_its_authority_or_on_demand(
    manners: Manners, start: Start
) -> None:
    assert status(f"https://127.0.0.1:{start(over_tls)}", manners) == 204


def test_a_certificate_of_ones_own_is_shown(start: Start) -> None:
    port = start(lambda connection: over_tls(connection, ssl.CERT_REQUIRED))
    assert status(f"https://127.0.0.1:{port}", Manners(ca=HERE, certificate=HERE)) == 204
    with pytest.raises(TargetError, match=r"--cert|cuts|closes|TLS"):
        status(f"https://127.0.0.1:{port}", Manners(ca=HERE))


@pytest.mark.parametrize(
    ("manners", "message"),
    [
        (Manners(ca="absent.pem"), "--ca-file: 'absent.pem' cannot be used: No such file"),
        (Manners(ca=__file__), "it holds no certificate in PEM form"),
        (Manners(certificate=__file__), "--cert: .*with its key, both in PEM form"),
        (Manners(certificate="absent.pem"), "--cert: 'absent.pem' .*No such file"),
        (Manners(proxy="socks5://h:1"), "--proxy: .*write it as http://host:port"),
        (Manners(proxy="http://u:secret@h:x"), "--proxy: 'h:x' "),
    ],
)
def test_what_is_given_wrongly_is_told(manners: Manners, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        Target("https://127.0.0.1:1", manners=manners)


def test_a_proxy_is_asked_for_the_whole_url(start: Start) -> None:
    heard: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heard.append(connection.recv(65536))
        connection.sendall(EMPTY)

    manners = Manners(proxy=f"http://me:p%40ss@127.0.0.1:{start(proxy)}")
    assert status("http://elsewhere.example/base", manners) == 204
    head = heard[0].decode()
    assert head.startswith("GET http://elsewhere.example/base/a HTTP/1.1\r\n")
    assert "\r\nHost: elsewhere.example\r\n" in head
    secret = base64.b64encode(b"me:p@ss").decode()
    assert f"\r\nProxy-Authorization: Basic {secret}\r\n" in head


def test_a_proxy_opens_a_tunnel_to_https(start: Start) -> None:
    heard: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heard.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 x\r\n\r\n")
        over_tls(connection)

    manners = Manners(proxy=f"http://me:x@127.0.0.1:{start(proxy)}", insecure=True)
    assert status("https://elsewhere.example", manners) == 204
    assert heard[0].startswith(b"CONNECT elsewhere.example:443 ")
    assert b"Proxy-Authorization: Basic " in heard[0]


def test_a_proxy_that_opens_no_tunnel_is_told(start: Start) -> None:
    def proxy(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 407 Who are you\r\n\r\n")

    url = f"http://me:secret@127.0.0.1:{start(proxy)}"
    with pytest.raises(TargetError) as caught:
        status("https://elsewhere.example", Manners(proxy=url))
    assert "through the proxy 127.0.0.1:" in str(caught.value)
    assert "the proxy opens no tunnel" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_connection_that_the_server_has_closed_is_not_used_again(start: Start) -> None:
    def closing(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 204 x\r\n\r\n")
        connection.close()
        closed.set()

    closed = threading.Event()
    with Target(f"http://127.0.0.1:{start(closing)}") as target:
        for _ in range(3):
            assert target.send(Message("POST", "/")).status == 204
            closed.wait()
            closed.clear()
