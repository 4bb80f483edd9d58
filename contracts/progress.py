"""Progress of a run: a bar on a terminal, a line for each phase otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .ledger import Moment, Watch

_RANDOM = {"fuzzing", "stateful"}
_STORIES = "scenarios"


@contextmanager
def lines(write: Callable[[str], None]) -> Iterator[Watch]:
    """A watch that writes a line whenever a phase is over in which something was sent."""
    before = [Moment("", 0, 0), Moment("", 0, 0)]

    def watch(moment: Moment) -> None:
        """Write a line if another phase begins."""
        if moment.phase != before[1].phase:
            close()
            before[0] = before[1]
        before[1] = moment

    def close() -> None:
        """Write of the phase that is over."""
        sent = before[1].requests - before[0].requests
        if sent:
            write(f"{before[1].phase:<12} {_count(sent, 'request')}{_found(before[1])}")

    try:
        yield watch
    finally:
        close()


@contextmanager
def bar(seconds: int) -> Iterator[Watch]:
    """A watch that moves a bar on the standard error; gone when the run is over.

    How long the scenarios and the fixed requests take nobody knows; the random ones after them
    take `seconds`.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}"))
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("connecting", total=None, facts="")
        pulse = Pulse(seconds, progress.get_time)

        def watch(moment: Moment) -> None:
            """Move the bar."""
            facts = pulse.facts(moment)
            progress.update(task, description=place(moment), facts=facts)
            if pulse.left is not None:
                progress.update(task, total=seconds, completed=seconds - pulse.left)

        yield watch


class Pulse:
    """How fast a run goes, and how long it still takes; `left` in seconds, None if nobody knows.

    `now` gives the time in seconds.
    """

    def __init__(self, seconds: int, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._began = now()
        self._random_since: float | None = None
        self.left: float | None = None

    def facts(self, moment: Moment) -> str:
        """In words: requests, how many of them in a second, violations, and the time left."""
        now = self._now()
        if moment.phase in _RANDOM:
            if self._random_since is None:
                self._random_since = now
            self.left = max(0.0, self._seconds - (now - self._random_since))
        passed = now - self._began
        rate = f" ({moment.requests / passed:.0f}/s)" if passed > 0 else ""
        left = "" if self.left is None else f", {self.left:.0f} s left"
        return f"{_count(moment.requests, 'request')}{rate}{_found(moment)}{left}"


def place(moment: Moment) -> str:
    """Where a run is: its phase, and the story that is being told."""
    is_told = moment.phase == _STORIES and moment.story
    return f"{moment.phase}: {moment.story}" if is_told else moment.phase


def _found(moment: Moment) -> str:
    return f", {_count(moment.violations, 'violation')} so far" if moment.violations else ""


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
