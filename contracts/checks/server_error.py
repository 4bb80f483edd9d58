"""A server that breaks."""

from collections.abc import Iterator
from http import HTTPStatus

from ...spec.exchange import Exchange
from ..check import check
from ..status import SERVER_ERROR
from ..violation import Objection

_EXCUSED = {HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.SERVICE_UNAVAILABLE}


@check("server_error")
def server_error(exchange: Exchange) -> Iterator[Objection]:
    """No request, however odd, is answered with 500 or another sign of a broken server.

    A document may describe 500 so that clients can read it; that does not make it right.
    Excused are 501 (a method nobody implements) and 503 (a service that is down, which says
    nothing about the request).

    Good: a body that is no JSON is answered with 400.
    Bad: a body that is no JSON is answered with 500.
    """
    status = exchange.reply.status
    if status in SERVER_ERROR and status not in _EXCUSED:
        yield Objection(f"the server broke: it answered {status}", kind=str(status))
