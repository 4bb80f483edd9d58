"""The document's promises about answers."""

from collections.abc import Iterator

from ...spec.exchange import Exchange
from ...spec.problem import Problem
from ..check import check
from ..status import CLIENT_ERROR, SERVER_ERROR
from ..violation import Objection, in_words

_KINDRED = (
    frozenset({400, 422}),
    frozenset({401, 403, 407}),
    frozenset({404, 410}),
    frozenset({405, 501}),
)
"""Statuses that say the same, more or less: who documents one of them has left out no other."""

_NO_HEAD = frozenset({405, 501})
"""How HEAD is refused; the scenario `head` says so."""


@check("conforms")
def conforms(exchange: Exchange) -> Iterator[Objection]:
    """An answer has a documented status, media type, headers and body.

    A client is written against the document; what differs from it breaks the client. That a
    server breaks (5xx) is another matter, see `server_error`, documented or not. And a document
    need not list every error (OpenAPI 3.1, 4.8.16.1): a request that breaks it may be refused with
    a status that it does not have, if it has none of the same kind, such as 403 for 401.

    Good: 200 with the documented body.
    Bad: 200 with a body that lacks a required member, or a status the operation does not have.
    """
    for problem in exchange.problems:
        if problem.side != "server" or _is_excused(exchange, problem):
            continue
        name = problem.pointer if problem.location == "header" else ""
        kind = f"{problem.code} {exchange.reply.status} {name}"
        yield Objection(in_words(problem), problem.position, kind)


def _is_excused(exchange: Exchange, problem: Problem) -> bool:
    """Whether an undocumented status is no matter here: see the manual above."""
    status = exchange.reply.status
    if problem.code != "status-undocumented" or status in SERVER_ERROR:
        return problem.code == "status-undocumented"
    is_broken = any(each.side == "client" for each in exchange.problems)
    operation = exchange.call.operation
    if operation is not None and exchange.call.message.method != operation.method:
        return status in _NO_HEAD
    if not is_broken or status not in CLIENT_ERROR or operation is None:
        return False
    kin = next((each for each in _KINDRED if status in each), frozenset[int]())
    return not any(str(each) in operation.responses for each in kin)
