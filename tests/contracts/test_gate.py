from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from specdouble.contracts.gate import Gate
from specdouble.contracts.manners import HaltError, Manners, UnsafeError, rate_of
from specdouble.contracts.target import Target
from specdouble.spec.errors import SettingError
from specdouble.spec.exchange import Message


@dataclass
class Time:
    """A clock that only waiting moves."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


def timed() -> tuple[Gate, Time]:
    time = Time()
    return Gate(lambda: time.now, time.sleep), time


def test_requests_are_spaced_evenly() -> None:
    gate, time = timed()
    for _ in range(4):
        gate.admit("GET", Manners(rate=5.0))
    assert time.waits == [0.2, 0.2, 0.2]


def test_threads_share_one_rate() -> None:
    waits: list[float] = []
    gate = Gate(lambda: 0.0, waits.append)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: gate.admit("GET", Manners(rate=2.0)), range(4)))
    assert sorted(waits) == [0.5, 1.0, 1.5]


def test_time_that_has_passed_is_not_waited_for() -> None:
    gate, time = timed()
    gate.admit("GET", Manners(rate=5.0))
    time.now += 60
    gate.admit("GET", Manners(rate=5.0))
    assert time.waits == []


def test_without_a_rate_nobody_waits() -> None:
    gate, time = timed()
    gate.admit("GET", Manners())
    gate.admit("GET", Manners())
    assert (time.waits, gate.sent, gate.left(Manners())) == ([], 2, None)


def test_a_run_ends_when_its_requests_are_spent() -> None:
    gate, manners = Gate(), Manners(max_requests=3)
    gate.admit("GET", manners)
    gate.count()
    assert gate.left(manners) == 1
    gate.admit("POST", manners)
    with pytest.raises(HaltError, match="the 3 requests of --max-requests are spent"):
        gate.admit("GET", manners)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
def test_a_read_only_run_sends_nothing_that_writes(method: str) -> None:
    with (
        Target("http://127.0.0.1:1", manners=Manners(read_only=True)) as target,
        pytest.raises(UnsafeError, match=rf"it writes \({method}\)"),
    ):
        target.send(Message(method, "/"))
    assert target.gate.sent == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_a_read_only_run_reads(method: str) -> None:
    assert Manners(read_only=True).may(method)


@pytest.mark.parametrize(
    ("text", "rate"), [("5/s", 5.0), ("30/m", 0.5), ("360/h", 0.1), ("2.5", 2.5), (" 1/s ", 1.0)]
)
def test_a_rate_is_read(text: str, rate: float) -> None:
    assert rate_of(text) == rate


@pytest.mark.parametrize("text", ["", "0/s", "-1", "5/d", "fast", "5/"])
def test_what_is_no_rate_is_told(text: str) -> None:
    with pytest.raises(SettingError, match=r"^--rate: .*write it as 5/s"):
        rate_of(text)


def test_a_target_counts_what_it_sends(serve: Callable[..., str]) -> None:
    def app(_: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("204 x", [])
        return []

    with Target(serve(app), manners=Manners(max_requests=2)) as target:
        target.send(Message("GET", "/"))
        assert target.requests_left == 1
        target.send(Message("POST", "/"))
        with pytest.raises(HaltError):
            target.send(Message("GET", "/"))
