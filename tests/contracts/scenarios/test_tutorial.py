from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
BUSY = {"error_code": "503000", "message": "busy"}


def changing(when: Callable[[Any], bool], **members: Any) -> Any:
    """A lie about members of a body."""

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return status, {**answer, **members} if when(asked) and status == 200 else answer

    return lie


def is_creation(asked: Any) -> bool:
    return bool(asked.method == "POST" and asked.path.endswith("jobs"))


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


def is_list(asked: Any) -> bool:
    return bool(asked.method == "GET" and not is_look(asked))


def test_the_mock_passes(tell: Tell) -> None:
    told = tell("tutorial")
    assert (told.word, told.messages, told.notes) == ("pass", [], ())


def test_a_job_that_does_not_start_as_new_is_seen(tell: Tell) -> None:
    told = tell("tutorial", changing(is_creation, status="PROCESSING"))
    assert "a new job is NEW; this one is PROCESSING" in told.messages


def test_a_job_that_fails_is_seen_with_its_errors(tell: Tell) -> None:
    errors = [{"code": "1", "msg": "no disk"}]
    told = tell("tutorial", changing(is_look, status="FAILED", errors=errors))
    assert any("ended FAILED" in each and "no disk" in each for each in told.messages)


def test_a_job_that_never_ends_is_seen(tell: Tell) -> None:
    told = tell("tutorial", changing(is_look, status="PROCESSING"))
    assert any("was still PROCESSING after 60 s: a job ends" in each for each in told.messages)


def test_a_job_in_a_state_nobody_knows_has_not_ended(tell: Tell) -> None:
    told = tell("tutorial", changing(is_look, status="RESTING"))
    assert any("was still RESTING" in each for each in told.messages)


def test_a_job_that_cannot_be_looked_at_is_seen(tell: Tell) -> None:
    def hiding(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, {}) if is_look(asked) else (status, answer)

    messages = tell("tutorial", hiding).messages
    assert any("was created and nobody cancelled it" in each for each in messages)


def test_a_job_that_is_not_in_the_list_is_seen(tell: Tell) -> None:
    told = tell("tutorial", changing(is_list, records=[], link={}))
    assert any("is not in the list" in each for each in told.messages)
    assert any("is missing on the page where it belongs" in each for each in told.messages)


def test_a_list_without_end_is_given_up(tell: Tell) -> None:
    endless = changing(is_list, records=[], link={"next": "/export/jobs/?offset=1_1"})
    told = tell("tutorial", endless)
    assert any("is not in the list" in each for each in told.messages)


def test_a_list_that_cannot_be_read_is_seen(tell: Tell) -> None:
    def closed(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (503, {}) if is_list(asked) else (status, answer)

    assert tell("tutorial", closed).messages == ["answered 503; the story needs 200"]


def test_a_job_on_a_later_page_is_found(tell: Tell) -> None:
    def paging(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_list(asked) and "offset" not in asked.query:
            first = {"records": [], "link": {"next": "/export/jobs/?offset=9999999999999_9"}}
            return status, {**answer, **first}
        return status, answer

    assert not any("in the list" in each for each in tell("tutorial", paging).messages)


def test_without_a_second_job_nothing_is_cancelled(tell: Tell) -> None:
    asked_for: list[Any] = []

    def one_only(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        asked_for.extend([asked] * is_creation(asked))
        return (503, BUSY) if is_creation(asked) and len(asked_for) == 2 else (status, answer)

    assert tell("tutorial", one_only).messages == ["answered 503; the story needs 200"]


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_without_a_dataset_or_a_job_the_story_ends(path: str, tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "POST" and path in asked.path
        return (503, BUSY) if is_meant else (status, answer)

    assert ["answered 503" in each for each in tell("tutorial", refusing).messages] == [True]
