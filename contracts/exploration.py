"""Exploration: what schemathesis sends and sees, as our own records. Read `Explorer.explore` first.

`suite.py` runs it as a process of its own; this is the side that starts the process and reads
what it tells. Nothing here knows schemathesis.
"""

import base64
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeAlias

from ..spec.document import Document
from ..spec.exchange import Headers, Message, Reply
from .credentials import Credential
from .gate import spent
from .manners import HaltError, Manners
from .target import Target

MODULE = f"{__package__}.suite"
_GRACE = 20.0
_FIXED = 60.0
"""Seconds beyond which the suite is stopped: those of its fixed requests, and for its end."""
_MOSTLY = 0.9
_OUTWARD = re.compile(r'"\$ref": "[^#]')
"""A reference to another file."""

_UNHEARD = {True: "nobody listens there any more", False: "it does not answer in time"}
_EXPECTED = {0, 1}
"""How schemathesis ends when it has done its work: nothing found, or something."""

Facts: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What to explore: a document, a target, a seed, and for how many seconds.

    `operations` are operationIds to keep to; none means all.
    """

    document: Document
    target: Target
    seed: int
    seconds: int
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A request of some phase, and its answer."""

    phase: str
    message: Message
    reply: Reply


@dataclass(frozen=True, slots=True)
class Failure:
    """What schemathesis itself found in an answer."""

    answer: Answer
    check: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A request that got no answer within `seconds`."""

    phase: str
    message: Message
    seconds: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept schemathesis from testing an operation; `label` is "" if it was everything."""

    label: str
    text: str


Sighting: TypeAlias = Answer | Failure | Silence | Trouble


class Explorer:
    """The process that explores, started before it is needed: to get ready takes it seconds.

    A context: whatever happens within, the process ends with it.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._is_ready = False

    def __enter__(self) -> Self:
        name = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="specdouble-"))
        self._folder = Path(name)
        log = self._stack.enter_context((self._folder / "errors.txt").open("wb"))
        self._process = self._stack.enter_context(_started(self._folder, log))
        self._stack.callback(self._process.kill)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def prepare(self, task: Task) -> None:
        """Let it read the document and make its first request up; none is sent before `explore`."""
        self._tell({"document": _file(task.document, self._folder), **_facts(task)})
        self._is_ready = True

    def explore(self, task: Task) -> Iterator[Sighting]:
        """Everything schemathesis sees, as it sees it. Ends by itself.

        Raises HaltError when the requests of the run are spent, or the server is gone.
        """
        for sighting in self._sightings(task):
            yield sighting
            _watch_over(sighting, task.target)

    def _sightings(self, task: Task) -> Iterator[Sighting]:
        if not self._is_ready:
            self.prepare(task)
        watchdog = threading.Timer(_FIXED + 2 * task.seconds + _GRACE, self._process.kill)
        watchdog.start()
        try:
            self._tell({"max_requests": _manners(task.target).max_requests})
            for line in self._process.stdout or ():
                told = json.loads(line)
                if told["kind"] == "spent":
                    raise HaltError(spent(task.target.manners))
                yield _sighting(told, task.target)
            if self._process.wait() not in _EXPECTED:
                yield Trouble("", _last_words(self._folder / "errors.txt"))
        finally:
            watchdog.cancel()

    def _tell(self, facts: Facts) -> None:
        """Say something to it; a process that has died already will be found out by its silence."""
        with suppress(BrokenPipeError):
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(facts).encode() + b"\n")
                self._process.stdin.flush()


def explore(task: Task) -> Iterator[Sighting]:
    """As `Explorer.explore`, with a process of its own."""
    with Explorer() as explorer:
        yield from explorer.explore(task)


def _watch_over(sighting: Sighting, target: Target) -> None:
    """Count the request, and stop if it is of no use to go on."""
    health = target.gate.health
    match sighting:
        case Answer(_, message, reply):
            target.gate.count()
            health.heard(message, reply, is_signed=target.is_signed(message))
        case Silence(_, message, seconds):
            target.gate.count()
            is_gone = target.is_gone()
            if is_gone or seconds >= target.manners.timeout * _MOSTLY:
                health.missed(message, _UNHEARD[is_gone], is_gone=is_gone)
    if health.trouble is not None:
        raise health.trouble


def _started(folder: Path, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", MODULE],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
    )


def _file(document: Document, folder: Path) -> str:
    """Where the document lies: as JSON, which is read much faster, unless it refers to others."""
    text = json.dumps(document.root.value)
    if document.file is not None and _OUTWARD.search(text):
        return str(document.file.resolve())
    file = folder / "document.json"
    file.write_text(text, encoding="utf-8")
    return str(file)


def _facts(task: Task) -> Facts:
    """The rest of the task as `suite.py` reads it."""
    credentials = [_of_now(each, task.target) for each in task.target.credentials]
    return {
        "url": task.target.url,
        "seed": task.seed,
        "seconds": task.seconds,
        "operations": list(task.operations),
        "manners": asdict(_manners(task.target)),
        "headers": [(each.name, each.value) for each in credentials if each.location == "header"],
        "parameters": [
            (each.location, each.name, each.value)
            for each in credentials
            if each.location != "header"
        ],
    }


def _manners(target: Target) -> Manners:
    """The manners with what is left of the requests, and files by their whole names.

    Raises HaltError if nothing is left.
    """
    left = target.requests_left
    if left == 0:
        raise HaltError(spent(target.manners))
    manners = target.manners
    return replace(
        manners,
        max_requests=left or 0,
        ca=_whole(manners.ca),
        certificate=_whole(manners.certificate),
        key=_whole(manners.key),
    )


def _whole(file: str) -> str:
    return str(Path(file).resolve()) if file else ""


def _of_now(credential: Credential, target: Target) -> Credential:
    """The credential, with a new token if a command gives one."""
    if target.renewal is None or credential.name.lower() != "authorization":
        return credential
    return target.renewal.renew()


def _sighting(facts: Facts, target: Target) -> Sighting:
    return _READERS[facts["kind"]](facts, target)


def _answer(facts: Facts, target: Target) -> Answer:
    reply = facts["reply"]
    headers = Headers((name, value) for name, value in reply["headers"])
    body = base64.b64decode(reply["body"])
    message = _message(facts["request"], target)
    return Answer(facts["phase"], message, Reply(reply["status"], headers, body))


def _failure(facts: Facts, target: Target) -> Failure:
    return Failure(_answer(facts, target), facts["check"], facts["title"], facts["text"])


_READERS: dict[str, Callable[[Facts, Target], Sighting]] = {
    "answer": _answer,
    "failure": _failure,
    "silence": lambda facts, target: Silence(
        facts["phase"], _message(facts["request"], target), facts["seconds"]
    ),
    "trouble": lambda facts, _: Trouble(facts["label"], facts["text"]),
}


def _message(facts: Facts, target: Target) -> Message:
    path, _, query = facts["target"].partition("?")
    headers = Headers((name, value) for name, value in facts["headers"])
    path = path.removeprefix(target.base) or "/"
    message = Message(facts["method"], path, query, headers, base64.b64decode(facts["body"]))
    return target.renewal.as_begun(message) if target.renewal else message


def _last_words(errors: Path) -> str:
    lines = [line.strip() for line in errors.read_text("utf-8", "replace").splitlines()]
    return "schemathesis stopped: " + " ".join([line for line in lines if line][-3:])[:500]
