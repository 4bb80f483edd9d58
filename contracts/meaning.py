"""Why a violation matters, from the manual of the check, memory or scenario that found it."""

import inspect
import re
from dataclasses import dataclass

from .check import CHECKS
from .memory import MEMORIES
from .scenario import SCENARIOS

_OTHERS = {
    "answers": "Every request gets an answer. A client that gets none cannot tell whether what it "
    "asked for was done.",
    "dialect": "Where the contract leaves an implementation free, its clients rely on what it has "
    "chosen: as its dialect says, and the same way each time.",
    "schemathesis": "A check of schemathesis, a library that makes up requests from the document, "
    "has failed.",
}
_EXAMPLE = re.compile(r"^(Good|Bad): (.+?)(?=^\w+: |\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a docstring says: why it matters, a good example and a bad one; "" for none."""

    why: str = ""
    good: str = ""
    bad: str = ""


def meaning_of(check: str) -> Meaning:
    """By the name that a violation has: "conforms", "scenario cancel", "schemathesis …"."""
    family, _, name = check.partition(" ")
    if family in _OTHERS:
        return Meaning(_OTHERS[family])
    if family == "scenario" and name in SCENARIOS:
        return _told(SCENARIOS[name].tell)
    if family == "memory" and name in MEMORIES:
        return _told(MEMORIES[name])
    return _told(CHECKS[check]) if check in CHECKS else Meaning()


def _told(member: object) -> Meaning:
    """The first two paragraphs of a docstring, and its examples."""
    manual = inspect.getdoc(member) or ""
    paragraphs = manual.split("\n\n")
    why = [each for each in paragraphs[:2] if not _EXAMPLE.match(each)]
    examples = {kind: " ".join(text.split()) for kind, text in _EXAMPLE.findall(manual)}
    return Meaning(
        " ".join(" ".join(why).split()), examples.get("Good", ""), examples.get("Bad", "")
    )
