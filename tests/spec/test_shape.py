"""What a schema says of its values' shape is found wherever it stands."""

import pytest

from specdouble.spec.json_types import Json
from specdouble.spec.shape import followed, members_of, part_of, types_of

from ..small_documents import document

SCHEMAS: Json = {
    "Id": {"type": "integer"},
    "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "object"}]},
    "Tree": {
        "properties": {"name": {"type": "string"}},
        "oneOf": [{"$ref": "#/components/schemas/Tree"}, {"properties": {"leaf": {}}}],
    },
    "Gone": {"$ref": "#/nowhere"},
}


def node(written: Json):  # a Node, read by what stands below
    return document(**{"x-it": written}, components={"schemas": SCHEMAS}).at("/x-it")


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ({"type": "string"}, {"string"}),
        ({"type": "string", "nullable": True}, {"string", "null"}),
        ({"type": ["string", "null", 5]}, {"string", "null"}),
        ({"$ref": "#/components/schemas/Id"}, {"integer"}),
        ({"allOf": [{"$ref": "#/components/schemas/Id"}]}, {"integer"}),
        ({"anyOf": [{"type": "boolean"}, {"const": 1}]}, {"boolean", "integer"}),
        ({"oneOf": [{"type": "array"}, {"type": "null"}]}, {"array", "null"}),
        ({"$ref": "#/components/schemas/Loop"}, {"object"}),
        ({"properties": {}}, {"object"}),
        ({"enum": [1, 2.5, True, None, "a"]}, {"integer", "number", "boolean", "null"}),
        ({"enum": "a"}, set()),
        ({"const": None}, {"null"}),
        ({}, set()),
        ({"$ref": "#/components/schemas/Gone"}, set()),
        (True, set()),
    ],
    ids=lambda each: str(sorted(each)) if isinstance(each, set) else str(each),
)
def test_types_are_found(written: Json, kinds: set[str]) -> None:
    assert types_of(node(written)) == kinds


def test_of_no_schema_nothing_is_said() -> None:
    assert (types_of(None), followed(None), part_of(None, "items")) == (frozenset(), None, None)
    assert members_of(None) == []


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({"items": {}}, "/x-it/items"),
        ({"allOf": [{}, {"items": {}}]}, "/x-it/allOf/1/items"),
        ({"items": {}, "allOf": [{"items": {}}]}, "/x-it/items"),
        ({"anyOf": [{"type": "null"}, {"items": {}}]}, "/x-it/anyOf/1/items"),
        ({}, None),
        ({"allOf": [{"$ref": "#/components/schemas/Gone"}]}, None),
    ],
    ids=str,
)
def test_a_part_is_found(written: Json, place: str | None) -> None:
    found = part_of(node(written), "items")
    assert (found.pointer if found else None) == place


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ({"properties": {"b": {}, "a": {}}}, ["b", "a"]),
        ({"properties": {"a": {}}, "allOf": [{"properties": {"b": {}, "a": {}}}]}, ["a", "b"]),
        ({"anyOf": [{"type": "integer"}, {"properties": {"gt": {}}}]}, ["gt"]),
        ({"$ref": "#/components/schemas/Tree"}, ["name", "leaf"]),
        ({"properties": {"$ref": "#/nowhere"}}, []),
        ({"properties": []}, []),
    ],
    ids=str,
)
def test_members_are_found(written: Json, names: list[str]) -> None:
    assert [name for name, _ in members_of(node(written))] == names


def test_parts_of_a_schema_that_is_part_of_itself_are_not_looked_for_forever() -> None:
    found = document(components={"schemas": SCHEMAS}).at("/components/schemas/Loop")
    assert part_of(found, "items") is None
