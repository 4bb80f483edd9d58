"""Requests that the document forbids."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ...spec.problem import Problem
from ..check import check
from ..status import SUCCESS
from ..violation import Objection, in_words

_OF_NO_OPERATION = {"path-unknown", "method-unknown"}


@check("refusal")
def refusal(exchange: Exchange) -> Iterator[Objection]:
    """A request that breaks the document is not answered with success.

    What is taken in silence is stored, and breaks whoever reads it later; and a credential that
    is not asked for protects nothing.

    Good: a required member is missing and the answer is 400.
    Bad: a required member is missing and the answer is 200.
    """
    if exchange.reply.status not in SUCCESS:
        return
    for problem in exchange.problems:
        if problem.side == "client" and problem.code not in _OF_NO_OPERATION:
            message = f"answered {exchange.reply.status} although {in_words(problem)}"
            yield Objection(message, problem.position, _kind(problem))


def _kind(problem: Problem) -> str:
    """A keyword says one thing of one member; only `required` says it of several."""
    is_list = problem.position.endswith("/required")
    return f"{problem.code} {problem.pointer.rpartition('/')[2]}" if is_list else problem.code
