from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.exporting import create_dataset, start_export
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.paging import (
    body,
    follow,
    ids,
    jobs,
    next_link,
    next_query,
    pages,
    times,
    token,
)
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Walk
from specdouble.mockserver.app import create_app
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange

Exchanged = Callable[..., Exchange]

WHOLE = {
    "records": [{"id": 2, "creationTime": 20}, 7, {"id": 1}],
    "page": {"pageOffset": "10_1"},
    "link": {"next": "/export/jobs/?offset=10_1&limit=2"},
}


def test_a_page_is_read(exchanged: Exchanged) -> None:
    page = exchanged("listExportJobs", 200, WHOLE)
    assert jobs(page) == [{"id": 2, "creationTime": 20}, {"id": 1}]
    assert (ids(page), times(page), token(page)) == ([2, 1], [20], "10_1")
    assert next_query(next_link(page)) == {"offset": "10_1", "limit": "2"}


@pytest.mark.parametrize(
    "answer", [None, [], 7, {}, {"records": {}, "page": [], "link": 7}], ids=str
)
def test_what_is_no_page_is_read_as_an_empty_one(answer: Any, exchanged: Exchanged) -> None:
    page = exchanged("listExportJobs", 200, answer)
    assert (jobs(page), ids(page), times(page)) == ([], [], [])
    assert (token(page), next_link(page), next_query(next_link(page))) == ("", "", None)
    assert isinstance(body(page), dict)


@pytest.mark.parametrize("link", ["", None])
def test_without_a_link_the_list_ends(link: Any, exchanged: Exchanged) -> None:
    assert next_link(exchanged("listExportJobs", 200, {"link": {"next": link}})) == ""


@pytest.fixture
def walked(api: Api, serve: Callable[..., str]) -> Any:
    """What is done on a walk through a mock with five jobs."""
    ledger = Ledger(api, lambda _: None)
    mock = create_app(speed=0)
    clock = mock.service.world.clock
    pace = Pace(lambda: clock.now() / 1000, lambda seconds: clock.advance(seconds=seconds))
    with Target(serve(mock), placeholders(api)) as target:
        walk = Walk(api, target, pace, ledger)
        dataset = create_dataset(walk, "paging")
        assert dataset
        made = []
        for _ in range(5):
            made.append(start_export(walk, dataset))
            pace.sleep(1)
        yield walk, [job["id"] for job in reversed(made) if job], ledger
    assert ledger.violations == ()


def test_pages_joined_are_the_list(walked: Any) -> None:
    walk, wanted, _ = walked
    found = [ids(page) for page in pages(walk, {"limit": 2}, 9)]
    assert [len(each) for each in found] == [2, 2, 1]
    assert [each for page in found for each in page] == wanted


def test_no_more_pages_are_read_than_wanted(walked: Any) -> None:
    walk, wanted, _ = walked
    found = [ids(page) for page in pages(walk, {"limit": 1}, 3)]
    assert [each for page in found for each in page] == wanted[:3]


def test_a_link_is_followed_below_the_path_of_the_service(walked: Any) -> None:
    walk, wanted, _ = walked
    first = next(iter(pages(walk, {"limit": 2}, 1)))
    following = follow(walk, next_link(first))
    assert following.call.message.path == "/data/core/ups/export/jobs/"
    assert ids(following) == wanted[2:4]


def test_an_answer_that_is_no_page_ends_the_list_with_an_objection(
    api: Api, serve: Callable[..., str]
) -> None:
    def closed(_: Any, start_response: Any) -> list[bytes]:
        start_response("404 x", [("Content-Length", "0")])
        return []

    ledger = Ledger(api, lambda _: None)
    with Target(serve(closed), placeholders(api)) as target:
        assert list(pages(Walk(api, target, Pace(lambda: 0, lambda _: None), ledger), {}, 3)) == []
    assert ledger.violations
