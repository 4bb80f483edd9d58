"""The score of a small document of another domain, whose honest server keeps its pets."""

import json
from collections.abc import Mapping
from io import BytesIO

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.playback import Fresh, Server
from specdouble.contracts.scoring import Plan, Score, score
from specdouble.spec.exchange import Headers, Message, Reply

from .pets.shop import Shop, document


def open_shop(file: str, choices: Mapping[str, str] | None = None) -> Fresh:
    """Shops behind a gate: what the document does not allow, its mock refuses."""
    gates = opened(file, choices)

    def fresh() -> Server:
        shop, gate = Shop(), gates()

        def handle(message: Message) -> Reply:
            refused = gate.handle(message)
            is_own = refused.status < 400 and message.method != "OPTIONS"
            return asked(shop, message) if is_own else refused

        return Server(handle, gate.pace)

    return fresh


def asked(shop: Shop, message: Message) -> Reply:
    """What the shop answers, as a client reads it."""
    builder = EnvironBuilder(
        message.path,
        method=message.method,
        query_string=message.query,
        headers=list(message.headers.pairs),
        input_stream=BytesIO(message.body),
    )
    body, status, headers = run_wsgi_app(shop, builder.get_environ(), buffered=True)
    return Reply(int(status.split()[0]), Headers(list(headers)), b"".join(body))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Score:
    shown = document()
    refusal = {"description": "", "content": {"application/problem+json": {}}}
    for path in shown["paths"].values():
        for operation in path.values():
            operation["responses"] |= {"400": refusal, "415": refusal}
    file = tmp_path_factory.mktemp("pets") / "pets.json"
    file.write_text(json.dumps(shown), "utf-8")
    return score(Plan(str(file)), open_shop, jobs=1)


def test_what_the_shop_shows_wrong_is_found_out(found: Score) -> None:
    """All but one: of an update that is always answered 404 nobody knows whether it is there."""
    survived = [each.name for each in found.trials if each.word in {"survived", "crashed"}]
    assert survived == ["status-error:putPet:200 as 404"]


def test_what_no_story_makes_it_show_is_about_updates_and_conflicts(found: Score) -> None:
    unseen = [each.name for each in found.trials if each.word == "not seen"]
    known = ("putPet", ":409", "deletePet", "head:getPet")
    assert [name for name in unseen if not any(word in name for word in known)] == []


def test_most_of_them_are_found_out(found: Score) -> None:
    assert found.killed > 300
    assert found.percent > 85
