import pytest

from specdouble.contracts.ending import EXIT_CODES, Ending, Word, halted, interrupted, untold
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import HaltError
from specdouble.contracts.scenario import scenarios_for
from specdouble.contracts.storytelling import BROKEN_OFF
from specdouble.contracts.verdict import Story
from specdouble.spec.api import Api
from specdouble.spec.exchange import Message

ASKED = Message("GET", "/data/core/ups/export/jobs")


@pytest.mark.parametrize(
    ("halt", "word", "found"),
    [
        (HaltError("spent"), "spent", []),
        (HaltError("401", ASKED), "trouble", []),
        (HaltError("dead", ASKED, is_fault=True), "fault", [("answers", "listExportJobs", "dead")]),
    ],
    ids=["spent", "trouble", "fault"],
)
def test_only_a_fault_of_the_server_is_a_violation(
    halt: HaltError, word: Word, found: list[tuple[str, str, str]], api: Api
) -> None:
    ledger = Ledger(api, lambda _: None)
    assert halted(halt, api, ledger) == Ending(word, halt.reason)
    assert [(each.check, each.operation, each.message) for each in ledger.violations] == found


def test_what_the_user_has_stopped_says_after_how_long() -> None:
    ending = interrupted(12.34)
    assert ending.reason == "stopped by Ctrl-C after 12.3 s"
    assert EXIT_CODES[ending.word] == 130


def test_stories_that_were_not_reached_are_skipped_with_the_reason(api: Api) -> None:
    stories = scenarios_for(api)
    told = {stories[0].name: Story(stories[0].name, "pass")}
    untold(stories, told, Ending("spent", "the 5 requests are spent"))
    assert [each.word for each in told.values()] == ["pass", *["skipped"] * (len(stories) - 1)]
    assert {each.reason for each in list(told.values())[1:]} == {"the 5 requests are spent"}


@pytest.mark.parametrize(
    ("ending", "word"), [(interrupted(1), "skipped"), (Ending("enough", "found"), "fail")]
)
def test_a_story_that_was_cut_short_fails_only_if_it_ended_the_run(
    ending: Ending, word: str, api: Api
) -> None:
    story = scenarios_for(api)[0]
    told = {story.name: Story(story.name, "fail", BROKEN_OFF)}
    untold([story], told, ending)
    assert told[story.name].word == word


def test_what_a_story_has_found_stays_found(api: Api) -> None:
    story = scenarios_for(api)[0]
    told = {story.name: Story(story.name, "fail")}
    untold([story], told, interrupted(1))
    assert told[story.name].word == "fail"
