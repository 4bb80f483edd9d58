from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


def nth(changed: Told, place: int, status: int) -> Any:
    """Answers the list for the n-th time with another status."""
    seen: list[Any] = []

    def wire(environ: Any, honest: Any) -> Any:
        seen.append(environ)
        return changed(honest, status=status) if len(seen) == place else honest

    return wire


def test_the_mock_passes(told: Told) -> None:
    outcome = told("trailing_slash", "parallel_reads")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


@pytest.mark.parametrize("status", [404, 500])
def test_an_answer_that_breaks_under_load_is_seen(status: int, told: Told, changed: Told) -> None:
    assert told("parallel_reads", wire=nth(changed, 4, status)).story.word == "fail"


def test_an_answer_that_forbids_under_load_is_seen(told: Told, changed: Told) -> None:
    messages = told("parallel_reads", wire=nth(changed, 4, 403)).messages
    assert messages[-1] == "read 6 times at once it is answered 403, and alone 200"
