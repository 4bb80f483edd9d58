"""One door for requests: whatever the bytes, a Call and what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.exchange import Call, Headers, Message
from specdouble.spec.json_types import Json
from specdouble.spec.problem import Problem
from specdouble.spec.reading import read

from ..small_documents import api

WHOLE: Json = {"type": "integer", "minimum": 1}
PET: Json = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
PATHS: Json = {
    "/pets/{id}": {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": WHOLE}],
        "get": {
            "parameters": [
                {"name": "limit", "in": "query", "required": True, "schema": WHOLE},
                {"name": "sort", "in": "query", "schema": {"type": "string"}},
                {
                    "name": "where",
                    "in": "query",
                    "style": "deepObject",
                    "schema": {"type": "object"},
                },
                {"name": "X-Trace", "in": "header", "x-recommended": True, "schema": WHOLE},
                {"name": "session", "in": "cookie", "schema": {"type": "string"}},
            ],
            "responses": {},
        },
        "put": {
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": PET}, "image/png": {}},
            },
            "responses": {},
        },
        "patch": {
            "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": PET}}},
            "responses": {},
        },
    },
    "/pets/mine": {"put": {"responses": {}}, "options": {"responses": {}}},
}
API = api(PATHS)
JSON = {"Content-Type": "application/json"}


def asked(
    method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[Call, list[Problem]]:
    path, _, query = target.partition("?")
    return read(API, Message(method, path, query, Headers((headers or {}).items()), body))


def codes(*arguments: object) -> list[str]:
    """The codes of what is wrong, notes left out."""
    _, problems = asked(*arguments)  # type: ignore[arg-type]  # as above
    return [each.code for each in problems if each.side != "note"]


def test_a_call_has_its_parameters_as_values() -> None:
    headers = {"x-trace": "7", "Cookie": 'a=b; session="s"'}
    call, problems = asked("GET", "/pets/5?limit=3&sort=a+b&where[a]=1", headers)
    assert problems == []
    assert (call.path, call.header, call.cookie) == ({"id": 5}, {"X-Trace": 7}, {"session": "s"})
    assert call.query == {"limit": 3, "sort": "a b", "where": {"a": "1"}}
    assert call.operation is API.operations[0]


@pytest.mark.parametrize("sent", ["trace_id", "Trace-Id"])
def test_a_field_with_underscores_is_read_however_it_came(sent: str) -> None:
    written: Json = {"parameters": [{"name": "trace_id", "in": "header", "schema": WHOLE}]}
    made = api({"/a": {"get": written}})
    call, _ = read(made, Message("GET", "/a", "", Headers([(sent, "5")])))
    assert call.header == {"trace_id": 5}
    assert read(made, Message("GET", "/a"))[0].header == {}


def test_a_call_has_its_body_as_a_value() -> None:
    call, problems = asked("PUT", "/pets/5", JSON, b'{"name": "Tom"}')
    assert problems == []
    assert call.body == {"name": "Tom"}
    assert call.media_type is not None


def test_head_is_understood_as_get() -> None:
    call, _ = asked("HEAD", "/pets/5?limit=1")
    assert call.operation is API.operations[0]


def test_options_that_nobody_described_is_no_problem() -> None:
    call, problems = asked("OPTIONS", "/pets/5")
    assert (call.operation, problems) == (None, [])
    assert call.allowed == ("GET", "HEAD", "OPTIONS", "PATCH", "PUT")


def test_options_that_is_described_is_an_operation() -> None:
    call, _ = asked("OPTIONS", "/pets/mine")
    assert call.operation is not None


def test_a_method_of_another_template_that_fits_is_found() -> None:
    call, _ = asked("PATCH", "/pets/mine")
    assert call.operation is not None
    assert (call.operation.path, call.operation.method) == ("/pets/{id}", "PATCH")


def test_an_unknown_path_is_told() -> None:
    call, problems = asked("GET", "/nope")
    assert (call.operation, call.allowed) == (None, ())
    assert problems == [Problem("path-unknown", "no path of the document fits '/nope'", "path")]


def test_an_unknown_method_is_told_with_those_that_are_known() -> None:
    call, (problem,) = asked("DELETE", "/pets/mine")
    assert call.allowed == ("GET", "HEAD", "OPTIONS", "PATCH", "PUT")
    assert problem.code == "method-unknown"
    assert problem.message == "/pets/mine takes GET, HEAD, OPTIONS, PATCH, PUT, not DELETE"


@pytest.mark.parametrize(
    ("target", "code", "pointer"),
    [
        ("/pets/5", "parameter-missing", "limit"),
        ("/pets/5?limit=0", "parameter-invalid", "limit"),
        ("/pets/5?limit=x", "parameter-invalid", "limit"),
        ("/pets/5?limit=1&limit=2", "parameter-repeated", "limit"),
        ("/pets/5?limit=%FF", "parameter-malformed", "limit"),
        ("/pets/x?limit=1", "parameter-invalid", "id"),
        ("/pets/%FF?limit=1", "parameter-malformed", "id"),
    ],
)
def test_a_wrong_parameter_is_told(target: str, code: str, pointer: str) -> None:
    _, problems = asked("GET", target, {"X-Trace": "1"})
    assert [(each.code, each.pointer) for each in problems] == [(code, pointer)]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("/pets/5?limit=0", "the query parameter limit: expected at least 1, got 0"),
        ("/pets/x?limit=1", 'the path parameter id: expected integer, got "x"'),
        (
            "/pets/5?limit=%FF",
            "the query parameter limit: its percent-encoded bytes are not UTF-8",
        ),
    ],
)
def test_a_wrong_parameter_is_called_by_its_place_and_name(target: str, message: str) -> None:
    _, (problem,) = asked("GET", target, {"X-Trace": "1"})
    assert problem.message == message


def test_every_problem_is_told_at_once_worst_first() -> None:
    assert codes("GET", "/pets/x?limit=0&sort=a&sort=b&where[a]=%FF", {"X-Trace": "t"}) == [
        "parameter-malformed",
        "parameter-repeated",
        "parameter-invalid",
        "parameter-invalid",
        "parameter-invalid",
    ]


@pytest.mark.parametrize("query", ["new=1", "%FF=1", "new[a]=1", "limits"])
def test_an_unknown_parameter_of_the_query_is_noted(query: str) -> None:
    _, problems = asked("GET", f"/pets/5?limit=1&{query}", {"X-Trace": "1"})
    assert [(each.code, each.side) for each in problems] == [("parameter-unknown", "note")]


def test_an_empty_part_of_the_query_is_nothing() -> None:
    assert asked("GET", "/pets/5?&limit=1&&", {"X-Trace": "1"})[1] == []


def test_the_absence_of_what_ought_to_be_sent_is_noted() -> None:
    _, problems = asked("GET", "/pets/5?limit=1")
    assert [(each.code, each.pointer) for each in problems] == [
        ("parameter-recommended", "X-Trace")
    ]


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        (JSON, b"", "body-missing"),
        ({}, b"{}", "media-type-missing"),
        ({"Content-Type": "json"}, b"{}", "media-type-malformed"),
        ({"Content-Type": "text/plain"}, b"{}", "media-type-unsupported"),
        (JSON, b"{", "body-malformed"),
        (JSON, b"{}", "body-invalid"),
    ],
    ids=str,
)
def test_a_wrong_body_is_told(headers: dict[str, str], body: bytes, code: str) -> None:
    call, problems = asked("PUT", "/pets/5", headers, body)
    assert [each.code for each in problems] == [code]
    assert (call.body is None) == (code != "body-invalid")


@pytest.mark.parametrize(
    ("method", "kind", "language"),
    [
        ("PUT", "application/json", "JSON"),
        ("PATCH", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_cannot_be_parsed_is_called_by_its_language(
    method: str, kind: str, language: str
) -> None:
    _, (problem,) = asked(method, "/pets/5", {"Content-Type": kind}, b"%FF=\xff")
    assert problem.message.startswith(f"the body is not valid {language}: ")


def test_a_body_of_which_nothing_is_known_is_taken() -> None:
    call, problems = asked("PUT", "/pets/5", {"Content-Type": "image/png"}, b"\x89")
    assert (call.body, call.media_type, problems) == (None, None, [])


def test_a_body_that_nobody_asked_for_is_ignored() -> None:
    call, problems = asked("GET", "/pets/5?limit=1", {"X-Trace": "1"}, b"\xff")
    assert (call.body, problems) == (None, [])


def test_a_body_that_may_be_left_out_can_be() -> None:
    assert codes("PATCH", "/pets/5") == []


def test_a_form_without_fields_is_an_empty_object() -> None:
    call, problems = asked(
        "PATCH", "/pets/5", {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert call.body == {}
    assert [each.code for each in problems] == ["body-invalid"]


def test_a_field_of_a_list_or_object_is_pointed_at_in_words() -> None:
    items: Json = {"type": "array", "items": WHOLE}
    made = api({"/a": {"get": {"parameters": [{"name": "n", "in": "query", "schema": items}]}}})
    _, (problem,) = read(made, Message("GET", "/a", "n=1&n=0"))
    assert (problem.pointer, problem.message.endswith("at /1")) == ("n", True)


@given(
    st.text("/pets5mine%FF2", max_size=12),
    st.text("limtsorwhe[]=&+%a1", max_size=30),
    st.binary(max_size=30),
    st.sampled_from(["GET", "PUT", "PATCH", "X"]),
    st.sampled_from(["application/json", "application/x-www-form-urlencoded", "a/b;", "\xff", ""]),
)
def test_any_message_is_read(path: str, query: str, body: bytes, method: str, field: str) -> None:
    message = Message(method, f"/pets/{path}", query, Headers([("Content-Type", field)]), body)
    call, problems = read(API, message)
    assert call.message is message
    assert all(each.message for each in problems)
