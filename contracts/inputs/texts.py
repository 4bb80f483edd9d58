"""Texts that programs stumble over, and how to see that one has been mangled. Read `ODD` first."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from ...spec.exchange import Message, Reply
from ...spec.json_types import Json
from ...spec.strict_json import MalformedError, parse_json

ODD = {
    "as text in many scripts": "Zürich naïve 日本語 🚀 שלום",
    "as text with a combining accent": "Cafe\u0301 mu\u0308de",
}
"""Valid texts, by what they are called."""

DOUBTFUL = {
    "as blanks": "   ",
    "empty": "",
    "with a null character": "a\0b",
    "with half of a surrogate pair": "a\ud800b",
    "of 300 characters": "x" * 300,
    "of 70,000 characters": "x" * 70_000,
}
"""Texts that a server may take or refuse, and must survive."""

_FREE_NAME = re.compile(
    r"(?i)^(name|title|label|description|summary|comments?|notes?|text|message|subject|caption)$"
    r"|(?-i:Name|Title|Description|Comment|Text|Message)$"
)
_IDENTIFIER = re.compile(r"[\w.:/@+#~-]*[\d_.:/@+#~-][\w.:/@+#~-]*")


def is_free(name: str, value: str) -> bool:
    """Whether a member holds what people write, and not what has to exist or to be understood.

    Nobody can say for certain; a value that reads like an identifier is none.
    """
    if _IDENTIFIER.fullmatch(value):
        return False
    return bool(_FREE_NAME.search(name)) or bool(re.search(r"[\s,]", value))


def mangled(message: Message, reply: Reply) -> tuple[str, str] | None:
    """A text of `ODD` that was sent, and how it came back in another encoding; None if none did.

    What is normalised, cut, or left out is no other encoding.
    """
    sent = [text for text in ODD.values() if _holds(message, text)]
    if not sent:
        return None
    for shown in _strings(_value(reply)):
        for text in sent:
            if shown != text and _is_mangled(text, shown):
                return text, shown
    return None


def _holds(message: Message, text: str) -> bool:
    return text.encode() in message.body or quote_plus(text).encode() in message.body


def _is_mangled(text: str, shown: str) -> bool:
    """Misread as Latin-1 or its Windows cousin, escaped twice, or with marks for lost letters."""
    coded = text.encode()
    misread = {coded.decode("latin-1"), coded.decode("cp1252", "replace")}
    escaped = json.dumps(text)[1:-1]
    lost = "".join(re.escape(each) if each.isascii() else _lost(each) for each in text)
    return shown in misread or shown == escaped or re.fullmatch(lost, shown) is not None


def _lost(letter: str) -> str:
    """The letter, or up to as many marks of a loss as it has bytes."""
    return rf"(?:{re.escape(letter)}|[?\ufffd]{{1,{len(letter.encode())}}})"


def _value(reply: Reply) -> Json:
    try:
        return parse_json(reply.body)
    except MalformedError:
        return None


def _strings(value: Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
