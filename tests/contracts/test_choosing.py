from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from specdouble.contracts.choosing import Choosing
from specdouble.contracts.dialect import Dialect
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange

Exchanged = Callable[..., Exchange]

PAGE = {"records": [], "page": {}}


def messages(api: Api, exchange: Exchange, **stated: str) -> list[str]:
    dialect = Dialect({name.replace("_", "-"): value for name, value in stated.items()})
    return [each.message for each in Choosing(api, dialect).observe(exchange)]


def test_nothing_stated_is_nothing_held(api: Api, exchanged: Exchanged) -> None:
    assert messages(api, exchanged("createDataset", 201, ["@/datasets/1"], body={})) == []


@pytest.mark.parametrize(
    ("answer", "status", "seen"),
    [
        (["@/datasets/1"], 201, "@/datasets/"),
        (["@/dataSets/1"], 201, ""),
        (["@/datasets/1"], 200, ""),
        (["no-slash"], 201, ""),
        ([], 201, ""),
        ([7], 201, ""),
        ({}, 201, ""),
    ],
)
def test_the_spelling_of_a_reference_is_held(
    answer: Any, status: int, seen: str, api: Api, exchanged: Exchanged
) -> None:
    found = messages(
        api,
        exchanged("createDataset", status, answer, body={}),
        dataset_reference="@/dataSets/",
    )
    wrong = f"dataset-reference: the dialect says '@/dataSets/', and here it is {seen!r}"
    assert found == ([wrong] if seen else [])


@pytest.mark.parametrize(
    ("stated", "link", "is_wrong"),
    [
        ("empty", {"next": ""}, False),
        ("empty", {}, True),
        ("absent", {}, False),
        ("absent", {"next": ""}, True),
        ("absent", {"next": "/more"}, False),
        ("empty", {"next": 7}, False),
    ],
)
def test_the_link_of_the_last_page_is_held(
    stated: str, link: Any, *, is_wrong: bool, api: Api, exchanged: Exchanged
) -> None:
    page = exchanged("listExportJobs", 200, {**PAGE, "link": link})
    assert bool(messages(api, page, last_link=stated)) is is_wrong


@pytest.mark.parametrize(("status", "body"), [(404, {**PAGE, "link": {}}), (200, [])])
def test_what_is_no_page_shows_nothing(
    status: int, body: Any, api: Api, exchanged: Exchanged
) -> None:
    assert messages(api, exchanged("listExportJobs", status, body), last_link="empty") == []


SPELLINGS = [
    ("mixed", "getExportJob", "dataSetId", False),
    ("mixed", "getExportJob", "datasetId", True),
    ("mixed", "listExportJobs", "datasetId", False),
    ("mixed", "listExportJobs", "dataSetId", True),
    ("datasetId", "getExportJob", "datasetId", False),
    ("datasetId", "getExportJob", "dataSetId", True),
    ("dataSetId", "listExportJobs", "dataSetId", False),
    ("dataSetId", "listExportJobs", "datasetId", True),
]


@pytest.mark.parametrize("case", SPELLINGS, ids=str)
def test_the_spelling_of_a_dataset_in_a_job_is_held(
    case: tuple[str, str, str, bool], api: Api, exchanged: Exchanged
) -> None:
    stated, operation, shown, is_wrong = case
    job = {"id": 1, "destination": {shown: "5b0"}}
    body = {"records": [job]} if operation == "listExportJobs" else job
    path = {} if operation == "listExportJobs" else {"exportJobId": 1}
    found = messages(api, exchanged(operation, 200, body, path=path), dataset_member=stated)
    assert bool(found) is is_wrong


def test_an_exchange_of_no_operation_shows_nothing(api: Api, exchanged: Exchanged) -> None:
    exchange = exchanged("listExportJobs", 200, {**PAGE, "link": {}})
    lost = replace(exchange, call=replace(exchange.call, operation=None))
    assert messages(api, lost, last_link="empty", dataset_member="mixed") == []


def learnt(api: Api, *values: str, **stated: str) -> list[str]:
    choosing = Choosing(
        api, Dialect({name.replace("_", "-"): each for name, each in stated.items()})
    )
    return [each.message for value in values for each in choosing.learn("cancel-reply", value)]


def test_what_was_learnt_must_stay_so(api: Api) -> None:
    assert learnt(api, "204", "204") == []
    assert (
        learnt(api, "204", "200", "204", "200")
        == ["cancel-reply: it was '204' before, and here it is '200'"] * 2
    )


def test_what_is_stated_is_held_and_not_learnt(api: Api) -> None:
    assert learnt(api, "204", "204", cancel_reply="204") == []
    wrong = "cancel-reply: the dialect says '200', and here it is '204'"
    assert learnt(api, "204", "204", cancel_reply="200") == [wrong, wrong]


def test_what_is_only_held_is_never_learnt(api: Api) -> None:
    choosing = Choosing(api, Dialect())
    assert [*choosing.held("ended-job", "keep"), *choosing.held("ended-job", "remove")] == []


def test_an_objection_has_both_sides(api: Api) -> None:
    (found,) = Choosing(api, Dialect({"ended-job": "keep"})).held("ended-job", "remove")
    assert (found.kind, found.expected, found.got) == ("ended-job", "keep", "remove")
