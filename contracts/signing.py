"""Credentials on a message: put there, or taken away one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from ..spec.exchange import Headers, Message
from .credentials import Credential


def signed(message: Message, credentials: Iterable[Credential]) -> Message:
    """The message with every credential that it does not carry already."""
    for each in credentials:
        if not _carries(message, each):
            message = _ADD[each.location](message, each)
    return message


def without(message: Message, location: str, name: str) -> Message:
    """The message without what stands at a place."""
    if location == "query":
        parts = [each for each in message.query.split("&") if each.partition("=")[0] != name]
        return replace(message, query="&".join(parts))
    pairs = message.headers.pairs
    if location == "cookie":
        return replace(message, headers=Headers(_without_cookie(pairs, name)))
    kept = [(key, value) for key, value in pairs if key.lower() != name.lower()]
    return replace(message, headers=Headers(kept))


def _carries(message: Message, credential: Credential) -> bool:
    return without(message, credential.location, credential.name) != message


def _add_header(message: Message, each: Credential) -> Message:
    return replace(message, headers=Headers((*message.headers.pairs, (each.name, each.value))))


def _add_query(message: Message, each: Credential) -> Message:
    part = f"{quote(each.name, safe='')}={quote(each.value, safe='')}"
    return replace(message, query=f"{message.query}&{part}" if message.query else part)


def _add_cookie(message: Message, each: Credential) -> Message:
    cookies = [message.headers["cookie"]] if "cookie" in message.headers else []
    rest = [(key, value) for key, value in message.headers.pairs if key.lower() != "cookie"]
    field = "; ".join([*cookies, f"{each.name}={each.value}"])
    return replace(message, headers=Headers([*rest, ("Cookie", field)]))


_ADD = {"header": _add_header, "query": _add_query, "cookie": _add_cookie}


def _without_cookie(pairs: Iterable[tuple[str, str]], name: str) -> Iterator[tuple[str, str]]:
    for key, value in pairs:
        if key.lower() != "cookie":
            yield key, value
            continue
        kept = [each for each in value.split(";") if each.strip().partition("=")[0] != name]
        if kept:
            yield key, ";".join(kept).strip()
