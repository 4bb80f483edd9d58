from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


def on_head(change: Callable[[Any], Any]) -> Any:
    """A lie about HEAD only."""
    return lambda environ, honest: change(honest) if environ["REQUEST_METHOD"] == "HEAD" else honest


def test_the_mock_passes(told: Told) -> None:
    outcome = told("trailing_slash", "head")
    assert (outcome.story.word, outcome.messages) == ("pass", [])
    assert [method for method, _ in outcome.asked].count("HEAD") == 5


@pytest.mark.parametrize("bare", [True, False], ids=["without credentials", "of the unknown"])
def test_a_head_that_succeeds_where_get_does_not_is_seen(
    bare: bool,  # noqa: FBT001
    told: Told,
    changed: Told,
) -> None:
    def lie(environ: Any, honest: Any) -> Any:
        is_head = environ["REQUEST_METHOD"] == "HEAD" and honest.status >= 400
        is_bare = "HTTP_X_API_KEY" not in environ
        return changed(honest, status=200) if is_head and is_bare == bare else honest

    outcome = told("trailing_slash", "head", wire=lie)
    words = "is missing" if bare else "HEAD of what does not exist is answered 200, GET 404"
    assert any(words in each for each in outcome.messages)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_head_that_is_refused_is_seen(status: int, told: Told, changed: Told) -> None:
    outcome = told("head", wire=on_head(lambda honest: changed(honest, status=status)))
    assert outcome.story.word == "fail"


def test_a_head_of_another_status_is_seen(told: Told, changed: Told) -> None:
    wire = on_head(lambda honest: changed(honest, status=403))
    assert told("head", wire=wire).messages == ["HEAD is answered 403, GET 200"]


def test_a_head_of_another_length_is_seen(told: Told, changed: Told) -> None:
    def short(honest: Any) -> Any:
        return changed(honest, headers={**honest.headers, "Content-Length": "0"})

    messages = told("head", wire=on_head(short)).messages
    assert [each.startswith("HEAD says Content-Length 0, and GET") for each in messages] == [True]


def test_a_head_of_another_media_type_is_seen(told: Told, changed: Told) -> None:
    def html(honest: Any) -> Any:
        return changed(honest, headers={**honest.headers, "Content-Type": "text/html"})

    messages = told("head", wire=on_head(html)).messages
    assert messages == ["HEAD says Content-Type 'text/html', GET 'application/json'"]


def test_a_head_may_leave_headers_out(told: Told, changed: Told) -> None:
    assert told("head", wire=on_head(lambda honest: changed(honest, headers={}))).messages == []


def test_the_length_of_what_changes_is_not_compared(told: Told, changed: Told) -> None:
    count = iter(range(1000))

    def moving(environ: Any, honest: Any) -> Any:
        if environ["REQUEST_METHOD"] != "GET":
            return changed(honest, headers={**honest.headers, "Content-Length": "7"})
        return changed(honest, body=honest.body + b" " * next(count))

    assert told("head", wire=moving).messages == []


def test_what_moves_between_two_readings_is_no_fault(told: Told, changed: Told) -> None:
    statuses = iter([403])

    def once(honest: Any) -> Any:
        return changed(honest, status=next(statuses, honest.status))

    assert told("head", wire=on_head(once)).messages == []
