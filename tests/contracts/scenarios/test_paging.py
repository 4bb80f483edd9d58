"""Paging laws for any document: an honest shop keeps them, and each liar breaks one."""

import json

import pytest

from specdouble.contracts.manners import Manners
from specdouble.contracts.scenario import scenarios_for
from specdouble.mockserver.app import create_app
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load

from ..pets.shop import LIST, Serve, Shop, api_of, document, number, tell

VERSIONS = pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])


@VERSIONS
@pytest.mark.parametrize("lies", [(), ("header",)], ids=["body", "header"])
def test_an_honest_shop_passes(version: str, lies: tuple[str, ...], serve: Serve) -> None:
    told = tell("paging", api_of(document(version)), serve(Shop(lies)))
    assert (told.word, told.messages) == ("pass", [])


@VERSIONS
@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ("limit", "limit=2 was asked for, and the page holds 3 items"),
        ("offset", "offset=1 gives"),
        ("page", "is on two of the pages page=1, 2 and 3"),
        ("lost", "is in the list and on no page of it"),
        ("loop", "is on two pages of one walk along the links"),
    ],
)
def test_a_broken_law_is_seen(lie: str, words: str, version: str, serve: Serve) -> None:
    told = tell("paging", api_of(document(version)), serve(Shop((lie,))))
    assert any(words in each for each in told.messages)


@pytest.mark.parametrize("lie", ["refuses", "particular"])
def test_too_few_items_are_not_judged(lie: str, serve: Serve) -> None:
    assert tell("paging", api_of(document()), serve(Shop((lie,)))).messages == []


def test_a_static_fake_is_not_blamed(tmp_path, serve: Serve) -> None:
    shown = {"items": [{"id": each, "name": f"pet {each}"} for each in range(6)]}
    content = {"application/json": {"schema": LIST, "example": shown}}
    listed = {
        "parameters": [number("limit")],
        "responses": {"200": {"description": "", "content": content}},
    }
    made = document(listPets=listed, addPet=None)
    (tmp_path / "pets.json").write_text(json.dumps(made))
    told = tell("paging", api_of(made), serve(create_app(document=str(tmp_path / "pets.json"))))
    assert (told.word, told.messages) == ("pass", [])


def test_a_list_that_nothing_changes_is_noted_and_not_blamed(serve: Serve) -> None:
    shop = Shop(("static",), {each: {"id": each, "name": "Tom"} for each in range(6)})
    told = tell("paging", api_of(document(addPet=None)), serve(shop))
    assert (told.word, told.messages) == ("pass", [])
    assert ["may be a static answer" in each for each in told.notes] == [True]


def test_a_list_that_grows_and_ignores_its_limit_is_seen(serve: Serve) -> None:
    told = tell("paging", api_of(document()), serve(Shop(("static",))))
    assert told.messages == ["limit=2 was asked for, and the page holds 5 items"]


def test_a_run_that_only_reads_creates_nothing(serve: Serve) -> None:
    shop = Shop()
    tell("paging", api_of(document()), serve(shop), manners=Manners(read_only=True))
    assert shop.pets == {}


def test_the_list_of_jobs_is_left_to_its_own_story() -> None:
    names = [each.name for each in scenarios_for(compile_api(load(DOCUMENT)))]
    assert "paging" not in names
    assert "resource" not in names
