"""The wishes of a client are read as RFC 7240 writes them and as Prism's users do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.prefer import NO_PREFERENCE, Preference, preference
from specdouble.spec.exchange import Headers, Message


def wish(*fields: str, query: str = "") -> Preference:
    return preference(Message("GET", "/", query, Headers([("Prefer", each) for each in fields])))


def test_no_field_is_no_wish() -> None:
    assert preference(Message("GET", "/", "limit=3")) is NO_PREFERENCE


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("code=404", Preference(404)),
        ("CODE = 404", Preference(404)),
        ('code="404"', Preference(404)),
        ("code=404, example=empty list", Preference(404, "empty list")),
        ("code=404; example=empty;dynamic", Preference(404, "empty", dynamic=True)),
        (r'example="a \"b\", c; d"', Preference(example='a "b", c; d')),
        ("dynamic=true", Preference(dynamic=True)),
        ("dynamic=False", Preference(dynamic=False)),
        ("dynamic=0", Preference(dynamic=False)),
        ("respond-async, wait=10, code=202", Preference(202)),
        ("code=200, code=404", Preference(200)),
        (", ;,code=204,", Preference(204)),
        ('example=""', Preference()),
        ("return=minimal", Preference()),
    ],
)
def test_the_field_is_understood(field: str, found: Preference) -> None:
    assert wish(field) == found


def test_several_fields_are_one() -> None:
    assert wish("code=404", "example=gone") == Preference(404, "gone")


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("code=99", "Prefer: code='99' is no HTTP status"),
        ("code=4o4", "Prefer: code='4o4' is no HTTP status"),
        ("code", "Prefer: code='' is no HTTP status"),
        ("dynamic=perhaps", "Prefer: dynamic='perhaps' is neither true nor false"),
        ("=5", "Prefer: '=5' cannot be read"),
        ('"half', "Prefer: '\"half' cannot be read"),
    ],
)
def test_what_cannot_be_understood_is_told_and_ignored(field: str, problem: str) -> None:
    assert wish(field) == Preference(problems=(problem,))


def test_a_broken_part_does_not_spoil_the_rest() -> None:
    assert wish('"half, code=404').code == 404


def test_the_query_says_the_same() -> None:
    query = "a=1&__code=404&__example=sch%C3%B6n&__dynamic=true"
    assert wish(query=query) == Preference(404, "schön", dynamic=True)


def test_the_field_counts_before_the_query() -> None:
    assert wish("code=404", query="__code=200&__example=a") == Preference(404, "a")


@pytest.mark.parametrize(
    ("field", "applied"),
    [
        ("code=404, example=gone, dynamic=true", "code=404, example=gone, dynamic=true"),
        ("dynamic=false", "dynamic=false"),
        (r'example="a \"b\" \\"', r'example="a \"b\" \\"'),
        ("example=\u00e9", 'example="?"'),
        ("wait=3", ""),
    ],
)
def test_what_is_applied_is_told(field: str, applied: str) -> None:
    assert wish(field).applied == applied


@given(st.text('code=example;, "\\\t=19\u00e9', max_size=60))
def test_any_text_can_be_sent_and_the_answer_can_be_read_again(field: str) -> None:
    found = wish(field)
    again = wish(found.applied)
    assert again.problems == ()
    assert (again.code, again.dynamic) == (found.code, found.dynamic)
