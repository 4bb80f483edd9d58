"""Telling scenarios, one after the other, then what they have put off."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from ..spec.errors import TargetError
from .ledger import Ledger
from .scenario import Scenario
from .verdict import Story, Word
from .walk import Walk

_SILENCES = 2
"""So many stories may break off for want of an answer; then the rest is not told."""


def tell_all(scenarios: Iterable[Scenario], walk: Walk, ledger: Ledger) -> tuple[Story, ...]:
    """Each story with its outcome: it fails with whatever is found wrong on its way."""
    ledger.phase = "scenarios"
    words: dict[str, Word] = {}
    for each in scenarios:
        is_over = ledger.silences >= _SILENCES
        words[each.name] = "skipped" if is_over else _tell(each.name, each.tell, walk, ledger)
    for story, epilogue in walk.epilogues():
        if _tell(story, epilogue, walk, ledger) == "fail":
            words[story] = "fail"
    if "skipped" in words.values():
        ledger.note("the server stopped answering; some scenarios were not tried")
    return tuple(Story(name, word) for name, word in words.items())


def _tell(story: str, tell: Callable[[Walk], None], walk: Walk, ledger: Ledger) -> Word:
    walk.story = story
    before = ledger.sightings
    with suppress(TargetError):  # noted as a violation where it happened
        tell(walk)
    return "pass" if ledger.sightings == before else "fail"
