import pytest

from specdouble.spec.choices import (
    KINDS,
    Choice,
    checked,
    choices_of,
    elements,
    hint,
    known,
    mapping,
    only,
    text,
)
from specdouble.spec.document import parse
from specdouble.spec.errors import DocumentError, SettingError

FILE = """
colour: {means: which colour, default: red, values: [red, green]}
delay: {default: '5', kind: amount}
pages: {default: '7', kind: count}
greeting: {default: ''}
"""
CHOICES = choices_of(parse(FILE).root)


def test_a_choice_says_what_it_means_and_what_is_chosen():
    assert CHOICES["colour"] == Choice("which colour", "red", ("red", "green"), KINDS["text"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "green"),
        ("delay", "0.5"),
        ("delay", "60"),
        ("pages", "1"),
        ("greeting", ""),
        ("greeting", "any text\nat all"),
    ],
)
def test_what_can_be_is_taken(name, value):
    assert CHOICES[name].reason_against(value) == ""
    assert checked(CHOICES, {name: value}) == {name: value}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("colour", "blue", "one of red, green is wanted"),
        ("colour", "Red", "one of red, green is wanted"),
        ("delay", "-1", "a number such as 60 or 0.5 is wanted"),
        ("delay", ".5", "a number such as 60 or 0.5 is wanted"),
        ("delay", "1e3", "a number such as 60 or 0.5 is wanted"),
        ("pages", "0", "a whole number, 1 or more, is wanted"),
        ("pages", "1.5", "a whole number, 1 or more, is wanted"),
        ("greeting", "a\0b", "any text is wanted"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(name, value, reason):
    assert CHOICES[name].reason_against(value) == reason
    with pytest.raises(SettingError) as raised:
        checked(CHOICES, {name: value})
    assert str(raised.value) == f"{name}: {value!r} cannot be used: {reason}"


def test_an_unknown_choice_is_refused_with_all_known_ones():
    with pytest.raises(SettingError, match="known: colour, delay, greeting, pages"):
        checked(CHOICES, {"color": "red"})


def test_where_there_are_no_choices_that_is_said():
    with pytest.raises(SettingError, match="known: none for this document"):
        checked({}, {"colour": "red"})


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("[]", "1:1", "a mapping is wanted here"),
        ("a: []", "1:4", "a mapping is wanted here"),
        ("a: {mean: x}", "1:11", "there is no 'mean' to be set here; did you mean 'means'?"),
        ("a: {values: x}", "1:13", "a list is wanted here"),
        ("a: {means: 7}", "1:12", "a text is wanted here: put 7 in quotes"),
        ("a: {kind: number}", "1:11", "there is no kind of choice 'number'"),
        ("a: {default: x, values: [y]}", "1:4", "the default cannot be 'x': one of y is wanted"),
        ("a: {kind: count}", "1:4", "the default cannot be '': a whole number"),
    ],
)
def test_what_is_not_declared_like_a_choice_is_an_error_with_its_place(text, place, words):
    with pytest.raises(DocumentError) as raised:
        choices_of(parse(text).root)
    assert f":{place}: " in str(raised.value)
    assert words in str(raised.value)


def test_values_that_are_no_texts_are_read_as_texts():
    assert choices_of(parse("a: {default: '1', values: [1, 2]}").root)["a"].values == ("1", "2")


def test_what_is_absent_is_empty():
    root = parse("{}").root
    assert (text(root, "a"), list(elements(root.child("a"))), mapping(root).value) == ("", [], {})
    assert only(root, "a") is root


def test_a_name_is_one_of_those_there_are():
    root = parse("{}").root
    assert known(root, "red", {"red": 1}, "colour") == "red"
    with pytest.raises(DocumentError, match="no colour 'rde'; did you mean 'red'"):
        known(root, "rde", {"red": 1}, "colour")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["red"], "; did you mean 'red'?"),
        (["blue", "x"], "; known: blue, x"),
        ([], "; known: none"),
    ],
)
def test_a_hint_is_the_nearest_name_or_all(names, words):
    assert hint("rad", names) == words
