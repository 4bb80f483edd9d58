from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import Manners
from specdouble.contracts.scenario import Scenario, Tell
from specdouble.contracts.storytelling import BROKEN_OFF, tell, tell_all
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Story
from specdouble.contracts.walk import Pace, Walk
from specdouble.spec.api import Api
from specdouble.spec.exchange import Message

Serve = Callable[[WSGIApplication], str]
Told = Callable[..., dict[str, Story]]


def not_found(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Knows nobody."""
    start_response("404 x", [("Content-Length", "0")])
    return []


def story(name: str, tell: Tell) -> Scenario:
    return Scenario(name, (), lambda _: True, "", tell)


def nothing(_: Walk) -> None:
    """Asks for nothing."""


def objects(walk: Walk) -> None:
    walk.object(walk.ask("listExportJobs"), "wrong")


def skips(walk: Walk) -> None:
    walk.skip("not here")


def writes(walk: Walk) -> None:
    walk.target.send(Message("POST", "/"))


@pytest.fixture
def walk(api: Api, serve: Serve) -> Iterator[Walk]:
    """A walk through a server that knows nobody, and reads only."""
    ledger = Ledger(api, lambda _: None)
    pace = Pace(lambda: 0, lambda _: None)
    with Target(serve(not_found), placeholders(api), Manners(read_only=True)) as target:
        yield Walk(api, target, pace, ledger)


@pytest.fixture
def told(walk: Walk) -> Told:
    """Tells some stories; how they went, by name."""

    def make(**stories: Tell) -> dict[str, Story]:
        scenarios = [story(name, each) for name, each in stories.items()]
        return {each.name: each for each in tell_all(scenarios, walk, walk._ledger)}  # noqa: SLF001

    return make


@pytest.mark.parametrize(
    ("tell", "word", "reason"),
    [
        (nothing, "pass", ""),
        (objects, "fail", ""),
        (skips, "skipped", "not here"),
        (writes, "skipped", "the run is read-only"),
    ],
)
def test_a_story_has_its_word_and_reason(tell: Tell, word: str, reason: str, told: Told) -> None:
    assert told(one=tell) == {"one": Story("one", word, reason)}  # type: ignore[arg-type]  # a Word


def test_a_story_that_objects_and_then_skips_has_failed(told: Told) -> None:
    def both(walk: Walk) -> None:
        objects(walk)
        walk.skip("enough")

    assert told(one=both)["one"].word == "fail"


def test_each_story_fails_on_its_own(told: Told) -> None:
    words = {name: each.word for name, each in told(one=objects, other=nothing).items()}
    assert words == {"one": "fail", "other": "pass"}


def test_an_end_that_goes_wrong_fails_its_story(told: Told) -> None:
    found = told(one=lambda walk: walk.later(objects), other=lambda walk: walk.later(nothing))
    assert {name: each.word for name, each in found.items()} == {"one": "fail", "other": "pass"}


def test_an_end_that_skips_leaves_its_story_as_it_was(told: Told) -> None:
    assert told(one=lambda walk: walk.later(skips))["one"].word == "pass"


def test_what_is_said_belongs_to_the_story_being_told(told: Told, walk: Walk) -> None:
    told(one=lambda walk: walk.note("odd"), other=lambda walk: walk.later(objects))
    assert walk._ledger.notes == ("one: odd",)  # noqa: SLF001
    assert "scenario other" in {each.check for each in walk._ledger.violations}  # noqa: SLF001


def test_a_story_that_is_broken_off_is_entered_as_such(walk: Walk) -> None:
    def broken(_: Walk) -> None:
        raise KeyboardInterrupt

    told: dict[str, Story] = {}
    with pytest.raises(KeyboardInterrupt):
        tell([story("one", nothing), story("other", broken)], walk, walk._ledger, told)  # noqa: SLF001
    assert told == {"one": Story("one", "pass"), "other": Story("other", "fail", BROKEN_OFF)}


def test_after_two_silences_nothing_is_told_any_more(
    api: Api, speak: Callable[[bytes], str]
) -> None:
    ledger = Ledger(api, lambda _: None)
    scenarios = [story(name, _asks) for name in ("one", "two", "three")]
    with Target(speak(b""), placeholders(api)) as target:
        walk = Walk(api, target, Pace(lambda: 0, lambda _: None), ledger)
        told = tell_all(scenarios, walk, ledger)
    assert [(each.word, each.reason) for each in told] == [
        ("fail", "no answer came"),
        ("fail", "no answer came"),
        ("skipped", "the server stopped answering"),
    ]
    assert "the server stopped answering; some scenarios were not tried" in ledger.notes


def _asks(walk: Walk) -> None:
    walk.ask("listExportJobs")
