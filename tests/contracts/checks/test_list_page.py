from collections.abc import Callable
from typing import Any

import pytest

from specdouble.spec.exchange import Exchange

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]


@pytest.fixture
def said(exchanged: Exchanged, objections: Objections) -> Callable[..., list[str]]:
    """What the check says of a page of jobs, given as pairs of id and creation."""

    def make(
        *jobs: tuple[int, int], status: str = "NEW", sort: str = "desc", **query: Any
    ) -> list[str]:
        records = [{"id": one, "creationTime": two, "status": status} for one, two in jobs]
        page = {"records": records, "page": {"sortField": "createdTime", "sort": sort}}
        return objections(exchanged("listExportJobs", 200, page, query=query), "list_page")

    return make


def test_a_page_within_its_limit_newest_first_is_fine(said: Callable[..., list[str]]) -> None:
    assert said((3, 300), (2, 200), limit=2, status="NEW") == []


def test_more_jobs_than_the_limit_are_seen(said: Callable[..., list[str]]) -> None:
    assert said((3, 300), (2, 200), (1, 100), limit=2) == ["limit=2 gives 3 jobs"]


def test_a_job_twice_on_a_page_is_seen(said: Callable[..., list[str]]) -> None:
    assert said((3, 300), (3, 300)) == ["job 3 is on the page more than once"]


def test_an_older_job_before_a_newer_one_is_seen(said: Callable[..., list[str]]) -> None:
    assert ["job 2 stands before" in each for each in said((2, 200), (3, 300))] == [True]


def test_a_job_without_a_creation_has_no_place_in_the_order(
    exchanged: Exchanged, objections: Objections
) -> None:
    answer = {"records": [{"id": 2}, {"id": 3, "creationTime": 3}], "page": {"sort": "desc"}}
    assert objections(exchanged("listExportJobs", 200, answer), "list_page") == []


@pytest.mark.parametrize("page", [{"sort": "asc"}, {"sort": "desc", "query": True}], ids=str)
def test_the_order_is_only_held_to_what_the_page_claims(
    page: dict[str, Any], exchanged: Exchanged, objections: Objections
) -> None:
    query = {"sort": "updateTime:asc"} if page.pop("query", None) else {}
    answer = {"records": [{"id": 2, "creationTime": 2}, {"id": 3, "creationTime": 3}], "page": page}
    assert objections(exchanged("listExportJobs", 200, answer, query=query), "list_page") == []


def test_a_job_in_another_state_than_asked_for_is_seen(
    exchanged: Exchanged, objections: Objections
) -> None:
    jobs = [{"id": 1, "status": "NEW"}, {"id": 2, "status": "FAILED"}]
    answer = {"records": jobs, "page": {}}
    exchange = exchanged("listExportJobs", 200, answer, query={"status": "NEW"})
    assert objections(exchange, "list_page") == ["status=NEW was asked for, job 2 is FAILED"]


def test_a_state_that_no_source_filters_by_is_not_judged(
    exchanged: Exchanged, objections: Objections
) -> None:
    answer = {"records": [{"id": 2, "status": "FAILED"}], "page": {}}
    exchange = exchanged("listExportJobs", 200, answer, query={"status": "PROCESSING"})
    assert objections(exchange, "list_page") == []


@pytest.mark.parametrize(("status", "answer"), [(200, []), (500, {"records": []}), (200, None)])
def test_what_is_no_page_is_left_to_the_document(
    status: int, answer: object, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("listExportJobs", status, answer), "list_page") == []


def test_a_page_that_claims_the_other_order_is_seen(said: Callable[..., list[str]]) -> None:
    messages = said((3, 300), (2, 200), sort="asc")
    assert messages == ["the page says oldest first, but job 3 stands before job 2"]


@pytest.mark.parametrize(
    ("limit", "size", "is_fault"),
    [(2, 2, False), (9, 2, False), (9, 9, False), (9, 5, False), (2, 3, True), (9, 1, True)],
)
def test_a_page_size_is_the_number_of_jobs_or_what_the_page_may_hold(
    limit: int, size: int, *, is_fault: bool, exchanged: Exchanged, objections: Objections
) -> None:
    answer = {"records": [{"id": 3}, {"id": 2}], "page": {"pageSize": size}}
    exchange = exchanged("listExportJobs", 200, answer, query={"limit": limit})
    assert bool(objections(exchange, "list_page")) == is_fault
