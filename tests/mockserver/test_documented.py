"""What the document shows is what a client gets, chosen as the client prefers."""

import json

import pytest

from specdouble.mockserver.documented import documented_reply
from specdouble.spec.api import Operation
from specdouble.spec.conformance import problems_in_reply
from specdouble.spec.exchange import Call, Message, Reply
from specdouble.spec.json_types import Json

from ..small_documents import api, call, chance, operation, response

PET: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
NAMED: Json = {"cat": {"value": {"id": 1, "name": "Tom"}}, "dog": {"value": {"id": 2}}}


def reply(made: Operation, method: str = "", seed: int = 1, **headers: str) -> Reply:
    """The reply to a call; every reply of this file is held against the document."""
    asked = call(made, method, {name.replace("_", "-"): value for name, value in headers.items()})
    found = documented_reply(asked, chance(seed))
    if "prefer" not in headers:
        assert problems_in_reply(asked, found) == []
    return found


def shown(media: str = "application/json", **entry: Json) -> Operation:
    return operation({"responses": {"200": response(media, **entry)}})


def body(found: Reply) -> Json:
    return json.loads(found.body)


# --- which response ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documented", "status"),
    [
        (["404", "202", "200", "default"], 200),
        (["default", "2XX"], 200),
        (["default", "404"], 200),
        (["404", "302"], 404),
        (["4xx"], 400),
        (["101", "500"], 500),
        ([], 200),
    ],
)
def test_the_best_response_is_served(documented: list[str], status: int) -> None:
    made = operation({"responses": {each: {"description": "x"} for each in documented}})
    assert reply(made).status == status


def test_where_only_a_beginning_is_documented_that_is_told() -> None:
    made = operation({"responses": {"101": {"description": "switching"}}})
    found = documented_reply(call(made), chance())
    assert (found.status, found.headers["content-type"]) == (501, "application/problem+json")
    assert "101" in found.body.decode()


def test_a_call_to_no_operation_is_not_found() -> None:
    assert documented_reply(Call(Message("GET", "/"), None), chance()).status == 404


@pytest.mark.parametrize(("code", "name"), [("404", "gone"), ("418", "teapot"), ("503", "rest")])
def test_a_status_can_be_chosen(code: str, name: str) -> None:
    responses: Json = {
        "200": {"description": "ok"},
        "404": response(example="gone"),
        "4XX": response(example="teapot"),
        "default": response(example="rest"),
    }
    found = reply(operation({"responses": responses}), Prefer=f"code={code}")
    assert (found.status, body(found)) == (int(code), name)
    assert found.headers["preference-applied"] == f"code={code}"


def test_a_status_that_is_not_documented_is_told() -> None:
    found = reply(shown(example=1), prefer="code=418")
    assert found.status == 404
    assert body(found) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "GET /things documents no response 418; there is 200",
    }


# --- which media type --------------------------------------------------------------------------

BOTH: Json = {
    "description": "shown",
    "content": {"text/csv": {"example": "a,b"}, "application/json": {"example": [1]}},
}


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; q=0.9, application/json;q=0.5", "text/csv"),
        ("text/*, application/json;q=0.1", "text/csv"),
        ("text/csv, */*;q=0.8", "text/csv"),
        ("text/csv;q=0, */*", "application/json"),
        ("application/xml", "application/json"),
        ("application/json;q=0, text/csv;q=0", "text/csv"),
        ("nonsense", "application/json"),
    ],
)
def test_accept_chooses_and_is_never_refused(accept: str, sent: str) -> None:
    made = operation({"responses": {"200": BOTH}})
    assert reply(made, Accept=accept).headers["content-type"] == sent


@pytest.mark.parametrize(
    ("documented", "accept", "sent"),
    [
        ("*/*", "", "application/json"),
        ("*/*", "image/webp", "image/webp"),
        ("image/*", "image/*", "image/png"),
        ("image/*", "image/jpeg", "image/jpeg"),
        ("model/*", "", "model/octet-stream"),
        ("application/json; charset=utf-8", "*/*", "application/json; charset=utf-8"),
        ("text/plain; utf-8", "", "text/plain"),
        ("*", "", "application/octet-stream"),
    ],
)
def test_of_a_range_one_type_is_sent(documented: str, accept: str, sent: str) -> None:
    assert reply(shown(documented, example="x"), Accept=accept).headers["content-type"] == sent


def test_a_media_type_that_is_none_is_sent_as_bytes() -> None:
    found = documented_reply(call(shown("text", example="x")), chance())
    assert found.headers["content-type"] == "application/octet-stream"


# --- which body --------------------------------------------------------------------------------


def test_the_first_example_is_served_unasked() -> None:
    assert body(reply(shown(schema=PET, examples=NAMED))) == {"id": 1, "name": "Tom"}


def test_an_example_can_be_chosen_by_name() -> None:
    found = reply(shown(schema=PET, examples=NAMED), Prefer="example=dog")
    assert body(found) == {"id": 2}
    assert found.headers["preference-applied"] == "example=dog"


def test_the_media_type_that_has_the_example_is_taken() -> None:
    content = {
        "application/json": {"example": 1},
        "text/csv": {"examples": {"few": {"value": "a"}}},
    }
    made = operation({"responses": {"200": {"description": "x", "content": content}}})
    assert reply(made, Prefer="example=few").body == b"a"


@pytest.mark.parametrize("status", ["200", "204"])
def test_an_example_that_does_not_exist_is_told(status: str) -> None:
    made = operation({"responses": {status: response(examples=NAMED)}})
    found = reply(made, prefer="example=cow")
    assert found.status == 404
    assert body(found)["detail"] == f"the response {status} has no example 'cow'; there is cat, dog"


def test_an_example_that_breaks_its_schema_is_passed_over() -> None:
    examples: Json = {"wrong": {"value": {"id": "one"}}, **NAMED}
    assert body(reply(shown(schema=PET, examples=examples))) == {"id": 1, "name": "Tom"}


def test_an_example_that_breaks_its_schema_is_served_if_asked_for() -> None:
    made = shown(schema=PET, examples={"wrong": {"value": {"id": "one"}}})
    assert body(reply(made, prefer="example=wrong")) == {"id": "one"}


def test_an_example_written_as_json_text_is_served_as_what_it_means() -> None:
    assert body(reply(shown(schema=PET, example='{"id": 5}'))) == {"id": 5}


def test_where_no_example_conforms_a_value_is_generated() -> None:
    made = shown(schema=PET, example={"id": "one"})
    assert isinstance(body(reply(made))["id"], int)


def test_text_that_is_no_json_is_no_example_of_an_object() -> None:
    assert isinstance(body(reply(shown(schema=PET, example="{broken")))["id"], int)


def test_a_value_is_generated_on_request() -> None:
    made = shown(schema=PET, examples=NAMED)
    assert body(reply(made, Prefer="dynamic=true")) != {"id": 1, "name": "Tom"}
    assert body(reply(made, Prefer="dynamic=false")) == {"id": 1, "name": "Tom"}


def test_the_same_seed_gives_the_same_bytes() -> None:
    made = shown(schema=PET)
    assert reply(made, seed=3).body == reply(made, seed=3).body
    assert reply(made, seed=3).body != reply(made, seed=4).body


def test_examples_under_a_range_are_served_as_what_was_accepted() -> None:
    made = shown("*/*", example={"a": 1})
    assert reply(made, Accept="application/xml").body.endswith(b"<response><a>1</a></response>")
    assert body(reply(made)) == {"a": 1}


@pytest.mark.parametrize(
    ("media", "entry", "sent"),
    [
        ("application/json", {"example": None}, b"null"),
        ("application/json", {}, b"{}"),
        ("application/vnd.api+json", {"example": "é"}, '"é"'.encode()),
        ("application/json", {"schema": {"const": {"a": 1}}}, b'{"a":1}'),
        ("text/json", {"example": {"a": 1}}, b'{"a":1}'),
        ("text/plain", {"example": "hello"}, b"hello"),
        ("text/plain", {"example": 5, "schema": {"type": "integer"}}, b"5"),
        ("text/plain", {"example": {"a": 1}, "schema": {"type": "object"}}, b'{"a":1}'),
        ("text/event-stream", {"example": {"a": 1}}, b'data: {"a":1}\n\n'),
        ("application/x-ndjson", {"example": [1, {"a": 2}]}, b'1\n{"a":2}\n'),
        ("application/jsonl", {"example": 1}, b"1\n"),
        ("application/x-www-form-urlencoded", {"example": {"a": [1, 2]}}, b"a=1&a=2"),
        ("application/octet-stream", {"example": "raw"}, b"raw"),
        (
            "multipart/form-data",
            {"example": {"a": 1, "b": ["x", True]}},
            b"".join(
                b'--specdouble-part\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
                % part
                for part in ((b"a", b"1"), (b"b", b"x"), (b"b", b"true"))
            )
            + b"--specdouble-part--\r\n",
        ),
        ("application/xml", {"example": "<a/>"}, b"<a/>"),
        ("image/svg+xml", {"example": "<svg/>"}, b"<svg/>"),
        ("application/zip", {"schema": {"type": "string", "format": "binary"}}, None),
        ("application/pdf", {}, None),
        ("image/png", {"schema": {"type": "string"}}, None),
        ("text/plain", {}, None),
        ("application/xml", {}, None),
        ("text/plain", {"example": ""}, None),
    ],
    ids=str,
)
def test_each_media_type_is_written_its_way(
    media: str, entry: dict[str, Json], sent: bytes | None
) -> None:
    found = reply(shown(media, **entry))
    assert found.body
    assert sent is None or found.body == sent


def test_a_form_without_fields_is_empty() -> None:
    media = "application/x-www-form-urlencoded"
    found = documented_reply(call(shown(media, example=[1])), chance())
    assert found.body not in {b"[1]", b"1"}


@pytest.mark.parametrize("status", ["204", "304"])
def test_where_http_allows_no_body_there_is_none(status: str) -> None:
    found = reply(operation({"responses": {status: response(example=1)}}))
    assert (found.body, dict(found.headers)) == (b"", {})


def test_head_has_the_fields_and_no_body() -> None:
    found = reply(shown(example=1), "HEAD")
    assert (found.body, found.headers["content-type"]) == (b"", "application/json")


# --- which fields ------------------------------------------------------------------------------


def header(written: Json, name: str = "X-It", method: str = "get") -> str | None:
    shown_with = {"description": "x", "headers": {name: written}}
    made = operation({"responses": {"200": shown_with}}, method=method)
    return reply(made).headers.get(name)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ({"schema": {"type": "integer"}, "example": 5}, "5"),
        ({"schema": {"type": "integer", "example": 6}}, "6"),
        ({"schema": {"type": "boolean", "default": True}}, "true"),
        ({"schema": {"type": "array", "items": {"type": "integer"}}, "example": [1, 2]}, "1,2"),
        ({"schema": {"type": "object"}, "example": {"a": 1, "b": "c"}}, "a,1,b,c"),
        ({"schema": {"type": "object"}, "explode": True, "example": {"a": 1}}, "a=1"),
        ({"content": {"application/json": {"schema": {"type": "object"}}}, "example": {}}, "{}"),
        ({"schema": {"type": "integer"}, "example": "five"}, None),
        ({"schema": {"type": "object"}, "example": [1]}, None),
        ({"schema": {"type": "string"}, "example": "two\nlines"}, None),
        ({"schema": {"type": "string"}, "example": "ш"}, None),
        ({"content": {"application/json": {"schema": {}}}, "example": "\x00"}, '"\\u0000"'),
        ({"schema": {"type": "string"}}, None),
        ({"schema": {"const": "a"}, "required": True}, "a"),
        ({"required": True, "schema": {"enum": ["b"]}, "example": "a"}, "b"),
    ],
    ids=str,
)
def test_a_documented_field_is_sent_as_shown(written: Json, sent: str | None) -> None:
    assert header(written) == sent


def test_a_required_field_without_a_schema_is_sent() -> None:
    assert header({"required": True})


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "Date", "Connection"])
def test_fields_of_http_itself_are_left_to_the_server(name: str) -> None:
    assert header({"required": True, "example": "5"}, name) is None


def test_a_new_thing_has_a_place() -> None:
    place = header({"schema": {"type": "string"}}, "Location", "post")
    assert place is not None
    assert place.startswith("/things/")


def test_a_place_that_must_be_a_whole_uri_is_one() -> None:
    written: Json = {"required": True, "schema": {"type": "string", "format": "uri"}}
    assert str(header(written, "Location")).startswith("https://")


# --- XML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value", "sent"),
    [
        ({"xml": {"name": "pet"}}, {"id": 1}, "<pet><id>1</id></pet>"),
        ({}, {"a": None, "b": True}, "<response><a></a><b>true</b></response>"),
        (
            {"properties": {"id": {"xml": {"attribute": True, "name": "nr"}}}},
            {"id": '"1"<', "a": "<&>"},
            "<response nr='\"1\"&lt;'><a>&lt;&amp;&gt;</a></response>",
        ),
        (
            {"properties": {"tags": {"items": {"xml": {"name": "tag"}}}}},
            {"tags": ["a", "b"]},
            "<response><tag>a</tag><tag>b</tag></response>",
        ),
        (
            {"properties": {"tags": {"xml": {"wrapped": True}, "items": {"xml": {"name": "tag"}}}}},
            {"tags": ["a"]},
            "<response><tags><tag>a</tag></tags></response>",
        ),
        (
            {"properties": {"tags": {"xml": {"name": "tag", "wrapped": True}}}},
            {"tags": ["a"]},
            "<response><tag><tag>a</tag></tag></response>",
        ),
        ({}, [1, 2], "<response><response>1</response><response>2</response></response>"),
        ({}, {"1 a:b": "\x00x"}, "<response><_1_a_b>x</_1_a_b></response>"),
        ({"$ref": "#/components/schemas/Pet"}, {}, "<Pet></Pet>"),
        ({"xml": {"name": ""}}, {"": 1}, "<response><_>1</_></response>"),
    ],
    ids=str,
)
def test_xml_is_written_as_the_schema_names_it(written: Json, value: Json, sent: str) -> None:
    entry: Json = {"schema": written, "example": value}
    responses: Json = {"200": response("application/xml", **entry)}
    components: Json = {"schemas": {"Pet": {"type": "object"}}}
    made = api({"/a": {"get": {"responses": responses}}}, components=components).operations[0]
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    assert reply(made).body == declaration + sent.encode()
