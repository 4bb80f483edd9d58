"""A violation as people read it: request, reply and place in words. Every format uses this."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..spec.api import Api
from ..spec.document import Document
from ..spec.errors import DocumentError
from ..spec.exchange import Reply
from .credentials import Credential
from .curl import curl_line
from .ledger import NO_REPLY
from .target import Target
from .violation import Violation

_MAX_REPLY = 1_500
_UNSHOWN = frozenset({"connection", "content-length", "date", "keep-alive", "server", "vary"})
_SHORT = 8
"""Secrets below this length are no secrets: replacing them would garble the text."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One violation in words; `place` is "file:line #/pointer", "" where the document is silent."""

    check: str
    operation: str
    phase: str
    message: str
    place: str
    request: str
    reply: str


def shown(violation: Violation, api: Api, target: Target) -> Shown:
    """The words for a violation; secrets are named, not printed."""
    message = violation.exchange.call.message
    return Shown(
        violation.check,
        violation.operation,
        violation.phase,
        _scrubbed("".join(map(_printable, violation.message)), target.credentials),
        _place(api, violation.objection.place),
        curl_line(message, target.address_of(message), target.credentials),
        _scrubbed(_reply_text(violation.exchange.reply), target.credentials),
    )


def _place(api: Api, pointer: str) -> str:
    """Where the document makes the promise, with the line if the pointer leads there.

    The pointer has a file in front where that is not the one that was asked for.
    """
    if not pointer:
        return ""
    document = api.node.document
    line = _line(document, pointer)
    file, hash_sign, rest = pointer.partition("#")
    if line or not hash_sign:
        return f"{document.name}{line} #{pointer}"
    with suppress(DocumentError):
        line = _line(document.files.open(Path(file), file), rest)
    return f"{file}{line} #{rest}"


def _line(document: Document, pointer: str) -> str:
    try:
        return f":{document.at(pointer).key_position.line}"
    except DocumentError:
        return ""


def _reply_text(reply: Reply) -> str:
    """Status, headers, and as much of the body as one wants to read."""
    if reply is NO_REPLY:
        return "none"
    lines = [f"HTTP {reply.status}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.pairs if _is_worth_it(name)]
    if reply.body:
        text = reply.body[:_MAX_REPLY].decode("utf-8", "backslashreplace")
        lines.append("".join(map(_printable, text)))
    if len(reply.body) > _MAX_REPLY:
        lines.append(f"… and {len(reply.body) - _MAX_REPLY} bytes more")
    return "\n".join(lines)


def _is_worth_it(name: str) -> bool:
    low = name.lower()
    return low not in _UNSHOWN and not low.startswith("access-control-")


def _printable(character: str) -> str:
    return character if character.isprintable() or character == "\n" else f"\\x{ord(character):02x}"


def _scrubbed(text: str, credentials: Iterable[Credential]) -> str:
    for each in credentials:
        if len(each.secret) >= _SHORT:
            text = text.replace(each.secret, f"${each.variable}")
    return text
