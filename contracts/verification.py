"""verify: hold a server to a document. The order of a run on one screen; read `verify` first.

The stories come first: they are directed, fast, and each fails on its own. Then schemathesis:
the document's examples, the boundaries of its schemas, and random and chained requests for as
long as the budget lasts. Every answer of every phase is judged by all checks.
"""

import time
from dataclasses import dataclass, field

from ..spec.api import Api
from ..spec.errors import TargetError
from ..spec.reading import read
from .check import observe, violations_in
from .exploration import Answer, Failure, Sighting, Silence, Task, explore
from .ledger import Ledger, Watch
from .reaching import reach
from .scenario import scenarios_for
from .storytelling import tell_all
from .target import Target
from .verdict import Verdict
from .violation import Objection
from .walk import Pace, Walk

_LONGEST = 300

TIME_BUDGET = 10
"""Seconds that schemathesis has by default."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to verify. `time_budget` is in whole seconds; 0 leaves schemathesis out.

    `scenarios` names the stories to tell; None stands for all that fit the document.
    """

    seed: int = 1
    time_budget: int = TIME_BUDGET
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic, time.sleep))
    scenarios: tuple[str, ...] | None = None


def verify(
    api: Api, target: Target, options: Options | None = None, watch: Watch = lambda _: None
) -> Verdict:
    """Everything that is wrong with a server; `watch` is told how far it has come.

    Raises TargetError if the server cannot be asked, or does not look like this API at all.
    """
    options = options or Options()
    began = options.pace.now()
    reach(api, target)
    ledger = Ledger(api, watch)
    walk = Walk(api, target, options.pace, ledger)
    wanted = options.scenarios
    told = [each for each in scenarios_for(api) if wanted is None or each.name in wanted]
    stories = tell_all(told, walk, ledger)
    if options.time_budget and _still_answers(api, target, ledger):
        task = Task(api.node.document, target, options.seed, options.time_budget)
        for sighting in explore(task):
            _enter(sighting, api, ledger)
    return Verdict(
        url=target.url,
        document=api.node.document.name,
        seed=options.seed,
        seconds=options.pace.now() - began,
        rows=tuple(ledger.rows()),
        stories=stories,
        violations=ledger.violations,
        notes=ledger.notes,
        needs_success=wanted is None or bool(options.time_budget),
    )


def _still_answers(api: Api, target: Target, ledger: Ledger) -> bool:
    """Whether to go on: after a request without an answer, only if others still get one."""
    try:
        if ledger.silences:
            reach(api, target)
    except TargetError:
        return False
    return True


def _enter(sighting: Sighting, api: Api, ledger: Ledger) -> None:
    """Put what schemathesis has seen into the ledger."""
    match sighting:
        case Answer(phase, message, reply):
            ledger.phase = phase
            ledger.see(observe(api, message, reply))
        case Silence(phase, message):
            ledger.phase = phase
            ledger.miss(read(api, message)[0], "the connection broke, or the time was up")
        case Failure():
            _enter_failure(sighting, api, ledger)
        case _:
            where = sighting.label or "schemathesis"
            ledger.note(f"{where}: not tested further: {_short(sighting.text)}")


def _enter_failure(failure: Failure, api: Api, ledger: Ledger) -> None:
    """What schemathesis has found, unless our own checks have found that exchange wrong already."""
    exchange = observe(api, failure.answer.message, failure.answer.reply)
    if not violations_in(api, exchange):
        text = _short(f"{failure.title}: {failure.text}")
        objection = Objection(text, kind=failure.title)
        ledger.object(f"schemathesis {failure.check}", exchange, objection)


def _short(text: str) -> str:
    """A text of several lines in one, without a long tail."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
