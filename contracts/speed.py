"""Speed: operations that are far slower than their peers. Read `slow` first.

Nobody has promised how long an answer takes, and machines differ; but the operations of one
server run on one machine, so that one of them stands out is worth a look.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

_FAR = 5
"""How many times as long as its peers an operation must take to stand out."""

_ENOUGH = 5
"""With fewer answers one slow moment would be taken for a slow operation."""

_NOISE = 3
"""The distance must be so many times what durations usually scatter by."""


def slow(durations: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """A remark for each operation that stands out; `durations` are seconds by operation.

    It does if the median of its durations is far beyond that of its peers' medians, by more than
    both scatter, and if three quarters of its answers take longer than three quarters of
    everybody else's.
    """
    known = {name: sorted(each) for name, each in durations.items() if len(each) >= _ENOUGH}
    for name, own in known.items():
        others = [each for other, each in known.items() if other != name]
        if others and _stands_out(own, others):
            usual = median(median(each) for each in others)
            yield (
                f"{name} takes {_in_words(median(own))} (median of {len(own)}), "
                f"{median(own) / usual:.0f} times as long as its peers ({_in_words(usual)})"
            )


def _stands_out(own: Sequence[float], others: Sequence[Sequence[float]]) -> bool:
    usual, typical = median(median(each) for each in others), median(own)
    every = sorted(duration for each in others for duration in each)
    noise = _scatter(own) + median(_scatter(each) for each in others)
    is_far = 0 < _FAR * usual < typical
    return is_far and typical - usual > _NOISE * noise and _quarter(own, 1) > _quarter(every, 3)


def _scatter(durations: Sequence[float]) -> float:
    """The median distance from the median: one odd moment does not move it."""
    middle = median(durations)
    return median(abs(each - middle) for each in durations)


def _quarter(durations: Sequence[float], which: int) -> float:
    """A quartile of sorted durations: the nearest one there is."""
    return durations[round((len(durations) - 1) * which / 4)]


def _in_words(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
