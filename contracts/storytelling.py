"""Telling scenarios, one after the other, then what they have put off."""

from collections.abc import Callable, Iterable

from ..spec.errors import TargetError
from .ledger import Ledger
from .manners import UnsafeError
from .scenario import Scenario
from .verdict import Story, Word
from .walk import SkippedError, Walk

BROKEN_OFF = "it was broken off"
"""The reason of a story that was being told when the run ended."""

_SILENCES = 2
"""So many stories may break off for want of an answer; then the rest is not told."""


def tell_all(scenarios: Iterable[Scenario], walk: Walk, ledger: Ledger) -> tuple[Story, ...]:
    """Each story with its outcome: it fails with whatever is found wrong on its way."""
    told: dict[str, Story] = {}
    tell(scenarios, walk, ledger, told)
    tell_epilogues(walk, ledger, told)
    return tuple(told.values())


def tell(scenarios: Iterable[Scenario], walk: Walk, ledger: Ledger, told: dict[str, Story]) -> None:
    """Tell each story, without what it puts off, and enter into `told` how it went."""
    ledger.phase = "scenarios"
    for each in scenarios:
        if ledger.silences >= _SILENCES:
            told[each.name] = Story(each.name, "skipped", "the server stopped answering")
            ledger.note("the server stopped answering; some scenarios were not tried")
        else:
            told[each.name] = Story(each.name, "fail", BROKEN_OFF)
            told[each.name] = _tell(each.name, each.tell, walk, ledger)


def tell_epilogues(walk: Walk, ledger: Ledger, told: dict[str, Story]) -> None:
    """Tell what stories have put off, at the end of a run, and enter it if that goes wrong."""
    ledger.phase = "scenarios"
    while epilogues := walk.epilogues():
        for name, epilogue in epilogues:
            end = _tell(name, epilogue, walk, ledger)
            if end.word == "fail":
                told[name] = end


def _tell(name: str, tell: Callable[[Walk], None], walk: Walk, ledger: Ledger) -> Story:
    walk.story = ledger.story = name
    before, reason = ledger.sightings, ""
    word: Word = "pass"
    try:
        tell(walk)
    except SkippedError as skipped:
        word, reason = "skipped", skipped.reason
    except UnsafeError:
        word, reason = "skipped", "the run is read-only"
    except TargetError:
        reason = "no answer came"
    return Story(name, word if ledger.sightings == before else "fail", reason)
