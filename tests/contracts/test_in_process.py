"""A server that is a function, asked as over HTTP."""

import pytest

from specdouble.contracts.in_process import InProcess
from specdouble.spec.exchange import Headers, Message, Reply


def asked(message: Message) -> Message:
    """The message as the server gets it."""
    seen: list[Message] = []

    def handle(message: Message) -> Reply:
        seen.append(message)
        return Reply(200)

    InProcess(handle).send(message)
    return seen[0]


def test_a_body_is_counted() -> None:
    reply = InProcess(lambda _: Reply(200, Headers([("content-length", "9")]), b"abc")).send(
        Message("GET", "/")
    )
    assert reply.headers["content-length"] == "3"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_where_http_has_no_body_none_is_read(method: str, status: int) -> None:
    target = InProcess(lambda _: Reply(status, Headers([("Content-Length", "3")]), b"abc"))
    reply = target.send(Message(method, "/"))
    assert (reply.body, reply.headers["content-length"]) == (b"", "3")


def test_a_request_names_its_host_and_length() -> None:
    fields = asked(Message("POST", "/", body=b"{}")).headers
    assert (fields["host"], fields["content-length"]) == ("127.0.0.1", "2")


def test_a_request_without_a_body_has_no_length() -> None:
    assert "content-length" not in asked(Message("GET", "/")).headers


def test_what_a_request_line_cannot_hold_is_encoded() -> None:
    message = asked(Message("GET", "/a b/ä%20", "q=ü"))
    assert (message.path, message.query) == ("/a%20b/%C3%A4%20", "q=%C3%BC")


def test_the_whole_url_is_shown() -> None:
    assert InProcess(lambda _: Reply(200)).address_of(Message("GET", "/a", "b=c")) == (
        "http://127.0.0.1/a?b=c"
    )


def test_it_is_used_like_a_target() -> None:
    with InProcess(lambda _: Reply(200)) as target:
        assert target.send(Message("GET", "/")).status == 200
        assert not target.is_gone()
