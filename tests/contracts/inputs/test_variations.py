"""Laws: every variation has one name, and breaks what it claims to break, or nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.inputs.depth import DEEP, DOCUMENTED, QUICK
from specdouble.contracts.inputs.good_request import good_request
from specdouble.contracts.inputs.variation import Variation
from specdouble.contracts.inputs.variations import variations_of
from specdouble.contracts.signing import signed
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.reading import read

from ...small_documents import NEW, OLD
from ...small_documents import api as small

RESPONSES = {"default": {"description": "any"}}


def taking(schema: Any, media_type: str = "application/json", version: str = NEW) -> Api:
    """A document of one operation that takes a body."""
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    return small({"/things": {"post": {"requestBody": body, "responses": RESPONSES}}}, version)


def asking(*parameters: Any, path: str = "/things") -> Api:
    """A document of one operation with parameters."""
    return small({path: {"get": {"parameters": list(parameters), "responses": RESPONSES}}})


def found(made: Api, depth: int = DEEP) -> dict[str, Variation]:
    """The variations of the first operation, by name."""
    good = signed(good_request(made.operations[0]), placeholders(made))
    return {each.name: each for each in variations_of(made, good, depth)}


def broken(made: Api) -> dict[str, str]:
    """What each variation that is meant to be wrong breaks."""
    return {name: each.breaks for name, each in found(made).items() if each.breaks}


def reasons(made: Api, variation: Variation) -> set[str]:
    """The keywords, or codes, that a variation breaks."""
    _, problems = read(made, variation.message)
    wrong = [each for each in problems if each.side == "client"]
    return {each.position.rpartition("/")[2] for each in wrong} | {each.code for each in wrong}


texts = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={"maxLength": st.integers(4, 40), "minLength": st.integers(0, 4)},
)
formats = st.sampled_from(["date-time", "date", "uuid", "email", "ipv4", "uri"]).map(
    lambda name: {"type": "string", "format": name}
)
numbers = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": st.integers(-9, 9),
        "maximum": st.integers(10, 99),
        "multipleOf": st.sampled_from([1, 2, 5]),
    },
)
scalars = st.one_of(
    texts,
    formats,
    numbers,
    st.just({"type": "integer", "format": "int32"}),
    st.just({"type": "boolean"}),
    st.just({"type": ["string", "null"]}),
    st.just({"enum": ["red", "green"]}),
)
schemas = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner},
            optional={"minItems": st.integers(0, 2), "maxItems": st.integers(2, 4)},
        ),
        st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
                "required": st.lists(st.sampled_from("ab"), unique=True),
            },
            optional={"additionalProperties": st.booleans()},
        ),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), schemas, min_size=1))
def test_what_claims_to_be_broken_is_broken_for_that_reason(members: Any) -> None:
    made = taking({"type": "object", "properties": members, "required": sorted(members)})
    for each in found(made).values():
        if each.breaks:
            assert each.breaks in reasons(made, each), each


@settings(max_examples=60, deadline=None)
@given(schemas)
def test_what_claims_to_be_valid_is_valid(schema: Any) -> None:
    made = taking(schema)
    good = {each.code for each in read(made, good_request(made.operations[0]))[1]}
    for each in found(made).values():
        _, problems = read(made, each.message)
        if not each.breaks and not each.is_open:
            assert {problem.code for problem in problems} <= good, each


@settings(max_examples=30, deadline=None)
@given(schemas)
def test_no_message_comes_twice(schema: Any) -> None:
    every = list(found(taking(schema)).values())
    sent = {(each.message.target, each.message.headers.pairs, each.message.body) for each in every}
    assert len(sent) == len(every)


def test_each_depth_sends_what_the_one_before_sends() -> None:
    made = taking({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]})
    quick, documented, deep = (set(found(made, depth)) for depth in (QUICK, DOCUMENTED, DEEP))
    assert quick < documented < deep


MEMBERS = {
    "text": ({"type": "string", "minLength": 2, "maxLength": 4}, "minLength", "maxLength"),
    "pattern": ({"type": "string", "pattern": "^[a-z]+$", "example": "abc"}, "pattern"),
    "number": ({"type": "number", "exclusiveMinimum": 0, "maximum": 5}, "exclusiveMinimum"),
    "step": ({"type": "integer", "multipleOf": 5}, "multipleOf"),
    "half": ({"type": "number", "multipleOf": 0.5}, "multipleOf"),
    "list": ({"type": "array", "items": {"type": "string"}, "minItems": 1}, "minItems"),
    "most": ({"type": "array", "items": {"type": "string"}, "maxItems": 2}, "maxItems"),
    "unique": ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, "uniqueItems"),
    "closed": ({"type": "object", "additionalProperties": False}, "additionalProperties"),
    "few": ({"type": "object", "maxProperties": 2}, "maxProperties"),
    "const": ({"type": "string", "const": "a"}, "const"),
    "enum": ({"type": "string", "enum": ["a", "b"]}, "enum"),
    "format": ({"type": "string", "format": "uuid"}, "format"),
    "width": ({"type": "integer", "format": "int64"}, "format"),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_each_keyword_of_a_member_is_broken(name: str) -> None:
    schema, *keywords = MEMBERS[name]
    made = taking({"type": "object", "properties": {"m": schema}, "required": ["m"]})
    assert {"required", "type", *keywords} <= set(broken(made).values())


def test_bounds_of_3_0_are_exclusive_by_a_flag() -> None:
    schema = {"type": "integer", "minimum": 3, "exclusiveMinimum": True}
    made = taking({"type": "object", "properties": {"m": schema}}, version=OLD)
    every = found(made)
    assert every["m = 3"].breaks == "exclusiveMinimum"
    assert [each.breaks for each in every.values() if each.message.body == b'{"m": 4}'] == [""]


def test_null_is_no_mistake_where_3_0_says_nullable() -> None:
    schema = {"type": "string", "nullable": True}
    assert "m null" not in broken(taking({"properties": {"m": schema}}, version=OLD))


def test_alternatives_are_not_broken_by_a_value_of_the_other() -> None:
    schema = {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}
    every = broken(taking({"type": "object", "properties": {"m": schema}}))
    assert "m as a text" not in every
    assert every["m null"] == "type"


def test_members_are_reached_through_references_lists_and_maps() -> None:
    point = {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}
    members = {
        "path": {"type": "array", "items": point},
        "named": {"type": "object", "additionalProperties": point},
        "both": {"allOf": [point, {"type": "object", "properties": {"y": {"type": "integer"}}}]},
    }
    every = broken(taking({"type": "object", "properties": members}))
    assert {
        "path[0].x missing",
        "named.specdouble-unknown.x as a text",
        "both.x missing",
        "both.y null",
    } <= every.keys()


def test_a_schema_within_itself_comes_to_an_end() -> None:
    node: Any = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    ref = {"$ref": "#/components/schemas/Node"}
    body = {"content": {"application/json": {"schema": ref}}}
    paths = {"/things": {"post": {"requestBody": body, "responses": RESPONSES}}}
    made = small(paths, components={"schemas": {"Node": node}})
    assert "next null" in broken(made)
    assert not any(name.startswith("next.next.next") for name in found(made))


def test_examples_within_parts_are_known() -> None:
    schema = {"allOf": [{"type": "string", "example": "part"}, {"minLength": 1}]}
    made = taking({"type": "object", "properties": {"m": schema}, "required": ["m"]})
    assert b"part" in good_request(made.operations[0]).body


def test_what_is_read_only_is_not_sent() -> None:
    schema = {"type": "integer", "readOnly": True}
    made = taking({"type": "object", "properties": {"id": schema}, "required": ["id"]})
    assert not any(name.startswith("id") for name in found(made))


def test_the_sample_that_lacks_a_comma_is_among_them() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    made = taking({**schema, "example": {"a": "1", "b": "2"}})
    without_comma = found(made)["a body without a comma"]
    assert without_comma.message.body == b'{"a": "1" "b": "2"}'
    assert without_comma.breaks == "body-malformed"


def test_the_largest_body_has_what_can_be_made_up_and_nothing_that_has_to_exist() -> None:
    members = {
        "endTime": {"type": "string", "format": "date-time"},
        "startTime": {"type": "string", "format": "date-time"},
        "title": {"type": "string"},
        "ownerRef": {"type": "string"},
        "flag": {"type": "boolean"},
        "tags": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    }
    made = taking({"type": "object", "properties": members})
    call, _ = read(made, found(made)["the largest body"].message)
    assert isinstance(call.body, dict)
    assert set(call.body) == {"endTime", "startTime", "title", "flag"}
    assert str(call.body["startTime"]) < str(call.body["endTime"])


def test_the_largest_body_has_the_members_of_the_examples() -> None:
    entry = {
        "schema": {"type": "object", "properties": {"a": {}, "b": {}, "c": {"type": "integer"}}},
        "examples": {
            "one": {"value": {"a": {"x": 1}}},
            "two": {"value": {"a": {"y": 2}, "b": 2}},
            "wrong": {"value": {"c": "text"}},
            "elsewhere": {"externalValue": "https://example.com/"},
        },
    }
    body = {"content": {"application/json": entry}}
    made = small({"/things": {"post": {"requestBody": body, "responses": RESPONSES}}})
    call, _ = read(made, found(made)["the largest body"].message)
    assert call.body == {"a": {"x": 1, "y": 2}, "b": 2, "c": 1}


@pytest.mark.parametrize(
    "name", ["Content-Type missing", "Content-Type: text/plain", "Content-Type: json"]
)
def test_another_media_type_is_wrong(name: str) -> None:
    assert broken(taking({"type": "object"}))[name].startswith("media-type")


def test_other_spellings_of_the_media_type_are_right() -> None:
    every = found(taking({"type": "object"}))
    for field in ("application/json; charset=utf-8", "APPLICATION/JSON"):
        each = every[f"Content-Type: {field}"]
        assert (each.breaks, each.is_open) == ("", False)


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_the_fields_of_a_form_are_varied(media_type: str) -> None:
    members = {"count": {"type": "integer", "minimum": 1}, "tags": {"type": "array", "items": {}}}
    schema = {"type": "object", "properties": members, "required": ["count"]}
    every = broken(taking(schema, media_type))
    assert every["count missing"] == "required"
    assert every["count as a text"] == "type"
    assert every["count = 0"] == "minimum"
    assert every["Content-Type: text/plain"] == "media-type-unsupported"
    assert "count as digits in a text" not in every


def test_a_body_of_a_type_that_is_not_written_here_is_left_alone() -> None:
    assert set(found(taking({"type": "string"}, "image/png"))) == {"an unknown query parameter"}


def test_a_body_that_may_be_left_out_is_left_out_as_something_open() -> None:
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    made = small({"/things": {"post": {"requestBody": body, "responses": RESPONSES}}})
    assert found(made)["no body"].is_open


def parameter(name: str, place: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema, **more}


def test_each_place_of_parameters_is_varied() -> None:
    whole = {"type": "integer", "minimum": 1}
    made = asking(
        parameter("id", "path", whole),
        parameter("limit", "query", whole, example=3),
        parameter("x-depth", "header", whole, required=True),
        parameter("crumb", "cookie", whole, required=True),
        parameter("other", "cookie", {"type": "string"}),
        path="/things/{id}/part",
    )
    every = broken(made)
    for place in ("path id", "query limit", "header x-depth", "cookie crumb"):
        assert every[f"{place} = 0"] == "minimum"
        assert every[f"{place} as a text"] == "type"
    assert every["header x-depth missing"] == "parameter-missing"
    assert every["cookie crumb missing"] == "parameter-missing"
    assert found(made)["path id = 0"].message.path == "/things/0/part"


def test_dots_and_slashes_in_a_path_stay_encoded() -> None:
    made = asking(parameter("id", "path", {"type": "string"}), path="/things/{id}")
    every = found(made)
    assert every["path id with an encoded slash"].message.path == "/things/a%2Fb"
    assert every["path id with dots"].message.path == "/things/..%2F..%2Fetc%2Fpasswd"


def test_a_choice_in_a_query_has_near_misses_and_every_option() -> None:
    made = asking(parameter("state", "query", {"type": "string", "enum": ["open", "shut"]}))
    every = found(made)
    assert every["query state = 'openjunk'"].breaks == "enum"
    assert every["query state = 'OPEN'"].breaks == "enum"
    assert (every["query state = 'shut'"].breaks, every["query state = 'shut'"].is_open) == (
        "",
        False,
    )


def test_a_free_text_in_a_query_may_be_refused() -> None:
    made = asking(parameter("token", "query", {"type": "string"}))
    assert all(each.is_open for name, each in found(made).items() if "token" in name)


def test_an_example_in_a_query_is_fine_unless_it_may_name_something() -> None:
    text = {"type": "string"}
    made = asking(
        parameter("sort", "query", text, example="name:asc"),
        parameter("token", "query", text, example="1538_722"),
    )
    every = found(made)
    assert not every["query sort = name:asc"].is_open
    assert every["query token = 1538_722"].is_open


def test_a_media_type_without_a_body_is_fine_and_an_unwanted_body_is_open() -> None:
    every = found(asking())
    assert not every["Content-Type without a body"].is_open
    assert every["a body that nobody asked for"].is_open


def test_lists_and_objects_in_a_query_are_given_raw_junk_only() -> None:
    made = asking(parameter("ids", "query", {"type": "array", "items": {"type": "integer"}}))
    assert all(each.is_open for name, each in found(made).items() if "ids" in name)


def test_credentials_are_not_varied() -> None:
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "x-key"}}
    get = {
        "security": [{"key": []}],
        "parameters": [parameter("x-key", "header", {"type": "string"})],
        "responses": RESPONSES,
    }
    made = small({"/things": {"get": get}}, components={"securitySchemes": schemes})
    assert not any("x-key" in name for name in found(made))


def test_a_request_to_nowhere_has_no_variations() -> None:
    made = asking()
    nowhere = signed(good_request(taking({}).operations[0]), ())
    assert list(variations_of(made, nowhere, DEEP)) == []


def test_every_member_of_the_built_in_document_is_given_every_wrong_type(api: Api) -> None:
    create = next(each for each in api.operations if each.operation_id == "createExportJob")
    good = signed(good_request(create), placeholders(api))
    names = {each.name for each in variations_of(api, good, DOCUMENTED)}
    assert {
        "destination.datasetId missing",
        "destination.datasetId as a number",
        "mergePolicy.version as a text",
        "filter.segments[0].status[0] = 'realizedjunk'",
        "additionalFields.eventList.filter.fromIngestTimestamp = 'yesterday'",
        "fields null",
    } <= names


def test_a_path_behind_that_of_the_server_is_varied_in_its_own_part() -> None:
    get = {"parameters": [parameter("id", "path", {"type": "integer"})], "responses": RESPONSES}
    servers = [{"url": "https://example.com/base"}]
    made = small({"/things/{id}": {"get": get}}, servers=servers)
    good = good_request(made.operations[0])
    behind = replace(good, path="/base" + good.path)
    paths = {each.message.path for each in variations_of(made, behind, QUICK) if each.breaks}
    assert paths == {"/base/things/text"}


def test_a_path_that_is_written_otherwise_than_its_template_is_left_alone() -> None:
    made = asking(parameter("id", "path", {"type": "integer"}), path="/a b/{id}")
    good = replace(good_request(made.operations[0]), path="/a%20b/1")
    assert {each.message.path for each in variations_of(made, good, DEEP)} == {"/a%20b/1"}


def test_a_schema_that_leads_nowhere_is_left_alone() -> None:
    made = taking({"type": "object", "properties": {"m": {"$ref": "#/nowhere"}}, "required": ["m"]})
    assert not any(name.startswith("m as") for name in found(made))


def test_a_list_may_begin_with_another_list() -> None:
    inner = {"type": "array", "items": {"type": "integer"}}
    made = taking({"type": "array", "items": inner})
    assert "[0][0] as a text" in broken(made)


def test_a_document_without_types_is_varied_as_a_whole() -> None:
    document = parse(
        '{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": '
        '{"requestBody": {"content": {"application/json": {}}}, "responses": {}}}}}'
    )
    every = found(compile_api(document))
    assert every["a body that is no JSON"].breaks == "body-malformed"
