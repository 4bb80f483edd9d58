from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
DONE = {"status": True, "message": "Export job has been marked for cancelling"}


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


def after_cancel(change: Callable[[int, Any], tuple[int, Any]]) -> Any:
    """A lie about the looks at jobs that were cancelled."""
    cancelled: set[str] = set()

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        key = asked.path.rpartition("/")[2]
        if asked.method == "DELETE":
            cancelled.add(key)
        return change(status, answer) if is_look(asked) and key in cancelled else (status, answer)

    return lie


@pytest.mark.parametrize("choices", [{}, {"cancel-reply": "200"}], ids=["204", "200"])
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("cancel", choices=choices)
    assert (told.word, told.messages) == ("pass", [])


def test_a_job_that_is_gone_is_fine(tell: Tell) -> None:
    told = tell("cancel", choices={"cancelled-job": "remove"})
    assert (told.word, told.messages) == ("pass", [])


def test_a_job_that_is_gone_and_still_listed_is_seen(tell: Tell) -> None:
    gone = {"error_code": "404000", "message": "not found"}
    messages = tell("cancel", after_cancel(lambda *_: (404, gone))).messages
    assert any("is not found any more, and still listed" in each for each in messages)


def test_a_job_that_is_cancelled_after_a_while_is_fine(tell: Tell) -> None:
    looks: list[Any] = []

    def slow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        """For some looks, nothing shows of a cancel."""
        if asked.method == "DELETE":
            return 200, DONE
        looks.extend([asked] * is_look(asked))
        if asked.method == "POST" or len(looks) > 6 or status != 200:
            return status, answer
        if is_look(asked):
            return status, running(answer)
        return status, {**answer, "records": [running(each) for each in answer["records"]]}

    assert tell("cancel", slow, choices={"ended-job": "keep"}).messages == []


def test_a_job_that_goes_on_is_seen(tell: Tell) -> None:
    told = tell("cancel", after_cancel(lambda status, answer: (status, running(answer))))
    assert told.word == "fail"
    assert any("is PROCESSING" in each for each in told.messages)


def test_a_job_that_is_never_cancelled_is_seen(tell: Tell) -> None:
    def deaf(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "DELETE":
            return 200, DONE
        return status, running(answer) if is_look(asked) and answer else answer

    assert any("is PROCESSING" in each for each in tell("cancel", deaf).messages)


def test_a_job_that_succeeds_all_the_same_is_seen(tell: Tell) -> None:
    looks: list[Any] = []

    def reviving(status: int, answer: Any) -> tuple[int, Any]:
        looks.append(answer)
        return status, {**answer, "status": "SUCCEEDED"} if len(looks) > 4 else answer

    messages = tell("cancel", after_cancel(reviving)).messages
    assert any("was cancelled and has SUCCEEDED" in each for each in messages)


def test_a_cancel_that_is_refused_is_seen(tell: Tell) -> None:
    def stubborn(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (404, {}) if asked.method == "DELETE" else (status, answer)

    assert tell("cancel", stubborn).word == "fail"


def test_a_cancel_that_stops_the_job_beside_it_is_seen(tell: Tell) -> None:
    cancelled: list[Any] = []

    def careless(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        cancelled.extend([asked] * (asked.method == "DELETE"))
        is_meant = is_look(asked) and cancelled and answer
        return status, {**answer, "status": "CANCELLED"} if is_meant else answer

    messages = tell("cancel", careless).messages
    assert any(each.startswith("job ") and "was cancelled, and job " in each for each in messages)


def test_a_cancel_that_says_no_while_the_job_runs_is_seen(tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "DELETE":
            return 200, {"status": False, "message": "no"}
        return status, running(answer) if is_look(asked) and answer else answer

    messages = tell("cancel", refusing).messages
    assert any("its cancel is answered with status false" in each for each in messages)


def test_a_cancel_that_says_no_as_it_came_too_late_is_fine(tell: Tell, succeeded: Any) -> None:
    """The job has ended before the cancel arrives."""
    ended: set[str] = set()

    def late(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "DELETE":
            ended.add(asked.path.rpartition("/")[2])
            return 200, {"status": False, "message": "it has ended"}
        if asked.method == "GET" and not is_look(asked):
            records = [done(each, succeeded, ended) for each in answer["records"]]
            return status, {**answer, "records": records}
        return status, done(answer, succeeded, ended) if is_look(asked) else answer

    assert tell("cancel", late, choices={"ended-job": "keep"}).messages == []


def test_a_job_that_is_created_next_does_not_get_its_id(tell: Tell) -> None:
    seen: list[Any] = []

    def reusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_creation = asked.method == "POST" and asked.path.endswith("jobs")
        seen.extend([answer] * is_creation)
        return status, {**answer, "id": seen[1]["id"]} if len(seen) == 3 and is_creation else answer

    assert any("both have the id" in each for each in tell("cancel", reusing).messages)


def running(job: Any) -> Any:
    """The record of a job that goes on."""
    return {**job, "status": "PROCESSING"}


def done(job: Any, succeeded: Any, ended: set[str]) -> Any:
    """The record of the same job at its end, if it is one of those that have ended."""
    if str(job["id"]) not in ended:
        return job
    lasting = {name: succeeded[name] for name in ("status", "metrics")}
    batch = {"batchId": f"{job['id']:032x}"}
    return {**job, **lasting, "destination": {**job["destination"], **batch}}


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
