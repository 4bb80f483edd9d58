"""Errors have the shape that the document gives them, and tell the true reason."""

import json

import pytest

from specdouble.mockserver.error_bodies import error_reply
from specdouble.spec.api import Operation
from specdouble.spec.conformance import problems_in_reply
from specdouble.spec.exchange import Call, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.problem import Problem

from ..small_documents import call, chance, operation, response

LIMIT = Problem("parameter-invalid", "expected at least 1, got 0", "query", "limit")
NAME = Problem("body-invalid", 'the member "name" is missing', "body", "/pet/name")
DETAIL = 'expected at least 1, got 0; body /pet/name: the member "name" is missing'
BOTH = (LIMIT, NAME)
LISTED: Json = [
    {
        "code": "parameter-invalid",
        "message": "expected at least 1, got 0",
        "location": "query",
        "pointer": "limit",
    },
    {
        "code": "body-invalid",
        "message": 'the member "name" is missing',
        "location": "body",
        "pointer": "/pet/name",
    },
]
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}


def strict(**members: Json) -> Json:
    """An object with just these members, all required."""
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def errors(status: str = "400", media: str = "application/json", **entry: Json) -> Operation:
    return operation({"responses": {status: response(media, **entry)}})


def reply(made: Operation, status: int = 400, problems: tuple[Problem, ...] = BOTH) -> Reply:
    found = error_reply(call(made), status, problems, chance())
    assert problems_in_reply(call(made), found) == []
    return found


def told(**entry: Json) -> Json:
    """The body of a documented 400."""
    return json.loads(reply(errors(**entry)).body)


# --- where the document says nothing -----------------------------------------------------------


def test_without_a_documented_shape_it_is_problem_details() -> None:
    made = operation({"responses": {"400": {"description": "bad"}}})
    found = reply(made)
    assert found.headers["content-type"] == "application/problem+json"
    assert json.loads(found.body) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": DETAIL,
        "problems": LISTED,
    }


@pytest.mark.parametrize(
    ("status", "title"),
    [(404, "Not Found"), (499, "Client Error"), (599, "Server Error"), (999, "Unknown Status")],
)
def test_without_problems_the_status_speaks(status: int, title: str) -> None:
    found = error_reply(Call(Message("GET", "/"), None), status, (), chance())
    assert json.loads(found.body) == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": title,
    }


def test_head_has_no_body() -> None:
    asked = Call(Message("HEAD", "/"), None)
    assert error_reply(asked, 404, (), chance()).body == b""


@pytest.mark.parametrize(
    ("documented", "asked", "sent"),
    [
        ("422", 400, 422),
        ("400", 422, 400),
        ("400", 400, 400),
        ("404", 400, 400),
        ("422", 404, 404),
        ("422", 415, 422),
        ("400", 415, 400),
        ("415", 415, 415),
        ("422", 413, 422),
        ("404", 413, 413),
    ],
)
def test_of_statuses_for_the_same_the_documented_one_is_taken(
    documented: str, asked: int, sent: int
) -> None:
    found = error_reply(call(errors(documented)), asked, BOTH, chance())
    assert found.status == sent


# --- where the document has a shape ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "body"),
    [
        (strict(message=TEXT), {"message": DETAIL}),
        (strict(error=TEXT), {"error": DETAIL}),
        (
            strict(error=TEXT, error_description=TEXT),
            {"error": "Bad Request", "error_description": DETAIL},
        ),
        (strict(code=WHOLE, msg=TEXT), {"code": 400, "msg": DETAIL}),
        (strict(code=TEXT, msg=TEXT), {"code": "parameter-invalid", "msg": DETAIL}),
        (strict(status={"const": "400"}, detail=TEXT), {"status": "400", "detail": DETAIL}),
        (strict(status={"type": "string", "example": "404"}), {"status": "400"}),
        (
            strict(error=strict(code=WHOLE, message=TEXT)),
            {"error": {"code": 400, "message": DETAIL}},
        ),
        (strict(code={"enum": ["BAD"]}, message=TEXT), {"code": "BAD", "message": DETAIL}),
        (strict(ok={"const": False}, message=TEXT), {"ok": False, "message": DETAIL}),
        (strict(status={"type": "boolean"}, title={"const": "Oh"}), {"title": "Oh"}),
        (strict(message={"type": "string", "maxLength": 5}), {}),
        (strict(message={"type": ["string", "null"], "example": "x"}), {"message": DETAIL}),
        (
            strict(errors={"type": "array", "items": TEXT}),
            {"errors": ["expected at least 1, got 0", 'the member "name" is missing']},
        ),
        (
            strict(
                detail={
                    "type": "array",
                    "items": strict(loc={"type": "array", "items": TEXT}, msg=TEXT),
                }
            ),
            {
                "detail": [
                    {"loc": ["query", "limit"], "msg": LIMIT.message},
                    {"loc": ["body", "pet", "name"], "msg": NAME.message},
                ]
            },
        ),
        (
            strict(
                errors={
                    "type": "array",
                    "items": strict(
                        status=TEXT, title=TEXT, detail=TEXT, source=strict(pointer=TEXT)
                    ),
                }
            ),
            {
                "errors": [
                    {"detail": LIMIT.message, "source": {"pointer": "limit"}},
                    {"detail": NAME.message, "source": {"pointer": "/pet/name"}},
                ]
            },
        ),
        (
            strict(errors={"type": "array", "items": strict(code=TEXT, field=TEXT, status=WHOLE)}),
            {
                "errors": [
                    {"code": "parameter-invalid", "field": "limit", "status": 400},
                    {"code": "body-invalid", "field": "/pet/name", "status": 400},
                ]
            },
        ),
        (
            strict(errors={"type": "array", "items": strict(title=TEXT, field=WHOLE)}),
            {"errors": [{"title": LIMIT.message}, {"title": NAME.message}]},
        ),
        (
            strict(errors={"type": "array", "items": TEXT, "maxItems": 1}, message=TEXT),
            {"message": DETAIL},
        ),
        (strict(errors={"type": "array", "maxItems": 0}, message=TEXT), {"message": DETAIL}),
        (strict(errors={"type": "array", "items": WHOLE}, message=TEXT), {"message": DETAIL}),
    ],
    ids=str,
)
def test_the_reason_stands_in_the_shape_of_the_document(written: Json, body: Json) -> None:
    found = told(schema=written)
    assert isinstance(found, dict)
    assert contains(found, body), found


def contains(found: Json, wanted: Json) -> bool:
    """Whether everything that is wanted is there; members of objects may be more."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return all(name in found and contains(found[name], wanted[name]) for name in wanted)
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(contains, found, wanted))
    return found == wanted


def test_an_example_is_filled_with_the_true_reason() -> None:
    example: Json = {"message": "Not a valid pet", "documentation_url": "https://example.com"}
    written: Json = {"type": "object", "properties": {"message": TEXT}}
    assert told(schema=written, example=example) == {
        "message": DETAIL,
        "documentation_url": "https://example.com",
        "problems": LISTED,
    }


def test_the_document_s_own_example_stays_as_it_was() -> None:
    made = errors(schema={"type": "object"}, example={"message": "x"})
    assert reply(made).body == reply(made).body
    assert made.responses["400"].content[0].node.child("example").value == {"message": "x"}


def test_a_body_without_a_place_for_it_gets_one_if_it_is_open() -> None:
    written: Json = {"type": "object", "required": ["id"], "properties": {"id": {"const": 7}}}
    assert told(schema=written) == {"id": 7, "message": DETAIL, "problems": LISTED}


@pytest.mark.parametrize("written", [{}, {"type": "object"}, None], ids=str)
def test_where_anything_goes_it_is_problem_details(written: Json) -> None:
    entry = {} if written is None else {"schema": written}
    assert told(**entry) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": DETAIL,
        "problems": LISTED,
    }


def test_documented_problem_details_are_kept() -> None:
    members: Json = {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "instance": TEXT}
    written: Json = {"type": "object", "properties": members}
    found = reply(errors(media="application/problem+json", schema=written))
    assert json.loads(found.body)["problems"] == LISTED


def test_a_shape_that_is_a_list_has_an_item_for_each_problem() -> None:
    written: Json = {"type": "array", "items": strict(message=TEXT), "minItems": 1}
    assert told(schema=written) == [{"message": LIMIT.message}, {"message": NAME.message}]


def test_a_shape_that_is_a_text_is_the_reason() -> None:
    assert told(schema=TEXT) == DETAIL


def test_a_shape_that_has_no_place_for_a_reason_is_kept_to() -> None:
    assert told(schema={"const": 5}) == 5


def test_a_list_without_problems_tells_the_status() -> None:
    made = errors(
        "404", schema=strict(errors={"type": "array", "items": strict(code=TEXT, message=TEXT)})
    )
    (item,) = json.loads(reply(made, 404, ()).body)["errors"]
    assert item["message"] == "Not Found"


def test_an_object_in_an_object_is_filled_as_deep_as_it_is_sensible() -> None:
    written: Json = strict(message=TEXT)
    for _ in range(7):
        written = strict(inner=written)
    assert DETAIL not in json.dumps(told(schema=written))


def test_an_error_that_breaks_the_document_breaks_it_no_more_than_it_must() -> None:
    made = errors(schema={"allOf": [strict(message=TEXT), strict(code=WHOLE)]})
    found = error_reply(call(made), 400, BOTH, chance())
    assert DETAIL in json.loads(found.body).values()


@pytest.mark.parametrize(
    ("media", "entry", "body"),
    [
        ("text/plain", {"schema": TEXT}, DETAIL),
        ("text/plain", {}, DETAIL),
        ("text/html", {"schema": TEXT}, DETAIL.replace('"', "&quot;")),
        (
            "application/xml",
            {"schema": strict(message=TEXT)},
            f"{DECLARATION}\n<response><message>{DETAIL}</message></response>",
        ),
        ("application/*", {"schema": TEXT}, json.dumps(DETAIL)),
    ],
)
def test_other_media_types_tell_it_their_way(media: str, entry: dict[str, Json], body: str) -> None:
    assert reply(errors(media=media, **entry)).body.decode() == body


def test_a_picture_says_nothing() -> None:
    assert reply(errors(media="image/png", schema=TEXT)).body.startswith(b"\x89PNG")


# --- fields ------------------------------------------------------------------------------------


def test_a_method_that_is_not_there_is_told_with_those_that_are() -> None:
    asked = Call(Message("PUT", "/things"), None, ("GET", "OPTIONS"))
    assert error_reply(asked, 405, (), chance()).headers["allow"] == "GET, OPTIONS"


SCHEMES: Json = {
    "bearer": {"type": "http", "scheme": "Bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {"type": "oauth2", "flows": {}},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
}


@pytest.mark.parametrize(
    ("security", "code", "challenges"),
    [
        ([{"bearer": []}], "credential-missing", ["Bearer"]),
        ([{"bearer": []}], "credential-invalid", ['Bearer error="invalid_token"']),
        ([{"basic": [], "oauth": []}], "credential-missing", ['Basic realm="basic"', "Bearer"]),
        ([{"bearer": []}, {"oauth": []}], "credential-missing", ["Bearer"]),
        ([{"key": []}], "credential-missing", []),
        ([], "credential-missing", []),
    ],
)
def test_a_refused_credential_is_told_how_it_is_asked_for(
    security: Json, code: str, challenges: list[str]
) -> None:
    written: Json = {"responses": {"401": {"description": "no"}}, "security": security}
    made = operation(written, components={"securitySchemes": SCHEMES})
    found = error_reply(call(made), 401, (Problem(code, "no", "header"),), chance())
    names = [value for name, value in found.headers.pairs if name == "WWW-Authenticate"]
    assert names == challenges


def test_documented_fields_are_sent_and_ours_are_not_doubled() -> None:
    headers: Json = {
        "WWW-Authenticate": {"schema": TEXT, "example": "Digest"},
        "X-Request-Id": {"schema": TEXT, "example": "abc"},
    }
    written: Json = {
        "responses": {"401": {"description": "no", "headers": headers}},
        "security": [{"bearer": []}],
    }
    made = operation(written, components={"securitySchemes": SCHEMES})
    found = error_reply(call(made), 401, (), chance())
    assert (found.headers["www-authenticate"], found.headers["x-request-id"]) == ("Bearer", "abc")
