import shlex
import subprocess

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.curl import curl_line
from specdouble.contracts.signing import signed
from specdouble.spec.exchange import Headers, Message

URL = "http://h/a"
TOKEN = Credential("header", "Authorization", "Bearer s3cret", "SPECDOUBLE_TOKEN", "Bearer ")
TEXT = Headers([("Content-Type", "text/plain")])


def line(message: Message, *credentials: Credential, url: str = URL) -> str:
    return curl_line(message, url, credentials)


def test_a_get_needs_no_method() -> None:
    assert line(Message("GET", "/a")) == "curl -sS -i 'http://h/a'"


@pytest.mark.parametrize(("method", "option"), [("DELETE", "-X DELETE"), ("HEAD", "-I")])
def test_other_methods_are_said(method: str, option: str) -> None:
    assert line(Message(method, "/a")) == f"curl -sS -i {option} 'http://h/a'"


def test_a_body_means_post() -> None:
    message = Message("POST", "/a", headers=TEXT, body=b"it's")
    assert line(message) == (
        "curl -sS -i 'http://h/a' -H 'Content-Type: text/plain' --data-raw 'it'\\''s'"
    )


def test_a_post_without_a_body_is_still_a_post() -> None:
    assert "-X POST" in line(Message("POST", "/a"))


def test_a_secret_stays_a_variable() -> None:
    shown = line(signed(Message("GET", "/a"), [TOKEN]), TOKEN)
    assert shown.endswith('-H "Authorization: Bearer ${SPECDOUBLE_TOKEN}"')
    assert "s3cret" not in shown


@pytest.mark.parametrize("location", ["query", "cookie"])
def test_a_secret_in_any_place_stays_a_variable(location: str) -> None:
    key = Credential(location, "key", 'a"b', "SPECDOUBLE_API_KEY")
    message = signed(Message("GET", "/a"), [key])
    shown = line(message, key, url='http://h/a?key=a"b' if location == "query" else URL)
    assert "${SPECDOUBLE_API_KEY}" in shown
    assert 'a\\"b' not in shown


def test_a_placeholder_is_shown_as_it_is() -> None:
    placeholder = Credential("header", "x-api-key", "placeholder")
    assert "-H 'x-api-key: placeholder'" in line(signed(Message("GET", "/a"), [placeholder]))


def test_what_curl_sends_by_itself_is_left_out() -> None:
    headers = Headers([("User-Agent", "x"), ("Accept", "*/*"), ("Accept-Encoding", "gzip")])
    assert line(Message("GET", "/a", headers=headers)) == "curl -sS -i 'http://h/a'"


def test_an_empty_header_is_sent_empty() -> None:
    assert "-H 'x;'" in line(Message("GET", "/a", headers=Headers([("x", "")])))


@pytest.mark.parametrize("body", [b"\xff\x00", b"\x00", "é\x1b[1m".encode()], ids=repr)
def test_a_body_that_no_terminal_can_show_goes_through_base64(body: bytes) -> None:
    shown = line(Message("POST", "/a", body=body))
    start, _, rest = shown.partition(" | curl")
    piped = subprocess.run(["sh", "-c", start], capture_output=True, check=True)  # noqa: S603, S607
    assert piped.stdout == body
    assert rest.endswith("--data-binary @-")


def test_a_shell_reads_back_what_was_said() -> None:
    message = Message("PUT", "/a", headers=Headers([("x", 'a\'b "c" $d `e`')]), body=b"$f\n'g'")
    words = shlex.split(line(message))
    assert words[words.index("-H") + 1] == 'x: a\'b "c" $d `e`'
    assert words[words.index("--data-raw") + 1] == "$f\n'g'"
