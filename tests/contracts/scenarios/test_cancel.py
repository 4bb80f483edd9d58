from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
DONE = {"status": True, "message": "Export job has been marked for cancelling"}


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


@pytest.mark.parametrize("choices", [{}, {"cancel-reply": "200"}], ids=["204", "200"])
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("cancel", choices=choices)
    assert (told.word, told.messages) == ("pass", [])


def test_a_job_that_is_gone_is_fine(tell: Tell) -> None:
    def gone(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, {}) if is_look(asked) else (status, answer)

    assert tell("cancel", gone).messages == []


def test_a_job_that_is_cancelled_after_a_while_is_fine(tell: Tell) -> None:
    looks = []

    def slow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "DELETE":
            return 200, DONE
        looks.extend([asked] * is_look(asked))
        return status, {**answer, "status": "PROCESSING"} if is_look(asked) and len(
            looks
        ) < 4 else answer

    assert tell("cancel", slow).messages == []
    assert len(looks) > 4


def test_a_job_that_goes_on_is_seen(tell: Tell) -> None:
    def deaf(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return status, {**answer, "status": "PROCESSING"} if is_look(asked) else answer

    told = tell("cancel", deaf)
    assert told.word == "fail"
    assert ["is PROCESSING" in each for each in told.messages] == [True]


def test_a_job_that_is_never_cancelled_is_seen(tell: Tell) -> None:
    def deaf(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "DELETE":
            return 200, DONE
        return status, {**answer, "status": "PROCESSING"} if is_look(asked) else answer

    assert ["is PROCESSING" in each for each in tell("cancel", deaf).messages] == [True]


def test_a_job_that_succeeds_all_the_same_is_seen(tell: Tell) -> None:
    looks = []

    def reviving(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        looks.extend([asked] * is_look(asked))
        return status, {**answer, "status": "SUCCEEDED"} if len(looks) > 1 else answer

    assert any(
        "was cancelled and has SUCCEEDED" in each for each in tell("cancel", reviving).messages
    )


def test_a_cancel_that_is_refused_is_seen(tell: Tell) -> None:
    def stubborn(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, {}) if asked.method == "DELETE" else (status, answer)

    assert tell("cancel", stubborn).messages == ["answered 404; the story needs 200 or 204"]


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("dataSets", [], "the answer names no dataset"),
        ("dataSets", ["@/dataSets/"], "the answer names no dataset"),
        ("jobs", {"status": "NEW"}, "the answer names no job"),
    ],
)
def test_a_creation_that_names_nothing_is_seen(
    path: str, answer: Any, message: str, tell: Tell
) -> None:
    def nameless(asked: Any, status: int, honest: Any) -> tuple[int, Any]:
        return status, answer if asked.method == "POST" and path in asked.path else honest

    assert message in tell("cancel", nameless).messages


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_a_creation_that_is_refused_ends_the_story(path: str, tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "POST" and path in asked.path
        return (403, {"error_code": "403000", "message": "no"}) if is_meant else (status, answer)

    assert ["answered 403" in each for each in tell("cancel", refusing).messages] == [True]
