"""Trial: one mutant before the judge. Read `Bench.try_out` first.

A bench has an honest server that can be had afresh, and has watched it once: an answer that no
request of the whole run provoked need not be waited for again.
"""

from dataclasses import dataclass
from typing import Literal

from ..spec.api import Api
from ..spec.errors import TargetError
from .credentials import placeholders
from .in_process import InProcess
from .ledger import Watch
from .mutant import Mutant
from .playback import Fresh, Recorder, Script, Server
from .verdict import Verdict
from .verification import Options, verify
from .witness import Witness

Word = Literal["killed", "survived", "not seen", "allowed", "crashed"]

_UNASKED = {
    "405": "a 405 answers a method that no operation is for; see the mutants of Allow",
    "413": "the document names no size that is too large, and what stands before a service may "
    "refuse one in words of its own",
    "429": "no request makes an honest server slow its clients down",
    "500": "no request makes an honest server break",
    "501": "no request makes an honest server lack what it documents",
    "502": "no request makes an honest server lose those behind it",
    "503": "no request makes an honest server unavailable",
    "504": "no request makes an honest server wait in vain",
    "5XX": "no request makes an honest server break",
}
"""What no request to an operation makes an honest server answer; and why."""


_OF_FORM = {"415", "422"}
"""Refusals in whose place a document may also allow 400."""

_HARMLESS = "the document allows what it makes of every answer seen, and of every example of such"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant.

    "killed": something was found wrong. "survived": it did wrong and nothing was. "not seen":
    no request made it do wrong. "allowed": nobody could call it wrong. "crashed": the judge
    broke. `reason` is what was found, or why not.
    """

    name: str
    kind: str
    operation: str
    place: str
    means: str
    word: Word
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """A document, honest servers for it, and how a whole run against one went.

    `seen` are the documented answers that it gave, by operation and status.
    """

    api: Api
    fresh: Fresh
    verdict: Verdict
    script: Script
    seen: frozenset[tuple[str, str]]

    def try_out(self, mutant: Mutant) -> Trial:
        """Judge a mutant until the first violation."""
        if mutant.allowed:
            return told(mutant, "allowed", mutant.allowed)
        if mutant.answers and not self.provoked(mutant):
            return self._unseen(mutant)
        try:
            objection = self.script.objection_to(mutant.spoil, self.fresh)
        except Exception:  # noqa: BLE001  # an edge: the run will tell how it broke
            objection = None
        if objection:
            return told(mutant, "killed", objection)
        if objection == "" and mutant.answers:
            return self._unseen(mutant)
        return self._judged(mutant)

    def _judged(self, mutant: Mutant) -> Trial:
        """Judge it in a run of its own."""
        server = self.fresh()
        witness = Witness(server.handle)
        spoiled = witness.outer(mutant.spoil(witness.inner))
        try:
            objection = _objection(judge(self.api, Server(spoiled, server.pace)))
        except TargetError as error:
            objection = error.reason
        except Exception as error:  # noqa: BLE001  # an edge: a judge that breaks is a finding
            return told(mutant, "crashed", f"the judge broke: {error!r}")
        if objection:
            return told(mutant, "killed", objection)
        if witness.has_acted:
            return told(mutant, "survived", f"{witness.requests} requests, and nothing was found")
        return self._unseen(mutant)

    def _unseen(self, mutant: Mutant) -> Trial:
        """It did nothing wrong: because nobody can make it, or because the judge did not."""
        reason = self._excuse(mutant)
        if reason:
            return told(mutant, "allowed", reason)
        if self.provoked(mutant):
            return told(mutant, "not seen", "it does nothing to the answers that came")
        wanted = " or ".join(mutant.answers)
        kind = f"answer {wanted}" if wanted else "request that shows it"
        return told(mutant, "not seen", f"no {kind} in the whole run")

    def provoked(self, mutant: Mutant) -> list[str]:
        """Which of its answers the honest server gave."""
        return [each for each in mutant.answers if (mutant.operation, each) in self.seen]

    def _excuse(self, mutant: Mutant) -> str:
        """Why nobody can make it show; "" if somebody could."""
        if not mutant.answers:
            return ""
        if all(each in _UNASKED for each in mutant.answers):
            return _UNASKED[mutant.answers[0]]
        if self.provoked(mutant):
            asked = [each for each in mutant.answers if each not in _UNASKED]
            return "" if mutant.shows(asked) else _HARMLESS
        given = {status for operation, status in self.seen if operation == mutant.operation}
        return _instead(mutant.answers, given)


def _instead(wanted: tuple[str, ...], given: set[str]) -> str:
    """Which other answer an honest server gives in the place of those wanted; "" for none."""
    likely = {"400"} if set(wanted) <= set(_OF_FORM) else set()
    if all(status.startswith("2") for status in wanted):
        likely |= {status for status in given if status.startswith("2")}
    found = min(likely & given, default="")
    return f"the document also allows {found}, which the honest server answers" if found else ""


def _objection(verdict: Verdict) -> str:
    """What a verdict finds wrong, "" if nothing."""
    for each in verdict.violations:
        return f"{each.check}: {each.message}"
    return "" if verdict.passed else "no request succeeded"


def bench(api: Api, fresh: Fresh) -> Bench:
    """The bench for a document; its verdict on the honest server says whether it can be used."""
    recorder = Recorder(fresh())
    verdict = judge(api, recorder.recorded, watch=recorder.watch, to_the_end=True)
    script = Script(api, tuple(recorder.scenes))
    return Bench(api, fresh, verdict, script, frozenset(script.answers()))


def judge(
    api: Api, server: Server, *, watch: Watch = lambda _: None, to_the_end: bool = False
) -> Verdict:
    """The directed part of `verify`, in the server's own time."""
    target = InProcess(server.handle, placeholders(api))
    options = Options(time_budget=0, pace=server.pace, stops_at_first=not to_the_end)
    return verify(api, target, options, watch)  # type: ignore[arg-type]  # of the same face


def told(mutant: Mutant, word: Word, reason: str) -> Trial:
    """The outcome of a mutant as data that can be sent between processes."""
    return Trial(
        mutant.name, mutant.kind, mutant.operation, mutant.place, mutant.means, word, reason
    )
