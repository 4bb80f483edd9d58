"""Where the next page is, in the ways in which services say so; and what a reply calls an id."""

import json
from typing import Any

import pytest

from specdouble.contracts.asking import message_for
from specdouble.contracts.check import observe
from specdouble.contracts.declared_paging import items_of, next_message, paged_lists
from specdouble.contracts.resources import identity, resources_of, singular
from specdouble.contracts.target import Target
from specdouble.spec.exchange import Exchange, Headers, Reply

from .pets.shop import BODY, LIST, SHOWN, api_of, document, number

CONTENT = {"application/json": {"schema": LIST}}
CURSOR = {"name": "page_token", "in": "query", "schema": {"type": "string"}}
LISTED = {
    "parameters": [number("limit"), CURSOR],
    "responses": {"200": {"description": "", "content": CONTENT}},
}
API = api_of(document(listPets=LISTED))


def page(body: object, headers: dict[str, str] | None = None, query: str = "limit=2") -> Exchange:
    """A page of the list, as it was answered."""
    operation = API.operation("listPets")
    assert operation is not None
    asked = dict(part.split("=") for part in query.split("&"))
    reply = Reply(200, Headers((headers or {}).items()), json.dumps(body).encode())
    return observe(API, message_for(operation, query=asked), reply)


@pytest.mark.parametrize(
    ("body", "headers", "query"),
    [
        ({"next": "/v1/pets?page=2"}, {}, "page=2"),
        ({"next": "http://127.0.0.1/v1/pets?page=2"}, {}, "page=2"),
        ({"links": {"next": "?page=2"}}, {}, "page=2"),
        ({"_links": {"self": {"href": "/v1/pets"}, "next": {"href": "?page=2"}}}, {}, "page=2"),
        ({"paging": {"nextLink": "?page=2"}}, {}, "page=2"),
        ([], {"Link": '</v1>; rel="up", <?page=2>; rel="next last"'}, "page=2"),
        ({"meta": {"next_page_token": "abc"}}, {}, "limit=2&page_token=abc"),
        ({"nextCursor": 7}, {}, "limit=2&page_token=7"),
        ({"next": None}, {}, None),
        ({"next": ""}, {}, None),
        ({"next_page_token": ""}, {}, None),
        ({"next": "http://example.com/v1/pets"}, {}, None),
        ({"next": "/elsewhere"}, {}, None),
        ({"href": "/v1/pets?page=2"}, {}, None),
        ([], {}, None),
    ],
    ids=str,
)
def test_the_next_page_is_found(body: object, headers: dict[str, str], query: str | None) -> None:
    with Target("http://127.0.0.1/v1") as target:
        found = next_message(page(body, headers), target)
    assert (found.query if found else None) == query


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ([1], [1]),
        ({"items": [1], "total": 1}, [1]),
        ({"data": {"items": [1]}}, [1]),
        ({"a": [1], "b": [2]}, None),
        ({"a": 1}, None),
        ("x", None),
    ],
    ids=str,
)
def test_the_items_of_a_body_are_found(body: Any, items: Any) -> None:
    assert items_of(body) == items


def test_the_parameters_are_known_by_what_they_do() -> None:
    assert [sorted(each.parameters) for each in paged_lists(API)] == [["cursor", "limit"]]


def created(body: object, headers: dict[str, str] | None = None, **links: Any) -> object:
    """The id that is read out of the answer to a creation."""
    answered = {"201": {**SHOWN["200"], "links": links}}
    api = api_of(document(addPet={"requestBody": BODY, "responses": answered}))
    operation = api.operation("addPet")
    assert operation is not None
    reply = Reply(201, Headers((headers or {}).items()), json.dumps(body).encode())
    exchange = observe(api, message_for(operation, body={"name": "Tom"}), reply)
    return identity(exchange, resources_of(api)[0])


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        ({"id": 1}, {"Location": "/pets/2"}, 2),
        ({"id": 1}, {}, 1),
        ({"petId": "3"}, {}, 3),
        ({"pet_id": 3}, {}, 3),
        ({"data": {"id": 4}}, {}, 4),
        ("https://example.com/pets/5", {}, 5),
        (6, {}, 6),
        ({"id": "none"}, {}, None),
        ({"id": True}, {}, None),
        ([], {}, None),
    ],
    ids=str,
)
def test_the_id_of_a_creation_is_found(
    body: object, headers: dict[str, str], expected: object
) -> None:
    assert created(body, headers) == expected


def test_a_link_says_best_what_the_id_is() -> None:
    link = {"operationId": "getPet", "parameters": {"petId": "$response.body#/number"}}
    other = {"operationId": "listPets", "parameters": {"limit": "$response.body#/id"}}
    assert created({"id": 1, "number": 2}, Other=other, Get=link) == 2
    assert created({"id": 1}, Get=link) == 1


@pytest.mark.parametrize(
    ("plural", "word"),
    [
        ("pets", "pet"),
        ("boxes", "box"),
        ("categories", "category"),
        ("data", "data"),
        ("glass", "glass"),
    ],
)
def test_a_noun_in_the_singular(plural: str, word: str) -> None:
    assert singular(plural) == word
