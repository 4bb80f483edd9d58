from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
CHOICES = [
    {},
    {"dataset-member": "dataSetId"},
    {"dataset-member": "datasetId"},
    {"most-jobs": "1"},
    {"job-seconds": "0.1"},
]


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


def is_list(asked: Any) -> bool:
    return bool(asked.method == "GET" and not is_look(asked))


def in_list(change: Callable[[Any], Any]) -> Any:
    """A lie about the records of a list."""

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if not is_list(asked):
            return status, answer
        return status, {**answer, "records": [change(each) for each in answer["records"]]}

    return lie


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("lookup", choices=choices)
    assert (told.word, told.messages) == ("pass", [])


@pytest.mark.parametrize("name", ["imsOrgId", "profileInstanceId", "computeGatewayJobId"])
def test_a_member_that_is_another_in_the_list_is_seen(name: str, tell: Tell) -> None:
    def changed(record: Any) -> Any:
        value = {"exportJob": "x", "pushJob": "y"} if name.endswith("JobId") else "another"
        return {**record, name: value}

    messages = tell("lookup", in_list(changed)).messages
    assert f"{name} of a job is not the same alone and in the list" in messages


def test_a_destination_that_is_another_in_the_list_is_seen(tell: Tell) -> None:
    def changed(record: Any) -> Any:
        return {**record, "destination": {**record["destination"], "segmentPerBatch": True}}

    messages = tell("lookup", in_list(changed)).messages
    message = "destination.segmentPerBatch of a job is not the same alone and in the list"
    assert message in messages


@pytest.mark.parametrize(
    "odd",
    [
        lambda record: {**record, "requestId": "another"},
        lambda record: {**record, "x-more": 1},
    ],
    ids=["requestId", "more"],
)
def test_what_may_differ_is_fine(odd: Callable[[Any], Any], tell: Tell) -> None:
    assert tell("lookup", in_list(odd)).messages == []


def test_what_has_changed_meanwhile_is_held_against_nobody(tell: Tell) -> None:
    """Its time goes on with every look, so no look agrees with the one before."""
    count: list[Any] = []

    def busy(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        count.append(asked)
        if is_look(asked) and status == 200:
            return status, {**answer, "updateTime": answer["updateTime"] + len(count)}
        if is_list(asked):
            later = [
                {**each, "updateTime": each["updateTime"] + len(count)}
                for each in answer["records"]
            ]
            return status, {**answer, "records": later}
        return status, answer

    assert tell("lookup", busy).messages == []


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_job_that_never_was_and_is_found_is_seen(method: str, new: Any, tell: Tell) -> None:
    def generous(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        key = asked.path.rpartition("/")[2]
        if asked.method == method and status == 404 and key.isdigit():
            return (
                (204, None)
                if method == "DELETE"
                else (200, {**new, "id": int(key), "destination": {"dataSetId": "5b0"}})
            )
        return status, answer

    messages = tell("lookup", generous).messages
    status = {"GET": 200, "DELETE": 204}[method]
    assert f"answered {status}; the story needs 404" in messages


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_without_its_jobs_the_story_ends(path: str, tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "POST" and path in asked.path
        return (403, {"error_code": "403000", "message": "no"}) if is_meant else (status, answer)

    assert ["answered 403" in each for each in tell("lookup", refusing).messages] == [True]
