import pytest

from specdouble.contracts.check import CHECKS
from specdouble.contracts.meaning import Meaning, meaning_of
from specdouble.contracts.memory import MEMORIES
from specdouble.contracts.scenario import SCENARIOS

NAMES = [*CHECKS, *(f"scenario {name}" for name in SCENARIOS), *(f"memory {n}" for n in MEMORIES)]


@pytest.mark.parametrize("name", [*NAMES, "answers", "schemathesis not_a_server_error"])
def test_every_finder_says_why_it_matters(name: str) -> None:
    assert meaning_of(name).why.endswith(".")


def test_a_check_has_a_good_and_a_bad_example() -> None:
    found = meaning_of("conforms")
    assert found.why.startswith("An answer has a documented status")
    assert found.good == "200 with the documented body."
    assert found.bad.startswith("200 with a body that lacks a required member")
    assert "\n" not in found.why + found.bad


@pytest.mark.parametrize("name", ["nobody", "scenario nobody", "memory nobody"])
def test_of_somebody_unknown_nothing_is_said(name: str) -> None:
    assert meaning_of(name) == Meaning()
