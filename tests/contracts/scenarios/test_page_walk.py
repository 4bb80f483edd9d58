from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
BUSY = {"error_code": "503000", "message": "busy"}


def on_lists(change: Callable[[Any, Any], Any]) -> Any:
    """A lie about pages only."""

    def lie(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        is_list = asked.method == "GET" and asked.path.rstrip("/").endswith("jobs")
        return status, change(asked, answer) if is_list and status == 200 else answer

    return lie


def test_the_mock_passes(tell: Tell) -> None:
    told = tell("page_walk")
    assert (told.word, told.messages) == ("pass", [])


def test_a_missing_link_is_as_good_as_an_empty_one(tell: Tell) -> None:
    def missing(_: Any, answer: Any) -> Any:
        return answer if answer.get("link", {}).get("next") else {**answer, "link": {}}

    assert tell("page_walk", on_lists(missing)).messages == []


def test_a_job_lost_between_pages_is_seen(tell: Tell) -> None:
    def losing(asked: Any, answer: Any) -> Any:
        return {**answer, "records": answer["records"][1:]} if "offset" in asked.query else answer

    assert any(
        "on no page of the list" in each for each in tell("page_walk", on_lists(losing)).messages
    )


def test_a_list_that_ends_too_early_is_seen(tell: Tell) -> None:
    told = tell("page_walk", on_lists(lambda _, answer: {**answer, "link": {}}))
    assert any("on no page of the list" in each for each in told.messages)


def test_an_offset_that_is_ignored_is_seen(tell: Tell) -> None:
    first: list[Any] = []

    def ignoring(_: Any, answer: Any) -> Any:
        first.append(answer)
        return first[0]

    told = tell("page_walk", on_lists(ignoring))
    assert any("on two pages of one walk" in each for each in told.messages)


def test_pages_in_the_wrong_order_are_seen(tell: Tell) -> None:
    def ageing(asked: Any, answer: Any) -> Any:
        shift = 1000 if "offset" in asked.query else 0
        jobs = [{**job, "creationTime": job["creationTime"] + shift} for job in answer["records"]]
        return {**answer, "records": jobs}

    told = tell("page_walk", on_lists(ageing))
    assert any("after the last of the page before it" in each for each in told.messages)


def test_a_token_that_leads_elsewhere_than_the_link_is_seen(tell: Tell) -> None:
    def misleading(_: Any, answer: Any) -> Any:
        return {**answer, "page": {**answer["page"], "pageOffset": "1_1"}}

    told = tell("page_walk", on_lists(misleading))
    assert any("link.next gives" in each for each in told.messages)


def test_a_link_without_an_offset_is_seen(tell: Tell) -> None:
    def tokenless(_: Any, answer: Any) -> Any:
        return {**answer, "link": {"next": "/export/jobs/?limit=2"}}

    told = tell("page_walk", on_lists(tokenless))
    assert any(each.startswith("link.next has no offset") for each in told.messages)


def test_a_link_that_leads_nowhere_is_seen(tell: Tell) -> None:
    def lost(_: Any, answer: Any) -> Any:
        link = answer.get("link", {}).get("next", "")
        return {**answer, "link": {"next": link and f"/data/core/ups{link}"}}

    told = tell("page_walk", on_lists(lost))
    assert any(each == "answered 404; the story needs 200" for each in told.messages)


def test_a_page_without_a_token_is_left_to_the_document(tell: Tell) -> None:
    def tokenless(_: Any, answer: Any) -> Any:
        return {**answer, "page": {**answer["page"], "pageOffset": ""}}

    checks = {each.check for each in tell("page_walk", on_lists(tokenless)).ledger.violations}
    assert checks == {"conforms"}


@pytest.mark.parametrize("body", [[], None, {"records": {}}], ids=str)
def test_a_body_that_is_no_page_breaks_nothing(body: Any, tell: Tell) -> None:
    assert tell("page_walk", on_lists(lambda *_: body)).word == "fail"


def test_without_its_jobs_the_story_ends(tell: Tell) -> None:
    def refusing(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (503, BUSY) if asked.method == "POST" else (status, answer)

    assert tell("page_walk", refusing).messages == ["answered 503; the story needs 201"]
