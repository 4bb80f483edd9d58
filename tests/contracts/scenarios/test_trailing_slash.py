from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


def test_the_mock_passes(told: Told) -> None:
    outcome = told("trailing_slash")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_slash_that_leads_nowhere_is_seen(method: str, told: Told, changed: Told) -> None:
    def strict(environ: Any, honest: Any) -> Any:
        is_meant = environ["PATH_INFO"].endswith("jobs/") and environ["REQUEST_METHOD"] == method
        return changed(honest, status=404) if is_meant else honest

    assert told("trailing_slash", wire=strict).story.word == "fail"


def test_a_creation_that_gives_the_list_is_seen(told: Told, changed: Told) -> None:
    def confused(environ: Any, honest: Any) -> Any:
        is_meant = environ["PATH_INFO"].endswith("jobs/") and environ["REQUEST_METHOD"] == "POST"
        return changed(honest, body=b"{}") if is_meant else honest

    assert "the answer names no job" in told("trailing_slash", wire=confused).messages


def test_without_a_dataset_there_is_no_story(told: Told, changed: Told) -> None:
    def closed(environ: Any, honest: Any) -> Any:
        return changed(honest, status=403) if environ["REQUEST_METHOD"] == "POST" else honest

    assert len(told("trailing_slash", wire=closed).asked) == 1
