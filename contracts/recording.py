"""Recordings of traffic: a HAR file (1.2), or the journal of a mock as JSON. Read `recorded`.

A recording need not hold everything: bodies may be left out or cut, and secrets be shortened.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from ..spec.errors import SettingError
from ..spec.exchange import Headers, Message, Reply
from ..spec.json_types import Json

_SHORTENED = re.compile(r"(?:(\w+) )?.{0,8}… \(\d+ characters\)")
_OF_CODING = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Fields about how a body was sent, which is recorded as it was read."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One exchange of a recording: its number in the file, from 1, and where it went.

    `has_request` and `has_reply` say whether those bodies are known whole.
    """

    number: int
    url: str
    message: Message
    reply: Reply
    has_request: bool = True
    has_reply: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether both bodies are known."""
        return self.has_request and self.has_reply


class _OddError(Exception):
    """Something in a recording is not as its format has it; the text says what."""


def recorded(file: Path) -> list[Recorded]:
    """What a file holds, those without an answer left out.

    Raises SettingError, in a sentence, for a file that is no recording.
    """
    try:
        value: Json = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingError("FILE", str(file), error.strerror or str(error)) from None
    except ValueError as error:
        raise SettingError("FILE", str(file), f"it is no JSON: {error}") from None
    except RecursionError:
        raise SettingError("FILE", str(file), "it is nested too deep to be read") from None
    for read, members in _FORMATS:
        entries = _inside(value, members)
        if isinstance(entries, list):
            return list(_read(file, entries, read))
    reason = "it is neither a HAR file (log.entries) nor a journal of a mock (entries)"
    raise SettingError("FILE", str(file), reason)


def _read(
    file: Path, entries: list[Json], read: Callable[[int, Mapping[str, Json]], Recorded]
) -> Iterator[Recorded]:  # how an entry is read
    for number, entry in enumerate(entries, 1):
        try:
            found = read(number, _object(entry, "the entry"))
        except (_OddError, ValueError) as error:
            raise SettingError("FILE", str(file), f"entry {number}: {error}") from None
        if found.reply.status:
            yield found


def _from_har(number: int, entry: Mapping[str, Json]) -> Recorded:
    """One entry as the HAR 1.2 specification has it."""
    request = _object(entry.get("request"), "request")
    response = _object(entry.get("response"), "response")
    url = _text(request, "url")
    body, has_request = _posted(request)
    content = response.get("content")
    answer, has_reply = _content(content if isinstance(content, dict) else {})
    parts = urlsplit(url)
    fields = Headers(_pairs(request))
    message = Message(_text(request, "method"), parts.path or "/", parts.query, fields, body)
    kept = [pair for pair in _pairs(response) if pair[0].lower() not in _OF_CODING]
    reply = Reply(_status(response), Headers(kept), answer)
    is_bodiless = message.method == "HEAD" or reply.status in {204, 304}
    return Recorded(number, url, message, reply, has_request, has_reply or is_bodiless)


def _posted(request: Mapping[str, Json]) -> tuple[bytes, bool]:
    """The body of a request, and whether it is known."""
    posted = request.get("postData")
    if not isinstance(posted, dict):
        size = request.get("bodySize")
        return b"", not (isinstance(size, int) and size > 0)
    if isinstance(posted.get("text"), str) and posted["text"]:
        return _text(posted, "text").encode("utf-8", "surrogatepass"), True
    fields = posted.get("params")
    pairs = [_pair(each) for each in fields] if isinstance(fields, list) else []
    is_form = str(posted.get("mimeType", "")).startswith("application/x-www-form-urlencoded")
    return (urlencode(pairs).encode() if is_form else b""), is_form or not pairs


def _content(content: Mapping[str, Json]) -> tuple[bytes, bool]:
    """The body of a reply, and whether it is known."""
    text, size = content.get("text"), content.get("size")
    if not isinstance(text, str):
        return b"", not (isinstance(size, int) and size > 0)
    if content.get("encoding") == "base64":
        return base64.b64decode(text), True
    return text.encode("utf-8", "surrogatepass"), True


def _pairs(part: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Header fields, without those that only HTTP/2 has."""
    listed = part.get("headers", [])
    if not isinstance(listed, list):
        raise _OddError("headers is no list")
    pairs = [_pair(each) for each in listed]
    return [pair for pair in pairs if not pair[0].startswith(":")]


def _pair(value: Json) -> tuple[str, str]:
    pair = _object(value, "a name with its value")
    return _text(pair, "name"), str(pair.get("value", ""))


def _from_journal(number: int, entry: Mapping[str, Json]) -> Recorded:
    """One entry as `GET /__specdouble/journal` has it; its number is that of the journal."""
    request, answer = _object(entry.get("request"), "request"), _object(entry.get("reply"), "reply")
    target = _text(request, "target")
    path, _, query = target.partition("?")
    fields = Headers(_fields(request))
    body = _text(request, "body").encode()
    message = Message(_text(request, "method"), path, query, fields, body)
    body = _text(answer, "body").encode()
    reply = Reply(_status(answer), Headers(_fields(answer)), body, is_cut=bool(answer.get("cut")))
    known = entry.get("number")
    return Recorded(
        known if isinstance(known, int) else number,
        target,
        message,
        reply,
        "bodyBytes" not in request,
        "bodyBytes" not in answer and not reply.is_cut,
    )


def _fields(part: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Header fields; a secret that was shortened is as good as whole."""
    for name, value in _object(part.get("headers"), "headers").items():
        shortened = _SHORTENED.fullmatch(str(value))
        scheme = f"{shortened[1]} " if shortened and shortened[1] else ""
        yield name, f"{scheme}shortened" if shortened else str(value)


_FORMATS: tuple[tuple[Callable[[int, Mapping[str, Json]], Recorded], tuple[str, ...]], ...] = (
    (_from_har, ("log", "entries")),
    (_from_journal, ("entries",)),
)
"""How to read an entry, and where in the file the entries are."""


def _inside(value: Json, members: tuple[str, ...]) -> Json:
    for name in members:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _object(value: Json, name: str) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise _OddError(f"{name} is no object")
    return value


def _text(part: Mapping[str, Json], name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str):
        raise _OddError(f"{name} is no text")
    return value


def _status(part: Mapping[str, Json]) -> int:
    """The status; 0 where no answer came."""
    value = part.get("status")
    if not isinstance(value, int) or value < 0:
        raise _OddError("status is no number")
    return value
