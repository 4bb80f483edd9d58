"""Schemas of every OpenAPI version mean in JSON Schema 2020-12 what they meant."""

import pytest

from specdouble.spec.errors import DocumentError
from specdouble.spec.json_types import Json
from specdouble.spec.translation import STANDS_FOR, Direction, Reading, translate

from ..small_documents import document


def translated(
    written: Json, *, old: bool = False, direction: Direction = "both", schemas: Json = None
) -> Json:
    """The translation; a `$ref` becomes the pointer of its target."""
    found = document(**{"x-it": written}, components={"schemas": schemas or {}}).at("/x-it")
    return translate(found, Reading(old, direction, lambda target: target.pointer))


@pytest.mark.parametrize("written", [True, False])
def test_a_boolean_schema_stays(written: Json) -> None:
    assert translated(written) is written


@pytest.mark.parametrize("written", ["text", 5, None, []])
def test_what_is_no_schema_refuses_nothing(written: Json) -> None:
    assert translated(written) is True


def test_keywords_stay_and_words_about_them_go() -> None:
    written: Json = {
        "type": "object",
        "description": "a thing",
        "title": "Thing",
        "properties": {"a": {"minLength": 2, "x-own": 1}},
        "required": ["a"],
        "additionalProperties": False,
        "allOf": [{"maxProperties": 3}],
        "externalDocs": {},
    }
    assert translated(written) == {
        "type": "object",
        "properties": {"a": {"minLength": 2}},
        "required": ["a"],
        "additionalProperties": False,
        "allOf": [{"maxProperties": 3}],
    }


def test_members_may_have_the_names_of_keywords() -> None:
    written: Json = {"properties": {"properties": {"type": "string"}, "$ref": {"type": "null"}}}
    assert translated(written) == written


@pytest.mark.parametrize("keyword", ["properties", "allOf", "items"])
def test_a_keyword_of_the_wrong_kind_is_left_out(keyword: str) -> None:
    assert translated({keyword: 5 if keyword != "items" else "a"}) in ({}, {"items": True})


def test_items_may_be_a_list_as_they_once_were() -> None:
    assert translated({"items": [{"type": "null"}, 5]}) == {"items": [{"type": "null"}, True]}


def test_annotations_stay_where_they_have_the_right_kind() -> None:
    right: Json = {
        "example": {"$ref": "#/nowhere"},
        "examples": [1],
        "default": None,
        "readOnly": True,
        "writeOnly": False,
        "discriminator": {"propertyName": "kind"},
    }
    wrong: Json = {"examples": {}, "readOnly": "yes", "writeOnly": 1, "discriminator": "kind"}
    assert translated(right) == right
    assert translated(wrong) == {}


def test_an_object_that_allows_no_member_says_which_it_declares() -> None:
    closed: Json = {"additionalProperties": False}
    assert translated(closed) == {"additionalProperties": False, "properties": {}}


REFERENCE: Json = {"$ref": "#/components/schemas/A", "minLength": 2}


def test_a_reference_has_company_since_3_1() -> None:
    found = translated(REFERENCE, schemas={"A": {}})
    assert found == {"$ref": "/components/schemas/A", "minLength": 2}


def test_a_reference_stands_alone_in_3_0() -> None:
    assert translated(REFERENCE, old=True, schemas={"A": {}}) == {"$ref": "/components/schemas/A"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"nullable": True}, {}),
        ({"minimum": 3, "exclusiveMinimum": True}, {"exclusiveMinimum": 3}),
        ({"minimum": 3, "exclusiveMinimum": False}, {"minimum": 3}),
        ({"maximum": 3, "exclusiveMaximum": True}, {"exclusiveMaximum": 3}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMinimum": 3}, {"exclusiveMinimum": 3}),
    ],
    ids=str,
)
def test_3_0_had_other_words(written: Json, meant: Json) -> None:
    assert translated(written, old=True) == meant


def test_null_in_an_enum_must_be_allowed_by_nullable_in_3_0() -> None:
    written: Json = {"type": "string", "nullable": True, "enum": ["a", None]}
    assert translated(written, old=True) == {"type": ["string", "null"], "enum": ["a", None]}


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ({"format": "int32"}, (-(2**31), 2**31 - 1)),
        ({"format": "int64"}, (-(2**63), 2**63 - 1)),
        ({"format": "int32", "minimum": 0}, (0, 2**31 - 1)),
        ({"format": "int32", "maximum": 2**40}, (-(2**31), 2**31 - 1)),
        ({"format": "int32", "maximum": "9"}, (-(2**31), 2**31 - 1)),
        ({"format": "int32", "type": ["integer", "null"]}, (-(2**31), 2**31 - 1)),
        ({"format": "uint8"}, (None, None)),
        ({"format": "int32", "type": "string"}, (None, None)),
        ({"format": "int32", "type": ["string"]}, (None, None)),
    ],
    ids=str,
)
def test_the_width_of_an_integer_is_a_bound(
    written: dict[str, Json], bounds: tuple[int | None, int | None]
) -> None:
    found = translated({"type": "integer", **written})
    assert isinstance(found, dict)
    assert (found.get("minimum"), found.get("maximum")) == bounds


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"pattern": "^.{1,4096}$"}, {"pattern": "^.*$", "minLength": 1, "maxLength": 4096}),
        ({"pattern": "^[^,\\]]{500,}$"}, {"pattern": "^[^,\\]]*$", "minLength": 500}),
        (
            {"pattern": "^\\w{1,300}$", "minLength": 2, "maxLength": 200},
            {"pattern": "^\\w*$", "minLength": 2, "maxLength": 200},
        ),
        ({"pattern": "^.{1,40}$"}, {"pattern": "^.{1,40}$"}),
        ({"pattern": "^a.{1,400}$"}, {"pattern": "^a.{1,400}$"}),
        ({"pattern": 5}, {"pattern": 5}),
    ],
    ids=str,
)
def test_a_long_repetition_becomes_a_length(written: Json, meant: dict[str, Json]) -> None:
    found = translated(written)
    assert isinstance(found, dict)
    found.pop(STANDS_FOR, None)
    assert found == meant


def test_what_is_added_says_what_it_stands_for() -> None:
    found = translated({"type": "integer", "format": "int32", "minimum": 0})
    assert isinstance(found, dict)
    assert found[STANDS_FOR] == {"maximum": "format"}


@pytest.mark.parametrize(
    ("direction", "required"),
    [
        ("request", ["secret", "name", "gone", 5]),
        ("response", ["id", "name", "gone", 5]),
        ("both", ["id", "secret", "name", "gone", 5]),
    ],
)
def test_what_goes_the_other_way_is_not_required(direction: Direction, required: Json) -> None:
    members: Json = {
        "id": {"readOnly": True},
        "secret": {"$ref": "#/components/schemas/Secret"},
        "name": {},
        "gone": {"$ref": "#/components/schemas/ToNowhere"},
    }
    written: Json = {"required": ["id", "secret", "name", "gone", 5], "properties": members}
    schemas: Json = {"Secret": {"writeOnly": True}, "ToNowhere": {"$ref": "#/nowhere"}}
    found = translated(written, direction=direction, schemas=schemas)
    assert isinstance(found, dict)
    assert found["required"] == required


@pytest.mark.parametrize("written", [{"required": "a", "properties": {}}, {"required": ["a"]}])
def test_required_without_members_stays_as_it_is(written: Json) -> None:
    assert translated(written, direction="request") == written


def test_a_reference_to_nowhere_is_an_error() -> None:
    with pytest.raises(DocumentError, match="leads nowhere"):
        translated({"items": {"$ref": "#/nowhere"}})
