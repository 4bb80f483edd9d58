"""Requests that the document allows."""

from collections.abc import Iterator
from http import HTTPStatus

from ...spec.exchange import Exchange
from ...spec.problem import Problem
from ..check import check
from ..manners import SAFE
from ..violation import Objection

_REFUSED = {
    400: "called malformed",
    405: "refused for its method",
    406: "refused for what it accepts",
    415: "refused for its media type",
    422: "called invalid",
}

_TOKENS = frozenset(
    {"after", "before", "bookmark", "continuation", "continuationtoken", "cursor", "marker"}
    | {"nextcursor", "nexttoken", "offset", "pagetoken", "startafter", "startingafter", "token"}
)
"""What query parameters with the place of a page are called."""


@check("acceptance")
def acceptance(exchange: Exchange) -> Iterator[Objection]:
    """A request that keeps to the document is not refused for its form.

    The document is what a client's author has; a rule that is not in it is found out the hard
    way. Refusals for other reasons (401, 403, 404, 409, 413, 429 …) say nothing about the form.

    Silent on: a 400 to a request that changes something and has neither query nor body, such as
    a DELETE: that may be about the state of what it names; requests without a parameter that the
    document recommends; tokens of pages, which only the server can tell from made-up ones; and HEAD
    where the document has GET, which the scenario `head` looks at.

    Good: the smallest allowed body is answered with 201.
    Bad: the smallest allowed body is answered with 400.
    """
    reason = _REFUSED.get(exchange.reply.status)
    operation = exchange.call.operation
    if reason is None or operation is None or _is_about_state(exchange):
        return
    if exchange.call.message.method != operation.method or _has_token(exchange):
        return
    if not any(_is_excuse(problem) for problem in exchange.problems):
        yield Objection(
            f"a request that keeps to the document is {reason} ({exchange.reply.status})",
            operation.node.pointer,
            str(exchange.reply.status),
        )


def _is_excuse(problem: Problem) -> bool:
    """Whether a server may be right to refuse: who leaves out what ought to be sent is told so."""
    return problem.side == "client" or problem.code == "parameter-recommended"


def _has_token(exchange: Exchange) -> bool:
    """Whether it names a place in a list by a text that the server must have given out."""
    texts = (name for name, value in exchange.call.query.items() if isinstance(value, str))
    return any(name.lower().replace("_", "").replace("-", "") in _TOKENS for name in texts)


def _is_about_state(exchange: Exchange) -> bool:
    """Whether a 400 cannot be about form: what changes something without a word may come late."""
    message = exchange.call.message
    is_bare = not message.body and not message.query and message.method not in SAFE
    return is_bare and exchange.reply.status == HTTPStatus.BAD_REQUEST
