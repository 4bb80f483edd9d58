"""Problems know who is at fault, and stand in the order in which a server finds them."""

import pytest

from specdouble.spec.problem import CODES, Problem, worst_first


@pytest.mark.parametrize(
    ("code", "side"),
    [("body-invalid", "client"), ("reply-body-invalid", "server"), ("parameter-unknown", "note")],
)
def test_a_problem_has_a_side(code: str, side: str) -> None:
    assert Problem(code, "", "body").side == side


def test_what_is_found_out_first_comes_first() -> None:
    codes = ["body-invalid", "parameter-missing", "credential-missing", "parameter-missing"]
    found = worst_first(Problem(code, str(place), "") for place, code in enumerate(codes))
    assert [each.message for each in found] == ["2", "1", "3", "0"]


def test_each_fault_of_a_client_has_a_status_for_clients() -> None:
    statuses = {code.status for code in CODES.values() if code.side == "client"}
    assert all(400 <= status < 500 for status in statuses)


def test_every_code_says_what_it_means() -> None:
    assert all(code.meaning for code in CODES.values())
