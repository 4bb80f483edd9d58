"""Methods that a path does not have."""

from collections.abc import Iterator
from http import HTTPStatus

from ...spec.exchange import Exchange
from ..check import check
from ..status import SUCCESS
from ..violation import Objection

_LONGEST = 40


@check("method")
def method(exchange: Exchange) -> Iterator[Objection]:
    """An undocumented method does not succeed, and a 405 says in `Allow` what does.

    RFC 9110, 15.5.6: a 405 must carry `Allow`. It must not leave out a documented method, nor name
    the one that it refuses.

    Good: PUT is answered with 405 and `Allow: GET, POST`.
    Bad: PUT is answered with 200, or with 405 and no `Allow`.
    """
    name, reply = exchange.call.message.method[:_LONGEST], exchange.reply
    is_unknown = any(problem.code == "method-unknown" for problem in exchange.problems)
    if is_unknown and reply.status in SUCCESS:
        message = f"{name} is answered {reply.status}; the document has no {name} here"
        yield Objection(message, kind=name)
    if reply.status == HTTPStatus.METHOD_NOT_ALLOWED:
        yield from _allow(exchange, name)


def _allow(exchange: Exchange, name: str) -> Iterator[Objection]:
    field = exchange.reply.headers.get("allow")
    if field is None:
        message = "a 405 must say in Allow which methods there are, and it does not"
        yield Objection(message, kind="no Allow")
        return
    allowed = {each.strip().upper() for each in field.split(",")}
    if name in allowed - {"HEAD", "OPTIONS"}:
        yield Objection(f"{name} is refused, and Allow has it: {field!r}", kind="Allow has it")
    missing = [
        each
        for each in exchange.call.allowed
        if each not in allowed and each not in {"HEAD", "OPTIONS"}
    ]
    if missing:
        message = f"Allow is {field!r}; the document also has {', '.join(missing)}"
        yield Objection(message, kind="Allow")
