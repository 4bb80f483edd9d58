"""Requests that the document allows."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ..check import check
from ..violation import Objection

_REFUSED = {
    400: "called malformed",
    405: "refused for its method",
    406: "refused for what it accepts",
    415: "refused for its media type",
    422: "called invalid",
}


@check("acceptance")
def acceptance(exchange: Exchange) -> Iterator[Objection]:
    """A request that keeps to the document is not refused for its form.

    The document is what a client's author has; a rule that is not in it is found out the hard
    way. Refusals for other reasons (401, 403, 404, 409, 413, 429 …) say nothing about the form.

    Good: the smallest allowed body is answered with 201.
    Bad: the smallest allowed body is answered with 400.
    """
    reason = _REFUSED.get(exchange.reply.status)
    operation = exchange.call.operation
    if reason is None or operation is None:
        return
    if not any(problem.side == "client" for problem in exchange.problems):
        yield Objection(
            f"a request that keeps to the document is {reason} ({exchange.reply.status})",
            operation.node.pointer,
            str(exchange.reply.status),
        )
