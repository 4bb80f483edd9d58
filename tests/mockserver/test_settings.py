import dataclasses
from pathlib import Path

import pytest

from specdouble.mockserver.settings import ROWS, Settings


def read(name, value):
    return ROWS[name].read(value)


def test_every_field_is_a_row_in_its_order():
    assert list(ROWS) == [field.name for field in dataclasses.fields(Settings)]


def test_names_derive_from_the_field():
    row = ROWS["journal_size"]
    assert (row.flag, row.variable) == ("--journal-size", "SPECDOUBLE_JOURNAL_SIZE")


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_each_is_described_in_words_and_has_a_default_that_it_would_read(row):
    assert row.description
    assert row.default is None or row.read(row.default) == row.default


@pytest.mark.parametrize("value", ["8080", 8080, " 8080 ", "+8080"], ids=repr)
def test_whole_numbers_are_read_from_texts_and_numbers(value):
    assert read("port", value) == 8080


@pytest.mark.parametrize("value", ["", "x", "-1", "65536", "1_0", "٣", 1.0, True, None, "9" * 5000])
def test_what_is_no_port_is_refused(value):
    with pytest.raises(ValueError, match="a whole number from 0 to 65535 is wanted"):
        read("port", value)


@pytest.mark.parametrize(
    ("value", "read_as"),
    [("true", True), ("YES", True), ("1", True), (True, True), ("off", False), (False, False)],
    ids=repr,
)
def test_yes_and_no_are_read_from_words(value, read_as):
    assert read("strict", value) is read_as


@pytest.mark.parametrize("value", ["", "maybe", 1, None], ids=repr)
def test_what_is_neither_yes_nor_no_is_refused(value):
    with pytest.raises(ValueError, match="one of true, yes, on, 1, false, no, off, 0 is wanted"):
        read("strict", value)


@pytest.mark.parametrize(
    "value", [("a=1", "b=2"), "a=1,b=2", " a = 1 , b = 2 ", {"a": 1, "b": "2"}], ids=repr
)
def test_choices_are_read_from_flags_a_variable_and_a_table(value):
    assert read("choices", value) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("value", ["a", "=1", ("a=1", "b"), 5], ids=repr)
def test_what_is_no_choice_is_refused(value):
    with pytest.raises(ValueError, match="write it as NAME=VALUE"):
        read("choices", value)


def test_files_are_read_from_paths_too():
    assert read("document", Path("a") / "b.yaml") == str(Path("a") / "b.yaml")


@pytest.mark.parametrize("value", ["", 5, None], ids=repr)
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="a text is wanted"):
        read("host", value)


def test_an_instant_is_kept_as_it_was_written():
    assert read("time", "2026-01-31T12:00:00+01:00") == "2026-01-31T12:00:00+01:00"


def test_what_is_no_instant_is_refused():
    with pytest.raises(ValueError, match="RFC 3339"):
        read("time", "tomorrow")


def test_time_starts_where_milliseconds_cannot_pass_for_seconds() -> None:
    with pytest.raises(ValueError, match="an instant after 2001"):
        read("time", "1999-12-31T00:00:00Z")
