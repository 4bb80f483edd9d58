"""Paths that the document does not have."""

from collections.abc import Iterator

from ...spec.api import Api
from ...spec.exchange import Message
from ..scenario import scenario
from ..signing import signed
from ..status import SUCCESS
from ..walk import Walk

_MOST = 20
_LONG = 8_000


@scenario("unknown_paths", tags=("http",))
def unknown_paths(walk: Walk) -> None:
    """Paths beside the documented ones are read: misspelt, deeper, very long, oddly written.

    A path that nobody has described must not be answered with success: a client that has misspelt
    one would take the answer for what it wanted. Whatever the path, the server does not break.

    Silent on: which refusal it is, where a redirection leads, and what becomes of a path that
    only means the same (two slashes in a row, dots).
    """
    for path in _misspelt(walk.api):
        message = signed(Message("GET", path), walk.target.credentials)
        exchange = walk.send(message)
        if exchange.reply.status in SUCCESS:
            status = exchange.reply.status
            text = f"the document has no such path, and it is answered {status}"
            walk.object(exchange, text, kind="found", expected="404", got=str(status))
    for path in _odd(walk.api):
        walk.send(signed(Message("GET", path), walk.target.credentials))


def _misspelt(api: Api) -> Iterator[str]:
    """Each path with a word more in its last fixed segment, and with two segments more."""
    for path in list(_fixed(api))[:_MOST]:
        for each in (f"{path}-specdouble", f"{path}/specdouble/unknown/path"):
            if api.match(each) is None:
                yield each


def _odd(api: Api) -> Iterator[str]:
    """Paths that have broken servers: one long, one with an empty segment, odd bytes."""
    for path in list(_fixed(api))[:1]:
        base = f"{path}-specdouble"
        for each in (
            f"{base}/{'x' * _LONG}",
            f"/{path[1:].replace('/', '//')}",
            f"{base}/%00",
            f"{base}/%ff%fe",
            f"{base}/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            f"{base}/..%2f..%2f..%2fetc%2fpasswd",
            f"{base}/%F0%9F%90%99",
        ):
            if api.match(each) is None:
                yield each


def _fixed(api: Api) -> Iterator[str]:
    """What stands before the first parameter of each path, once."""
    paths = (each.path.partition("{")[0].rstrip("/") for each in api.operations)
    yield from dict.fromkeys(path for path in paths if path)
