"""Profiles: how thorough a run is, by name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`time_budget` is what schemathesis has, in whole seconds; 0 leaves it out.

    `is_quick` tells only the quickest scenarios, `is_strict` holds a server to the document's own
    choices too, and `means` says it in words.
    """

    means: str
    time_budget: int
    is_quick: bool = False
    is_strict: bool = False


PROFILES: Mapping[str, Profile] = {
    "documented": Profile("what the document promises, in about five seconds", 2),
    "strict": Profile("the same, and the choices of the document's own", 2, is_strict=True),
    "quick": Profile("a smoke test of less than a second", 0, is_quick=True),
    "deep": Profile("the same as documented, and two minutes of made-up requests", 120),
}
"""Every profile; the first is the default."""
