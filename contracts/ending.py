"""How a run ends before its end: by the user, by what is spent, or by the server. Read `Ending`.

Whatever the reason, what is known so far is reported, and what was not tried is said to be so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..spec.api import Api
from ..spec.exchange import Exchange
from ..spec.reading import read
from .ledger import NO_REPLY, Ledger
from .manners import HaltError
from .scenario import Scenario
from .storytelling import BROKEN_OFF
from .verdict import Story
from .violation import Objection

Word: TypeAlias = Literal["complete", "enough", "stopped", "spent", "fault", "trouble"]

EXIT_CODES: Mapping[Word, int] = {"stopped": 130, "trouble": 2}
"""Exit codes that an ending has of its own; with any other, the verdict decides."""


_OF_NO_STORY = {"stopped", "spent", "trouble"}


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a run is over: "complete", or "enough" (the first violation), "stopped" (Ctrl-C).

    "spent" is `--max-requests`; "fault" a server that has died, "trouble" one that takes no more
    requests of ours, for want of credentials or of patience. `reason` is a sentence.
    """

    word: Word = "complete"
    reason: str = ""


def halted(halt: HaltError, api: Api, ledger: Ledger) -> Ending:
    """A run that was brought to an end; a fault of the server is entered as its violation."""
    if halt.message is None:
        return Ending("spent", halt.reason)
    if not halt.is_fault:
        return Ending("trouble", halt.reason)
    exchange = Exchange(read(api, halt.message)[0], NO_REPLY)
    ledger.object("answers", exchange, Objection(halt.reason, kind="stopped"))
    return Ending("fault", halt.reason)


def interrupted(seconds: float) -> Ending:
    """A run that its user has stopped, after so long."""
    return Ending("stopped", f"stopped by Ctrl-C after {seconds:.1f} s")


def untold(stories: Iterable[Scenario], told: dict[str, Story], ending: Ending) -> None:
    """Enter the stories that were not reached as skipped, and why.

    So is the one that was being told, unless it was what it found that ended the run.
    """
    for each in stories:
        known = told.get(each.name)
        is_cut_short = (
            known is not None and known.reason == BROKEN_OFF and ending.word in _OF_NO_STORY
        )
        if known is None or is_cut_short:
            told[each.name] = Story(each.name, "skipped", ending.reason)
