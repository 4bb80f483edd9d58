"""A violation as people read it: request, reply and place in words. Every format uses this."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..spec.api import Api
from ..spec.built_in import DOCUMENT as _OURS
from ..spec.document import Document, Node
from ..spec.errors import DocumentError
from ..spec.exchange import Exchange, Headers, Message, Reply
from .comparison import expected_and_got
from .credentials import Credential
from .curl import curl_line
from .grouping import Group
from .ledger import NO_REPLY
from .meaning import Meaning, meaning_of
from .target import Target
from .violation import Violation
from .words import printable, scrubbed, scrubbed_bytes

_SHORT_REPLY = 1_500
_WHOLE = 20_000
_UNSHOWN = frozenset({"connection", "content-length", "date", "keep-alive", "server", "vary"})
_BEFORE, _AFTER = 2, 3
_WIDEST = 160
_SILENT = Meaning()


_STEP = 160
"""So many characters of the target, and of the body, of a request that came before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document; `is_meant` marks the one that makes the promise."""

    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One violation in words; `place` is "file:line #/pointer", "" where the document is silent.

    `request` is a curl command, `reply` what one wants to read of the answer; `sent` and
    `received` are the messages in full, but for what is very long. `frame` is the place with the
    lines around it, `earlier` are the requests just before, where it takes several, `elsewhere` the
    other operations in which the same fault shows, and `alike` what else is wrong here for the same
    reason.
    """

    check: str
    operation: str
    phase: str
    message: str
    place: str
    request: str
    reply: str
    expected: str = ""
    got: str = ""
    meaning: Meaning = _SILENT
    frame: tuple[Line, ...] = ()
    sent: str = ""
    received: str = ""
    earlier: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def told(group: Group, api: Api, target: Target) -> Shown:
    """The words for violations of one root: those of the one to tell first, and where else."""
    alike = tuple(_clean(each, target.credentials) for each in group.alike)
    elsewhere = tuple(map(printable, group.elsewhere))
    return replace(shown(group.told, api, target), elsewhere=elsewhere, alike=alike)


def shown(violation: Violation, api: Api, target: Target) -> Shown:
    """The words for a violation; secrets are named, not printed."""
    secrets = target.credentials
    message, reply = violation.exchange.call.message, violation.exchange.reply
    expected, got = (_clean(each, secrets) for each in expected_and_got(violation))
    node = _node(api, violation.objection.place)
    return Shown(
        printable(violation.check),
        printable(violation.operation),
        printable(violation.phase),
        _clean(violation.message, secrets),
        _place(api, violation.objection.place, node),
        _curl(message, target),
        _clean(_reply_text(reply, _SHORT_REPLY), secrets),
        expected,
        got,
        meaning_of(violation.check),
        tuple(_frame(node)) if node is not None else (),
        _clean(_request_text(message), secrets),
        _clean(_reply_text(reply, _WHOLE, is_whole=True), secrets),
        tuple(_clean(_step(each), secrets) for each in violation.earlier),
    )


def _step(exchange: Exchange) -> str:
    """An exchange in a line: as whom, if that is not the usual one, what, and the answer."""
    message = exchange.call.message
    body = f" {message.body[:_STEP].decode('utf-8', 'replace')}" if message.body else ""
    tenant = message.headers.get("x-gw-ims-org-id", "")
    whom = f" ({tenant})" if tenant else ""
    return f"{message.method} {message.target[:_STEP]}{whom}{body} -> {exchange.reply.status}"


def _clean(text: str, secrets: Iterable[Credential]) -> str:
    return printable(scrubbed(text, secrets))


def _curl(message: Message, target: Target) -> str:
    """The line to repeat it; a secret that stands where no credential belongs is named as well."""
    body = scrubbed_bytes(message.body, target.credentials)
    line = curl_line(replace(message, body=body), target.address_of(message), target.credentials)
    return _clean(line, target.credentials)


def _node(api: Api, pointer: str) -> Node | None:
    """Where the document makes the promise; None if the pointer leads nowhere.

    The pointer has a file in front where that is not the one that was asked for.
    """
    document: Document = api.node.document
    with suppress(DocumentError):
        return document.at(pointer) if pointer else None
    file, hash_sign, rest = pointer.partition("#")
    if hash_sign:
        with suppress(DocumentError):
            return document.files.open(Path(file), file).at(rest)
    return None


def _place(api: Api, pointer: str, node: Node | None) -> str:
    if not pointer:
        return ""
    line = "" if node is None else f":{node.key_position.line}"
    document = api.node.document if node is None else node.document
    name = _OURS.name if document.name == str(_OURS) else document.name
    file, hash_sign, rest = pointer.partition("#")
    if hash_sign and (node is None or node.document is not api.node.document):
        name, pointer = file, rest
    return printable(f"{name}{line} #{pointer}")


def _frame(node: Node) -> Iterable[Line]:
    """The line of a promise and those around it."""
    meant, source = node.key_position.line, node.document.source
    last = len(source.text.splitlines())
    for number in range(max(1, meant - _BEFORE), min(last, meant + _AFTER) + 1):
        yield Line(number, printable(source.line(number)[:_WIDEST]), number == meant)


def _request_text(message: Message) -> str:
    """The request in full: first line, fields and body."""
    lines = [f"{message.method} {message.target}", *_fields(message.headers)]
    return _with_body([*lines, ""] if message.body else lines, message.body, _WHOLE)


def _reply_text(reply: Reply, longest: int, *, is_whole: bool = False) -> str:
    """Status, header fields, and as much of the body as one wants to read."""
    if reply is NO_REPLY:
        return "none"
    kept = Headers(pair for pair in reply.headers.pairs if is_whole or _is_worth_it(pair[0]))
    lines = [f"HTTP {reply.status}", *_fields(kept)]
    return _with_body([*lines, ""] if is_whole and reply.body else lines, reply.body, longest)


def _fields(headers: Headers) -> Iterable[str]:
    return (f"{name}: {value}" for name, value in headers.pairs)


def _with_body(lines: list[str], body: bytes, longest: int) -> str:
    if body:
        lines = [*lines, body[:longest].decode("utf-8", "backslashreplace")]
    if len(body) > longest:
        lines.append(f"… and {len(body) - longest} bytes more")
    return "\n".join(lines)


def _is_worth_it(name: str) -> bool:
    low = name.lower()
    return low not in _UNSHOWN and not low.startswith("access-control-")
