from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


def test_the_mock_passes(told: Told) -> None:
    outcome = told("trailing_slash", "equivalent")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_an_accept_that_is_not_understood_is_seen(accept: str, told: Told, changed: Told) -> None:
    def picky(environ: Any, honest: Any) -> Any:
        is_meant = environ.get("HTTP_ACCEPT") == accept
        return changed(honest, status=406) if is_meant else honest

    assert told("equivalent", wire=picky).story.word == "fail"


def test_another_status_without_accept_is_seen(told: Told, changed: Told) -> None:
    def picky(environ: Any, honest: Any) -> Any:
        is_meant = environ.get("HTTP_ACCEPT") == "*/*"
        return changed(honest, status=403) if is_meant else honest

    messages = told("equivalent", wire=picky).messages
    assert messages == ["with Accept: */* the status is 403, and else 200"]


def test_another_media_type_is_seen(told: Told, changed: Told) -> None:
    def picky(environ: Any, honest: Any) -> Any:
        is_meant = environ.get("HTTP_ACCEPT") == "*/*"
        return changed(honest, status=204, headers={}, body=b"") if is_meant else honest

    assert told("equivalent", wire=picky).story.word == "fail"
