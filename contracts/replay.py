"""Failures kept in a file, so that the next run tries them first, or tries nothing else.

Read `Replay` first: what is remembered of a verdict are the stories that failed, told again by
their names and the seed, and the single requests that no story sent. Secrets are not kept: the
credentials are taken out and put on anew.
"""

import base64
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from ..spec.errors import SettingError, TargetError
from ..spec.exchange import Headers, Message
from ..spec.json_types import Json
from .credentials import Credential
from .ledger import Ledger
from .manners import UnsafeError
from .signing import signed, without
from .verdict import Verdict
from .violation import Violation
from .walk import SkippedError, Walk

VERSION = 1
FOLDER = ".specdouble"
FILE = "failures.json"
"""Where failures are kept by default, below the working directory."""

_STORIES = "scenarios"
_MOST = 200
_SHORT = 8
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_UNKEPT = frozenset({"content-length", "host", "connection"})


@dataclass(frozen=True, slots=True)
class Again:
    """A request to be sent once more: without the credentials named in `places`.

    `status` is what it was answered with, 0 for no answer; `reason` what was wrong with that.
    """

    message: Message
    places: tuple[tuple[str, str], ...]
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What to try again: stories by their names, with the seed of that run, and single requests.

    `document` is the name of the one that was broken.
    """

    seed: int
    document: str = ""
    stories: tuple[str, ...] = ()
    requests: tuple[Again, ...] = ()


def remembered(verdict: Verdict, credentials: Iterable[Credential]) -> str:
    """The failures of a verdict as the text of a file; "" if there are none."""
    known = tuple(credentials)
    stories = [each.name for each in verdict.stories if each.word == "fail"]
    single = [each for each in verdict.violations if each.phase != _STORIES][:_MOST]
    requests = [facts for each in single for facts in _facts(each, known)]
    if not stories and not requests:
        return ""
    found = {
        "specdouble-failures": VERSION,
        "document": verdict.document,
        "seed": verdict.seed,
        "stories": stories,
        "requests": requests,
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def recalled(text: str, name: str = "--replay") -> Replay:
    """What a file of failures holds; raises SettingError for `name` if it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "specdouble-failures" not in found:
        raise SettingError("--replay", name, "it holds no failures kept by specdouble")
    if found["specdouble-failures"] != VERSION:
        version = found["specdouble-failures"]
        raise SettingError("--replay", name, f"it is of version {version!r}, not of {VERSION}")
    try:
        requests = tuple(map(_again, found["requests"]))
        stories = tuple(map(str, found["stories"]))
        return Replay(int(found["seed"]), str(found["document"]), stories, requests)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SettingError("--replay", name, f"it is damaged ({error!r})") from None


def replay(walk: Walk, ledger: Ledger, requests: Iterable[Again]) -> None:
    """Send single requests again; what is wrong with the answers goes into the ledger.

    A request whose resource does not exist any more tells nothing, and is noted. Raises HaltError
    as the gate does.
    """
    ledger.phase = walk.story = "replay"
    for each in requests:
        wanted = [one for one in walk.target.credentials if (one.location, one.name) in each.places]
        message = signed(each.message, wanted)
        try:
            status = walk.send(message).reply.status
        except (SkippedError, UnsafeError) as kept:
            reason = kept.reason if isinstance(kept, SkippedError) else str(kept)
            walk.note(f"{message.method} {message.path} was not sent again: {reason}")
        except TargetError:
            continue
        else:
            if status in _GONE and status != each.status:
                words = (
                    f"{message.method} {message.path} is answered {status}, and was {each.status}"
                )
                walk.note(f"{words} then: what it asks for may not exist any more")


def keep(text: str, file: Path) -> None:
    """Write failures to a file; one that holds none any more is removed.

    The folder of our own is made, and keeps itself out of git. Raises OSError.
    """
    if not text:
        file.unlink(missing_ok=True)
        return
    if file.parent.name == FOLDER and not file.parent.exists():
        file.parent.mkdir()
        (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    file.write_text(text, encoding="utf-8")


def _facts(violation: Violation, credentials: Collection[Credential]) -> Iterator[dict[str, Json]]:
    """One violation's request as JSON; nothing if a secret would be left in it."""
    message, places = violation.exchange.call.message, list[Json]()
    for each in credentials:
        bare = without(message, each.location, each.name)
        if bare != message and _marks(signed(bare, [each])) == _marks(message):
            message = bare
            places.append([each.location, each.name])
    headers = [pair for pair in message.headers.pairs if pair[0].lower() not in _UNKEPT]
    shown = f"{message.target} {headers} {message.body.decode('utf-8', 'replace')}"
    if any(len(each.secret) >= _SHORT and each.secret in shown for each in credentials):
        return
    yield {
        "check": violation.check,
        "operation": violation.operation,
        "reason": violation.message,
        "status": violation.exchange.reply.status,
        "method": message.method,
        "target": message.target,
        "headers": [list(pair) for pair in headers],
        "body": base64.b64encode(message.body).decode(),
        "credentials": places,
    }


def _marks(message: Message) -> set[tuple[str, str]]:
    """What a message carries in its query, its cookies and its other headers, in any order."""
    found = {("?", part) for part in message.query.split("&")}
    for name, value in message.headers.pairs:
        parts = value.split(";") if name.lower() == "cookie" else [value]
        found |= {(name.lower(), part.strip()) for part in parts}
    return found


def _again(facts: dict[str, Json]) -> Again:
    """A request as it was kept; raises what wrong types raise."""
    path, _, query = str(facts["target"]).partition("?")
    pairs = [(str(name), str(value)) for name, value in _pairs(facts["headers"])]
    body = base64.b64decode(str(facts["body"]), validate=True)
    places = tuple((str(place), str(name)) for place, name in _pairs(facts["credentials"]))
    message = Message(str(facts["method"]), path, query, Headers(pairs), body)
    status = facts["status"]
    if not isinstance(status, int):
        raise TypeError("status")
    return Again(message, places, status, str(facts["reason"]))


def _pairs(found: Json) -> Iterator[tuple[Json, Json]]:
    if not isinstance(found, list):
        raise TypeError("a list is wanted")
    for each in found:
        if not isinstance(each, list):
            raise TypeError("a pair is wanted")
        one, other = each
        yield one, other
