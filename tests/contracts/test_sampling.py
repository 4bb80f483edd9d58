"""Samples keep to their schemas, and so do their variations."""

import json
from typing import Any

import pytest

from specdouble.contracts.record_laws import differences, unseen_members, unwrapped
from specdouble.contracts.sampling import json_entry, sample_bodies, sample_value
from specdouble.contracts.variation import changes_of, varied
from specdouble.spec.api import Operation
from specdouble.spec.document import parse

from .pets.shop import api_of, document


def operation(
    schema: dict[str, Any], version: str = "3.1.0", kind: str = "application/json"
) -> Operation:
    """An operation that takes a body of a schema."""
    body = {"required": True, "content": {kind: {"schema": schema}}}
    made = document(version, addPet={"requestBody": body, "responses": {}})
    found = api_of(made).operation("addPet")
    assert found is not None
    return found


SCHEMAS = [
    {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 9}}},
    {"type": "string", "maxLength": 3},
    {"type": "string", "maxLength": 300},
    {"type": "integer", "minimum": 5, "maximum": 6},
    {"type": "integer", "maximum": -3},
    {"type": "integer", "multipleOf": 7},
    {"type": "number", "minimum": 0.5},
    {"type": "array", "minItems": 2, "items": {"type": "boolean"}},
    {"allOf": [{"required": ["x"]}, {"properties": {"x": {"format": "uuid", "type": "string"}}}]},
    {"oneOf": [{"type": "object", "required": ["n"]}, {"type": "null"}]},
    {"type": "string", "format": "date-time"},
    {"enum": ["one", "two"]},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_a_sample_keeps_to_its_schema(schema: dict[str, Any]) -> None:
    made = operation(schema)
    assert list(sample_bodies(made))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "exclusiveMinimum": True},
        {"type": "integer", "maximum": 0, "exclusiveMaximum": True},
        {"type": "string", "nullable": True},
    ],
    ids=json.dumps,
)
def test_a_sample_keeps_to_a_schema_of_3_0(schema: dict[str, Any]) -> None:
    assert list(sample_bodies(operation(schema, "3.0.3")))


def test_exclusive_bounds_of_3_1_are_kept() -> None:
    assert list(sample_bodies(operation({"type": "integer", "exclusiveMinimum": 5}))) == [6]


def test_without_a_schema_there_is_still_a_sample() -> None:
    assert sample_value(None) == "sample"
    assert sample_value(parse("type: 'null'").root) is None


def test_only_plain_json_is_made() -> None:
    assert json_entry(operation({}, kind="application/json-patch+json")) is None
    assert list(sample_bodies(operation({}, kind="text/plain"))) == []


def test_a_variation_keeps_to_the_schema_and_differs() -> None:
    members = {
        "text": {"type": "string"},
        "mail": {"type": "string", "format": "email"},
        "short": {"type": "string", "maxLength": 3},
        "kind": {"enum": ["a", "b"]},
        "yes": {"type": "boolean"},
        "count": {"type": "integer", "maximum": 3},
        "fixed": {"type": "string", "pattern": "^x$"},
        "odd": {"type": "string", "format": "phone"},
        "own": {"type": "string", "readOnly": True},
        "list": {"type": "array"},
    }
    entry = json_entry(operation({"type": "object", "properties": members}))
    body: dict[str, Any] = {
        "text": "t",
        "mail": "m@example.com",
        "short": "s",
        "kind": "a",
        "yes": True,
    }
    body |= {"count": 3, "fixed": "x", "odd": "1", "own": "o", "list": []}
    other = varied(body, entry, 5)
    assert isinstance(other, dict)
    assert {name for name in body if body[name] != other[name]} == {
        "text",
        "mail",
        "short",
        "kind",
        "yes",
    }
    assert [name for name, _ in changes_of(body, entry, 5)] == [
        "text",
        "mail",
        "short",
        "kind",
        "yes",
    ]


def test_what_is_no_object_has_no_variation() -> None:
    assert varied([1], None, 1) == [1]


@pytest.mark.parametrize(
    ("asked", "shown", "names"),
    [
        ({"a": 1, "b": "x"}, {"a": 2, "b": " X "}, ["a"]),
        ({"a": 1}, {"a": "1"}, []),
        ({"a": True}, {"a": False}, ["a"]),
        ({"a": None, "b": [1]}, {"a": 3, "b": [2]}, []),
        ({"at": "2020-01-01T00:00:00Z"}, {"at": "2020-01-01T01:00:00+01:00"}, []),
        ({"at": "2020-01-01T00:00:00Z"}, {"at": "2020-01-02T00:00:00Z"}, ["at"]),
        ([], {}, []),
    ],
)
def test_differences_are_told_of_comparable_members(
    asked: Any, shown: Any, names: list[str]
) -> None:
    assert [name for name, _, _ in differences(asked, shown)] == names


def test_secrets_and_what_the_server_sets_are_not_compared() -> None:
    members = {
        "a": {"writeOnly": True},
        "b": {"readOnly": True},
        "c": {"format": "password"},
        "d": {},
    }
    entry = json_entry(operation({"type": "object", "properties": members}))
    assert unseen_members(entry) == {"a", "b", "c"}
    assert unseen_members(None) == set()


def test_a_record_in_an_envelope_is_taken_out() -> None:
    assert unwrapped({"data": {"id": 1}}) == {"id": 1}
    assert unwrapped({"id": 1}) == {"id": 1}
