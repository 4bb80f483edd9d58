"""The laws of resources: an honest shop keeps them, and each liar breaks one."""

import pytest

from specdouble.contracts.manners import Manners
from specdouble.mockserver.app import create_app

from ..pets.shop import EXAMPLE, SHOWN, Serve, Shop, api_of, document, tell

VERSIONS = pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])


@VERSIONS
def test_an_honest_shop_passes(version: str, serve: Serve) -> None:
    told = tell("resource", api_of(document(version)), serve(Shop()))
    assert (told.word, told.messages, told.notes) == ("pass", [], ())


@pytest.mark.parametrize("lie", ["respells", "marks", "header", "particular"])
def test_what_http_and_the_document_leave_open_is_fine(lie: str, serve: Serve) -> None:
    told = tell("resource", api_of(document()), serve(Shop((lie,))))
    assert (told.word, told.messages) == ("pass", [])


@VERSIONS
@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ("forgets", "a read of it is answered 404"),
        ("changes", "a read shows 'Somebody'"),
        ("unlisted", "is not in the list"),
        ("deaf", "putPet was sent name ="),
        ("keeps", "a read of it shows it as before"),
        ("same", "two creations gave the same id"),
        ("anything", "was made up, and a read of it is answered 200"),
        ("twins", "one creation makes more than one item"),
        ("other", "was asked for, and the answer shows"),
    ],
)
def test_a_broken_law_is_seen(lie: str, words: str, version: str, serve: Serve) -> None:
    told = tell("resource", api_of(document(version)), serve(Shop((lie,))))
    assert told.word == "fail"
    assert any(words in each for each in told.messages)


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ("refuses", "addPet answers 409"),
        ("accepted", "addPet answers 202"),
        ("anonymous", "no id is found"),
    ],
)
def test_a_creation_that_gives_nothing_skips_the_laws(lie: str, words: str, serve: Serve) -> None:
    told = tell("resource", api_of(document()), serve(Shop((lie,))))
    assert told.word == "skipped"
    assert words in told.reason


def test_a_mock_that_keeps_nothing_is_not_blamed(tmp_path, serve: Serve) -> None:
    path = tmp_path / "pets.json"
    shown = {"201": {**SHOWN["200"]}}
    made = document(
        addPet={
            "requestBody": document()["paths"]["/pets"]["post"]["requestBody"],
            "responses": shown,
        }
    )
    path.write_text(__import__("json").dumps(made))
    told = tell("resource", api_of(made), serve(create_app(document=str(path))))
    assert (told.word, told.messages) == ("skipped", [])
    assert "keeps no state" in told.reason


def test_a_run_that_only_reads_creates_nothing(serve: Serve) -> None:
    shop = Shop()
    told = tell("resource", api_of(document()), serve(shop), manners=Manners(read_only=True))
    assert (told.word, shop.asked) == ("skipped", [])


def test_all_that_was_created_is_deleted_again(serve: Serve) -> None:
    shop = Shop()
    tell("resource", api_of(document()), serve(shop))
    assert shop.pets == {}


def test_items_that_cannot_be_read_are_not_judged(serve: Serve) -> None:
    told = tell("resource", api_of(document(getPet=None)), serve(Shop()))
    assert "cannot be read" in told.reason
    assert EXAMPLE["name"] == "Tom"
