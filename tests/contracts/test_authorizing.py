import json
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.authorizing import Renewal, token_of
from specdouble.contracts.credentials import Credential
from specdouble.contracts.target import Target, target_for
from specdouble.spec.api import Api
from specdouble.spec.errors import SettingError
from specdouble.spec.exchange import Headers, Message


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("abc", "Bearer abc"),
        ("Basic abc=", "Basic abc="),
        (json.dumps({"access_token": "a.b", "expires_in": 9}), "Bearer a.b"),
        (json.dumps({"token": "t"}), "Bearer t"),
        (json.dumps("quoted"), "Bearer quoted"),
        ("123", "Bearer 123"),
    ],
)
def test_a_token_is_what_a_command_prints(printed: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text(f"{printed}\n")
    token = token_of(f"cat {tmp_path / 'out'}")
    assert (token.value, token.variable) == (value, "SPECDOUBLE_TOKEN")
    assert token.secret in value


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            "echo no such user >&2; echo >&2; exit 3 # s3cret",
            "ended with exit code 3: no such user",
        ),
        ("exit 4", "it ended with exit code 4"),
        ("true", "it printed no token"),
        ("echo two words here", "it printed no token"),
        ("echo '{}'", "it printed no token, and no JSON with an access_token"),
        ("", "it printed no token"),
    ],
)
def test_a_command_that_gives_no_token_is_told(command: str, message: str) -> None:
    with pytest.raises(SettingError, match=r"^--auth-command: ") as caught:
        token_of(command)
    assert message in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.fixture
def command(tmp_path: Path) -> str:
    """Prints another token each time: t1, t2, …"""
    count = tmp_path / "count"
    return f"echo x >> {count}; echo t$(wc -l < {count} | tr -d ' ')"


def guarded(valid: list[str]) -> WSGIApplication:
    """Takes the tokens of a list."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_fine = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ") in valid
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 x" if is_fine else "401 x", [("Content-Length", str(len(body)))])
        return [body]

    return app


Serve = Callable[[WSGIApplication], str]


def shown(token: str) -> Message:
    return Message("POST", "/", "", Headers([("authorization", f"Bearer {token}")]), b"body")


def test_a_token_that_is_used_up_is_renewed_and_the_request_sent_again(
    command: str, serve: Serve
) -> None:
    valid, renewal = ["t1"], Renewal(command)
    with Target(serve(guarded(valid)), (renewal.current,), renewal=renewal) as target:
        assert target.send(shown("t1")).status == 200
        valid[:] = ["t2"]
        assert [target.send(shown("t1")).body for _ in range(2)] == [b"body", b"body"]
    assert renewal.current.value == "Bearer t2"


def test_a_token_that_was_never_taken_is_not_renewed(command: str, serve: Serve) -> None:
    renewal = Renewal(command)
    with Target(serve(guarded(["other"])), (renewal.current,), renewal=renewal) as target:
        assert [target.send(shown("t1")).status for _ in range(3)] == [401, 401, 401]
    assert renewal.current.value == "Bearer t1"


def test_a_wrong_token_sent_on_purpose_is_not_renewed(command: str, serve: Serve) -> None:
    renewal = Renewal(command)
    with Target(serve(guarded(["t1"])), (renewal.current,), renewal=renewal) as target:
        statuses = [target.send(shown(each)).status for each in ("t1", "wrong", "t1")]
    assert statuses == [200, 401, 200]
    assert renewal.current.value == "Bearer t1"


def test_a_command_that_gives_the_same_token_again_changes_nothing(serve: Serve) -> None:
    valid, renewal = ["t"], Renewal("echo t")
    with Target(serve(guarded(valid)), (renewal.current,), renewal=renewal) as target:
        assert target.send(shown("t")).status == 200
        valid.clear()
        assert target.send(shown("t")).status == 401


def test_two_threads_renew_once(command: str) -> None:
    renewal = Renewal(command)
    renewal.took()
    assert renewal.refused(shown("t1"))
    assert renewal.refused(shown("t1"))
    assert renewal.current.value == "Bearer t2"


def test_a_message_is_reported_with_the_first_token(command: str) -> None:
    renewal = Renewal(command)
    assert renewal.renew() == Credential(
        "header", "Authorization", "Bearer t2", "SPECDOUBLE_TOKEN", "Bearer "
    )
    assert renewal.as_begun(shown("t2")).headers["authorization"] == "Bearer t1"
    assert renewal.as_begun(shown("x")).headers["authorization"] == "Bearer x"
    assert renewal.freshened(Message("GET", "/")) == Message("GET", "/")


def test_a_command_that_does_not_end_is_told() -> None:
    with pytest.raises(SettingError, match=r"it did not end within 0\.01 s"):
        token_of("exec sleep 60", seconds=0.01)


def test_the_token_of_a_command_stands_before_others(command: str, api: Api) -> None:
    renewal, given = Renewal(command), ["Authorization: Bearer given", "x-api-key: k"]
    target = target_for(api, "http://127.0.0.1:1", {}, headers=given, renewal=renewal)
    shown_ones = [(each.name.lower(), each.value) for each in target.credentials]
    assert shown_ones[:2] == [("authorization", "Bearer t1"), ("x-api-key", "k")]
    assert len(shown_ones) == 4
