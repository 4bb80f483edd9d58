from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]


@pytest.mark.parametrize("before", [(), ("trailing_slash",)], ids=["alone", "after another"])
def test_the_mock_passes(before: tuple[str, ...], told: Told) -> None:
    outcome = told(*before, "http_methods")
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_a_method_that_works_and_is_in_no_document_is_seen(told: Told, changed: Told) -> None:
    def open_door(environ: Any, honest: Any) -> Any:
        is_meant = environ["REQUEST_METHOD"] == "PATCH" and honest.status == 405
        return changed(honest, status=200) if is_meant else honest

    messages = told("http_methods", wire=open_door).messages
    assert set(messages) == {"PATCH is answered 200; the document has no PATCH here"}
    assert len(messages) == 3


def test_a_made_up_method_that_breaks_the_server_is_seen(told: Told, changed: Told) -> None:
    def fragile(environ: Any, honest: Any) -> Any:
        is_meant = environ["REQUEST_METHOD"] == "SPECDOUBLE"
        return changed(honest, status=500) if is_meant else honest

    assert set(told("http_methods", wire=fragile).checks) == {"server_error"}


def test_a_405_without_allow_is_seen(told: Told, changed: Told) -> None:
    def silent(_: Any, honest: Any) -> Any:
        kept = {name: value for name, value in honest.headers.items() if name != "Allow"}
        return changed(honest, headers=kept) if honest.status == 405 else honest

    assert set(told("http_methods", wire=silent).checks) == {"method"}


def test_options_that_leave_out_a_method_are_seen(told: Told, changed: Told) -> None:
    def forgetful(environ: Any, honest: Any) -> Any:
        is_meant = environ["REQUEST_METHOD"] == "OPTIONS"
        return changed(honest, headers={"Allow": "OPTIONS, GET"}) if is_meant else honest

    messages = told("http_methods", wire=forgetful).messages
    assert "OPTIONS answers with Allow 'OPTIONS, GET'; the document also has POST" in messages


@pytest.mark.parametrize("status", [404, 405, 501])
def test_options_need_not_be_answered(status: int, told: Told, changed: Told) -> None:
    def without(environ: Any, honest: Any) -> Any:
        is_meant = environ["REQUEST_METHOD"] == "OPTIONS"
        return changed(honest, status=status) if is_meant else honest

    assert told("http_methods", wire=without).messages == []


def test_nothing_is_written_in_a_run_that_only_reads(told: Told) -> None:
    methods = {method for method, _ in told("http_methods", read_only=True).asked}
    assert methods == {"GET", "TRACE", "OPTIONS"}


def test_trace_carries_no_credentials(told: Told) -> None:
    seen: list[Any] = []

    def listening(environ: Any, honest: Any) -> Any:
        seen.extend([environ] if environ["REQUEST_METHOD"] == "TRACE" else [])
        return honest

    told("http_methods", wire=listening)
    assert seen
    assert not any("HTTP_AUTHORIZATION" in environ for environ in seen)
