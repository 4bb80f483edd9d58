"""A request as a line for a shell, to be run again by hand."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence

from ..spec.exchange import Message
from .credentials import Credential

_UNNEEDED = frozenset({"accept-encoding", "connection", "content-length", "host", "user-agent"})
_MAX_BODY = 20_000


def curl_line(message: Message, url: str, credentials: Sequence[Credential]) -> str:
    """The curl command that sends a message to `url`; secrets stay `$VARIABLES`.

    A body that is no printable text goes through base64, so that the line can be copied.
    """
    secrets = [each for each in credentials if each.secret]
    words = [f"curl -sS -i{_method(message)}", _quoted(url, _in_query(secrets))]
    for name, value in _fields(message):
        field = f"{name}: {value}" if value else f"{name};"
        words += ["-H", _quoted(field, _in_field(name, value, secrets))]
    body = _text(message.body)
    if not message.body:
        return " ".join(words)
    if body is not None:
        return " ".join([*words, "--data-raw", _quoted(body)])
    coded = base64.b64encode(message.body[:_MAX_BODY]).decode()
    return f"echo {coded} | base64 -d | {' '.join([*words, '--data-binary @-'])}"


def _method(message: Message) -> str:
    if message.method == "HEAD":
        return " -I"
    implied = "POST" if message.body else "GET"
    return "" if message.method == implied else f" -X {message.method}"


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    for name, value in message.headers.pairs:
        if name.lower() not in _UNNEEDED and (name.lower(), value) != ("accept", "*/*"):
            yield name, value


def _in_query(secrets: Iterable[Credential]) -> list[tuple[str, str]]:
    """What to replace in a URL, and with which variable."""
    return [(each.secret, each.variable) for each in secrets if each.location == "query"]


def _in_field(name: str, value: str, secrets: Iterable[Credential]) -> list[tuple[str, str]]:
    """What to replace in a header field, and with which variable."""
    return [
        (each.secret, each.variable)
        for each in secrets
        if (each.location == "header" and (each.name, each.value) == (name, value))
        or (each.location == "cookie" and name.lower() == "cookie")
    ]


def _quoted(text: str, variables: Sequence[tuple[str, str]] = ()) -> str:
    """One word of a POSIX shell; with variables in it, in double quotes."""
    if not variables:
        return "'" + text.replace("'", "'\\''") + "'"
    quoted = _escaped(text)
    for secret, variable in variables:
        quoted = quoted.replace(_escaped(secret), f"${{{variable}}}")
    return f'"{quoted}"'


def _escaped(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def _text(body: bytes) -> str | None:
    """The body if a shell and a terminal can carry it, else None."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    is_plain = all(each.isprintable() or each in "\n\t" for each in text)
    return text if is_plain and len(body) <= _MAX_BODY else None
