from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


def test_the_mock_passes(told: Told) -> None:
    outcome = told("unknown_paths")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_a_path_that_nobody_has_described_and_that_works_is_seen(told: Told, changed: Told) -> None:
    def everywhere(environ: Any, honest: Any) -> Any:
        is_meant = environ["PATH_INFO"].endswith("jobs-specdouble")
        return changed(honest, status=200) if is_meant else honest

    messages = told("unknown_paths", wire=everywhere).messages
    assert messages == ["the document has no such path, and it is answered 200"]


def test_a_long_path_that_breaks_the_server_is_seen(told: Told, changed: Told) -> None:
    def fragile(environ: Any, honest: Any) -> Any:
        return changed(honest, status=500) if len(environ["PATH_INFO"]) > 8_000 else honest

    assert told("unknown_paths", wire=fragile).checks == ["server_error"]


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 414])
def test_any_refusal_will_do(status: int, told: Told, changed: Told) -> None:
    outcome = told("unknown_paths", wire=lambda _, honest: changed(honest, status=status))
    assert outcome.messages == []
