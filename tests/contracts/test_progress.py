import pytest

from specdouble.contracts.ledger import Moment
from specdouble.contracts.progress import bar, lines


def test_a_line_is_written_when_a_phase_is_over() -> None:
    written: list[str] = []
    with lines(written.append) as watch:
        for moment in (
            Moment("scenarios", 1, 0),
            Moment("scenarios", 3, 0),
            Moment("coverage", 4, 1),
            Moment("coverage", 9, 2),
        ):
            watch(moment)
        assert written == ["scenarios    3 requests"]
    assert written[1:] == ["coverage     6 requests, 2 violations so far"]


def test_nothing_is_written_about_nothing() -> None:
    written: list[str] = []
    with lines(written.append):
        assert written == []
    assert written == []


def test_one_of_each_is_singular() -> None:
    written: list[str] = []
    with lines(written.append) as watch:
        watch(Moment("fuzzing", 1, 1))
    assert written == ["fuzzing      1 request, 1 violation so far"]


def test_a_bar_takes_every_moment(capsys: pytest.CaptureFixture[str]) -> None:
    with bar(10) as watch:
        for phase in ("scenarios", "coverage", "fuzzing"):
            watch(Moment(phase, 1, 0))
    assert capsys.readouterr().out == ""
