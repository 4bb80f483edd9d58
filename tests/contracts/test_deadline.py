"""The end of what would never end."""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from specdouble.contracts.deadline import HangError, deadline


def spin() -> None:
    while True:
        sum(range(100))


def swallow() -> None:
    with suppress(BaseException):
        spin()


def disguise() -> None:
    try:
        spin()
    except BaseException as error:
        raise ValueError from error


def by_main(block: Callable[[], None]) -> list[HangError]:
    with pytest.raises(HangError) as caught, deadline(0.05):
        block()
    return [caught.value]


def by_thread(block: Callable[[], None]) -> list[HangError]:
    caught: list[HangError] = []
    thread = threading.Thread(target=lambda: caught.extend(by_main(block)))
    thread.start()
    thread.join()
    return caught


@pytest.mark.parametrize("way", [by_main, by_thread])
@pytest.mark.parametrize("block", [spin, swallow, disguise])
def test_what_takes_too_long_ends_and_tells_where_it_was(
    way: Callable[..., list[HangError]], block: Callable[[], None]
) -> None:
    [error] = way(block)
    assert {"spin", block.__name__} <= {frame.name for frame in error.stack}


def test_a_wait_of_the_system_is_ended_too() -> None:
    assert by_main(threading.Event().wait)


def test_what_ends_in_time_ends_as_it_does() -> None:
    with deadline(60):
        pass
    with pytest.raises(KeyError), deadline(60):
        raise KeyError


def test_what_ends_in_time_ends_as_it_does_in_another_thread() -> None:
    test = test_what_ends_in_time_ends_as_it_does
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: (test(), ended.append(True)))
    thread.start()
    thread.join()
    assert ended == [True]


def test_an_alarm_that_was_set_before_is_set_again() -> None:
    handler = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 600)
    try:
        with deadline(60):
            pass
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        assert 60 < left <= 600
        assert signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
