"""Reaching a server before it is tested: one clear sentence if it is not there, or not this API."""

from collections.abc import Iterable, Iterator

from ..spec.api import Api, Operation
from ..spec.errors import TargetError
from ..spec.exchange import Message, Reply
from .asking import sample_message
from .credentials import Credential
from .manners import HaltError
from .signing import signed
from .target import Target

_TRIES = 3


def reach(api: Api, target: Target) -> None:
    """Ask for something harmless; raises TargetError if no answer comes, or only web pages do.

    One answer is enough: whatever is broken besides will be found by the run itself.
    """
    answers = _answers(target, _harmless(api))
    if all(_is_page(reply, operation) for operation, reply in answers):
        status = answers[0][1].status
        reason = f"it answers with web pages (HTML, status {status}) instead of this API"
        raise TargetError(target.url, f"{reason}; is the address right?")
    statuses = {reply.status for _, reply in answers}
    reason = _REFUSALS.get(min(statuses), "") if len(statuses) == 1 else ""
    if reason:
        raise TargetError(target.url, reason.format(_shown(target.credentials)))


_REFUSALS = {
    401: "it answers 401 to everything: the credentials are not taken; shown were {}",
    429: "it answers 429 (too many requests) to everything; try again later, or with --rate",
    502: "a gateway answers 502 in its stead; is the service behind it up?",
    503: "it answers 503 (out of service) to everything; try again later",
    504: "a gateway answers 504 in its stead; is the service behind it up?",
}
"""What it means if every harmless request is answered with one of these statuses."""


def _shown(credentials: Iterable[Credential]) -> str:
    return ", ".join(f"{each.name} ({each.origin})" for each in credentials) or "none"


def _answers(
    target: Target, requests: Iterable[tuple[Operation | None, Message]]
) -> list[tuple[Operation | None, Reply]]:
    """The answers that come; raises TargetError if there are none."""
    answers, errors = list[tuple[Operation | None, Reply]](), list[TargetError]()
    for operation, message in requests:
        try:
            answers.append((operation, target.send(signed(message, target.credentials))))
        except TargetError as error:
            errors.append(error)
        except HaltError as error:
            errors.append(TargetError(target.url, error.reason))
            break
    if not answers:
        raise errors[0]
    return answers


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
