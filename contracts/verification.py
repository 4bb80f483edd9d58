"""verify: hold a server to a document. The order of a run on one screen; read `_judge` first.

What failed last time comes first, then the stories: they are directed, fast, and each fails on
its own. Then schemathesis makes up requests for as long as its budget lasts. Stories that wait
for something end last. Every answer of every phase is judged by all checks and memories.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from ..spec.api import Api
from ..spec.errors import TargetError
from ..spec.reading import read
from .check import observe, violations_in
from .cleaning import Leavings, clean
from .cleaning import told as told_of
from .dialect import Dialect, own_choices
from .ending import Ending, halted, interrupted, untold
from .exploration import Answer, Explorer, Failure, Sighting, Silence, Task, Trouble
from .ledger import EnoughError, Ledger, Moment, Watch
from .manners import HaltError
from .profile import PROFILES
from .reaching import reach
from .replay import Replay
from .replay import replay as send_again
from .scenario import Scenario, scenarios_for
from .selection import Selection
from .speed import slow
from .storytelling import tell, tell_epilogues
from .target import Target
from .verdict import Story, Verdict
from .violation import Objection
from .walk import Pace, Situation, Walk

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Options:
    """How to verify. `time_budget` is in whole seconds, for schemathesis; 0 leaves it out.

    Without one, it is that of the profile. `workflows` are stories beside those of the registry;
    `recall` is tried before all else, and `only_recall` leaves out all else. `cleans` removes at
    the end what was created; `stops_at_first` ends the run at the first violation.
    """

    seed: int = 1
    profile: str = "documented"
    time_budget: int | None = None
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic, time.sleep))
    selection: Selection = field(default_factory=Selection)
    dialect: Dialect = field(default_factory=Dialect)
    workflows: tuple[Scenario, ...] = ()
    recall: Replay | None = None
    only_recall: bool = False
    cleans: bool = False
    stops_at_first: bool = False

    @property
    def seconds(self) -> int:
        """What schemathesis has."""
        budget = PROFILES[self.profile].time_budget
        return 0 if self.only_recall else budget if self.time_budget is None else self.time_budget


def stories_of(api: Api, options: Options) -> list[Scenario]:
    """What is going to be told, in that order: what failed last time comes first."""
    failed = options.recall.stories if options.recall else ()
    is_quick = PROFILES[options.profile].is_quick
    found = [
        each
        for each in (*scenarios_for(api), *options.workflows)
        if options.selection.tells(each.name)
        and (each.is_quick or not is_quick or each in options.workflows or _is_own(each))
        and (each.name in failed or not options.only_recall)
    ]
    return sorted(found, key=lambda each: each.name not in failed)


def _is_own(scenario: Scenario) -> bool:
    """Whether it comes from a user's file: whoever names one wants it told."""
    return not scenario.tell.__module__.startswith(f"{__package__}.")


def verify(
    api: Api, target: Target, options: Options | None = None, watch: Watch = lambda _: None
) -> Verdict:
    """Everything that is wrong with a server; `watch` is told how far it has come.

    Raises TargetError if the server cannot be asked, or does not look like this API at all.
    Ctrl-C, and whatever else ends the run early, leaves what is known so far.
    """
    options = options or Options()
    began = options.pace.now()
    leavings = Leavings(api)
    run = _begun(api, target, options, _watching(watch, leavings))
    ending = _ended(run, began)
    untold(run.stories, run.told, ending)
    ledger = run.ledger
    for remark in slow(ledger.durations):
        ledger.warn(remark)
    if options.cleans:
        for line in told_of(clean(leavings, target)):
            ledger.note(line)
    return Verdict(
        url=target.url,
        document=api.node.document.name,
        seed=options.seed,
        seconds=options.pace.now() - began,
        rows=tuple(ledger.rows()),
        stories=tuple(run.told.values()),
        violations=ledger.violations,
        notes=(*ledger.notes, *([ending.reason] if ending.reason else [])),
        needs_success=options.selection.stories is None and not options.only_recall,
        coverage=ledger.coverage.tasks(),
        warnings=ledger.warnings,
        ending=ending.word,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What the parts of one run share; `told` is how its stories went."""

    api: Api
    target: Target
    options: Options
    ledger: Ledger
    walk: Walk
    stories: list[Scenario]
    told: dict[str, Story] = field(default_factory=dict)


def _begun(api: Api, target: Target, options: Options, watch: Watch) -> _Run:
    ledger = Ledger(api, watch, options.selection.wants, stops_at_first=options.stops_at_first)
    dialect = options.dialect
    if PROFILES[options.profile].is_strict:
        dialect = replace(dialect, choices=own_choices(api) | dict(dialect.choices))
    situation = Situation(options.profile, options.seed, dialect, options.selection)
    walk = Walk(api, target, options.pace, ledger, situation)
    return _Run(api, target, options, ledger, walk, stories_of(api, options))


def _watching(watch: Watch, leavings: Leavings) -> Watch:
    def watching(moment: Moment) -> None:
        """Tell of it, and keep what it has created."""
        watch(moment)
        if moment.exchange is not None:
            leavings.see(moment.exchange)

    return watching


def _ended(run: _Run, began: float) -> Ending:
    """Judge, and say how that ended."""
    try:
        reach(run.api, run.target)
        _judge(run)
    except EnoughError:
        return Ending("enough", "stopped at the first violation")
    except HaltError as halt:
        return halted(halt, run.api, run.ledger)
    except KeyboardInterrupt:
        return interrupted(run.options.pace.now() - began)
    return Ending()


def _judge(run: _Run) -> None:
    """All phases in their order; what each finds is in the ledger."""
    options, walk, ledger = run.options, run.walk, run.ledger
    with ExitStack() as stack:
        explorer = stack.enter_context(Explorer()) if options.seconds else None
        if explorer is not None and run.target.is_loopback and run.target.renewal is None:
            explorer.prepare(_task(run))
        if options.recall:
            send_again(walk, ledger, options.recall.requests)
        tell(run.stories, walk, ledger, run.told)
        if explorer is not None and _still_answers(run):
            with run.target.apart():
                _explore(run, explorer)
        tell_epilogues(walk, ledger, run.told)


def _explore(run: _Run, explorer: Explorer) -> None:
    """What schemathesis sees; that it saw nothing is said."""
    is_idle = True
    for sighting in explorer.explore(_task(run)):
        is_idle &= isinstance(sighting, Trouble)
        _enter(sighting, run.api, run.ledger)
    if is_idle:
        seconds = run.options.seconds
        remark = f"schemathesis sent nothing within {seconds} s"
        run.ledger.note(f"{remark}; --time-budget gives it more")


def _task(run: _Run) -> Task:
    options = run.options
    operations = tuple(sorted(options.selection.operations or ()))
    document = run.api.node.document
    return Task(document, run.target, options.seed, options.seconds, operations)


def _still_answers(run: _Run) -> bool:
    """Whether to go on: after a request without an answer, only if others still get one."""
    try:
        if run.ledger.silences:
            reach(run.api, run.target)
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
