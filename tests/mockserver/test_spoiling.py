"""What becomes of JSON on purpose, for any document."""

import json

import pytest

from specdouble.mockserver.spoiling import emptied, rewritten, with_member, with_unknown_values
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Call, Headers, Message, Reply
from specdouble.spec.json_types import Json

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: SCHEMA
"""
JSON = {"Content-Type": "application/json"}


def spoilt(change, value: Json, schema: str = "{}") -> Json:
    api = compile_api(parse(DOCUMENT.replace("SCHEMA", schema)))
    call = Call(Message("GET", "/pets"), api.operations[0])
    reply = Reply(200, Headers(JSON.items()), json.dumps(value).encode())
    return json.loads(rewritten(call, reply, change).body)


NEW = {"somethingNew": {"added": ["later"]}}


def test_objects_in_lists_get_a_member_too() -> None:
    assert spoilt(with_member, [{"a": {}}]) == [{"a": NEW, **NEW}]


def test_a_closed_object_gets_none() -> None:
    schema = "{properties: {a: {additionalProperties: false}}}"
    assert spoilt(with_member, {"a": {}}, schema) == {"a": {}, **NEW}


def test_only_texts_of_which_the_values_are_listed_are_changed() -> None:
    schema = "{items: {properties: {a/b: {enum: [x, y]}, c: {type: string}}}}"
    changed = spoilt(with_unknown_values, [{"a/b": "x", "c": "x", "d": 5}], schema)
    assert changed == [{"a/b": "SOMETHING_NEW", "c": "x", "d": 5}]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ([1, 2], []),
        ("text", "text"),
        ({"items": [1, 2], "total": 2, "name": "x"}, {"items": [], "total": 0, "name": "x"}),
        (
            {"items": [1], "page": {"next": "/2", "of": 9}},
            {"items": [], "page": {"next": "", "of": 9}},
        ),
    ],
)
def test_lists_are_emptied_and_what_counts_them(value: Json, left: Json) -> None:
    assert spoilt(emptied, value) == left


def test_a_link_that_cannot_be_empty_is_null() -> None:
    schema = "{properties: {link: {properties: {next: {type: [string, 'null'], minLength: 1}}}}}"
    value = {"items": [1], "link": {"next": "/2"}}
    assert spoilt(emptied, value, schema) == {"items": [], "link": {"next": None}}


def test_where_the_document_forbids_the_rest_only_the_lists_are_emptied() -> None:
    schema = "{properties: {total: {minimum: 1}}}"
    assert spoilt(emptied, {"items": [1], "total": 1}, schema) == {"items": [], "total": 1}


@pytest.mark.parametrize(
    ("headers", "body"), [({}, b"{}"), ({"Content-Type": "text/html"}, b"{}"), (JSON, b"{")]
)
def test_what_is_no_json_stays_as_it_is(headers: dict[str, str], body: bytes) -> None:
    reply = Reply(200, Headers(headers.items()), body)
    assert rewritten(Call(Message("GET", "/"), None), reply, with_member) is reply


def test_a_reply_to_no_operation_is_changed_without_a_schema() -> None:
    reply = Reply(404, Headers(JSON.items()), b"{}")
    changed = rewritten(Call(Message("GET", "/"), None), reply, with_member)
    assert json.loads(changed.body) == NEW
