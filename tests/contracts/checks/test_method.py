from collections.abc import Callable

import pytest

from specdouble.contracts.check import observe
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

JOBS = "/data/core/ups/export/jobs"


@pytest.fixture
def said(api: Api, objections: Callable[[Exchange, str], list[str]]) -> Callable[..., list[str]]:
    """What the check says of an answer to PUT on the list of jobs."""

    def make(status: int, **headers: str) -> list[str]:
        reply = Reply(status, Headers(headers.items()))
        return objections(observe(api, Message("PUT", JOBS), reply), "method")

    return make


def test_a_405_that_names_the_methods_is_fine(said: Callable[..., list[str]]) -> None:
    assert said(405, Allow="get, POST") == []


def test_a_405_without_allow_is_seen(said: Callable[..., list[str]]) -> None:
    assert said(405) == ["a 405 must say in Allow which methods there are, and it does not"]


def test_an_allow_that_leaves_out_a_method_is_seen(said: Callable[..., list[str]]) -> None:
    assert said(405, Allow="GET") == ["Allow is 'GET'; the document also has POST"]


def test_success_of_an_undocumented_method_is_seen(said: Callable[..., list[str]]) -> None:
    assert said(200) == ["PUT is answered 200; the document has no PUT here"]


@pytest.mark.parametrize("status", [401, 403, 404, 501])
def test_any_other_refusal_is_fine(status: int, said: Callable[..., list[str]]) -> None:
    assert said(status) == []


def test_an_allow_that_names_what_was_refused_is_seen(said: Callable[..., list[str]]) -> None:
    assert said(405, Allow="GET, POST, PUT") == [
        "PUT is refused, and Allow has it: 'GET, POST, PUT'"
    ]
