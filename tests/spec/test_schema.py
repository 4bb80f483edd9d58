"""A schema tells every reason against a value, with the places in value and document."""

import gc
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.definitions import definitions_of, name_in, reference_to
from specdouble.spec.document import load
from specdouble.spec.json_types import Json
from specdouble.spec.schema import Schema, SchemaError
from specdouble.spec.validators import LIGHT, Validators, child_of, compiled, validators_of

from ..small_documents import OLD, document, schema

PET: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "owner": {"$ref": "#/components/schemas/Pet"},
        "a/b": {"maxLength": 1},
    },
}


def problems(written: Json, value: Json, version: str = "3.1.0") -> list[SchemaError]:
    return schema(written, version, components={"Pet": PET}).problems(value)


def test_a_value_inside_has_no_problem() -> None:
    assert problems({"$ref": "#/components/schemas/Pet"}, {"id": 1, "owner": {"id": 2}}) == []


def test_every_reason_is_told_with_its_places() -> None:
    value: Json = {"owner": {"id": "2"}, "a/b": "long"}
    found = sorted(problems({"$ref": "#/components/schemas/Pet"}, value), key=lambda e: e.pointer)
    at = "/components/schemas/Pet"
    assert found == [
        SchemaError(
            'expected at most 1 characters, got "long"',
            "/a~1b",
            "maxLength",
            f"{at}/properties/a~1b/maxLength",
        ),
        SchemaError('the member "id" is missing', "/id", "required", f"{at}/required"),
        SchemaError('expected integer, got "2"', "/owner/id", "type", f"{at}/properties/id/type"),
    ]


def test_a_place_in_the_schema_itself_is_told() -> None:
    (found,) = problems({"items": {"type": "integer"}}, [1, "b"])
    assert (found.pointer, found.position) == ("/1", "/x-it/items/type")


@pytest.mark.parametrize(
    ("written", "value", "place"),
    [
        ({"type": "integer", "format": "int32"}, 2**40, "/x-it/format"),
        ({"type": "integer", "format": "int32", "minimum": 0}, -1, "/x-it/minimum"),
        ({"type": "integer", "format": "int32", "minimum": 0}, 2**40, "/x-it/format"),
        ({"items": {"pattern": "^.{1,500}$"}}, [""], "/x-it/items/pattern"),
        ({"anyOf": [{"pattern": "^.{1,500}$"}]}, "", "/x-it/anyOf/0/pattern"),
    ],
)
def test_what_translation_adds_is_told_by_what_it_stands_for(
    written: Json, value: Json, place: str
) -> None:
    assert [each.position for each in problems(written, value)] == [place]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"pattern": "^[a-z]+$"}, "abc\n"),
        ({"format": "date-time"}, "yesterday"),
        ({"format": "byte"}, "not base64!"),
        ({"format": "byte"}, "é"),
        ({"type": "integer", "format": "int64"}, 2**63),
        ({"multipleOf": 0.01}, 4.355),
        (False, None),
    ],
    ids=str,
)
def test_keywords_mean_what_the_standards_say(written: Json, value: Json) -> None:
    assert problems(written, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"format": "byte"}, "YWJj"),
        ({"type": "integer", "format": "int64"}, 2**63 - 1),
        ({"multipleOf": 0.01}, 4.35),
        ({"format": "of-our-own"}, "x"),
        ({"pattern": r"^\p{L}+$"}, "é"),
    ],
    ids=str,
)
def test_what_looks_wrong_and_is_right_passes(written: Json, value: Json) -> None:
    assert problems(written, value) == []


def test_3_0_is_read_as_3_0() -> None:
    assert problems({"type": "string", "nullable": True}, None, OLD) == []
    assert problems({"type": "string", "nullable": True}, None) != []


# --- schemas of no use -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "keyword"),
    [
        ({"pattern": "("}, "pattern"),
        ({"type": "strng"}, "type"),
        ({"minimum": "3"}, "minimum"),
        ({"required": ["a", "a"]}, "required"),
        ({"required": ["a", 5]}, "required"),
        ({"enum": "a"}, "enum"),
        ({"multipleOf": 0}, "multipleOf"),
        ({"anyOf": []}, "anyOf"),
        ({"dependentRequired": {"a": [1]}}, "a"),
    ],
    ids=str,
)
def test_a_keyword_that_cannot_be_used_is_left_out_and_told(written: Json, keyword: str) -> None:
    made = schema({"properties": {"a": {"items": written}}, "maxProperties": 1})
    (defect,) = made.defects
    assert defect.keyword == keyword
    assert defect.position.startswith("/x-it/properties/a/items/")
    assert made.problems({"a": ["x"]}) == []
    assert [each.keyword for each in made.problems({"a": 1, "b": 2})] == ["maxProperties"]


def test_a_defect_is_told_by_every_schema_that_has_it() -> None:
    found = document(
        **{
            "x-a": {"$ref": "#/components/schemas/A"},
            "x-b": {"not": {"$ref": "#/components/schemas/A"}},
        },
        components={"schemas": {"A": {"pattern": "("}}},
    )
    for place in ("/x-a", "/x-b"):
        (defect,) = Schema(found.at(place)).defects
        assert defect.position == "/components/schemas/A/pattern"


def test_a_schema_with_too_many_defects_is_given_up() -> None:
    made = schema({"properties": {f"p{number}": {"pattern": "("} for number in range(60)}})
    assert len(made.defects) == 50
    assert made.problems(5) == []


def test_a_dangling_reference_makes_a_schema_useless_and_is_told() -> None:
    made = schema({"items": {"$ref": "#/components/schemas/Gone"}})
    (defect,) = made.defects
    assert (defect.keyword, defect.position) == ("$ref", "/x-it")
    assert "leads nowhere" in defect.message
    assert made.problems({"a": 1}) == []


def test_references_in_a_circle_refuse_nothing_or_are_told() -> None:
    components: dict[str, Json] = {
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
    }
    made = schema({"$ref": "#/components/schemas/A"}, components=components)
    assert made.problems(1) == []


def test_what_cannot_be_left_out_ends_the_attempt() -> None:
    validator, left_out = compiled({"minimum": "3"})
    assert validator is None
    assert [path for _, path in left_out] == [[]]


def test_below_what_holds_nothing_there_is_nothing() -> None:
    assert [child_of(5, "a"), child_of([1], 0), child_of({"0": 2}, 0)] == [None, 1, 2]


def test_a_name_is_known_once_it_was_entered() -> None:
    made = schema({"$ref": "#/components/schemas/Pet"}, components={"Pet": PET})
    assert made.name in made.definitions
    assert "/elsewhere" not in made.definitions


# --- sharing and memory ------------------------------------------------------------------------


def test_schemas_that_mean_the_same_share_one_validator() -> None:
    found = document(
        **{"x-a": {"$ref": "#/x-b"}, "x-b": {"$ref": "#/components/schemas/Pet"}},
        components={"schemas": {"Pet": PET}},
    )
    made = [Schema(found.at(place)) for place in ("/x-a", "/x-b", "/components/schemas/Pet")]
    assert {each.name for each in made} == {"/components/schemas/Pet"}
    assert len({id(each.definitions) for each in made}) == 1


def test_each_direction_has_its_own() -> None:
    found = document(**{"x-it": {"required": ["a"], "properties": {"a": {"readOnly": True}}}})
    place = found.at("/x-it")
    assert Schema(place, "request").problems({}) == []
    assert Schema(place, "response").problems({}) != []


def test_other_files_are_told_by_their_name(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text('{"openapi": "3.1.0", "x-it": {"$ref": "pet.json#/Pet"}}')
    (tmp_path / "pet.json").write_text(
        '{"Pet": {"items": {"$ref": "#/Name"}}, "Name": {"type": "string"}}'
    )
    (found,) = Schema(load(tmp_path / "api.json").at("/x-it")).problems([1])
    assert found.position == f"{tmp_path / 'pet.json'}#/Name/type"


def many(count: int) -> Json:
    """Schemas each of which leads to the next."""
    return {
        f"S{number}": {"type": "array", "items": {"$ref": f"#/components/schemas/S{number + 1}"}}
        for number in range(count)
    } | {f"S{count}": {"type": "integer"}}


def test_of_heavy_validators_only_the_last_are_kept() -> None:
    found = document(components={"schemas": many(LIGHT + 50)})
    made = [Schema(found.at(f"/components/schemas/S{number}")) for number in range(3)]
    shelf = Validators(definitions_of(found, "both"), most=LIGHT * 3)
    compiled = [shelf.of(each.name) for each in made]
    assert [each.weight for each in compiled] == [LIGHT + 51, LIGHT + 50, LIGHT + 49]
    assert shelf.of(made[2].name) is compiled[2]
    assert shelf.of(made[0].name) is not compiled[0]


def test_a_heavy_schema_still_judges_after_it_was_forgotten() -> None:
    found = document(components={"schemas": many(LIGHT + 50)})
    made = Schema(found.at("/components/schemas/S0"))
    assert made.problems([[["a"]]]) != []
    assert made.problems([[[]]]) == []
    assert made.defects == ()


def test_a_document_that_nobody_uses_is_forgotten() -> None:
    found = document(**{"x-it": {"items": {"$ref": "#/nowhere"}}})
    made = Schema(found.at("/x-it"))
    assert made.problems(1) == []
    gone = weakref.ref(found.files)
    assert validators_of(found, "both") is validators_of(found, "both")
    del found, made
    gc.collect()
    assert gone() is None


@given(st.text())
def test_a_name_survives_being_referred_to(name: str) -> None:
    assert name_in(reference_to(name)) == name
