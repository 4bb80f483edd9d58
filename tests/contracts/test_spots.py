"""Places in values, by a schema."""

from typing import Any

import pytest

from specdouble.contracts.spots import changed, dropped, found, leads_to, spots
from specdouble.spec.document import parse

SCHEMA = """
type: object
properties:
  a: {type: array, items: {type: integer}}
  b: {$ref: '#/$defs/B'}
additionalProperties: {type: string}
if: {required: [a]}
then: {required: [b]}
else: {required: [c]}
allOf: [{maxProperties: 3}]
dependentSchemas: {b: {minProperties: 2}}
$defs:
  B: {type: object, properties: {again: {$ref: '#/$defs/B'}}}
"""


def test_every_member_element_and_branch_is_a_spot() -> None:
    pointers = [each.pointer for each in spots(parse(SCHEMA).root)]
    assert pointers == ["/", "/a", "/a/*", "/b", "/specdouble", "/", "/", "/", "/"]


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"a": [1, 2]}, ("a", "*"), {"a": [0, 0]}),
        ({}, ("a", "*", "b"), {"a": [{"b": 0}]}),
        (None, ("a",), {"a": 0}),
        (3, (), 0),
    ],
)
def test_what_stands_at_a_path_is_changed(value: Any, path: tuple[str, ...], expected: Any) -> None:
    assert changed(value, path, lambda _: 0) == expected


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"a": 1, "b": 2}, ("a",), {"b": 2}),
        ({"a": [{"b": 1}, {"b": 2}]}, ("a", "*", "b"), {"a": [{}, {}]}),
        ({"a": 1}, ("b",), {"a": 1}),
        ([1], ("*",), [1]),
        (3, ("a",), 3),
    ],
)
def test_members_are_dropped(value: Any, path: tuple[str, ...], expected: Any) -> None:
    assert dropped(value, path) == expected


def test_every_value_at_a_path_is_found() -> None:
    assert list(found({"a": [{"b": 1}, {}, {"b": 2}]}, ("a", "*", "b"))) == [1, 2]


@pytest.mark.parametrize(
    ("path", "pointer", "expected"),
    [
        (("a", "*"), "/a/0", True),
        (("a", "*"), "/a/b", False),
        (("a", "specdouble"), "/a/anything", True),
        (("a",), "/a/b", False),
        ((), "", True),
    ],
)
def test_a_path_stands_for_pointers(path: tuple[str, ...], pointer: str, *, expected: bool) -> None:
    assert leads_to(path, pointer) is expected
