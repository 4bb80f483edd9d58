"""The same request in other words."""

from collections.abc import Iterator
from dataclasses import replace

from ...spec.exchange import Exchange, Headers, Message
from ...spec.media_types import content_type
from ..proven import readings
from ..scenario import scenario
from ..signing import without
from ..walk import Walk


@scenario("equivalent", tags=("http",))
def equivalent(walk: Walk) -> None:
    """Whatever could be read with GET is read with headers that mean the same.

    Clients, libraries and proxies write headers each in their own way: names in capitals or in
    small letters (RFC 9110, 5.1), `Accept: */*`, the media type that came before, or no Accept at
    all (12.5.1), and a Content-Type although they send no body. Status and media type of the
    answer are always those of the first. A body breaks nothing.

    Silent on: what becomes of an Accept that excludes the documented media type.
    """
    for first in readings(walk):
        for words, message in _variations(first):
            _compare(walk, first, walk.send(message), words)
        typed = Headers((*first.call.message.headers.pairs, ("Content-Type", "application/json")))
        with_body = replace(first.call.message, headers=typed, body=b"{}")
        walk.send(with_body, open_to_either=True)


def _variations(first: Exchange) -> Iterator[tuple[str, Message]]:
    message = without(first.call.message, "header", "accept")
    pairs, kind = message.headers.pairs, content_type(first.reply.headers.get("content-type", ""))
    accepts = ["*/*", *([f"{kind.essence}, */*;q=0.1", kind.essence] if kind else [])]
    yield "without Accept", message
    for accept in accepts:
        headers = Headers((*pairs, ("Accept", accept)))
        yield f"with Accept: {accept}", replace(message, headers=headers)
    for words, spell in (("capitals", str.upper), ("small letters", str.lower)):
        headers = Headers((spell(name), value) for name, value in pairs)
        yield f"with header names in {words}", replace(message, headers=headers)
    headers = Headers((*pairs, ("Content-Type", "application/json")))
    yield "with a Content-Type and no body", replace(message, headers=headers)


def _compare(walk: Walk, first: Exchange, other: Exchange, words: str) -> None:
    if walk.is_wrong(other):
        return
    for what, wanted, found in (
        ("status", str(first.reply.status), str(other.reply.status)),
        ("media type", _essence(first), _essence(other)),
    ):
        if wanted != found:
            message = f"{words} the {what} is {found or 'none'}, and else {wanted or 'none'}"
            walk.object(other, message, kind=f"{what} {words}", expected=wanted, got=found)
            return


def _essence(exchange: Exchange) -> str:
    kind = content_type(exchange.reply.headers.get("content-type", ""))
    return kind.essence if kind else ""
