from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

Tell = Callable[..., Any]


def is_list(asked: Any) -> bool:
    return bool(asked.method == "GET" and asked.path.rstrip("/").endswith("jobs"))


class Listing:
    """A server that knows its jobs, newest first, and answers some lists by itself."""

    def __init__(self, page: Callable[[list[Any], dict[str, str]], list[Any] | None]) -> None:
        self._page = page
        self._jobs: list[Any] = []

    def __call__(self, asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if asked.method == "POST" and asked.path.endswith("jobs"):
            self._jobs.insert(0, answer)
        if not is_list(asked) or status != 200:
            return status, answer
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        ids = self._page([each["id"] for each in self._jobs], query)
        if ids is None:
            return status, answer
        known = {each["id"]: each for each in self._jobs}
        return status, {**answer, "records": [known[each] for each in ids]}


def skipping(by: Callable[[int], int]) -> Listing:
    """`start` skips so many jobs."""

    def page(ids: list[Any], query: dict[str, str]) -> list[Any] | None:
        if "start" not in query:
            return None
        begin = by(int(query["start"]))
        return ids[begin : begin + 2]

    return Listing(page)


def paging(first: Callable[[int], int]) -> Listing:
    """`page` is a page of two, which begins after so many jobs."""

    def page(ids: list[Any], query: dict[str, str]) -> list[Any] | None:
        if "page" not in query:
            return None
        begin = first(int(query["page"]))
        return ids[begin : begin + 2]

    return Listing(page)


@pytest.mark.parametrize(
    "choices",
    [{}, {"last-link": "absent"}, {"most-jobs": "3"}, {"most-jobs": "1"}, {"default-limit": "1"}],
    ids=str,
)
def test_the_mock_passes(choices: dict[str, str], tell: Tell) -> None:
    told = tell("list_parameters", choices=choices)
    assert (told.word, told.messages) == ("pass", [])


@pytest.mark.parametrize(
    "honest",
    [
        skipping(lambda start: start),
        skipping(lambda _: 0),
        paging(lambda number: 2 * number),
        paging(lambda number: 2 * max(0, number - 1)),
        paging(lambda _: 0),
    ],
    ids=["start", "no start", "page from 0", "page from 1", "no page"],
)
def test_a_parameter_that_does_what_it_says_or_nothing_is_fine(honest: Any, tell: Tell) -> None:
    assert tell("list_parameters", honest).messages == []


@pytest.mark.parametrize("by", [lambda start: start + 1, lambda start: 2 * start], ids=["1", "2"])
def test_a_start_that_skips_another_number_is_seen(by: Callable[[int], int], tell: Tell) -> None:
    messages = tell("list_parameters", skipping(by)).messages
    assert any("gives other jobs than the list without its first" in each for each in messages)


@pytest.mark.parametrize(
    "first", [lambda number: number, lambda number: 3 * number], ids=["1", "3"]
)
def test_pages_with_repetitions_or_gaps_are_seen(first: Callable[[int], int], tell: Tell) -> None:
    messages = tell("list_parameters", paging(first)).messages
    assert any("neither the pages of the list nor all its first" in each for each in messages)


def test_a_filter_that_lets_others_through_is_seen(tell: Tell) -> None:
    """The first page is filtered; those that its link leads to are not."""

    def loose(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_list(asked) and "status=SUCCEEDED" in asked.query:
            query = asked.query.replace("status=SUCCEEDED", "")
            return status, {
                **answer,
                "records": [],
                "link": {"next": f"/export/jobs/?{query}&offset=9999999999999_9"},
            }
        return status, answer

    messages = tell("list_parameters", loose).messages
    assert any("goes on by link.next with jobs of other states" in each for each in messages)


def test_a_filter_that_is_ignored_at_once_is_seen_by_the_check_of_lists(tell: Tell) -> None:
    known: list[Any] = []

    def deaf(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        if is_list(asked) and "status" not in asked.query:
            known.append(answer)
        if is_list(asked) and "status=FAILED" in asked.query:
            return status, {**answer, "records": known[0]["records"]}
        return status, answer

    checks = {each.check for each in tell("list_parameters", deaf).ledger.violations}
    assert "list_page" in checks


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_without_its_jobs_the_story_ends(path: str, tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_meant = asked.method == "POST" and path in asked.path
        return (403, {"error_code": "403000", "message": "no"}) if is_meant else (status, answer)

    assert ["answered 403" in each for each in tell("list_parameters", refusing).messages] == [True]
