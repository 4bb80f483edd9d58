"""Violation: a server that does not keep a promise, as data. Never raised.

An `Objection` is what a check or a scenario has to say; a `Violation` is the same with who said
it and of what. Two violations of one `identity` are the same fault seen twice.
"""

from dataclasses import dataclass, replace

from ..spec.api import Api
from ..spec.document import escape
from ..spec.exchange import Exchange
from ..spec.problem import Problem


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an exchange is wrong, in a sentence.

    `place` is a JSON pointer to the promise in the document; left out, the operation stands for
    it. `kind` tells apart faults of one place; it holds no value that changes from one exchange
    to the next. `expected` and `got` say the same side by side, where that helps.
    """

    message: str
    place: str = ""
    kind: str = ""
    expected: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """An objection with its evidence: the exchange, and in which phase of a run it was seen.

    `earlier` are the exchanges just before it, where it is about more than one.
    """

    check: str
    operation: str
    objection: Objection
    exchange: Exchange
    phase: str = ""
    earlier: tuple[Exchange, ...] = ()

    @property
    def message(self) -> str:
        """The reason in a sentence."""
        return self.objection.message

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """The same for two sightings of one fault, in whichever scenario."""
        return (
            self.check.partition(" ")[0],
            self.operation,
            self.objection.place,
            self.objection.kind,
        )

    @property
    def size(self) -> int:
        """How much there is to read in the request; the smallest sighting is the one reported."""
        message = self.exchange.call.message
        return len(message.target) + len(message.body)


def in_words(problem: Problem) -> str:
    """A problem's message, with where in the body it is."""
    is_inside = problem.location == "body" and problem.pointer
    return f"{problem.message} (at {problem.pointer})" if is_inside else problem.message


def placed(objection: Objection, place: str) -> Objection:
    """The objection at its own place in the document; without one, at `place`."""
    return objection if objection.place else replace(objection, place=place)


def promise_of(api: Api, exchange: Exchange) -> tuple[str, str]:
    """What an exchange is about: a name, and a JSON pointer into the document.

    That is the operation; where the document has none, the path item.
    """
    call = exchange.call
    if call.operation is not None:
        return call.operation.operation_id, call.operation.node.pointer
    match = api.match(call.message.path)
    if match is None:
        return "(unknown path)", ""
    return match.target.template, f"/paths/{escape(match.target.template)}"
