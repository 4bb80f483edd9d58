from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.dialect import Dialect

Tell = Callable[..., Any]
GONE = {"error_code": "404000", "message": "not found"}


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


def after_end(change: Callable[[Any, int, Any], tuple[int, Any]]) -> Any:
    """A lie that begins when a job has been shown as ended, with the request after that."""
    ended: list[Any] = []

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        told = change(asked, status, answer) if ended else (status, answer)
        if is_look(asked) and answer and answer.get("status") == "SUCCEEDED":
            ended.append(answer)
        return told

    return lie


@pytest.mark.parametrize("choices", [{}, {"ended-job": "keep"}, {"cancel-reply": "200"}], ids=str)
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("ended", choices=choices)
    assert (told.word, told.messages, told.notes) == ("pass", [], ())


@pytest.mark.parametrize(
    ("name", "value"),
    [("metrics", {}), ("updateTime", 9_999_999_999_999), ("errors", [{"code": "1", "msg": "x"}])],
)
def test_a_member_that_changes_after_the_end_is_seen(name: str, value: Any, tell: Tell) -> None:
    def drifting(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = is_look(asked) and status == 200 and name in answer
        return status, {**answer, name: value} if is_meant else answer

    kept = {"ended-job": "keep"}
    messages = tell("ended", after_end(drifting), choices=kept).messages
    seen = any("it has ended, and its" in each for each in messages)
    assert seen or (name == "errors" and messages == [])


def test_an_ended_job_that_runs_again_is_seen(tell: Tell) -> None:
    def reviving(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = is_look(asked) and status == 200
        return status, {**answer, "status": "PROCESSING"} if is_meant else answer

    messages = tell("ended", after_end(reviving)).messages
    assert any("it was SUCCEEDED, and now it is PROCESSING" in each for each in messages)


def test_an_ended_job_that_the_list_shows_otherwise_is_seen(tell: Tell) -> None:
    def lagging(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "GET" and not is_look(asked):
            return status, {
                **answer,
                "records": [{**each, "status": "FAILED"} for each in answer["records"]],
            }
        return status, answer

    assert any("now it is FAILED" in each for each in tell("ended", after_end(lagging)).messages)


def test_a_delete_that_is_refused_and_leaves_the_job_is_fine(tell: Tell) -> None:
    def keeping(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, GONE) if asked.method == "DELETE" else (status, answer)

    assert tell("ended", keeping, choices={"ended-job": "keep"}).messages == []


def test_a_delete_that_is_refused_and_done_is_seen(tell: Tell) -> None:
    def lying(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, GONE) if asked.method == "DELETE" else (status, answer)

    messages = tell("ended", lying, choices={"ended-job": "remove"}).messages
    assert any(
        each == "DELETE of an ended job was refused (404); it is gone"
        or "now it is not found" in each
        for each in messages
    )


def test_a_delete_that_turns_a_success_into_a_failure_is_seen(tell: Tell) -> None:
    deleted: list[Any] = []

    def turning(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        deleted.extend([asked] * (asked.method == "DELETE"))
        is_meant = is_look(asked) and deleted and answer
        return status, {**answer, "status": "FAILED"} if is_meant else answer

    told = tell("ended", turning, choices={"ended-job": "keep"})
    assert any("it was SUCCEEDED, and now it is FAILED" in each for each in told.messages)


def test_a_job_that_never_ends_is_seen(tell: Tell) -> None:
    def slow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = is_look(asked) and status == 200
        return status, {**answer, "status": "PROCESSING"} if is_meant else answer

    assert ["was still PROCESSING" in each for each in tell("ended", slow).messages] == [True]


def test_what_the_dialect_says_of_deleting_an_ended_job_is_held(told: Tell) -> None:
    outcome = told("ended", dialect=Dialect({"ended-job": "keep"}))
    assert outcome.messages == ["ended-job: the dialect says 'keep', and here it is 'remove'"]
    assert outcome.checks == ["dialect"]


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_without_a_dataset_or_a_job_the_story_ends(path: str, tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "POST" and path in asked.path
        return (403, {"error_code": "403000", "message": "no"}) if is_meant else (status, answer)

    assert ["answered 403" in each for each in tell("ended", refusing).messages] == [True]
