"""Progress of a run: a bar on a terminal, a line for each phase otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .ledger import Moment, Watch

_RANDOM = {"fuzzing", "stateful"}


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

    yield watch
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
        began: dict[str, float] = {}

        def watch(moment: Moment) -> None:
            """Move the bar."""
            facts = f"{_count(moment.requests, 'request')}{_found(moment)}"
            progress.update(task, description=moment.phase, facts=facts)
            if moment.phase in _RANDOM:
                passed = progress.get_time() - began.setdefault("explore", progress.get_time())
                progress.update(task, total=seconds, completed=min(passed, seconds))

        yield watch


def _found(moment: Moment) -> str:
    return f", {_count(moment.violations, 'violation')} so far" if moment.violations else ""


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
