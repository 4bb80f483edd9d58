"""The examples of a document, in the order in which they are served."""

import pytest

from specdouble.mockserver.examples import examples_of, names_of
from specdouble.spec.api import MediaType
from specdouble.spec.decoding import ABSENT, Decoded
from specdouble.spec.json_types import Json

from ..small_documents import media_type

NAMED: Json = {"one": {"value": 1}, "two": {"value": {"b": None}}}


def example_of(entry: MediaType, name: str | None = None) -> Decoded:
    """The example of that name, or the first one; ABSENT if there is none."""
    found = (each for each in examples_of(entry) if name is None or each.name == name)
    return next((each.value for each in found), ABSENT)


def test_a_named_example_is_found() -> None:
    assert example_of(media_type(examples=NAMED), "two") == {"b": None}


def test_without_a_name_the_first_is_meant() -> None:
    assert example_of(media_type(examples=NAMED)) == 1


@pytest.mark.parametrize("name", [None, "one"])
def test_where_there_is_none_the_answer_is_absent(name: str | None) -> None:
    assert example_of(media_type(schema={"type": "integer"}), name) is ABSENT


def test_names_are_told() -> None:
    assert names_of(media_type(examples=NAMED, example=3)) == ["one", "two"]


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ({"example": None}, None),
        ({"example": {"a": 1}, "schema": {"example": 5}}, {"a": 1}),
        ({"schema": {"example": 5, "default": 6}}, 5),
        ({"schema": {"examples": [7, 8]}}, 7),
        ({"schema": {"default": 6, "const": 9}}, 6),
        ({"schema": {"const": 9}}, 9),
        ({"schema": {"$ref": "#/components/schemas/Id"}}, 4),
        ({"schema": {"$ref": "#/components/schemas/Gone"}}, ABSENT),
        ({"examples": {"a": {"$ref": "#/components/examples/Shared"}}}, [1]),
        ({"examples": {"a": {"$ref": "#/components/examples/Gone"}, "b": {"value": 2}}}, 2),
        ({"examples": {"a": {"externalValue": "https://example.com/a"}}}, ABSENT),
        ({"examples": {"a": {"dataValue": 3, "serializedValue": "4"}}}, 3),
        ({"examples": {"a": {"serializedValue": '{"a": 4}'}}}, {"a": 4}),
        ({"examples": {"a": {"serializedValue": "{"}}}, ABSENT),
        ({"examples": {"a": {"serializedValue": 5}}}, ABSENT),
        ({"examples": []}, ABSENT),
    ],
    ids=str,
)
def test_examples_stand_in_many_places(entry: dict[str, Json], value: Json) -> None:
    shared: Json = {"Shared": {"value": [1]}}
    schemas: Json = {"Id": {"example": 4}}
    found = media_type(version="3.2.0", components_examples=shared, schemas=schemas, **entry)
    assert example_of(found) == value


@pytest.mark.parametrize("name", ["text/plain", "broken"])
def test_serialized_text_stands_for_itself(name: str) -> None:
    found = media_type(name, "3.2.0", examples={"a": {"serializedValue": "{x"}})
    assert example_of(found) == "{x"


def test_all_are_listed_best_first() -> None:
    entry = media_type(examples=NAMED, example=3, schema={"example": 5, "default": 6})
    assert [each.value for each in examples_of(entry)] == [1, {"b": None}, 3, 5, 6]
