"""Credentials are asked for as the document says, and judged by their form."""

import pytest

from specdouble.spec.exchange import Headers, Message
from specdouble.spec.json_types import Json
from specdouble.spec.reading import read

from ..small_documents import api

SCHEMES: Json = {
    "bearer": {"type": "http", "scheme": "Bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "digest": {"type": "http", "scheme": "digest"},
    "oauth": {"type": "oauth2", "flows": {}},
    "connect": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com"},
    "tls": {"type": "mutualTLS"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "linked": {"$ref": "#/components/securitySchemes/header"},
}


def problems(
    security: Json, headers: dict[str, str] | None = None, query: str = ""
) -> list[tuple[str, str]]:
    """Code and pointer of each problem of a GET with these credentials."""
    made = api(
        {"/a": {"get": {"security": security, "responses": {}}}},
        components={"securitySchemes": SCHEMES},
    )
    message = Message("GET", "/a", query, Headers((headers or {}).items()))
    return [(each.code, each.pointer) for each in read(made, message)[1]]


@pytest.mark.parametrize(
    ("name", "headers", "query"),
    [
        ("bearer", {"Authorization": "Bearer abc"}, ""),
        ("bearer", {"authorization": "bearer  abc "}, ""),
        ("basic", {"Authorization": "Basic YTpi"}, ""),
        ("digest", {"Authorization": "Digest username=a"}, ""),
        ("oauth", {"Authorization": "Bearer abc"}, ""),
        ("connect", {"Authorization": "Bearer abc"}, ""),
        ("tls", {}, ""),
        ("header", {"x-key": "1"}, ""),
        ("linked", {"x-key": "1"}, ""),
        ("query", {}, "key=1"),
        ("cookie", {"Cookie": 'a=b; session="1"'}, ""),
        ("unheard-of", {"Authorization": "whatever"}, ""),
    ],
)
def test_a_credential_that_is_there_lets_in(name: str, headers: dict[str, str], query: str) -> None:
    assert problems([{name: []}], headers, query) == []


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("bearer", "Authorization"),
        ("header", "X-Key"),
        ("query", "key"),
        ("cookie", "session"),
        ("unheard-of", "Authorization"),
    ],
)
def test_a_credential_that_is_absent_is_told(name: str, pointer: str) -> None:
    assert problems([{name: []}]) == [("credential-missing", pointer)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bearer", "Basic YTpi"),
        ("bearer", "Bearer"),
        ("bearer", "Bearer a b"),
        ("basic", "Bearer abc"),
        ("basic", "Basic !"),
        ("basic", "Basic é"),
        ("basic", "Basic YWI="),
    ],
)
def test_a_credential_of_the_wrong_form_is_told(name: str, value: str) -> None:
    found = problems([{name: []}], {"Authorization": value})
    assert found == [("credential-invalid", "Authorization")]


def test_schemes_beside_each_other_are_needed_together() -> None:
    found = problems([{"bearer": [], "header": []}])
    assert found == [("credential-missing", "Authorization"), ("credential-missing", "X-Key")]


def test_one_of_several_alternatives_is_enough() -> None:
    assert problems([{"bearer": []}, {"header": []}], {"X-Key": "1"}) == []


def test_of_several_alternatives_the_closest_is_told() -> None:
    one, two, three = {"query": [], "cookie": []}, {"bearer": [], "header": []}, {"cookie": []}
    for security in ([one, two], [two, one], [two, three]):
        found = problems(security, {"X-Key": "1"})
        assert found == [("credential-missing", "Authorization")]


@pytest.mark.parametrize("security", [[], [{}], [{"bearer": []}, {}]])
def test_nothing_is_asked_for_where_nothing_is_needed(security: Json) -> None:
    assert problems(security) == []


def test_what_the_whole_document_asks_for_counts_where_an_operation_says_nothing() -> None:
    paths: Json = {
        "/a": {"get": {"responses": {}}},
        "/b": {"get": {"security": [], "responses": {}}},
    }
    components: Json = {"securitySchemes": SCHEMES}
    made = api(paths, security=[{"bearer": []}], components=components)
    assert [len(read(made, Message("GET", path))[1]) for path in ("/a", "/b")] == [1, 0]


def test_the_key_in_the_query_is_no_unknown_parameter() -> None:
    assert problems([{"query": []}], {}, "key=1&other=2") == [("parameter-unknown", "other")]
