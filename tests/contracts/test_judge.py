import json
import subprocess
import sys
from pathlib import Path

import pytest

from specdouble.contracts.judge import (
    judge_for,
    opinion_on_exchange,
    opinion_on_message,
    opinion_on_reply,
)
from specdouble.contracts.opinion import NoOpinion, Opinion
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import Document, load
from specdouble.spec.errors import DocumentError
from specdouble.spec.exchange import Exchange, Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.reading import read

from ..small_documents import NEW, OLD, document

JSON = {"Content-Type": "application/json"}
THING: Json = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "tags": {"items": {"type": "integer"}}},
}
PATHS: Json = {
    "/things": {
        "get": {
            "parameters": [
                {"name": "need", "in": "query", "required": True, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
                {"name": "old", "in": "query", "deprecated": True, "schema": {"type": "string"}},
                {"name": "session", "in": "cookie", "schema": {"type": "integer"}},
            ],
            "responses": {
                "200": {
                    "description": "shown",
                    "headers": {
                        "X-Need": {"required": True, "schema": {"type": "string"}},
                        "X-Count": {"schema": {"type": "integer"}},
                    },
                    "content": {"application/json": {"schema": THING}},
                },
                "204": {"description": "nothing"},
            },
        },
        "post": {
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": THING},
                    "application/thing+json": {"schema": THING},
                },
            },
            "responses": {"default": {"description": "whatever"}},
        },
        "put": {
            "requestBody": {"content": {"application/json": {"schema": THING}}},
            "responses": {"default": {"description": "whatever"}},
        },
    },
    "/things/{id}": {
        "get": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "security": [{"key": []}],
            "responses": {"default": {"description": "whatever"}},
        }
    },
}
KEY: Json = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}}}
FINE = Reply(200, Headers({**JSON, "X-Need": "a"}.items()), b'{"name":"a"}')


def made(version: str = NEW, **more: Json) -> Document:
    return document(PATHS, version, components=KEY, **more)


JUDGES = {version: judge_for(made(version)) for version in (OLD, NEW, "3.2.0")}
JUDGE = JUDGES[NEW]


def asked(method: str, target: str, body: bytes = b"", **headers: str) -> Message:
    path, _, query = target.partition("?")
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = JSON if body and "content-type" not in fields else {}
    return Message(method, path, query, Headers({**kind, **fields}.items()), body)


def told(opinion: Opinion) -> list[tuple[str, str, str]]:
    return [(each.code, each.location, each.pointer) for each in opinion.problems]


GET = asked("GET", "/things?need=a")


@pytest.mark.parametrize("version", JUDGES)
def test_nothing_is_held_against_what_conforms(version: str) -> None:
    call, _ = read(compile_api(made(version)), GET)
    assert opinion_on_exchange(JUDGES[version], Exchange(call, FINE)) == Opinion()


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (asked("GET", "/nothing"), ("path-unknown", "path", "")),
        (asked("DELETE", "/things"), ("method-unknown", "method", "delete")),
        (asked("GET", "/things/1"), ("credential-missing", "header", "")),
        (asked("GET", "/things"), ("parameter-missing", "query", "need")),
        (asked("GET", "/things?need=a&limit=x"), ("parameter-malformed", "query", "limit")),
        (asked("GET", "/things?need=a&limit=10"), ("parameter-invalid", "query", "limit")),
        (
            asked("GET", "/things?need=a", cookie="a=1; session=x"),
            ("parameter-malformed", "cookie", "session"),
        ),
        (asked("POST", "/things"), ("body-missing", "body", "")),
        (
            asked("POST", "/things", b"{}", **{"content-type": "text/plain"}),
            ("media-type-unsupported", "header", "Content-Type"),
        ),
        (
            Message("POST", "/things", body=b"{}"),
            ("media-type-missing", "header", "Content-Type"),
        ),
        (asked("POST", "/things", b"{"), ("body-malformed", "body", "")),
        (asked("POST", "/things", b"\xff"), ("body-malformed", "body", "")),
        (asked("POST", "/things", b"{}"), ("body-invalid", "body", "/name")),
        (asked("POST", "/things", b"[]"), ("body-invalid", "body", "")),
        (
            asked("POST", "/things", b'{"name":"a","tags":[1,"b"]}'),
            ("body-invalid", "body", "/tags/1"),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_error_about_a_request_is_told_in_our_words(
    message: Message, problem: tuple[str, str, str]
) -> None:
    assert told(opinion_on_message(JUDGE, message)) == [problem]


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(418), ("status-undocumented", "status", "418")),
        (
            Reply(200, Headers([("X-Need", "a"), *JSON.items()])),
            ("reply-body-missing", "body", ""),
        ),
        (
            Reply(200, Headers([("X-Need", "a"), ("Content-Type", "text/plain")]), b"a"),
            ("reply-media-type-undocumented", "header", "Content-Type"),
        ),
        (
            Reply(200, Headers([("X-Need", "a")]), b"a"),
            ("reply-media-type-missing", "header", "Content-Type"),
        ),
        (
            Reply(200, Headers([("X-Need", "a"), *JSON.items()]), b"{"),
            ("reply-body-malformed", "body", ""),
        ),
        (
            Reply(200, Headers([("X-Need", "a"), *JSON.items()]), b'{"name":1}'),
            ("reply-body-invalid", "body", "/name"),
        ),
        (
            Reply(200, Headers(JSON.items()), b'{"name":"a"}'),
            ("reply-header-missing", "header", "X-Need"),
        ),
        (
            Reply(200, Headers([*FINE.headers.pairs, ("X-Count", "x")]), FINE.body),
            ("reply-header-invalid", "header", "X-Count"),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_error_about_a_reply_is_told_in_our_words(
    reply: Reply, problem: tuple[str, str, str]
) -> None:
    assert told(opinion_on_reply(JUDGE, GET, reply)) == [problem]


def test_all_problems_of_an_exchange_are_told_worst_first() -> None:
    message = asked("GET", "/things?limit=10")
    call, _ = read(compile_api(made()), message)
    opinion = opinion_on_exchange(JUDGE, Exchange(call, Reply(200, FINE.headers, b"{}")))
    assert told(opinion) == [
        ("parameter-missing", "query", "need"),
        ("parameter-invalid", "query", "limit"),
        ("reply-body-invalid", "body", "/name"),
    ]


def test_a_missing_credential_hides_nothing_else() -> None:
    paths: Json = {
        "/a": {
            "get": {
                "security": [{"key": []}],
                "parameters": [
                    {"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"default": {"description": "whatever"}},
            }
        }
    }
    judge = judge_for(document(paths, components=KEY))
    codes = [each.code for each in opinion_on_message(judge, asked("GET", "/a")).problems]
    assert codes == ["credential-missing", "parameter-missing"]


def test_the_reply_to_an_unknown_path_is_not_judged() -> None:
    assert opinion_on_reply(JUDGE, asked("GET", "/nothing"), Reply(418)) == Opinion()


def test_a_body_that_is_not_required_may_be_left_out() -> None:
    assert opinion_on_message(JUDGE, asked("PUT", "/things")) == Opinion()


def test_a_json_type_of_its_own_name_is_read_as_json() -> None:
    headers = {"content-type": "application/thing+json"}
    message = asked("POST", "/things", b"{}", **headers)
    assert told(opinion_on_message(JUDGE, message)) == [("body-invalid", "body", "/name")]


SERVERS: Json = [{"url": "https://{host}.example/{v}/", "variables": {"v": {"default": "v1"}}}]


@pytest.mark.parametrize("base", ["", "/v1"])
def test_a_path_may_stand_behind_that_of_a_server_or_by_itself(base: str) -> None:
    judge = judge_for(made(servers=SERVERS))
    assert opinion_on_message(judge, asked("GET", f"{base}/things?need=a")) == Opinion()


def test_a_path_behind_another_is_unknown() -> None:
    judge = judge_for(made(servers=SERVERS))
    opinion = opinion_on_message(judge, asked("GET", "/v2/things?need=a"))
    assert told(opinion) == [("path-unknown", "path", "")]


@pytest.mark.parametrize("base", ["", "/v2", "/v3"])
def test_servers_of_paths_and_operations_count_too(base: str) -> None:
    get: Json = {
        "servers": [{"url": "https://there.example/v3"}],
        "responses": {"default": {"description": "whatever"}},
    }
    judge = judge_for(document({"/a": {"servers": [{"url": "/v2"}], "get": get}}))
    assert opinion_on_message(judge, asked("GET", f"{base}/a")) == Opinion()


def test_a_path_is_found_however_it_is_encoded() -> None:
    assert opinion_on_message(JUDGE, asked("GET", "/%74hings?need=a")) == Opinion()


@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("HEAD", "/things", "it knows HEAD and OPTIONS only where they are written down"),
        ("OPTIONS", "/things", "it knows HEAD and OPTIONS only where they are written down"),
        ("parameters", "/things", "it takes any member of a path item for a method"),
        ("GET", "/things/", "it takes a trailing slash for an empty segment"),
        ("GET", "/things/a%2Fb", "it takes a path apart after decoding it"),
        ("GET", "/things/%FF", "it takes a path apart after decoding it"),
        ("GET", "/things/../a", "it takes a path apart after decoding it"),
        ("GET", "//things", "it takes a path apart after decoding it"),
        ("GET", "*", "it takes a path apart after decoding it"),
    ],
)
def test_what_it_would_misread_it_is_not_asked(method: str, path: str, reason: str) -> None:
    message = Message(method, path)
    silence = Opinion(gaps=(NoOpinion("routing", reason),))
    assert opinion_on_message(JUDGE, message) == silence
    assert opinion_on_reply(JUDGE, message, Reply(200)) == silence


def test_trailing_slashes_are_judged_where_a_document_has_them() -> None:
    paths: Json = {"/a/": {"get": {"responses": {"default": {"description": "whatever"}}}}}
    assert opinion_on_message(judge_for(document(paths)), asked("GET", "/a/")) == Opinion()


def test_what_breaks_it_leaves_the_other_parts_their_say() -> None:
    headers = {"content-type": "application/json;"}
    paths: Json = {
        "/a": {
            "post": {
                "parameters": [
                    {"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "requestBody": {"content": {"application/json": {"schema": THING}}},
                "responses": {"default": {"description": "whatever"}},
            }
        }
    }
    opinion = opinion_on_message(judge_for(document(paths)), asked("POST", "/a", b"{}", **headers))
    assert told(opinion) == [("parameter-missing", "query", "n")]
    assert opinion.gaps == (NoOpinion("body", "it raises ValueError"),)


def test_path_parameters_in_label_style_are_not_judged() -> None:
    parameter: Json = {
        "name": "id",
        "in": "path",
        "required": True,
        "style": "label",
        "schema": {"type": "string"},
    }
    get: Json = {"parameters": [parameter], "responses": {"default": {"description": "whatever"}}}
    opinion = opinion_on_message(
        judge_for(document({"/a/{id}": {"get": get}})), asked("GET", "/a/.b")
    )
    reason = "it cannot read the label and matrix styles"
    assert opinion == Opinion(gaps=(NoOpinion("parameters", reason),))


def test_lists_and_objects_are_read_out_of_the_query() -> None:
    integers: Json = {"type": "array", "items": {"type": "integer"}, "maxItems": 2}
    point: Json = {"type": "object", "properties": {"x": {"type": "integer"}}}
    item: Json = {
        "parameters": [
            {"name": "n", "in": "query", "schema": integers},
            {"name": "p", "in": "query", "style": "deepObject", "explode": True, "schema": point},
        ],
        "get": {"responses": {"default": {"description": "whatever"}}},
    }
    judge = judge_for(document({"/a": item}))
    assert opinion_on_message(judge, asked("GET", "/a?n=1&n=2&p[x]=1")) == Opinion()
    assert told(opinion_on_message(judge, asked("GET", "/a?n=1&n=2&n=3&p[x]=a"))) == [
        ("parameter-malformed", "query", "p"),
        ("parameter-invalid", "query", "n"),
    ]


def test_its_warnings_are_nobodys_business() -> None:
    assert opinion_on_message(JUDGE, asked("GET", "/things?need=a&old=1")) == Opinion()


def test_the_text_of_a_problem_is_short() -> None:
    body = json.dumps(["x" * 5000]).encode()
    problem = opinion_on_message(JUDGE, asked("POST", "/things", body)).problems[0]
    assert len(problem.message) == 200


def write(folder: Path, reference: str) -> Document:
    """A document in a file, whose one schema stands elsewhere."""
    (folder / "thing.yaml").write_text("type: object\nrequired: [name]\n")
    content = {"application/json": {"schema": {"$ref": reference}}}
    post = {"requestBody": {"content": content}, "responses": {"default": {"description": "x"}}}
    whole = {
        "openapi": NEW,
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": post}},
    }
    (folder / "openapi.json").write_text(json.dumps(whole))
    return load(folder / "openapi.json")


def test_a_document_of_several_files_is_judged_whole(tmp_path: Path) -> None:
    judge = judge_for(write(tmp_path, "thing.yaml"))
    opinion = opinion_on_message(judge, asked("POST", "/a", b"{}"))
    assert told(opinion) == [("body-invalid", "body", "/name")]


def test_nothing_is_fetched_from_the_network(tmp_path: Path) -> None:
    judge = judge_for(write(tmp_path, "http://127.0.0.1:1/thing.yaml"))
    gaps = opinion_on_message(judge, asked("POST", "/a", b"{}")).gaps
    assert [gap.part for gap in gaps] == ["body"]


def test_a_document_of_another_kind_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"OpenAPI 4\.0\.0 is not read"):
        judge_for(document({}, "4.0.0"))


def test_neither_the_mock_nor_an_opinion_loads_openapi_core() -> None:
    code = (
        "import sys, specdouble.mockserver.app, specdouble.contracts.opinion\n"
        "sys.exit('openapi_core' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  # our own words
    assert done.returncode == 0
