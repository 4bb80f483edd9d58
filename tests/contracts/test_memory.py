"""Liars that only a memory over several exchanges finds out."""

from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.memory import Memory
from specdouble.spec.exchange import Exchange

Tell = Callable[..., Any]
Exchanged = Callable[..., Exchange]


def is_creation(asked: Any) -> bool:
    return bool(asked.method == "POST" and asked.path.endswith("jobs"))


def is_look(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rpartition("/")[2].isdigit())


def is_list(asked: Any) -> bool:
    return bool(asked.method == "GET" and not is_look(asked))


def shown_as(when: Callable[[Any], bool], **members: Any) -> Any:
    """A lie about members of every job that is shown in some answers."""

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if not when(asked) or status != 200:
            return status, answer
        for job in answer.get("records", [answer]):
            job.update(members)
        return status, answer

    return lie


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"destination": {"datasetId": "0"}}, "the job shows '0'"),
        ({"mergePolicy": {"id": "0", "version": 1}}, "mergePolicy.id"),
        (
            {"mergePolicy": {"id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2", "version": 2}},
            "mergePolicy.version 1 was asked for, the job shows 2",
        ),
        ({"fields": "other"}, "fields 'identities.id,personalEmail.address' was asked for"),
        ({"schema": {"name": "other"}}, "schema.name '_xdm.context.profile' was asked for"),
        ({"creationTime": 7}, "and now it is 7"),
    ],
    ids=["dataset", "policy", "version", "fields", "schema", "creationTime"],
)
@pytest.mark.parametrize("when", [is_look, is_list], ids=["look", "list"])
def test_a_job_that_is_shown_otherwise_later_is_seen(
    when: Callable[[Any], bool], members: dict[str, Any], message: str, tell: Tell
) -> None:
    messages = tell("tutorial", shown_as(when, **members)).messages
    assert any(each.startswith("job ") and message in each for each in messages)


@pytest.mark.parametrize(
    "members",
    [
        {"requestId": "another"},
        {"destination": {}},
        {"mergePolicy": {}},
        {"schema": {}},
        {"computeGatewayJobId": {}},
    ],
    ids=lambda members: next(iter(members)),
)
def test_what_a_record_may_leave_out_or_change_is_not_said(
    members: dict[str, Any], tell: Tell
) -> None:
    messages = tell("tutorial", shown_as(is_list, **members)).messages
    assert not any(" was asked for" in each or "now it is" in each for each in messages)


def test_a_list_that_contradicts_the_end_of_a_job_is_seen(tell: Tell) -> None:
    messages = tell("tutorial", shown_as(is_list, status="PROCESSING")).messages
    assert any("it was SUCCEEDED, and now it is PROCESSING" in each for each in messages)


def test_a_job_may_be_cancelled_after_its_end(
    exchanged: Exchanged, succeeded: Any, new: Any
) -> None:
    memory = Memory()
    path = {"exportJobId": new["id"]}
    body = {"destination": {"datasetId": "5b020a27e7040801dedba61b"}, "schema": new["schema"]}
    same = {"id": new["id"], "creationTime": new["creationTime"]}
    ended = {**new, **same, "status": "SUCCEEDED"}
    found = [
        memory.observe(each)
        for each in (
            exchanged("createExportJob", 200, new, body=body),
            exchanged("getExportJob", 200, ended, path=path),
            exchanged("getExportJob", 200, succeeded | {"id": -1}, path=path),
            exchanged("cancelExportJob", 204, path=path),
            exchanged("getExportJob", 200, {**ended, "status": "CANCELLED"}, path=path),
        )
    ]
    assert found == [[], [], [], [], []]


@pytest.mark.parametrize(
    ("operation", "status", "answer"),
    [
        ("createExportJob", 200, {"id": "text"}),
        ("createDataset", 201, {}),
        ("createDataset", 201, [7, ""]),
        ("createDataset", 400, ["@/dataSets/1"]),
    ],
)
def test_an_answer_that_names_nothing_is_not_remembered(
    operation: str, status: int, answer: Any, exchanged: Exchanged
) -> None:
    memory = Memory()
    exchange = exchanged(operation, status, answer, body={})
    assert [memory.observe(exchange) for _ in range(2)] == [[], []]


def test_two_jobs_with_one_id_are_said_in_these_words(tell: Tell) -> None:
    messages = tell("page_walk", shown_as(is_creation, id=7)).messages
    assert "two jobs were created, and both have the id 7" in messages


def test_two_datasets_with_one_id_are_said_in_these_words(exchanged: Exchanged) -> None:
    memory = Memory()
    exchange = exchanged("createDataset", 201, ["@/dataSets/5b0"], body={})
    assert memory.observe(exchange) == []
    found = [each.message for each in memory.observe(exchange)]
    assert found == ["two datasets were created, and both have the id '5b0'"]
