import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.health import Health
from specdouble.contracts.manners import HaltError, Manners
from specdouble.contracts.target import Target
from specdouble.spec.errors import TargetError
from specdouble.spec.exchange import Headers, Message, Reply

PAGE = Reply(200, Headers([("Content-Type", "text/html")]), b"<p>Sign in")
FINE = Reply(200, Headers([("Content-Type", "application/json")]), b"{}")
TOKEN = Credential("header", "Authorization", "Bearer x")


def asked(number: int) -> Message:
    return Message("GET", f"/things/{number}")


def trouble(*replies: Reply, is_signed: bool = False) -> HaltError | None:
    health = Health()
    for number, reply in enumerate(replies):
        health.heard(asked(number), reply, is_signed=is_signed)
    return health.trouble


@pytest.mark.parametrize(
    ("reply", "words", "is_fault"),
    [
        (Reply(502, body=b"Bad gateway"), "the same HTTP 502 (status 502)", True),
        (Reply(503), "the same HTTP 503 (status 503)", True),
        (PAGE, "the same web page (status 200)", True),
        (Reply(429), "answered with 429", False),
        (Reply(401), "the credentials are no longer taken", False),
    ],
    ids=["502", "503", "page", "429", "401"],
)
def test_the_same_answer_everywhere_ends_a_run(
    reply: Reply,
    words: str,
    is_fault: bool,  # noqa: FBT001  # of the table
) -> None:
    found = trouble(FINE, *[reply] * 20, is_signed=True)
    assert found is not None
    assert words in str(found)
    assert "since GET /things/1" in str(found)
    assert found.is_fault is is_fault


@pytest.mark.parametrize(
    "replies",
    [
        [Reply(500, body=b"x")] * 60,
        [Reply(404, PAGE.headers, PAGE.body)] * 60,
        [FINE] * 60,
        [*[Reply(502)] * 19, FINE] * 3,
        [Reply(401)] * 60,
        [Reply(502, body=b"%d" % number) for number in range(60)],
    ],
    ids=["bugs", "unknown paths", "fine", "interrupted", "401 for another reason", "different"],
)
def test_what_may_be_a_fault_of_the_service_ends_nothing(replies: list[Reply]) -> None:
    assert trouble(*replies) is None


def test_one_operation_that_fails_is_not_the_whole_service() -> None:
    health = Health()
    for _ in range(60):
        health.heard(asked(1), Reply(503))
    assert health.trouble is None


def test_a_server_that_never_was_there_is_no_server_that_has_died() -> None:
    health = Health()
    for number in range(20):
        health.missed(asked(number), "so")
    assert health.trouble is None


def test_three_silences_in_a_row_end_a_run() -> None:
    health = Health()
    health.heard(asked(0), FINE)
    health.missed(asked(1), "so")
    health.missed(asked(2), "so")
    assert health.trouble is None
    health.missed(asked(3), "so")
    assert str(health.trouble) == "the server stopped answering after GET /things/1: so"


def test_many_silences_end_a_run_even_with_answers_between() -> None:
    health = Health()
    for number in range(12):
        health.heard(asked(number), FINE)
        assert health.trouble is None
        health.missed(asked(number), "so")
    assert health.trouble is not None


def test_a_server_that_dies_is_told_of_once_and_left_alone() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def answer_then_die() -> None:
        with suppress(OSError), listener.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 204 x\r\n\r\n")
            connection.recv(65536)
            listener.close()

    thread = threading.Thread(target=answer_then_die)
    thread.start()
    with Target(url) as target:
        target.send(Message("GET", "/first"))
        for _ in range(2):
            with pytest.raises(HaltError) as caught:
                target.send(Message("POST", "/second"))
            assert str(caught.value).startswith("the server stopped answering after POST /second")
        assert target.gate.sent == 2
    thread.join()


def test_a_server_that_hangs_is_given_up_after_three_timeouts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Target(url, manners=Manners(timeout=0.02)) as target:
            target.gate.health.heard(asked(0), FINE)
            for _ in range(2):
                with pytest.raises(TargetError):
                    target.send(Message("GET", "/slow"))
            with pytest.raises(
                HaltError, match=r"after GET /slow: it does not answer within 0\.02"
            ):
                target.send(Message("GET", "/slow"))


def test_a_token_that_is_used_up_ends_a_run(serve: Callable[..., str]) -> None:
    def app(_: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("401 x", [("Content-Length", "0")])
        return []

    signed = Headers([("authorization", "Bearer x")])
    with Target(serve(app), (TOKEN,)) as target:
        for number in range(20):
            target.send(Message("GET", f"/others/{number}"))
        for number in range(20):
            target.send(Message("GET", f"/things/{number}", "", signed))
        with pytest.raises(HaltError, match=r"no longer taken.* since GET /things/0"):
            target.send(Message("GET", "/"))
