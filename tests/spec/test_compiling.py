"""A document becomes an Api: everything a server asks at a request, worked out once."""

from pathlib import Path

import pytest

from specdouble.spec.compiling import compile_api
from specdouble.spec.decoding import ABSENT, Decoded
from specdouble.spec.document import load
from specdouble.spec.errors import DocumentError
from specdouble.spec.json_types import Json

from ..small_documents import api, operation


def test_an_api_knows_itself() -> None:
    made = api({"/a": {"get": {"responses": {}}, "post": {"responses": {}}}})
    assert (made.title, made.version) == ("Small", "1")
    assert [(each.method, each.path) for each in made.operations] == [("GET", "/a"), ("POST", "/a")]


def test_a_document_without_anything_is_an_api_without_operations(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_text("openapi: 3.1.0")
    assert compile_api(load(file)).operations == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ({"operationId": "listThings"}, "listThings"),
        ({}, "GET /things"),
        ({"operationId": 5}, "GET /things"),
    ],
    ids=str,
)
def test_an_operation_has_a_name(written: dict[str, Json], name: str) -> None:
    made = operation({**written, "responses": {}, "tags": ["a", "b"]})
    assert (made.operation_id, made.tags) == (name, ("a", "b"))


def test_an_operation_is_found_by_its_name() -> None:
    made = api({"/a": {"get": {"operationId": "one", "responses": {}}}})
    assert made.operation("one") is made.operations[0]
    assert made.operation("two") is None


def test_what_is_no_path_and_no_method_is_left_alone() -> None:
    made = api({"x-own": {"get": {}}, "/a": {"summary": "s", "get": {"responses": {}}}})
    assert [each.path for each in made.operations] == ["/a"]


def test_path_items_may_be_elsewhere() -> None:
    items: Json = {"pathItems": {"A": {"query": {"responses": {}}}}}
    made = api({"/a": {"$ref": "#/components/pathItems/A"}}, "3.2.0", components=items)
    assert [each.method for each in made.operations] == ["QUERY"]


def parameters(*own: Json, shared: Json = None) -> dict[str, bool]:
    """Each parameter, and whether it is required."""
    item: Json = {"parameters": shared or [], "get": {"parameters": list(own), "responses": {}}}
    referred: Json = {"parameters": {"Limit": {"name": "limit", "in": "query", "required": True}}}
    made = api({"/a": item}, components=referred).operations[0]
    return {f"{each.location}:{each.name}": each.required for each in made.parameters}


def test_the_parameters_of_a_path_are_those_of_its_operations_too() -> None:
    shared: Json = [{"name": "a", "in": "query"}, {"name": "b", "in": "query"}]
    own: Json = {"name": "b", "in": "query", "required": True}
    assert parameters(own, shared=shared) == {"query:a": False, "query:b": True}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"$ref": "#/components/parameters/Limit"}, {"query:limit": True}),
        ({"name": "Accept", "in": "header"}, {}),
        ({"name": "content-type", "in": "header"}, {}),
        ({"name": "Authorization", "in": "header"}, {}),
        ({"name": "Authorization", "in": "query"}, {"query:Authorization": False}),
        ({"name": "a", "in": "body"}, {}),
        ({"name": "a"}, {}),
        ("none", {}),
    ],
    ids=str,
)
def test_a_parameter_is_taken_as_it_is_meant(written: Json, found: dict[str, bool]) -> None:
    assert parameters(written) == found


def test_a_parameter_can_be_recommended() -> None:
    made = operation(
        {"parameters": [{"name": "a", "in": "header", "x-recommended": True}], "responses": {}}
    )
    assert made.parameters[0].is_recommended


@pytest.mark.parametrize(
    ("written", "raws", "value"),
    [
        ({"schema": {"type": "array", "items": {"type": "integer"}}}, {"a": ["1", "2"]}, [1, 2]),
        ({"schema": {"type": "array"}, "explode": False}, {"a": ["1,2"]}, ["1", "2"]),
        ({"content": {"application/json": {"schema": {"type": "object"}}}}, {"a": ["{}"]}, {}),
        ({"style": "deepObject", "schema": {"type": "object"}}, {"a[b]": ["1"]}, {"b": "1"}),
        ({}, {"a": ["1"]}, "1"),
        ({"allowEmptyValue": True}, {"a": [""]}, ABSENT),
    ],
    ids=str,
)
def test_a_parameter_comes_with_its_decoder(
    written: dict[str, Json], raws: dict[str, list[str]], value: Decoded
) -> None:
    made = operation({"parameters": [{"name": "a", "in": "query", **written}], "responses": {}})
    assert made.parameters[0].decode(raws) == value


def test_a_body_comes_with_its_media_types() -> None:
    content: Json = {"text/plain": {}, "application/json": {"schema": {"type": "integer"}}}
    made = operation(
        {"requestBody": {"required": True, "content": content}, "responses": {}}, "put"
    )
    assert made.body is not None
    assert made.body.required
    assert [each.name for each in made.body.content] == ["text/plain", "application/json"]
    assert [each.schema is None for each in made.body.content] == [True, False]


def test_without_a_body_there_is_none() -> None:
    assert operation({"responses": {}}).body is None


def test_responses_are_found_by_status_class_and_default() -> None:
    written: Json = {each: {"description": each} for each in ("200", "4xx", "default", "x-own")}
    made = operation({"responses": written})
    assert list(made.responses) == ["200", "4XX", "default"]
    found = [made.response(status) for status in (200, 404, 503)]
    assert [each.status for each in found if each] == ["200", "4xx", "default"]
    assert operation({"responses": {"200": {"description": "x"}}}).response(404) is None


def test_response_fields_are_those_that_are_not_http_s_own() -> None:
    headers: Json = {
        "X-A": {"required": True},
        "Content-Type": {},
        "Content-Length": {},
        "date": {},
    }
    made = operation({"responses": {"200": {"description": "x", "headers": headers}}})
    assert [each.name for each in made.responses["200"].headers] == ["X-A"]


@pytest.mark.parametrize(
    ("servers", "path"),
    [
        ([{"url": "https://example.com/v1/"}], "/v1/a"),
        ([{"url": "/v1"}, {"url": "/v2"}], "/v2/a"),
        ([{"url": "https://{host}/{base}", "variables": {"base": {"default": "v1"}}}], "/v1/a"),
        ([{"url": "https://example.com/v1"}], "/a"),
        ([{}], "/a"),
    ],
    ids=str,
)
def test_the_base_path_of_a_server_may_stand_in_front(servers: Json, path: str) -> None:
    assert api({"/a": {"get": {"responses": {}}}}, servers=servers).match(path) is not None


@pytest.mark.parametrize("below", [False, True])
def test_paths_and_operations_may_have_servers_of_their_own(below: bool) -> None:  # noqa: FBT001
    servers: Json = [{"url": "https://example.com/own"}]
    inner: Json = {"responses": {}, "servers": servers if below else []}
    made = api({"/a": {"get": inner, "servers": [] if below else servers}})
    assert made.match("/own/a") is not None


def test_the_methods_of_a_path_are_known() -> None:
    made = api({"/a": {"get": {"responses": {}}}, "/b": {"put": {"responses": {}}}})
    found = [made.match(path) for path in ("/a", "/b")]
    allowed = [each.target.allowed for each in found if each]
    assert allowed == [("GET", "HEAD", "OPTIONS"), ("OPTIONS", "PUT")]


@pytest.mark.parametrize(
    "paths",
    [
        {"/a": {"$ref": "#/nowhere"}},
        {"/a": {"get": {"parameters": [{"$ref": "#/nowhere"}]}}},
        {"/a": {"get": {"requestBody": {"$ref": "#/nowhere"}}}},
        {"/a": {"get": {"responses": {"200": {"$ref": "#/nowhere"}}}}},
        {"/a": {"get": {"responses": {"200": {"headers": {"X": {"$ref": "#/nowhere"}}}}}}},
    ],
    ids=str,
)
def test_a_reference_to_nowhere_is_told_with_its_place(paths: Json) -> None:
    with pytest.raises(DocumentError, match="leads nowhere"):
        api(paths)
