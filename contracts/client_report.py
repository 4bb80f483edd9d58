"""What a client did against the contract, in words for the end of a test.

Knows only exchanges: they may come from a mock's journal, a proxy or a recording.
"""

from collections.abc import Iterable, Iterator

from ..spec.exchange import Exchange
from ..spec.problem import Problem

MOST_TOLD = 10
"""As many requests are told of; a fault that is there a thousand times is read once."""


def told(exchanges: Iterable[Exchange]) -> str:
    """Each request that broke the contract, with what was wrong and where; "" if none did."""
    wrong = [exchange for exchange in exchanges if any(_of_client(exchange))]
    if not wrong:
        return ""
    lines = [line for exchange in wrong[:MOST_TOLD] for line in _lines(exchange)]
    if len(wrong) > MOST_TOLD:
        lines.append(f"  … and {len(wrong) - MOST_TOLD} requests more")
    advice = "To allow it in this test: @pytest.mark.allow_contract_problems"
    return "\n".join(["The client broke the contract:", *lines, advice])


def _of_client(exchange: Exchange) -> Iterator[Problem]:
    return (problem for problem in exchange.problems if problem.side == "client")


def _lines(exchange: Exchange) -> Iterator[str]:
    message = exchange.call.message
    yield f"  {message.method} {message.target[:200]} was answered {exchange.reply.status}"
    yield from (f"    {_line(problem)}" for problem in _of_client(exchange))


def _line(problem: Problem) -> str:
    """The reason with its place in the request, and the place in the document."""
    source = f"  [{problem.position}]" if problem.position else ""
    return f"{problem.code}: {problem.sentence}{source}"
