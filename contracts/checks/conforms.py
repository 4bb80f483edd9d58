"""The document's promises about answers."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ...spec.problem import Problem
from ..check import check
from ..status import SERVER_ERROR
from ..violation import Objection, in_words


@check("conforms")
def conforms(exchange: Exchange) -> Iterator[Objection]:
    """An answer has a documented status, media type, headers and body.

    A client is written against the document; what differs from it breaks the client. That a
    server breaks (5xx) is another matter, see `server_error`, documented or not.

    Good: 200 with the documented body.
    Bad: 200 with a body that lacks a required member, or a status the operation does not have.
    """
    for problem in exchange.problems:
        if problem.side != "server" or _is_breakdown(exchange, problem):
            continue
        name = problem.pointer if problem.location == "header" else ""
        kind = f"{problem.code} {exchange.reply.status} {name}"
        yield Objection(in_words(problem), problem.position, kind)


def _is_breakdown(exchange: Exchange, problem: Problem) -> bool:
    return problem.code == "status-undocumented" and exchange.reply.status in SERVER_ERROR
