import json
from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.check import observe
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]

CHECK = "job_consistency"


@pytest.fixture
def said(exchanged: Exchanged, objections: Objections) -> Callable[[Any], list[str]]:
    """What the check says of a job that is looked at."""

    def make(job: Any) -> list[str]:
        path = {"exportJobId": job["id"]}
        return objections(exchanged("getExportJob", 200, job, path=path), CHECK)

    return make


@pytest.mark.parametrize("name", ["new", "succeeded", "failed"])
def test_the_records_of_the_document_are_consistent(
    name: str, said: Callable[[Any], list[str]], request: pytest.FixtureRequest
) -> None:
    assert said(request.getfixturevalue(name)) == []


@pytest.mark.parametrize("timer", ["totalTime", "profileExportTime", "aCPDatasetWriteTime"])
def test_a_total_that_is_not_end_less_start_is_seen(
    timer: str, succeeded: Any, said: Callable[[Any], list[str]]
) -> None:
    succeeded["metrics"][timer]["totalTimeInMs"] += 1
    assert [f"metrics.{timer}.totalTimeInMs is" in each for each in said(succeeded)] == [True]


def test_a_timer_that_ends_before_it_starts_is_seen(
    succeeded: Any, said: Callable[[Any], list[str]]
) -> None:
    timer = succeeded["metrics"]["profileExportTime"]
    timer["startTimeInMs"], timer["endTimeInMs"] = timer["endTimeInMs"], timer["startTimeInMs"]
    assert ["before its start" in each for each in said(succeeded)] == [True]


@pytest.mark.parametrize(("member", "shift"), [("startTimeInMs", -1), ("endTimeInMs", 1)])
def test_a_phase_outside_of_the_total_is_seen(
    member: str, shift: int, succeeded: Any, said: Callable[[Any], list[str]]
) -> None:
    total = succeeded["metrics"]["totalTime"][member]
    timer = succeeded["metrics"]["aCPDatasetWriteTime"]
    timer[member] = total + shift
    del timer["totalTimeInMs"]
    assert ["outside of totalTime" in each for each in said(succeeded)] == [True]


def test_an_update_before_the_creation_is_seen(new: Any, said: Callable[[Any], list[str]]) -> None:
    new["updateTime"] = new["creationTime"] - 1
    assert ["is before creationTime" in each for each in said(new)] == [True]


@pytest.fixture
def said_by_a_loose_document(api: Api, objections: Objections) -> Callable[[Any], list[str]]:
    """What the check says where the document does not tie members to the status."""
    whole = json.loads(json.dumps(api.node.value))
    for word in ("if", "then", "else"):
        del whole["components"]["schemas"]["ExportJob"][word]
    loose = compile_api(parse(json.dumps(whole)))

    def make(job: Any) -> list[str]:
        message = Message("GET", f"/data/core/ups/export/jobs/{job['id']}")
        headers = Headers([("Content-Type", "application/json")])
        reply = Reply(200, headers, json.dumps(job).encode())
        return objections(observe(loose, message, reply), CHECK)

    return make


def without_end(job: Any) -> None:
    del job["metrics"]["totalTime"]["endTimeInMs"]


def without_batch(job: Any) -> None:
    job["destination"]["batchId"] = ""


def without_errors(job: Any) -> None:
    job["errors"] = []


UNFINISHED = [
    ("succeeded", without_end, "no endTimeInMs"),
    ("succeeded", without_batch, "names no batch"),
    ("failed", without_errors, "errors is empty"),
]


@pytest.mark.parametrize(("name", "spoil", "words"), UNFINISHED)
def test_an_end_without_what_belongs_to_it_is_seen(
    name: str,
    spoil: Callable[[Any], None],
    words: str,
    said_by_a_loose_document: Callable[[Any], list[str]],
    request: pytest.FixtureRequest,
) -> None:
    job = request.getfixturevalue(name)
    assert said_by_a_loose_document(job) == []
    spoil(job)
    assert [words in each for each in said_by_a_loose_document(job)] == [True]


@pytest.mark.parametrize(("name", "spoil"), [each[:2] for each in UNFINISHED])
def test_what_the_document_says_itself_is_not_said_twice(
    name: str,
    spoil: Callable[[Any], None],
    said: Callable[[Any], list[str]],
    request: pytest.FixtureRequest,
) -> None:
    job = request.getfixturevalue(name)
    spoil(job)
    assert said(job) == []


def test_a_batch_for_each_segment_is_a_batch(
    succeeded: Any, said: Callable[[Any], list[str]]
) -> None:
    del succeeded["destination"]["batchId"]
    succeeded["destination"]["batches"] = [{"batchId": "01DCFK"}]
    assert said(succeeded) == []


def test_timers_months_before_the_creation_are_no_fault(
    succeeded: Any, said: Callable[[Any], list[str]]
) -> None:
    succeeded["creationTime"] += 13_000_000_000
    succeeded["updateTime"] += 13_000_000_000
    assert said(succeeded) == []


def test_every_job_of_a_list_is_looked_at(
    succeeded: Any, failed: Any, exchanged: Exchanged, objections: Objections
) -> None:
    failed["updateTime"] = failed["creationTime"] - 1
    page = {"records": [succeeded, failed], "page": {"sortField": "x", "sort": "asc"}}
    found = objections(exchanged("listExportJobs", 200, page), CHECK)
    assert [each.startswith("job 722 (at /records/1): ") for each in found] == [True]


@pytest.mark.parametrize("answer", [None, [], "text", {"records": "none"}, {"records": [1]}])
def test_a_body_of_another_shape_is_left_to_the_document(
    answer: object, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("listExportJobs", 200, answer), CHECK) == []


@pytest.mark.parametrize("name", ["creationTime", "updateTime"])
def test_microseconds_are_seen(name: str, new: Any, said: Callable[[Any], list[str]]) -> None:
    new["updateTime"] *= 1000
    new[name] = 1538615973895000
    assert f"{name} 1538615973895000 is no time in milliseconds" in "".join(said(new))


def test_a_new_job_that_has_ended_is_seen(new: Any, said: Callable[[Any], list[str]]) -> None:
    new["metrics"] = {"totalTime": {"startTimeInMs": 1538615973895, "endTimeInMs": 1538615973896}}
    assert ["it is NEW, and metrics.totalTime has ended" in each for each in said(new)] == [True]
