from collections.abc import Callable

import pytest

from specdouble.contracts.grouping import groups_of
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.exchange import Exchange


@pytest.fixture
def wrong(exchanged: Callable[..., Exchange]) -> Callable[..., Violation]:
    def make(operation: str, message: str, check: str = "conforms", **more: str) -> Violation:
        exchange = exchanged("listExportJobs", 200, query={"limit": 10 ** len(operation)})
        return Violation(check, operation, Objection(message, **more), exchange)

    return make


def test_the_same_words_in_other_operations_are_one_fault(
    wrong: Callable[..., Violation],
) -> None:
    [found] = groups_of([wrong("listed", "answered 401"), wrong("got", "answered 418")])
    assert (found.told.operation, found.elsewhere, found.alike) == ("got", ("listed",), ())


def test_the_same_place_is_one_fault(wrong: Callable[..., Violation]) -> None:
    one = wrong("a", "x", place="/components/x", kind="k 0")
    two = wrong("b", "y", place="/components/x", kind="k 1")
    [found] = groups_of([one, two])
    assert found.violations == [one, two]


def test_the_documented_statuses_of_operations_may_differ(
    wrong: Callable[..., Violation],
) -> None:
    text = "the status 418 is not documented; documented: "
    assert len(groups_of([wrong("a", text + "200"), wrong("b", text + "201, 404")])) == 1


@pytest.mark.parametrize("check", ["server_error", "acceptance", "schemathesis not_a_server_error"])
def test_breakdowns_are_never_put_together(check: str, wrong: Callable[..., Violation]) -> None:
    assert len(groups_of([wrong(name, "it broke", check) for name in "ab"])) == 2


def test_other_words_at_another_place_are_another_fault(wrong: Callable[..., Violation]) -> None:
    found = groups_of([wrong("a", "one", place="/a"), wrong("a", "two", place="/b")])
    assert len(found) == 2
