"""Replies are judged by what the document promises: reasons, not yes or no."""

import pytest

from specdouble.spec.conformance import problems_in_call, problems_in_reply
from specdouble.spec.exchange import Call, Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.problem import Problem

from ..small_documents import call, operation, response

JSON = {"Content-Type": "application/json"}
PET: Json = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}


def problems(
    documented: Json,
    status: int,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    **more: str,
) -> list[Problem]:
    made = operation({"responses": documented})
    reply = Reply(status, Headers((headers or {}).items()), body)
    return problems_in_reply(call(made, **more), reply)


def codes(*arguments: object, **more: str) -> list[str]:
    return [each.code for each in problems(*arguments, **more)]  # type: ignore[arg-type]  # as above


SHOWN: Json = {"200": response(schema=PET)}


@pytest.mark.parametrize(
    ("documented", "status", "headers", "body"),
    [
        (SHOWN, 200, JSON, b'{"id": 1}'),
        ({"2XX": response(schema=PET)}, 299, JSON, b'{"id": 1}'),
        ({"default": response(schema=PET)}, 500, JSON, b'{"id": 1}'),
        ({"200": response("*/*")}, 200, {"Content-Type": "a/b"}, b"x"),
        (
            {"200": response("image/png", schema={"type": "string"})},
            200,
            {"Content-Type": "image/png"},
            b"\x89",
        ),
        ({"200": {"description": "silent"}}, 200, {"Content-Type": "a/b"}, b"x"),
        ({"204": {"description": "none"}}, 204, {}, b""),
        ({}, 418, {}, b"x"),
    ],
    ids=str,
)
def test_what_is_promised_is_no_problem(
    documented: Json, status: int, headers: dict[str, str], body: bytes
) -> None:
    assert codes(documented, status, headers, body) == []


@pytest.mark.parametrize(
    ("documented", "status", "headers", "body", "code"),
    [
        (SHOWN, 404, {}, b"", "status-undocumented"),
        (SHOWN, 200, JSON, b"", "reply-body-missing"),
        (SHOWN, 200, {}, b"{}", "reply-media-type-missing"),
        (SHOWN, 200, {"Content-Type": "text/plain"}, b"{}", "reply-media-type-undocumented"),
        (SHOWN, 200, {"Content-Type": "json"}, b"{}", "reply-media-type-undocumented"),
        (SHOWN, 200, JSON, b"{", "reply-body-malformed"),
        (SHOWN, 200, JSON, b"{}", "reply-body-invalid"),
        ({"204": response(schema=PET)}, 204, JSON, b"{}", "reply-body-unexpected"),
        ({"204": response()}, 204, {"Content-Length": "5"}, b"", "reply-body-unexpected"),
        ({"204": response()}, 204, {"Transfer-Encoding": "chunked"}, b"", "reply-body-unexpected"),
        ({"304": {"description": "same"}}, 304, JSON, b"{}", "reply-body-unexpected"),
    ],
    ids=str,
)
def test_what_is_not_promised_is_told(
    documented: Json, status: int, headers: dict[str, str], body: bytes, code: str
) -> None:
    assert codes(documented, status, headers, body) == [code]


def test_a_problem_says_where_in_the_reply_and_where_in_the_document() -> None:
    (found,) = problems(SHOWN, 200, JSON, b'{"id": "1"}')
    assert found == Problem(
        "reply-body-invalid",
        'expected integer, got "1"',
        "body",
        "/id",
        "/paths/~1things/get/responses/200/content/application~1json/schema/properties/id/type",
    )


def test_an_undocumented_status_is_told_with_those_that_are() -> None:
    (found,) = problems(SHOWN, 404)
    assert found.message == "the status 404 is not documented; documented: 200"
    assert found.position == "/paths/~1things/get/responses"


HEADED: Json = {
    "200": {
        "description": "x",
        "headers": {
            "X-Need": {"required": True, "schema": {"type": "integer"}},
            "X-May": {"schema": {"type": "object"}},
            "X-Any": {},
        },
    }
}


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"x-need": "5"}, []),
        ({"x-need": "5", "X-May": "a,1", "X-Any": "b"}, []),
        ({}, ["reply-header-missing"]),
        ({"x-need": "five"}, ["reply-header-invalid"]),
        ({"x-need": "5", "X-May": "a"}, ["reply-header-invalid"]),
    ],
    ids=str,
)
def test_fields_are_judged(headers: dict[str, str], found: list[str]) -> None:
    assert codes(HEADED, 200, headers) == found


def test_a_field_that_means_nothing_is_no_problem() -> None:
    headers: Json = {"X": {"schema": {"type": "array"}, "style": "form", "explode": True}}
    documented: Json = {"200": {"description": "x", "headers": headers}}
    assert codes(documented, 200, {"X": ""}) == []
    assert codes(documented, 200, {"Y": "1"}) == []


def test_the_reply_to_a_head_has_no_body_to_judge() -> None:
    assert codes(SHOWN, 200, JSON, method="HEAD") == []


def test_where_no_operation_was_found_nothing_is_promised() -> None:
    nowhere = Call(Message("GET", "/nowhere"), None)
    assert problems_in_reply(nowhere, Reply(500)) == []
    assert problems_in_call(nowhere) == []


def test_a_schema_of_no_use_is_noted() -> None:
    broken: Json = {"type": "object", "properties": {"a": {"pattern": "("}}}
    (found,) = problems({"200": response(schema=broken)}, 200, JSON, b'{"a": "x"}')
    assert (found.code, found.side) == ("schema-unusable", "note")
    assert found.position.endswith("/schema/properties/a/pattern")


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"x-need": "five"}, 'the header X-Need: expected integer, got "five"'),
        (
            {"x-need": "5", "X-May": "a"},
            "the header X-May: an object is written as name,value,name,value",
        ),
    ],
    ids=str,
)
def test_a_wrong_field_is_called_a_header(headers: dict[str, str], message: str) -> None:
    (found,) = problems(HEADED, 200, headers)
    assert found.message == message


@pytest.mark.parametrize("kind", ["application/json", "application/problem+json; charset=utf-8"])
def test_a_body_that_cannot_be_parsed_is_called_by_its_language(kind: str) -> None:
    documented: Json = {"200": response(kind.partition(";")[0], schema=PET)}
    (found,) = problems(documented, 200, {"Content-Type": kind}, b"{")
    assert found.code == "reply-body-malformed"
    assert found.message.startswith("the body is not valid JSON: ")
