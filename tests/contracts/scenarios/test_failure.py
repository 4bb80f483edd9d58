from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.dialect import Dialect

Tell = Callable[..., Any]
WAYS = ["fail", "refuse", "accept"]


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


@pytest.mark.parametrize("name", ["unknown-dataset", "other-schema"])
@pytest.mark.parametrize("way", WAYS)
def test_the_mock_passes_whatever_it_does_with_them(name: str, way: str, tell: Tell) -> None:
    told = tell("failure", choices={name: way})
    assert (told.word, told.messages, told.notes) == ("pass", [], ())


@pytest.mark.parametrize("name", ["unknown-dataset", "other-schema"])
@pytest.mark.parametrize("way", WAYS)
def test_what_the_dialect_says_is_held(name: str, way: str, told: Tell) -> None:
    for stated in WAYS:
        outcome = told("failure", dialect=Dialect({name: stated}), choices={name: way})
        wrong = [f"{name}: the dialect says {stated!r}, and here it is {way!r}"]
        assert outcome.messages == (wrong if stated != way else [])


def test_a_failed_job_without_a_reason_is_seen(tell: Tell) -> None:
    def silent(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_look(asked) and answer.get("status") == "FAILED":
            return status, {name: each for name, each in answer.items() if name != "errors"}
        return status, answer

    told = tell("failure", silent)
    assert told.word == "fail"
    assert any("errors" in each for each in told.messages)


def test_a_failed_job_that_the_list_has_in_another_state_is_seen(tell: Tell) -> None:
    def lagging(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "GET" and not is_look(asked):
            jobs = [{**each, "status": "PROCESSING"} for each in answer["records"]]
            return status, {**answer, "records": jobs}
        return status, answer

    assert any("now it is PROCESSING" in each for each in tell("failure", lagging).messages)


def test_a_failed_job_that_the_list_of_failed_ones_lacks_is_seen(tell: Tell) -> None:
    def losing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "GET" and "status=FAILED" in asked.query
        return status, {**answer, "records": [], "link": {"next": ""}} if is_meant else answer

    messages = tell("failure", losing).messages
    assert any("missing on the page where it belongs" in each for each in messages)


def test_a_job_that_never_ends_is_seen(tell: Tell) -> None:
    def slow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = is_look(asked) and status == 200
        return status, {**answer, "status": "PROCESSING"} if is_meant else answer

    assert ["was still PROCESSING" in each for each in tell("failure", slow).messages] == [True]


@pytest.mark.parametrize("answer", [[], ["no slash at all"], [7], {}], ids=str)
def test_without_a_dataset_of_another_schema_the_rest_is_left_out(answer: Any, tell: Tell) -> None:
    created: list[Any] = []

    def nameless(asked: Any, status: int, honest: Any) -> tuple[int, Any]:
        created.extend([asked] * (asked.method == "POST" and asked.path.endswith("jobs")))
        return status, answer if asked.path.endswith("dataSets") else honest

    tell("failure", nameless)
    assert len(created) == (2 if answer == ["no slash at all"] else 1)


def test_a_dataset_of_another_schema_that_cannot_be_created_is_fine(tell: Tell) -> None:
    def narrow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        refusal = {"type": "about:blank", "status": 403, "title": "no", "detail": "no"}
        return (403, refusal) if asked.path.endswith("dataSets") else (status, answer)

    assert not any("scenario" in each.check for each in tell("failure", narrow).ledger.violations)
