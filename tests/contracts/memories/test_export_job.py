"""Liars that only a memory over several exchanges finds out."""

from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.memory import Memory
from specdouble.spec.api import Api
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


Told = list[tuple[str, str]]
DATASET = "5b020a27e7040801dedba61b"


@pytest.fixture
def life(api: Api, exchanged: Exchanged, new: Any) -> Callable[..., Told]:
    """What memory says of a job that was created, and of some exchanges after that."""
    body = {"destination": {"datasetId": DATASET}, "schema": new["schema"]}

    def live(*later: tuple[str, int, Any]) -> Told:
        memory = Memory(api)
        path = {"exportJobId": new["id"]}
        exchanges = [exchanged("createExportJob", 200, job(new), body=body)]
        for name, status, answer in later:
            asked: dict[str, Any] = {"query": {}} if name == "listExportJobs" else {"path": path}
            if isinstance(answer, dict) and "asked" in answer:
                asked["query"] = answer.pop("asked")
            exchanges.append(exchanged(name, status, answer, **asked))
        return [(name, each.message) for one in exchanges for name, each in memory.observe(one)]

    return live


def job(record: Any, **members: Any) -> Any:
    """The record of the job as created, with some members changed."""
    return {**record, "destination": {"datasetId": DATASET, "batchId": "b"}, **members}


def page(*records: Any, link: str = "", **more: Any) -> Any:
    return {"records": list(records), "page": {"sort": "desc"}, "link": {"next": link}, **more}


def test_a_life_as_it_should_be(life: Callable[..., Told], new: Any) -> None:
    later = new["updateTime"] + 1
    assert (
        life(
            ("listExportJobs", 200, page(job(new))),
            ("getExportJob", 200, job(new, status="PROCESSING")),
            ("getExportJob", 200, job(new, status="A_STATE_NOBODY_KNOWS")),
            ("getExportJob", 200, job(new, status="SUCCEEDED", updateTime=later)),
            ("getExportJob", 200, job(new, status="SUCCEEDED", updateTime=later, requestId="x")),
            ("cancelExportJob", 204, None),
            ("getExportJob", 200, job(new, status="CANCELLED", updateTime=later + 1)),
            ("getExportJob", 404, {}),
            ("listExportJobs", 200, page()),
        )
        == []
    )


def test_a_job_that_was_cancelled_may_be_gone(life: Callable[..., Told]) -> None:
    assert life(("cancelExportJob", 204, None), ("getExportJob", 404, {})) == []


@pytest.mark.parametrize(
    ("states", "message"),
    [
        (["PROCESSING", "NEW"], "it was PROCESSING, and now it is NEW"),
        (["SUCCEEDED", "PROCESSING"], "it was SUCCEEDED, and now it is PROCESSING"),
        (["FAILED", "SUCCEEDED"], "it was FAILED, and now it is SUCCEEDED"),
        (["CANCELLED", "NEW"], "it was CANCELLED, and now it is NEW"),
    ],
)
def test_a_job_that_goes_back_is_seen(
    states: list[str], message: str, life: Callable[..., Told], new: Any
) -> None:
    told = life(*(("getExportJob", 200, job(new, status=each)) for each in states))
    assert ("export_job", f"job {new['id']}: {message}") in told


def test_a_cancelled_job_that_succeeds_is_seen(life: Callable[..., Told], new: Any) -> None:
    told = life(("cancelExportJob", 200, {}), ("getExportJob", 200, job(new, status="SUCCEEDED")))
    assert ["was cancelled, and now it has SUCCEEDED" in each for _, each in told] == [True]


def test_an_update_that_lies_before_the_last_is_seen(life: Callable[..., Told], new: Any) -> None:
    told = life(("getExportJob", 200, job(new, updateTime=new["updateTime"] - 1)))
    assert ["its updateTime was" in each for _, each in told] == [True]


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"metrics": {"totalTime": {"startTimeInMs": 1}}}, "its metrics still changed"),
        ({"updateTime": 1538615973895 * 2}, "its updateTime still changed"),
        ({"destination": {"datasetId": DATASET, "batchId": "c"}}, "batch changed from b to c"),
    ],
    ids=["metrics", "updateTime", "batch"],
)
def test_an_ended_job_that_changes_is_seen(
    members: Any, word: str, life: Callable[..., Told], new: Any
) -> None:
    ended = job(new, status="SUCCEEDED", metrics={})
    told = life(("getExportJob", 200, ended), ("getExportJob", 200, {**ended, **members}))
    assert [word in each for _, each in told] == [True]


def test_a_job_that_is_lost_is_seen(life: Callable[..., Told], new: Any) -> None:
    message = f"job {new['id']} was created and nobody cancelled it; now it is not found"
    assert life(("getExportJob", 404, {})) == [("export_job", message)]


def test_a_job_that_comes_back_is_seen(life: Callable[..., Told], new: Any) -> None:
    told = life(
        ("cancelExportJob", 204, None),
        ("getExportJob", 404, {}),
        ("getExportJob", 200, job(new, status="CANCELLED")),
    )
    assert told == [("export_job", f"job {new['id']} was gone, and is there again")]


@pytest.mark.parametrize(
    "answer",
    [
        page(),
        page({"id": 1, "creationTime": 1538615973894}, link="/export/jobs/?offset=1"),
    ],
    ids=["the whole list", "a page of older jobs"],
)
def test_a_job_that_is_not_listed_is_seen(answer: Any, life: Callable[..., Told], new: Any) -> None:
    if answer["records"]:
        answer["records"][0]["creationTime"] = new["creationTime"] - 1
    told = life(("listExportJobs", 200, answer))
    assert ["is missing on the page where it belongs" in each for _, each in told] == [True]


@pytest.mark.parametrize(
    "answer",
    [
        {"asked": {"status": "SUCCEEDED"}, **page()},
        {"asked": {"offset": "1_1"}, **page()},
        {"asked": {"start": 7}, **page()},
        {"records": [{"id": 1}], "link": {"next": "/export/jobs/?offset=1"}},
    ],
    ids=["filtered", "a later page", "skipped", "of unknown age"],
)
def test_a_page_that_need_not_have_the_job_is_fine(answer: Any, life: Callable[..., Told]) -> None:
    assert life(("listExportJobs", 200, answer)) == []


def test_a_filter_that_hides_an_ended_job_is_seen(life: Callable[..., Told], new: Any) -> None:
    told = life(
        ("getExportJob", 200, job(new, status="FAILED")),
        ("listExportJobs", 200, {"asked": {"status": "FAILED"}, **page()}),
    )
    assert ["is missing" in each for _, each in told] == [True]


def test_jobs_of_another_tenant_are_another_matter(
    api: Api, exchanged: Exchanged, new: Any
) -> None:
    memory = Memory(api)
    body = {"destination": {"datasetId": DATASET}, "schema": new["schema"]}
    list(memory.observe(exchanged("createExportJob", 200, job(new), body=body)))
    header = {"x-sandbox-name": "another"}
    path = {"exportJobId": new["id"]}
    other = exchanged("getExportJob", 404, {}, path=path, header=header)
    assert list(memory.observe(other)) == []


def test_an_answer_that_names_nothing_is_not_remembered(api: Api, exchanged: Exchanged) -> None:
    memory = Memory(api)
    exchange = exchanged("createExportJob", 200, {"id": "text"}, body={})
    assert [list(memory.observe(exchange)) for _ in range(2)] == [[], []]


def test_two_jobs_with_one_id_are_said_in_these_words(tell: Tell) -> None:
    messages = tell("page_walk", shown_as(is_creation, id=7)).messages
    assert "two jobs were created, and both have the id 7" in messages
