"""Check: one invariant of one exchange, pure. A member of the family is a file in `checks/`.

A check is a generator of objections and knows nothing of who talked to whom: it is run on the
exchanges of a suite, of a client under test or of a recording alike. Its docstring is its
manual. Read `check`, then any file of `checks/`.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..spec.api import Api
from ..spec.conformance import problems_in_reply
from ..spec.exchange import Exchange, Message, Reply
from ..spec.problem import worst_first
from ..spec.reading import read
from ..spec.registry import Registry
from .violation import Objection, Violation, placed, promise_of

Check: TypeAlias = Callable[[Exchange], Iterator[Objection]]

CHECKS: Registry[Check] = Registry("check", f"{__package__}.checks")


def check(name: str) -> Callable[[Check], Check]:
    """Enter the decorated generator as the check `name`."""
    return lambda function: CHECKS.add(name, function)


def observe(api: Api, message: Message, reply: Reply) -> Exchange:
    """A request and its answer, held against the document: with every problem of either."""
    call, problems = read(api, message)
    return Exchange(call, reply, tuple(worst_first([*problems, *problems_in_reply(call, reply)])))


def violations_in(api: Api, exchange: Exchange, phase: str = "") -> list[Violation]:
    """What every check has to say of one exchange; an empty list means nothing is wrong."""
    operation, place = promise_of(api, exchange)
    return [
        Violation(name, operation, placed(objection, place), exchange, phase)
        for name, each in CHECKS.items()
        for objection in each(exchange)
    ]
