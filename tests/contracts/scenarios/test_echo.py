import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
CHOICES = [{}, {"dataset-member": "datasetId"}, {"most-jobs": "1"}, {"last-link": "absent"}]


def is_creation(asked: Any) -> bool:
    return bool(asked.method == "POST" and asked.path.endswith("jobs"))


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("echo", choices=choices)
    assert (told.word, told.messages) == ("pass", [])


def on_looks(change: Callable[[Any], None]) -> Any:
    """A lie about the records of jobs that are asked for alone."""

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_look(asked) and status == 200:
            answer = copy.deepcopy(answer)
            change(answer)
        return status, answer

    return lie


def put(path: str, value: Any) -> Callable[[Any], None]:
    """Puts something else in the place of a member, where the record has it."""
    *steps, last = path.split(".")

    def change(record: Any) -> None:
        for step in steps:
            record = record[int(step)] if isinstance(record, list) else record.get(step, {})
        if isinstance(record, list) or last in record:
            record[int(last) if isinstance(record, list) else last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ("schema.name", "another", "schema.name"),
        ("mergePolicy.id", "another", "mergePolicy.id"),
        ("mergePolicy.version", 99, "mergePolicy.version"),
        ("destination.segmentPerBatch", "neither", "destination.segmentPerBatch"),
        ("destination.dataSetId", "another", "dataset"),
    ],
)
def test_a_member_that_is_not_as_asked_is_seen_when_the_job_is_looked_at(
    path: str, value: Any, kind: str, tell: Tell
) -> None:
    found = tell("echo", on_looks(put(path, value))).ledger.violations
    assert f"later {kind}" in {each.objection.kind for each in found}


ECHOED = {
    "fields": "another",
    "additionalFields": {"eventList": {"fields": "another"}},
    "filter": {"segments": [{"segmentId": "another"}]},
    "evaluationInfo": {"segmentation": "neither"},
}


@pytest.mark.parametrize("name", ECHOED)
def test_a_member_that_need_not_be_shown_is_held_to_what_was_asked(name: str, tell: Tell) -> None:
    def inventing(record: Any) -> None:
        record[name] = ECHOED[name]

    assert any(
        "was asked for, the job shows" in each
        for each in tell("echo", on_looks(inventing)).messages
    )


def test_a_member_that_is_left_out_is_fine(tell: Tell) -> None:
    told = tell("echo", on_looks(lambda record: record.pop("fields", None)))
    assert told.messages == []


def test_jobs_that_show_what_their_neighbour_was_asked_are_seen(tell: Tell) -> None:
    first: list[Any] = []

    def mixing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        first.extend([answer] * is_creation(asked))
        if is_look(asked):
            return status, {**answer, "mergePolicy": first[0]["mergePolicy"]}
        return status, answer

    assert any("mergePolicy.id" in each for each in tell("echo", mixing).messages)


def test_a_job_that_lands_in_the_other_dataset_is_seen(tell: Tell) -> None:
    sent: list[Any] = []

    def mixing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_creation(asked):
            sent.append(answer["destination"])
            return status, {**answer, "destination": sent[0]}
        return status, answer

    assert any("the dataset " in each for each in tell("echo", mixing).messages)


def test_a_request_with_all_it_may_have_must_be_taken(tell: Tell) -> None:
    seen: list[Any] = []

    def narrow(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        seen.extend([asked] * is_creation(asked))
        refusal = {"error_code": "400000", "message": "no"}
        return (400, refusal) if is_creation(asked) and len(seen) == 2 else (status, answer)

    checks = {each.check for each in tell("echo", narrow).ledger.violations}
    assert "acceptance" in checks


def test_a_request_that_leaves_out_all_it_may_must_be_taken(tell: Tell) -> None:
    seen: list[Any] = []

    def greedy(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        seen.extend([asked] * is_creation(asked))
        refusal = {"error_code": "403000", "message": "no"}
        return (403, refusal) if is_creation(asked) and len(seen) == 5 else (status, answer)

    assert "answered 403; the story needs 200" in tell("echo", greedy).messages


def test_without_a_dataset_the_story_ends(tell: Tell) -> None:
    asked_for: list[str] = []

    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        asked_for.append(asked.path)
        return (503, {}) if asked.path.endswith("dataSets") else (status, answer)

    assert tell("echo", refusing).word == "fail"
    assert not any(path.endswith("jobs") for path in asked_for)


def test_words_of_all_the_world_come_back_as_they_went(tell: Tell) -> None:
    def mangling(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        del asked
        text = json.dumps(answer, ensure_ascii=False).replace("\\u00f6", "?").replace("ö", "?")
        return status, json.loads(text)

    told = tell("echo", mangling)
    assert any("fields" in each for each in told.messages)
