import math
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.clock import END, VirtualClock, read_instant, read_speed, rfc_3339
from specdouble.spec.errors import SettingError


class Real:
    """A real clock that only moves when told."""

    def __init__(self, seconds: float = 1000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def test_without_a_start_it_shows_the_real_time_in_milliseconds():
    assert VirtualClock(Real(1000.5)).now() == 1_000_500


def test_with_a_start_it_begins_there():
    assert VirtualClock(Real(), start=5).now() == 5000


def test_it_goes_with_the_real_time():
    real = Real()
    clock = VirtualClock(real, start=0)
    real.seconds += 2.5
    assert clock.now() == 2500


def test_speed_60_makes_a_minute_of_a_second():
    real = Real()
    clock = VirtualClock(real, start=0, speed=60)
    real.seconds += 1
    assert clock.now() == 60_000


def test_a_change_of_speed_keeps_the_time_passed_so_far():
    real = Real()
    clock = VirtualClock(real, start=0, speed=10)
    real.seconds += 1
    clock.speed = 100
    real.seconds += 1
    assert clock.now() == 110_000


def test_advance_moves_on_by_a_timedelta_and_gives_the_new_instant():
    assert VirtualClock(Real(), start=0).advance(minutes=20, seconds=1) == 1_201_000


def test_a_jump_over_a_week_is_one_call():
    assert VirtualClock(Real(), start=0).advance(weeks=1) == 7 * 86_400_000


def test_speed_0_is_frozen():
    real = Real()
    clock = VirtualClock(real, start=1, speed=0)
    real.seconds += 60
    assert clock.now() == 1000


def test_a_frozen_clock_can_be_advanced():
    clock = VirtualClock(Real(), start=0)
    clock.freeze()
    clock.advance(hours=1)
    assert clock.now() == 3_600_000


def test_resume_goes_on_as_fast_as_before():
    clock = VirtualClock(Real(), speed=60)
    clock.freeze()
    clock.freeze()
    clock.resume()
    assert clock.speed == 60


def test_resume_of_a_clock_that_began_frozen_goes_on_at_real_speed():
    clock = VirtualClock(Real(), speed=0)
    clock.resume()
    assert clock.speed == 1


@pytest.mark.parametrize("instant", ["1970-01-01T01:00:00Z", 3_600_000])
def test_set_moves_on_to_an_instant(instant):
    assert VirtualClock(Real(), start=0).set(instant) == 3_600_000


def test_set_never_goes_back():
    with pytest.raises(SettingError, match="time never runs backwards; reset instead"):
        VirtualClock(Real(), start=2).set(1999)


def test_a_real_clock_that_is_set_back_does_not_move_it_back():
    real = Real()
    clock = VirtualClock(real, start=100)
    clock.now()
    real.seconds -= 50
    assert clock.now() == 100_000


def test_reset_goes_back_to_the_first_instant_and_speed():
    clock = VirtualClock(Real(), start=5, speed=2)
    clock.advance(days=1)
    clock.freeze()
    clock.reset()
    assert (clock.now(), clock.speed) == (5000, 2)


def test_reset_without_a_start_goes_back_to_the_real_time():
    real = Real()
    clock = VirtualClock(real)
    clock.advance(days=1)
    real.seconds = 2000
    clock.reset()
    assert clock.now() == 2_000_000


def test_time_stands_still_at_the_end_of_the_year_9999():
    clock = VirtualClock(Real(), start=0)
    clock.advance(days=999_999_999)
    assert (clock.now(), rfc_3339(clock.now())) == (END, "9999-12-31T23:59:59.999Z")


@pytest.mark.parametrize(
    "amount",
    [
        {"minutes": -1},
        {"minutes": math.nan},
        {"minutes": math.inf},
        {"fortnights": 1},
        {"minutes": "1"},
        {"days": 10**12},
    ],
    ids=str,
)
def test_advance_refuses_nonsense_and_stays_where_it_is(amount):
    clock = VirtualClock(Real(), start=0)
    with pytest.raises(SettingError):
        clock.advance(**amount)
    assert clock.now() == 0


@pytest.mark.parametrize("speed", [-1, math.nan, math.inf, True, "fast", None, 10**400], ids=str)
def test_a_speed_that_is_no_speed_is_refused(speed):
    with pytest.raises(SettingError, match="a finite number, 0 or more, is wanted"):
        VirtualClock(Real(), speed=speed)


def test_a_speed_can_be_read_from_a_text():
    assert read_speed("1.5") == 1.5


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01.5z", 1500),
        ("1970-01-01 01:00:00+01:00", 0),
        ("1970-01-01T00:00:00.123456789Z", 123),
    ],
)
def test_instants_are_read_as_rfc_3339_has_them(text, instant):
    assert read_instant(text) == instant


@pytest.mark.parametrize(
    "value",
    ["", "2026-01-31", "2026-01-31T12:00:00", "2026-13-01T00:00:00Z", "1969-12-31T23:59:59Z", 5],
    ids=str,
)
def test_what_is_no_instant_is_refused(value):
    with pytest.raises(ValueError, match=r"wanted|month"):
        read_instant(value)


def test_as_json_tells_the_time_in_words_too():
    assert VirtualClock(Real(), start=1.25, speed=0).as_json() == {
        "now": 1250,
        "time": "1970-01-01T00:00:01.250Z",
        "speed": 0.0,
        "frozen": True,
    }


STEPS = st.one_of(
    st.tuples(st.just("real"), st.floats(-10, 10)),
    st.tuples(st.just("speed"), st.floats(0, 1000)),
    st.tuples(st.just("advance"), st.floats(0, 10**6)),
    st.tuples(st.just("freeze"), st.none()),
    st.tuples(st.just("resume"), st.none()),
)


@given(st.lists(STEPS))
def test_whatever_happens_time_never_runs_backwards(steps):
    real = Real()
    clock = VirtualClock(real)
    seen = [clock.now()]
    for step, amount in steps:
        if step == "real":
            real.seconds += amount
        elif step == "speed":
            clock.speed = amount
        elif step == "advance":
            clock.advance(seconds=amount)
        else:
            getattr(clock, step)()
        seen.append(clock.now())
    assert seen == sorted(seen)


def test_steps_of_several_threads_all_count():
    clock = VirtualClock(Real(), start=0)

    def move() -> None:
        for _ in range(200):
            clock.advance(milliseconds=1)

    threads = [threading.Thread(target=move) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now() == 800
