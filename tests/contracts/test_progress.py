import pytest

from specdouble.contracts.ledger import Moment
from specdouble.contracts.progress import Pulse, bar, lines, place


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


def test_a_line_is_written_of_a_phase_that_breaks_off() -> None:
    written: list[str] = []

    def broken_off() -> None:
        with lines(written.append) as watch:
            watch(Moment("scenarios", 2, 0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert written == ["scenarios    2 requests"]


def pulse(*times: float) -> Pulse:
    """Of a run with 10 s for random requests, at these times."""
    return Pulse(10, iter(times).__next__)


def test_a_pulse_tells_how_fast_a_run_is() -> None:
    found = pulse(100.0, 102.0).facts(Moment("scenarios", 500, 3))
    assert found == "500 requests (250/s), 3 violations so far"


def test_a_run_that_has_just_begun_has_no_rate() -> None:
    assert pulse(100.0, 100.0).facts(Moment("scenarios", 1, 0)) == "1 request"


def test_a_pulse_tells_how_much_time_is_left_once_that_is_known() -> None:
    beat = pulse(100.0, 110.0, 113.0, 199.0)
    found = [beat.facts(Moment("fuzzing", number, 0)) for number in (10, 13, 99)]
    assert [each.rpartition(", ")[2] for each in found] == ["10 s left", "7 s left", "0 s left"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment("scenarios", 1, 0, None, "paging"), "scenarios: paging"),
        (Moment("scenarios", 1, 0), "scenarios"),
        (Moment("fuzzing", 1, 0, None, "paging"), "fuzzing"),
    ],
)
def test_the_story_is_named_while_it_is_told(moment: Moment, words: str) -> None:
    assert place(moment) == words
