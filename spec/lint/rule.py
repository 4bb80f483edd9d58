"""Rule: one question put to a document. A member of the family is a file in `rules/`.

A rule is a generator of remarks; its docstring is its manual, with examples under "Good:" and
"Bad:" that run as its tests (a line of a bad example that ends in `# <-` is where the finding must
be). Read `rule`, then any file of `rules/`.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..document import Node
from ..registry import Registry
from .finding import Finding, Related, Severity, spot_of
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of a node: the finding is placed at its value, or at its key.

    `advice` replaces that of the rule where more is known; `related` are other places, with
    what they have to do with it.
    """

    node: Node
    message: str
    at_key: bool = False
    advice: str = ""
    related: tuple[tuple[str, Node], ...] = ()


Inspect: TypeAlias = Callable[[Subject], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name ("area/name"), how bad it is to break it, and what to do then."""

    name: str
    severity: Severity
    advice: str
    inspect: Inspect

    @property
    def manual(self) -> str:
        """Its docstring, as text."""
        return inspect.getdoc(self.inspect) or ""

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What it has to say about a document."""
        return (self._finding(remark) for remark in self.inspect(subject))

    def _finding(self, remark: Remark) -> Finding:
        return Finding(
            self.name,
            self.severity,
            remark.message,
            remark.advice or self.advice,
            spot_of(remark.node, at_key=remark.at_key),
            tuple(Related(words, spot_of(node, at_key=True)) for words, node in remark.related),
        )


RULES: Registry[Rule] = Registry("lint rule", f"{__package__}.rules")


def rule(name: str, *, severity: Severity, advice: str) -> Callable[[Inspect], Inspect]:
    """Enter the decorated generator as the rule `name`; `advice` is an imperative sentence."""

    def enter(inspect: Inspect) -> Inspect:
        """The decorator itself."""
        RULES.add(name, Rule(name, severity, advice, inspect))
        return inspect

    return enter
