"""Texts for patterns match them, as an independent engine for ECMA-262 sees it."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.patterns import matching

from ..small_documents import chance

PATTERNS = [
    *(
        r"abc",
        r"^$",
        r"^[a-z]+$",
        r"^\d{3}-\d{4}$",
        r"^(foo|bar|)[A-Z]{2,}\.$",
        r"^.*$",
        r"^a?b*c+$",
    ),
    *(r"^[^\s@]+@[^\s@]+\.[a-z]{2,3}$", r"^[\w.-]+$", r"^[-a]$", r"^[a-]$", r"^[\]\[-]$"),
    *(r"^\p{L}\p{Lu}\p{Nd}$", r"^\P{L}$", r"^\p{Script=Latin}+$", r"^[\p{Ll}_]{3}$"),
    *(r"^\u0041[\x30-\x39]\t\/$", r"^\cA$", r"^\D\W\S\s$", r"^[^\n]$", r"^[!-~]{3}$"),
    *(
        r"^(?:a|b)(?<name>c){2}?$",
        r"^(?=a)a(?!x)b(?<=b)c(?<!d)$",
        r"^a\b$",
        r"^#([0-9a-f]{3}){1,2}$",
    ),
    *(r"^[à-ÿ]{2}$", r"^[ぁ-ん]$", r"^(?:(?:25[0-5]|1?[0-9]{1,2})\.){3}1$", r"^a{2,}$", r"^a{3}$"),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_matches_its_pattern(pattern: str) -> None:
    piece = matching(pattern)
    assert piece is not None
    texts = [piece(chance(seed), more) for seed in range(20) for more in (0, 2, 9)]
    validator = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    assert [text for text in texts if not validator.is_valid(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1",
        r"\k<name>",
        "[",
        "(",
        "a)",
        "[^\\S\\s]",
        "a{99999}",
        "(" * 3000,
        "\\",
        "[a-",
        "[]",
        r"[\ud800-\udbff]",
    ],
    ids=lambda pattern: pattern[:10],
)
def test_what_is_not_understood_is_left_to_others(pattern: str) -> None:
    assert matching(pattern) is None


def test_flags_for_a_part_are_passed_over() -> None:
    piece = matching("(?i)ab(?i:c)")
    assert piece is not None
    assert piece(chance(), 0) == "abc"


def test_what_may_be_repeated_at_will_is_as_long_as_asked() -> None:
    piece = matching("^a+$")
    assert piece is not None
    assert [len(piece(chance(), more)) for more in (0, 10, 1000)] == [1, 11, 1001]


@pytest.mark.parametrize("pattern", [r"^[a-\d]$", r"^[\d-a]$"])
def test_a_range_with_a_class_at_its_end_is_no_range(pattern: str) -> None:
    piece = matching(pattern)
    assert piece is not None
    assert {piece(chance(seed), 0) for seed in range(200)} == set("a-0123456789")


@given(st.text("ab[](){}|\\^$.*+?-,01:=!<>pPdDu", max_size=15))
def test_any_text_can_be_given_as_a_pattern(pattern: str) -> None:
    piece = matching(pattern)
    assert piece is None or isinstance(piece(chance(), 2), str)
