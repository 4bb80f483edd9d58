"""Links are followed with values from real replies, and must lead somewhere."""

import pytest

from specdouble.contracts.manners import Manners
from specdouble.contracts.scenario import scenarios_for
from specdouble.mockserver.app import create_app
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load

from ..pets.shop import BODY, SHOWN, Serve, Shop, api_of, document, tell


def linked(**link: object) -> dict[str, object]:
    """The shop with one link of its creation."""
    created = {**SHOWN["200"], "links": {"Only": link}}
    return document(addPet={"requestBody": BODY, "responses": {"201": created}})


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_an_honest_shop_passes(version: str, serve: Serve) -> None:
    shop = Shop()
    told = tell("links", api_of(document(version)), serve(shop))
    assert (told.word, told.messages) == ("pass", [])
    assert shop.asked == ["POST /pets", "GET /pets/1", "DELETE /pets/1", "POST /pets"]


def test_a_link_that_leads_to_nothing_is_seen(serve: Serve) -> None:
    told = tell("links", api_of(document()), serve(Shop(("forgets",))))
    assert "the link Get of addPet leads to GET /pets/1, which is answered 404" in told.messages


def test_a_link_by_header_is_followed(serve: Serve) -> None:
    shop = Shop()
    api = api_of(linked(operationId="getPet", parameters={"petId": "$response.header.X-Pet"}))
    assert tell("links", api, serve(shop)).word == "pass"
    assert shop.asked == ["POST /pets"]


def test_a_link_with_a_body_sends_it(serve: Serve) -> None:
    shop = Shop()
    link = {"operationId": "putPet", "parameters": {"petId": "$response.body#/id"}}
    api = api_of(linked(**link, requestBody={"name": "{$response.body#/name} the second"}))
    tell("links", api, serve(shop))
    assert shop.pets[1]["name"] == "Tom the second"


def test_a_link_that_leaves_the_id_open_is_not_followed() -> None:
    api = api_of(linked(operationId="getPet"))
    assert [each.name for each in scenarios_for(api) if each.name == "links"] == []


def test_a_run_that_only_reads_follows_nothing_of_a_creation(serve: Serve) -> None:
    shop = Shop()
    tell("links", api_of(document()), serve(shop), manners=Manners(read_only=True))
    assert shop.asked == []


@pytest.mark.parametrize("choices", [{}, {"cancelled-job": "remove"}], ids=["keep", "remove"])
def test_the_mock_of_the_built_in_document_passes(choices: dict[str, str], serve: Serve) -> None:
    told = tell("links", compile_api(load(DOCUMENT)), serve(create_app(choices=choices)))
    assert (told.word, told.messages) == ("pass", [])
    assert told.requests < 20
