"""Reasons are sentences that say what was expected and what was got."""

import pytest

from specdouble.spec.explanation import MAX_REASONS, to_pointer
from specdouble.spec.json_types import Json

from ..small_documents import schema


def told(written: Json, value: Json) -> list[tuple[str, str]]:
    """Pointer and sentence of each reason."""
    return [(each.pointer, each.message) for each in schema(written).problems(value)]


@pytest.mark.parametrize(
    ("written", "value", "sentence"),
    [
        ({"type": "integer"}, "a", 'expected integer, got "a"'),
        ({"type": ["integer", "null"]}, "a", 'expected null or integer, got "a"'),
        ({"enum": ["a", 1]}, 2, 'expected "a" or 1, got 2'),
        ({"const": {"a": 1}}, 2, 'expected {"a": 1}, got 2'),
        ({"format": "date"}, "x", 'expected the format date, got "x"'),
        ({"pattern": "^a"}, "x", 'expected a match of "^a", got "x"'),
        ({"minimum": 3}, 1, "expected at least 3, got 1"),
        ({"maximum": 3}, 4, "expected at most 3, got 4"),
        ({"exclusiveMinimum": 3}, 3, "expected more than 3, got 3"),
        ({"exclusiveMaximum": 3}, 3, "expected less than 3, got 3"),
        ({"multipleOf": 3}, 4, "expected a multiple of 3, got 4"),
        ({"minLength": 3}, "é", 'expected at least 3 characters, got "é"'),
        ({"maxLength": 1}, "ab", 'expected at most 1 characters, got "ab"'),
        ({"minItems": 1}, [], "expected at least 1 items, got []"),
        ({"maxItems": 1}, [1, 2], "expected at most 1 items, got [1, 2]"),
        ({"minProperties": 1}, {}, "expected at least 1 members, got {}"),
        ({"maxProperties": 0}, {"a": 1}, 'expected at most 0 members, got {"a": 1}'),
        ({"uniqueItems": True}, [1, 1], "expected no item twice, got [1, 1]"),
        ({"properties": {"a": False}}, {"a": 1}, "no value is allowed here, got 1"),
        ({"type": "integer"}, "x" * 99, f'expected integer, got "{"x" * 78}…'),
        ({"not": {}}, 1, "{} is not allowed for 1"),
        (
            {"enum": list(range(40))},
            -1,
            f"expected {' or '.join(map(str, range(30)))} or …, got -1",
        ),
    ],
    ids=str,
)
def test_a_reason_is_a_sentence(written: Json, value: Json, sentence: str) -> None:
    assert [message for _, message in told(written, value)] == [sentence]


@pytest.mark.parametrize(
    ("written", "value", "pointer", "sentence"),
    [
        ({"required": ["a/b"]}, {}, "/a~1b", 'the member "a/b" is missing'),
        (
            {"additionalProperties": False},
            {"a": 1},
            "/a",
            'no member may be called "a"',
        ),
        (
            {"unevaluatedProperties": False},
            {"a": 1, "b": 2},
            "",
            'no member may be called "a" or "b"',
        ),
    ],
    ids=str,
)
def test_a_missing_or_unknown_member_is_pointed_at(
    written: Json, value: Json, pointer: str, sentence: str
) -> None:
    assert told(written, value) == [(pointer, sentence)]


def test_of_many_branches_the_one_that_was_meant_is_told() -> None:
    branches: Json = [
        {"type": "integer"},
        {"required": ["kind"], "properties": {"kind": {"const": "a"}, "n": {"minimum": 1}}},
        {"required": ["kind"], "properties": {"kind": {"const": "b"}, "m": {"type": "string"}}},
    ]
    assert told({"oneOf": branches}, {"kind": "a", "n": 0, "m": 1})[0][0] in {"/n", ""}


def test_the_branch_with_the_fewest_reasons_is_told() -> None:
    branches: Json = [
        {"type": "object", "required": ["a", "b", "c"]},
        {"type": "object", "required": ["d"]},
        {"type": "string"},
    ]
    assert told({"anyOf": branches}, {}) == [("/d", 'the member "d" is missing')]


def test_branches_in_branches_are_followed() -> None:
    inner: Json = {"anyOf": [{"type": "integer"}, {"type": "object", "required": ["a"]}]}
    assert told({"oneOf": [{"type": "string"}, inner]}, {}) != []


def test_where_no_branch_stands_out_the_whole_is_told() -> None:
    ((pointer, sentence),) = told({"anyOf": [{"type": "string"}, {"type": "integer"}]}, [])
    assert (pointer, sentence) == (
        "",
        "expected to fit one of the alternatives, got []",
    )


def test_where_several_branches_fit_the_whole_is_told() -> None:
    ((_, sentence),) = told({"oneOf": [{}, {"minimum": 0}]}, 5)
    assert sentence == "expected to fit one of the alternatives, not 2 of them, got 5"


def test_of_very_many_reasons_the_first_are_told() -> None:
    assert len(told({"items": {"type": "string"}}, [1] * 500)) == MAX_REASONS


@pytest.mark.parametrize("value", [[1] * 20_000, [{"a": [1, 2, 3]}] * 5000])
def test_of_a_vast_value_one_reason_is_enough(value: Json) -> None:
    assert len(told({"items": {"type": "string"}}, value)) == 1


def test_a_pointer_is_escaped() -> None:
    assert to_pointer(["a/b", "c~d", 0, ""]) == "/a~1b/c~0d/0/"
