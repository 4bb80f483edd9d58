"""Generated values conform, are the same for the same seed, and look like what they stand for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.generate import generate
from specdouble.spec.json_types import Json
from specdouble.spec.schema import Schema

from ..small_documents import OLD, chance, schema

TREE: Json = {
    "type": "object",
    "required": ["value"],
    "properties": {
        "value": {"type": "integer"},
        "left": {"$ref": "#/components/schemas/Tree"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}
COMPONENTS: dict[str, Json] = {"Tree": TREE}


def values(made: Schema, count: int = 30) -> list[Json]:
    return [generate(made, chance(seed)) for seed in range(count)]


def example(written: Json, **more: object) -> Json:
    return generate(schema(written, **more), chance(1))


# --- the law -----------------------------------------------------------------------------------


def bounded(low: str, high: str, most: int) -> st.SearchStrategy[dict[str, Json]]:
    """Two keywords that count, in the right order, or one of them, or none."""
    pair = st.tuples(st.integers(0, most), st.integers(0, most)).map(sorted)
    both = pair.map(lambda ends: {low: ends[0], high: ends[1]})
    return st.one_of(st.just({}), both, both.map(lambda found: {low: found[low]}))


STRINGS = st.one_of(
    bounded("minLength", "maxLength", 40),
    st.sampled_from(["date", "date-time", "email", "uuid", "uri", "ipv6", "duration", "byte"]).map(
        lambda name: {"format": name}
    ),
    st.sampled_from([r"^[A-Z]{3}-\d{2,}$", r"^(?:a|bc)+$", r"^\S+@\w+\.com$", r"x"]).map(
        lambda pattern: {"pattern": pattern}
    ),
    st.lists(st.text(max_size=5), min_size=1, unique=True).map(lambda found: {"enum": found}),
).map(lambda found: {"type": "string", **found})
NUMBERS = st.one_of(
    st.builds(
        lambda kind, low, more: {"type": kind, "minimum": low, "maximum": low + more},
        st.sampled_from(["integer", "number"]),
        st.integers(-5000, 5000),
        st.integers(0, 3000),
    ),
    st.builds(
        lambda low, more: {"type": "integer", "exclusiveMinimum": low, "maximum": low + more},
        st.integers(-50, 50),
        st.integers(1, 9),
    ),
    st.builds(
        lambda step, low: {"type": "number", "multipleOf": step, "minimum": low},
        st.sampled_from([0.01, 0.5, 3, 250]),
        st.integers(-1000, 1000),
    ),
    st.sampled_from(["int32", "int64"]).map(lambda name: {"type": "integer", "format": name}),
)
LEAVES = st.one_of(
    STRINGS,
    NUMBERS,
    st.just({"type": "boolean"}),
    st.just({"type": ["integer", "null"]}),
    st.just({"const": [1, {"a": None}]}),
    st.just({"$ref": "#/components/schemas/Tree"}),
    st.just({}),
)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])


def arrays(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda items, counts, prefix: {"type": "array", "items": items, **counts, **prefix},
        inner,
        bounded("minItems", "maxItems", 5),
        st.one_of(
            st.just({}), st.lists(inner, min_size=1, max_size=2).map(lambda f: {"prefixItems": f})
        ),
    )


def objects(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda members, required, rest: {
            "type": "object",
            "properties": members,
            "required": [name for name in required if name in members],
            **rest,
        },
        st.dictionaries(NAMES, inner, max_size=4),
        st.lists(NAMES, unique=True),
        st.one_of(
            st.just({}),
            st.just({"additionalProperties": False}),
            inner.map(lambda found: {"additionalProperties": found, "minProperties": 5}),
        ),
    )


def combined(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    tagged = st.lists(inner, min_size=2, max_size=3).map(
        lambda found: [
            {"type": "object", "required": ["t"], "properties": {"t": {"const": at}, "v": each}}
            for at, each in enumerate(found)
        ]
    )
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda found: {"anyOf": found}),
        tagged.map(lambda found: {"oneOf": found}),
        st.tuples(inner, inner).map(
            lambda both: {
                "allOf": [
                    {"type": "object", "required": ["x"], "properties": {"x": both[0]}},
                    {"type": "object", "properties": {"y": both[1]}},
                ]
            }
        ),
        inner.map(
            lambda found: {
                "properties": {"kind": {"enum": ["plain", "rich"]}, "more": {"type": "string"}},
                "required": ["kind"],
                "if": {"properties": {"kind": {"const": "rich"}}},
                "then": {"required": ["extra"], "properties": {"extra": found}},
                "else": {"properties": {"extra": False}},
            }
        ),
    )


SCHEMAS = st.recursive(
    LEAVES, lambda inner: st.one_of(arrays(inner), objects(inner), combined(inner)), max_leaves=8
)


@given(written=SCHEMAS, seed=st.integers(0, 2**32))
def test_every_generated_value_validates(written: Json, seed: int) -> None:
    made = schema(written, components=COMPONENTS)
    assert made.defects == ()
    assert made.problems(generate(made, chance(seed))) == []


@given(written=SCHEMAS, seed=st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_value(written: Json, seed: int) -> None:
    made, again = (schema(written, components=COMPONENTS) for _ in range(2))
    first = generate(made, chance(seed))
    assert generate(made, chance(seed)) == first == generate(again, chance(seed))


def test_other_seeds_give_other_values() -> None:
    made = schema({"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}})
    assert len({json.dumps(value) for value in values(made)}) == 30


# --- single facts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("byte", "date", "date-time", "duration", "email", "hostname", "idn-email", "ipv4"),
        *("idn-hostname", "ipv6", "iri", "iri-reference", "json-pointer", "regex", "time", "uri"),
        *("relative-json-pointer", "uri-reference", "uri-template", "uuid"),
    ],
)
def test_each_format_is_kept_to(name: str) -> None:
    made = schema({"type": "string", "format": name})
    assert [made.problems(value) for value in values(made)] == [[]] * 30


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"properties": {"a": {"type": "integer"}}}, dict),
        ({"required": ["a"]}, dict),
        ({"items": {"type": "integer"}}, list),
        ({"pattern": "^a$"}, str),
        ({"maximum": 7}, float),
        ({"format": "int32"}, int),
        ({"format": "double"}, float),
        ({"format": "date"}, str),
        ({"format": "of-their-own"}, str),
        ({}, str),
        (True, str),
        ({"type": "null"}, type(None)),
        ({"type": []}, str),
    ],
    ids=str,
)
def test_where_no_type_is_said_the_keywords_hint_at_one(written: Json, kind: type) -> None:
    assert type(example(written)) is kind


@pytest.mark.parametrize(
    "written",
    [
        {"type": "integer", "maximum": -5},
        {"type": "integer", "minimum": 10**12},
        {"type": "integer", "minimum": 2.5, "exclusiveMaximum": 4},
        {"type": "integer", "exclusiveMinimum": 4, "exclusiveMaximum": 6},
        {"type": "integer", "multipleOf": 7, "minimum": 15, "maximum": 21},
        {"type": "integer", "multipleOf": 0.5},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.01},
        {"type": "number", "maximum": -1},
        {"type": "number", "minimum": 5, "maximum": 5},
        {"type": "number", "multipleOf": 0.25, "exclusiveMinimum": 1, "exclusiveMaximum": 2},
        {"type": "number", "multipleOf": 0.1, "maximum": -1},
        {"type": "number", "multipleOf": 5},
        {"type": "string", "minLength": 300},
        {"type": "string", "maxLength": 0},
        {"type": "string", "format": "password", "minLength": 11, "maxLength": 11},
        {"type": "string", "pattern": "^[a-z]+$", "minLength": 40, "maxLength": 45},
        {"type": "string", "pattern": "^[a-z]{1,63}-[a-z]{1,63}$", "minLength": 60},
        {"type": "string", "pattern": "^(?!a)[ab][0-9]$"},
        {"type": "string", "contentEncoding": "base64"},
        {"type": "string", "pattern": "^\\S+$", "format": "email"},
        {"type": "string", "pattern": "^[0-9A-F-]{36}$", "format": "uuid"},
        {"type": "string", "format": "date-time", "minLength": 25, "maxLength": 29},
        {"type": "string", "format": "uri", "minLength": 60},
        {"type": "string", "format": "email", "minLength": 40, "maxLength": 60},
        {"type": "string", "pattern": ".+/v[0-1]/?$", "format": "uri"},
        {"enum": [1, "a", None], "type": ["string", "null"]},
        {"enum": [None]},
        {"allOf": [{"multipleOf": 0.5}, {"multipleOf": 2}], "type": "number"},
        {"not": {"$ref": "#/components/schemas/Broken"}, "type": "integer"},
        {"const": 3, "enum": [2, 3]},
        {"type": "array", "uniqueItems": True, "items": {"enum": [1, 2, 3]}, "minItems": 3},
        {"type": "array", "contains": {"const": 5}, "items": {"type": "integer"}, "minItems": 2},
        {"type": "array", "contains": {"type": "string"}, "minContains": 2, "maxContains": 2},
        {"type": "array", "prefixItems": [{"const": 1}], "items": False},
        {"type": "object", "minProperties": 2},
        {"type": "object", "minProperties": 1, "properties": {"a": {"type": "integer"}}},
        {"type": "object", "maxProperties": 1, "properties": {"a": True, "b": True}},
        {"type": "object", "required": ["a"], "additionalProperties": {"type": "integer"}},
        {"type": "object", "propertyNames": {"pattern": "^x-[a-z]+$"}, "minProperties": 2},
        {"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "required": ["x-a"]},
        {
            "type": "object",
            "patternProperties": {"^[a-z]{4}$": {"type": "integer"}},
            "additionalProperties": False,
            "minProperties": 2,
        },
        {"patternProperties": {r"^\p{L}$": {"const": 1}}, "properties": {"a": {"const": 1}}},
        {"dependentRequired": {"a": ["b"]}, "properties": {"a": True}, "required": ["a"]},
        {"dependentSchemas": {"a": {"required": ["b"]}}, "required": ["a"]},
        {"type": "object", "not": {"required": ["a"]}, "properties": {"a": True, "b": True}},
        {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        {"allOf": [{"type": "number"}, {"type": "integer", "minimum": 3}, {"maximum": 4}]},
        {"allOf": [{"type": ["integer", "string"]}, {"type": ["number", "null"]}]},
        {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "type": "integer"},
        {"allOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]},
        {"allOf": [{"prefixItems": [{"minimum": 1}]}, {"prefixItems": [{"maximum": 2}, True]}]},
        {"allOf": [{"required": ["a"]}, {"required": ["a", "b"]}], "type": "object"},
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "additionalProperties": False,
            "allOf": [{"properties": {"b": {"type": "integer"}}}],
        },
        {"anyOf": [{"allOf": [{"const": 1}, {"const": 2}]}, {"const": 3}]},
        {"unevaluatedProperties": False, "properties": {"a": True}, "type": "object"},
    ],
    ids=str,
)
def test_keywords_are_kept_to(written: Json) -> None:
    made = schema(written, components={"Broken": {"$ref": "#/components/schemas/Gone"}})
    assert [made.problems(value) for value in values(made)] == [[]] * 30


@pytest.mark.parametrize(
    "written",
    [
        {"type": "string", "nullable": True},
        {"type": "integer", "minimum": 3, "exclusiveMinimum": True},
        {"type": "integer", "maximum": 3, "exclusiveMaximum": False},
        {"$ref": "#/components/schemas/Tree", "nullable": True},
    ],
    ids=str,
)
def test_openapi_3_0_is_read_as_it_was_meant(written: Json) -> None:
    made = schema(written, OLD, components=COMPONENTS)
    assert [made.problems(value) for value in values(made)] == [[]] * 30


def test_null_comes_now_and_then() -> None:
    seen = values(schema({"type": ["string", "null"]}), 100)
    assert 0 < seen.count(None) < 50


def test_a_schema_that_contains_itself_ends() -> None:
    deepest = max(
        json.dumps(value).count("{") for value in values(schema(TREE, components=COMPONENTS))
    )
    assert 1 < deepest < 400


def test_a_required_member_that_contains_itself_takes_the_way_out() -> None:
    node: Json = {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"oneOf": [{"$ref": "#/components/schemas/Node"}, {"const": 0}]}},
    }
    made = schema({"$ref": "#/components/schemas/Node"}, components={"Node": node})
    assert [made.problems(value) for value in values(made)] == [[]] * 30


@pytest.mark.parametrize(
    "components",
    [
        {"A": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/x-it"}}}},
        {
            "A": {"oneOf": [{"$ref": "#/components/schemas/B"}]},
            "B": {"oneOf": [{"$ref": "#/x-it"}]},
        },
        {"A": {"$ref": "#/x-it"}},
        {"A": False},
        {"A": {"type": "integer", "allOf": [{"type": "string"}]}},
        {"A": {"allOf": [{"const": 1}, {"const": 2}]}},
        {"A": {"required": ["b"], "properties": {"b": False}}},
        {"A": {"type": "string", "minLength": 3, "maxLength": 2}},
        {"A": {"type": "object", "additionalProperties": False, "minProperties": 1}},
        {"A": {"type": "array", "uniqueItems": True, "items": {"const": 1}, "minItems": 2}},
        {"A": {"oneOf": [{"type": "object"}, {"type": "object"}]}},
        {"A": {"$ref": "#/components/schemas/Gone"}},
        {"A": {"enum": []}},
        {"A": {"type": "object", "propertyNames": {"const": "a"}, "minProperties": 2}},
        {"A": {"enum": [1], "type": "strange"}},
    ],
    ids=str,
)
def test_of_a_schema_that_nothing_fits_the_best_value_is_given(
    components: dict[str, Json],
) -> None:
    made = schema({"$ref": "#/components/schemas/A"}, components=components)
    json.dumps(values(made, 3))


def test_members_that_may_be_left_out_are_shown_near_the_top() -> None:
    leaf: Json = {"type": "object", "properties": {"e": {"const": 1}}}
    for name in "dcba":
        leaf = {"type": "object", "properties": {name: leaf}}
    assert example(leaf) == {"a": {"b": {"c": {}}}}


@pytest.mark.parametrize(
    ("direction", "shown"),
    [("response", {"id"}), ("request", {"secret"}), ("both", {"id", "secret"})],
)
def test_what_goes_only_one_way_is_left_out_of_the_other(direction: str, shown: set[str]) -> None:
    written: Json = {
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
        }
    }
    assert set(example(written, direction=direction)) == shown


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"type": "string", "example": "Ada"}, "Ada"),
        ({"type": "string", "examples": ["Bob", "Eve"]}, "Bob"),
        ({"type": "string", "default": "none"}, "none"),
        ({"type": "string", "example": 5, "default": "none"}, "none"),
        (
            {"type": "string", "format": "date", "example": "today", "default": "2024-02-29"},
            "2024-02-29",
        ),
        ({"properties": {"a": {"$ref": "#/components/schemas/Id"}}}, {"a": 7}),
        ({"allOf": [{"$ref": "#/components/schemas/Id"}], "example": 9}, 9),
        ({"type": "array", "example": [{"a": []}]}, [{"a": []}]),
    ],
    ids=str,
)
def test_what_the_document_shows_of_a_part_stands_for_it(written: Json, value: Json) -> None:
    components = {"Id": {"type": "integer", "example": 7}}
    assert example(written, components=components) == value


def test_what_the_document_shows_is_not_shared() -> None:
    made = schema({"type": "array", "example": [{"a": []}]})
    first = generate(made, chance(1))
    assert isinstance(first, list)
    first.append(1)
    assert generate(made, chance(1)) == [{"a": []}]


def test_examples_are_left_aside_on_request() -> None:
    made = schema({"type": "string", "example": "Ada"})
    assert generate(made, chance(1), examples=False) != "Ada"


def test_a_wrong_example_of_a_part_does_not_spoil_the_whole() -> None:
    written: Json = {
        "properties": {
            "at": {"type": "string", "format": "date-time", "example": "2017-07-21 17:32:28"},
            "name": {"type": "string", "example": "Ada"},
        }
    }
    made = schema(written)
    assert [(value["name"], made.problems(value)) for value in values(made, 3)] == [("Ada", [])] * 3


PETS: dict[str, Json] = {
    "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["purrs"]}]},
    "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["barks"]}]},
}
EITHER: Json = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]


@pytest.mark.parametrize(
    ("mapping", "names"),
    [
        (None, {"Cat", "Dog"}),
        ({"C": "#/components/schemas/Cat", "D": "Dog"}, {"C", "D"}),
    ],
)
def test_a_discriminator_tells_the_branch(mapping: Json, names: set[str]) -> None:
    mark: dict[str, Json] = {"propertyName": "kind"}
    mark |= {"mapping": mapping} if mapping else {}
    made = schema({"oneOf": EITHER, "discriminator": mark}, components=PETS)
    kinds = {value["kind"]: "purrs" in value for value in values(made)}
    assert kinds == {name: name.startswith("C") for name in names}


def test_a_discriminator_above_tells_the_schema_below() -> None:
    pet = {**PETS["Pet"], "discriminator": {"propertyName": "kind"}}
    made = schema({"$ref": "#/components/schemas/Cat"}, components={**PETS, "Pet": pet})
    assert {value["kind"] for value in values(made)} == {"Cat"}


def test_a_discriminator_that_the_branch_forbids_is_left_out() -> None:
    pet = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["a"]}}}
    mark = {"propertyName": "kind"}
    made = schema({"anyOf": EITHER, "discriminator": mark}, components={**PETS, "Pet": pet})
    assert {value["kind"] for value in values(made)} == {"a"}


def test_documents_with_odd_keywords_are_survived() -> None:
    odd: Json = {
        "type": "object",
        "required": "a",
        "properties": {
            "a": {"type": "string", "pattern": "(", "minLength": "3"},
            "b": {"type": "integer", "minimum": "0", "multipleOf": 0},
            "c": {"type": "array", "items": [{"type": "integer"}], "maxItems": -1},
            "d": {"type": "object", "additionalProperties": "no", "discriminator": {}},
            "e": {"type": "strange"},
            "f": {"allOf": [{"minimum": "1"}, {"minimum": 2}, {"minimum": "3"}], "type": "number"},
            "g": {"examples": {"one": 1}, "readOnly": "yes", "type": "integer"},
            "h": {"patternProperties": {"(": True}, "required": ["x"], "type": "object"},
        },
    }
    assert set(example(odd)) == set("abcdefgh")


def test_large_recursive_documents_stay_small() -> None:
    names = [f"S{number}" for number in range(8)]
    references: list[Json] = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    components: dict[str, Json] = {
        name: {
            "type": "object",
            "required": names,
            "properties": {other: {"anyOf": [{"type": "string"}, *references]} for other in names},
        }
        for name in names
    }
    made = schema(references[0], components=components)
    value = generate(made, chance(1))
    assert made.problems(value) == []
    assert len(json.dumps(value)) < 100_000


def test_choices_among_very_many_schemas_are_made_without_checking_each() -> None:
    components: dict[str, Json] = {
        f"S{number}": {"properties": {"next": {"$ref": f"#/components/schemas/S{number + 1}"}}}
        for number in range(120)
    }
    components["S120"] = {"type": "object"}
    made = schema(
        {"oneOf": [{"type": "integer"}, {"$ref": "#/components/schemas/S0"}]}, components=components
    )
    assert [made.problems(value) for value in values(made, 5)] == [[]] * 5


def test_what_is_known_of_very_large_schemas_is_worked_out_again() -> None:
    written: Json = {"properties": {f"p{number}": {"type": "boolean"} for number in range(21_000)}}
    made = schema(written)
    assert values(made, 1) == values(made, 1)


# --- schemas that ask for too much ---------------------------------------------------------------


def two_ways(number: int) -> Json:
    """One of two members, which is decided apart from all others."""
    sides: list[Json] = [
        {"required": [f"{side}{number}"], "properties": {f"{side}{number}": {"type": "string"}}}
        for side in "ab"
    ]
    return {"oneOf": sides}


def test_of_many_choices_that_multiply_one_is_found() -> None:
    made = schema({"type": "object", "allOf": [two_ways(number) for number in range(24)]})
    assert made.problems(generate(made, chance(1))) == []


def wrapped(levels: int, **around: str) -> Json:
    """A text within arrays, or objects, of a hundred each."""
    keyword, items = next(iter(around.items()))
    inner: Json = {"type": "string"}
    for _ in range(levels):
        kind = "array" if items == "items" else "object"
        inner = {"type": kind, keyword: 100, items: inner}
    return inner


@pytest.mark.parametrize(
    "around",
    [{"minItems": "items"}, {"minProperties": "additionalProperties"}],
    ids=["arrays", "objects"],
)
def test_a_value_without_measure_is_left_incomplete(around: dict[str, str]) -> None:
    made = schema(wrapped(5, **around))
    assert len(json.dumps(generate(made, chance(1)))) < 10_000_000


def test_a_large_value_that_can_be_made_is_made_whole() -> None:
    made = schema(wrapped(2, minItems="items"))
    assert made.problems(generate(made, chance(1))) == []


def test_what_is_referred_to_again_and_again_is_looked_at_once() -> None:
    layers: dict[str, Json] = {
        f"L{number}": {"allOf": [{"$ref": f"#/components/schemas/L{number + 1}"}] * 2}
        for number in range(10)
    }
    layers["L10"] = {"type": "string", "enum": ["found"]}
    reference: Json = {"$ref": "#/components/schemas/L0"}
    assert generate(schema(reference, components=layers), chance(1)) == "found"
