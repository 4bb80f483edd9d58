"""Reaching a server before it is tested: one clear sentence if it is not there, or not this API."""

from collections.abc import Iterator

from ..spec.api import Api, Operation
from ..spec.errors import TargetError
from ..spec.exchange import Message, Reply
from .asking import sample_message
from .signing import signed
from .target import Target

_TRIES = 3


def reach(api: Api, target: Target) -> None:
    """Ask for something harmless; raises TargetError if no answer comes, or only web pages do."""
    pages = [
        reply
        for operation, message in _harmless(api)
        if _is_page(reply := target.send(signed(message, target.credentials)), operation)
    ]
    if len(pages) == len(list(_harmless(api))):
        reason = f"it answers with web pages (HTML, status {pages[0].status}) instead of this API"
        raise TargetError(target.url, f"{reason}; is the address right?")


def _harmless(api: Api) -> Iterator[tuple[Operation | None, Message]]:
    """Requests that change nothing: a few GETs of the document, else OPTIONS."""
    found = [each for each in api.operations if each.method == "GET"]
    found.sort(key=lambda each: "{" in each.path)
    for operation in found[:_TRIES]:
        yield operation, sample_message(operation)
    if not found:
        paths = [each.path for each in api.operations]
        yield None, Message("OPTIONS", paths[0] if paths else "/")


def _is_page(reply: Reply, operation: Operation | None) -> bool:
    """Whether an answer is HTML that the document does not promise."""
    promised = operation.responses.values() if operation else ()
    if any("html" in entry.name for response in promised for entry in response.content):
        return False
    return bool(reply.body) and "html" in reply.headers.get("content-type", "")
