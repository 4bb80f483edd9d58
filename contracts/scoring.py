"""Scoring: every mutant of a document before the judge, in processes. Read `score` first."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from ..spec.api import Api
from ..spec.errors import SpecdoubleError
from .dialect import other_choices
from .loading import load_api
from .mutant import Mutant, mutants_of
from .playback import Fresh
from .trial import Bench, Trial, bench

Open: TypeAlias = Callable[[str, Mapping[str, str]], Fresh]
"""A document's file and choices to its honest servers; a function of a module, for processes."""

Attempt: TypeAlias = Callable[[Mutant], Trial]
"""One mutant to what became of it."""

_CHUNK = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """Which mutants of which document: those whose names fit `pattern`, `sample` of them at most.

    `sample` 0 stands for all; fewer are taken evenly, the same ones each time.
    """

    document: str
    pattern: str = "*"
    sample: int = 0

    def mutants(self, api: Api) -> list[Mutant]:
        """The mutants, in the order of their kinds."""
        every = list(mutants_of(api, self.pattern))
        step = max(len(every) / self.sample, 1.0) if self.sample else 1.0
        return [every[int(place * step)] for place in range(int(len(every) / step))]


@dataclass(frozen=True, slots=True)
class Score:
    """The trials of a document's mutants, and how many of those that can be are killed.

    `planned` is how many there were to be; 0 stands for as many as there are.
    """

    document: str
    trials: tuple[Trial, ...]
    planned: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it came to the end."""
        return len(self.trials) >= self.planned

    @property
    def killed(self) -> int:
        """How many were found out."""
        return sum(trial.word == "killed" for trial in self.trials)

    @property
    def killable(self) -> int:
        """How many do what somebody could call wrong."""
        return sum(trial.word != "allowed" for trial in self.trials)

    @property
    def percent(self) -> float:
        """The mutation score; 100 if there is nothing to kill."""
        return 100 * self.killed / self.killable if self.killable else 100.0

    @property
    def survivors(self) -> tuple[Trial, ...]:
        """Those that were to be killed and were not."""
        return tuple(each for each in self.trials if each.word not in {"killed", "allowed"})


Watch: TypeAlias = Callable[[int, int], None]
"""Told how many trials are over, and of how many."""


def score(plan: Plan, opened: Open, *, jobs: int = 2, watch: Watch = lambda *_: None) -> Score:
    """Judge every mutant of the plan; the same for any number of `jobs`.

    Ctrl-C leaves the trials that are over. Raises SpecdoubleError if the judge objects to the
    honest server: then nothing is told by what it says of wrong ones.
    """
    count = len(plan.mutants(load_api(plan.document)))
    over: dict[int, list[Trial]] = {}
    chunks = _in_turn(plan, opened, count) if jobs == 1 else _at_once(plan, opened, count, jobs)
    with suppress(KeyboardInterrupt):
        for place, trials in chunks:
            over[place] = trials
            watch(sum(map(len, over.values())), count)
    trials = [each for _, chunk in sorted(over.items()) for each in chunk]
    return Score(plan.document, tuple(trials), count)


def _in_turn(plan: Plan, opened: Open, count: int) -> Iterator[tuple[int, list[Trial]]]:
    """One after the other, in this process."""
    for place in range(count):
        yield place, _chunk(plan, opened, [place])


def _at_once(plan: Plan, opened: Open, count: int, jobs: int) -> Iterator[tuple[int, list[Trial]]]:
    """Chunks, as they come out of processes; Ctrl-C lets those that are begun come to an end."""
    chunks = [range(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_ignore_interrupts) as pool:
        waiting = {pool.submit(_chunk, plan, opened, chunk): chunk[0] for chunk in chunks}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _ignore_interrupts() -> None:
    """A terminal sends Ctrl-C to every process; the first one decides for all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunk(plan: Plan, opened: Open, places: Sequence[int]) -> list[Trial]:
    """Some of the mutants of a plan, by their places; run in a process of its own."""
    mutants = _mutants(plan, opened)
    return [_tried(plan.document, opened, mutants[place]) for place in places]


def _tried(document: str, opened: Open, mutant: Mutant) -> Trial:
    """What became of a mutant; what one honest server never shows, one of other choices may."""
    first = _bench(document, opened)
    trial = first.try_out(mutant)
    if trial.word in {"killed", "survived", "crashed"} or mutant.allowed:
        return trial
    for dialect in range(1, 1 + len(other_choices(first.api))):
        other = _bench(document, opened, dialect)
        if other.provoked(mutant) or (trial.word == "not seen" and not mutant.answers):
            again = other.try_out(mutant)
            trial = trial if again.word in {"not seen", "allowed"} else again
    return trial


@lru_cache(maxsize=8)
def _bench(document: str, opened: Open, dialect: int = 0) -> Bench:
    """The bench of a document in one of its dialects, made once in each process."""
    api = load_api(document)
    choices: dict[str, str] = other_choices(api)[dialect - 1] if dialect else {}
    honest = bench(api, opened(document, choices))
    if not honest.verdict.passed:
        messages = [f"{each.check}: {each.message}" for each in honest.verdict.violations]
        reason = messages[0] if messages else "no request succeeds"
        raise SpecdoubleError(f"mutate: the judge objects to the honest mock itself ({reason})")
    return honest


@lru_cache(maxsize=1)
def _mutants(plan: Plan, opened: Open) -> list[Mutant]:
    return plan.mutants(_bench(plan.document, opened).api)
