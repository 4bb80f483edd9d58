from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.ledger import Ledger
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Walk, poll
from specdouble.spec.api import Api
from specdouble.spec.errors import TargetError

Serve = Callable[[WSGIApplication], str]


class Sleeper:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    @property
    def pace(self) -> Pace:
        return Pace(lambda: sum(self.slept), self.slept.append, patience=10)


def busy(status: int, retry: str, times: int) -> WSGIApplication:
    """Answers so often with a status and Retry-After, then with 404."""
    left = [status] * times

    def application(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        now = left.pop() if left else 404
        start_response(f"{now} x", [("Retry-After", retry), ("Content-Length", "0")])
        return []

    return application


@pytest.mark.parametrize(
    ("answers", "slept"),
    [
        ((503, "3", 2), [3, 3]),
        ((429, "1", 1), [1]),
        ((429, "1", 9), [1, 1, 1, 1]),
        ((503, "60", 9), []),
        ((503, "Fri, 31 Dec 1999 23:59:59 GMT", 9), []),
        ((404, "3", 9), []),
    ],
)
def test_a_busy_server_is_asked_later_if_that_is_within_patience(
    answers: tuple[int, str, int], slept: list[float], api: Api, serve: Serve
) -> None:
    sleeper = Sleeper()
    with Target(serve(busy(*answers))) as target:
        Walk(api, target, sleeper.pace, Ledger(api, lambda _: None)).ask("listExportJobs")
    assert sleeper.slept == slept


def test_an_answer_that_never_comes_is_a_violation(api: Api, speak: Callable[[bytes], str]) -> None:
    ledger = Ledger(api, lambda _: None)
    with Target(speak(b"")) as target, pytest.raises(TargetError):
        Walk(api, target, Sleeper().pace, ledger).ask("listExportJobs")
    assert [each.message for each in ledger.violations] == [
        "no answer: it closes the connection without an answer"
    ]


def test_looking_ends_when_it_is_good() -> None:
    sleeper = Sleeper()
    assert poll(sleeper.pace, lambda: len(sleeper.slept) == 3)
    assert sleeper.slept == pytest.approx([0.02, 0.024, 0.0288])


def test_looking_ends_with_patience() -> None:
    sleeper = Sleeper()
    assert not poll(sleeper.pace, lambda: False)
    assert sum(sleeper.slept) == pytest.approx(10)
