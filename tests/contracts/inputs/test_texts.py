from urllib.parse import quote_plus

import pytest

from specdouble.contracts.inputs.texts import ODD, is_free, mangled
from specdouble.spec.exchange import Headers, Message, Reply

TEXT = ODD["as text in many scripts"]
SENT = Message("POST", "/", "", Headers(), TEXT.encode())


def came(shown: str) -> tuple[str, str] | None:
    body = f'{{"list": [{{"name": {shown!r}}}], "n": 1}}'.replace("'", '"').encode()
    return mangled(SENT, Reply(200, Headers(), body))


@pytest.mark.parametrize(
    "shown",
    [
        TEXT.encode().decode("latin-1").replace("\x80", "\\u0080"),
        TEXT.encode("ascii", "replace").decode(),
        TEXT.encode("latin-1", "replace").decode("latin-1"),
        TEXT.replace("🚀", "\ufffd"),
        TEXT.replace("🚀", "????"),
    ],
    ids=["as latin-1", "ascii only", "latin-1 only", "one letter", "each byte of one letter"],
)
def test_a_text_in_another_encoding_is_seen(shown: str) -> None:
    if "\\" in shown or any(ord(each) < 32 or 127 <= ord(each) < 160 for each in shown):
        shown = TEXT.encode().decode("latin-1")
        reply = Reply(200, Headers(), b'{"a": "' + shown.encode() + b'"}')
        assert mangled(SENT, reply) == (TEXT, shown)
    else:
        assert came(shown) == (TEXT, shown)


def test_a_text_that_is_escaped_twice_is_seen() -> None:
    twice = TEXT.encode("ascii", "backslashreplace").decode()
    short = ODD["as text with a combining accent"]
    sent = Message("POST", "/", "", Headers(), quote_plus(short).encode())
    body = b'["Cafe\\\\u0301 mu\\\\u0308de"]'
    assert twice != TEXT
    assert mangled(sent, Reply(200, Headers(), body)) == (short, "Cafe\\u0301 mu\\u0308de")


@pytest.mark.parametrize("shown", [TEXT, TEXT.upper(), "Zurich naive", "", "???", TEXT[:5]])
def test_a_text_as_it_is_or_normalised_is_fine(shown: str) -> None:
    assert came(shown) is None


def test_an_answer_that_is_no_json_says_nothing() -> None:
    assert mangled(SENT, Reply(200, Headers(), b"???")) is None


def test_what_was_not_sent_is_not_looked_for() -> None:
    assert mangled(Message("GET", "/"), Reply(200, Headers(), b'"?"')) is None


@pytest.mark.parametrize(
    ("name", "value", "free"),
    [
        ("name", "Profile Data Export", True),
        ("name", "_xdm.context.profile", False),
        ("name", "doggie", True),
        ("displayName", "", True),
        ("fields", "identities.id,personalEmail.address", True),
        ("id", "5b020a27e7040801dedba61b", False),
        ("format", "parquet", False),
    ],
)
def test_free_text_is_told_from_what_has_to_exist(name: str, value: str, free: bool) -> None:  # noqa: FBT001
    assert is_free(name, value) is free
