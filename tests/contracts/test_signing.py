import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.signing import signed, without
from specdouble.spec.exchange import Headers, Message

PLACES = ["header", "query", "cookie"]


def shown(message: Message) -> tuple[str, tuple[tuple[str, str], ...]]:
    return message.target, message.headers.pairs


@pytest.mark.parametrize("location", PLACES)
@pytest.mark.parametrize(
    "message",
    [
        Message("GET", "/a"),
        Message("GET", "/a", "b=1", Headers([("Cookie", "c=2"), ("d", "3")])),
    ],
    ids=["bare", "full"],
)
def test_what_is_put_on_can_be_taken_off(location: str, message: Message) -> None:
    there = signed(message, [Credential(location, "key", "secret")])
    assert there != message
    assert "secret" in str(shown(there))
    assert without(there, location, "key").headers == message.headers
    assert without(there, location, "key").target == message.target


@pytest.mark.parametrize("location", PLACES)
def test_what_is_there_already_is_left_alone(location: str) -> None:
    message = signed(Message("GET", "/a"), [Credential(location, "key", "mine")])
    assert signed(message, [Credential(location, "key", "other")]) == message


def test_header_names_have_no_case() -> None:
    message = Message("GET", "/a", headers=Headers([("X-API-Key", "1")]))
    assert without(message, "header", "x-api-key").headers == Headers()


def test_one_cookie_goes_and_the_others_stay() -> None:
    message = Message("GET", "/a", headers=Headers([("Cookie", "a=1; b=2; c=3")]))
    assert without(message, "cookie", "b").headers["cookie"] == "a=1; c=3"
