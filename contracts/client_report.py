"""Who broke the contract, in words for the end of a test.

Knows only exchanges: they may come from a mock's journal, a proxy or a recording.
"""

from collections.abc import Iterable, Iterator, Sequence

from ..spec.exchange import Exchange
from ..spec.problem import Problem, Side
from .words import printable

MOST_TOLD = 10
"""As many requests are told of; a fault that is there a thousand times is read once."""

_CULPRITS: dict[Side, str] = {"client": "The client", "server": "The server"}
_ADVICE = "To allow it in this test: @pytest.mark.allow_contract_problems"


def told(exchanges: Iterable[Exchange], sides: Sequence[Side] = ("client",)) -> str:
    """Each exchange that broke the contract, with what was wrong and where; "" if none did.

    Of each of the `sides` apart.
    """
    found = list(exchanges)
    return "\n".join(text for side in sides if (text := _of_side(found, side)))


def told_in_test(exchanges: Iterable[Exchange], sides: Sequence[Side] = ("client",)) -> str:
    """The same, with how to allow it."""
    text = told(exchanges, sides)
    return f"{text}\n{_ADVICE}" if text else ""


def lines_of(problems: Iterable[Problem]) -> Iterator[str]:
    """Each reason with its place in the message, and the place in the document."""
    for problem in problems:
        source = f"  [{problem.position}]" if problem.position else ""
        yield printable(f"{problem.code}: {problem.sentence}{source}")


def _of_side(exchanges: list[Exchange], side: Side) -> str:
    wrong = [each for each in exchanges if any(p.side == side for p in each.problems)]
    if not wrong:
        return ""
    lines = [line for exchange in wrong[:MOST_TOLD] for line in _lines(exchange, side)]
    if len(wrong) > MOST_TOLD:
        lines.append(f"  … and {len(wrong) - MOST_TOLD} requests more")
    return "\n".join([f"{_CULPRITS[side]} broke the contract:", *lines])


def _lines(exchange: Exchange, side: Side) -> Iterator[str]:
    message = exchange.call.message
    target = printable(message.target[:200])
    yield f"  {message.method} {target} was answered {exchange.reply.status}"
    problems = (each for each in exchange.problems if each.side == side)
    yield from (f"    {line}" for line in lines_of(problems))
