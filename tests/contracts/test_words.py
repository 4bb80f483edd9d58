from hypothesis import given
from hypothesis import strategies as st

from specdouble.contracts.credentials import Credential
from specdouble.contracts.words import as_words, one_line, printable, scrubbed, scrubbed_bytes

TOKEN = Credential("header", "Authorization", "Bearer a/b+c=0123", "TOKEN", "Bearer ")
SHORT = Credential("header", "X", "abc", "SHORT")


@given(st.text(st.characters(exclude_categories=[])))
def test_printable_text_can_be_shown_and_written(text: str) -> None:
    shown = printable(text)
    assert len(shown.encode()) >= len(text)
    assert all(each.isprintable() or each == "\n" for each in shown)


def test_what_cannot_be_shown_is_an_escape() -> None:
    assert printable("a\x1b\u202eé\n") == "a\\x1b\\u202eé\n"


def test_one_line_is_short() -> None:
    assert one_line("a\n  b") == "a b"
    assert len(one_line("x" * 500)) == 120


def test_a_value_is_shown_as_json() -> None:
    assert as_words({"é": None}) == '{"é": null}'


def test_a_secret_is_named_in_text_in_urls_and_in_bytes() -> None:
    assert scrubbed("x a/b+c=0123 ?q=a%2Fb%2Bc%3D0123", [TOKEN]) == "x $TOKEN ?q=$TOKEN"
    assert scrubbed_bytes(b"\xffa/b+c=0123", [TOKEN]) == b"\xff$TOKEN"


def test_a_short_secret_is_none() -> None:
    assert scrubbed("abc", [SHORT]) == "abc"
    assert scrubbed_bytes(b"abc", [SHORT]) == b"abc"
