import pytest

from specdouble.contracts.speed import slow

STEADY = [0.001, 0.0011, 0.0012, 0.0011, 0.001]


def test_an_operation_that_stands_out_is_named_with_figures() -> None:
    durations = {"list": [0.2, 0.21, 0.2, 0.22, 0.2], "get": STEADY, "create": STEADY}
    assert list(slow(durations)) == [
        "list takes 200.0 ms (median of 5), 182 times as long as its peers (1.1 ms)"
    ]


def test_seconds_are_shown_as_seconds() -> None:
    found = list(slow({"list": [2.0] * 5, "get": [0.1] * 5}))
    assert found == ["list takes 2.0 s (median of 5), 20 times as long as its peers (100.0 ms)"]


@pytest.mark.parametrize(
    "durations",
    [
        {},
        {"list": [9.0] * 5},
        {"list": STEADY, "get": STEADY},
        {"list": [0.2] * 4, "get": STEADY},
        {"list": [0.2] * 5, "get": STEADY[:4]},
        {"list": [0.004] * 5, "get": STEADY},
        {"list": [0.0] * 5, "get": [0.0] * 5},
        {"list": [1.0] * 5, "get": [0.0] * 5},
        {"list": [0.001, 0.001, 0.5, 0.5, 0.5], "get": STEADY},
        {"list": [0.001, 0.001, 0.02, 0.09, 0.2], "get": STEADY},
        {"list": [0.02] * 5, "get": [0.001, 0.001, 0.001, 0.05, 0.05]},
    ],
    ids=[
        "nothing",
        "no peers",
        "alike",
        "few answers",
        "few answers of peers",
        "four times",
        "no time at all",
        "peers of no time",
        "now and then",
        "scattered",
        "peers as slow now and then",
    ],
)
def test_what_does_not_stand_out_is_not_named(durations: dict[str, list[float]]) -> None:
    assert list(slow(durations)) == []


def test_one_slow_moment_of_a_fast_operation_is_none() -> None:
    assert list(slow({"list": [*STEADY, 5.0], "get": STEADY})) == []
