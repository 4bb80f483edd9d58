"""Exploration: what schemathesis sends and sees, as our own records. Read `explore` first.

`suite.py` runs it as a process of its own; this is the side that starts the process and reads
what it tells. Nothing here knows schemathesis.
"""

import base64
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from ..spec.document import Document
from ..spec.exchange import Headers, Message, Reply
from .target import Target

MODULE = f"{__package__}.suite"
_GRACE = 20.0
_FIXED = 60.0
"""Seconds beyond which the suite is stopped: those of its fixed requests, and for its end."""
_EXPECTED = {0, 1}
"""How schemathesis ends when it has done its work: nothing found, or something."""

Facts: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What to explore: a document, a target, a seed, and for how many seconds."""

    document: Document
    target: Target
    seed: int
    seconds: int


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
    """A request that got no answer."""

    phase: str
    message: Message


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept schemathesis from testing an operation; `label` is "" if it was everything."""

    label: str
    text: str


Sighting: TypeAlias = Answer | Failure | Silence | Trouble


def explore(task: Task) -> Iterator[Sighting]:
    """Everything schemathesis sees, as it sees it. Ends by itself."""
    with tempfile.TemporaryDirectory(prefix="specdouble-") as name:
        folder = Path(name)
        facts = {"document": _file(task.document, folder), **_facts(task)}
        (folder / "task.json").write_text(json.dumps(facts), encoding="utf-8")
        with (folder / "errors.txt").open("wb") as log, _started(folder, log) as process:
            watchdog = threading.Timer(_FIXED + 2 * task.seconds + _GRACE, process.kill)
            watchdog.start()
            try:
                for line in process.stdout or ():
                    yield _sighting(json.loads(line), task.target)
                if process.wait() not in _EXPECTED:
                    yield Trouble("", _last_words(folder / "errors.txt"))
            finally:
                watchdog.cancel()
                process.kill()


def _started(folder: Path, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", MODULE, "task.json"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
    )


def _file(document: Document, folder: Path) -> str:
    """Where the document lies; one that is only in memory is written down."""
    if document.file is not None:
        return str(document.file.resolve())
    file = folder / "document.json"
    file.write_text(json.dumps(document.root.value), encoding="utf-8")
    return str(file)


def _facts(task: Task) -> Facts:
    """The rest of the task as `suite.py` reads it."""
    credentials = task.target.credentials
    return {
        "url": task.target.url,
        "seed": task.seed,
        "seconds": task.seconds,
        "timeout": task.target.timeout,
        "headers": [(each.name, each.value) for each in credentials if each.location == "header"],
        "parameters": [
            (each.location, each.name, each.value)
            for each in credentials
            if each.location != "header"
        ],
    }


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
    "silence": lambda facts, target: Silence(facts["phase"], _message(facts["request"], target)),
    "trouble": lambda facts, _: Trouble(facts["label"], facts["text"]),
}


def _message(facts: Facts, target: Target) -> Message:
    path, _, query = facts["target"].partition("?")
    headers = Headers((name, value) for name, value in facts["headers"])
    path = path.removeprefix(target.base) or "/"
    return Message(facts["method"], path, query, headers, base64.b64decode(facts["body"]))


def _last_words(errors: Path) -> str:
    lines = [line.strip() for line in errors.read_text("utf-8", "replace").splitlines()]
    return "schemathesis stopped: " + " ".join([line for line in lines if line][-3:])[:500]
