"""Variations of a request by its body: its members, the body as a whole, and its media type.

Read `body_variations`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...spec.api import MediaType, Operation
from ...spec.conformance import problems_in_value
from ...spec.document import Node
from ...spec.exchange import Call, Message
from ...spec.json_types import Json
from ...spec.media_types import content_type
from .changes import UNKNOWN
from .depth import DEEP, DOCUMENTED, QUICK
from .encoding import encoded, json_bytes, with_body
from .fitting import examples_of, merged, required_of, whole
from .members import body_changes
from .variation import Change, Variation, carried

_LEVELS = 1_000
_VAST = 1_000_000


def body_variations(operation: Operation, call: Call) -> Iterator[Variation]:
    """Every variation by body of a good call."""
    message, entry = call.message, call.media_type
    if operation.body is None:
        yield from _unasked_for(message)
    if operation.body is None or entry is None:
        return
    schema = entry.schema.node if entry.schema else None
    yield from _sizes(entry, call, schema)
    for change in body_changes(schema, call.body):
        yield from _carried(change, message, entry)
    kind = content_type(message.headers.get("content-type", ""))
    if kind is not None and kind.is_json:
        yield from _no_json(message, call.body)
    yield from _other_types(message, is_json=kind is not None and kind.is_json)
    breaks = "body-missing" if operation.body.required else ""
    nothing = with_body(message, message.headers.get("content-type", ""), b"")
    yield Variation("no body", nothing, breaks, not breaks, QUICK)


def _unasked_for(message: Message) -> Iterator[Variation]:
    """A media type where there is no body, and a body where none is asked for.

    Many clients send the former always. The latter may be refused (RFC 9110, 9.3.1).
    """
    field = "application/json"
    yield Variation("Content-Type without a body", with_body(message, field, b""))
    unwanted = with_body(message, field, b"{}")
    yield Variation("a body that nobody asked for", unwanted, is_open=True)


def _carried(change: Change, message: Message, entry: MediaType) -> Iterator[Variation]:
    written = encoded(_written_type(message, entry), change.value)
    if written is not None:
        yield carried(change, with_body(message, *written))


def _written_type(message: Message, entry: MediaType) -> str:
    """What the message says it is; a range such as `*/*` of the document is no type."""
    return message.headers.get("content-type", entry.name)


def _sizes(entry: MediaType, call: Call, schema: Node | None) -> Iterator[Variation]:
    """The smallest body, the largest, and the good one with each of its members left out."""
    body = call.body
    if not isinstance(body, dict):
        return
    needed = required_of(schema)
    smallest: Json = {name: each for name, each in body.items() if name in needed}
    largest: Json = body
    for example in examples_of(entry.node):
        together = merged(largest, example)
        fits = not problems_in_value(together, entry.schema, code="body-invalid", location="body")
        largest = together if fits else largest
    largest = whole(schema, largest)
    for change in (
        Change("the smallest body", smallest, depth=QUICK),
        Change("the largest body", largest),
    ):
        yield from _carried(change, call.message, entry)


def _no_json(message: Message, body: Json) -> Iterator[Variation]:
    """Bytes that are no JSON, or JSON of which readers differ."""
    good = json_bytes(body)
    field = message.headers.get("content-type", "")
    for name, spoil in _BROKEN.items():
        made = spoil(good)
        if made != good:
            changed = with_body(message, field, made)
            depth = QUICK if name in _FIRST else DOCUMENTED
            yield Variation(name, changed, "body-malformed", depth=depth)
    for name, raw in _doubtful(body, good).items():
        yield Variation(name, with_body(message, field, raw), is_open=True)


_BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "a body that is no JSON": lambda _: b"this is no JSON",
    "a body that breaks off": lambda good: good[:-1],
    "a body with a comma at the end": lambda good: good[:-1] + b"," + good[-1:],
    "a body without a comma": lambda good: good.replace(b", ", b" ", 1),
    "a body in single quotes": lambda good: good.replace(b'"', b"'"),
    "a body and something after it": lambda good: good + b"}",
}


_FIRST = frozenset({"a body that is no JSON", "a body that breaks off"})
"""What a quick run sends of them."""


def _doubtful(body: Json, good: bytes) -> dict[str, bytes]:
    deep = b'{"%s": %s%s}' % (UNKNOWN.encode(), b"[" * _LEVELS, b"]" * _LEVELS)
    found = {
        "a body after a byte order mark": b"\xef\xbb\xbf" + good,
        "a body with bytes of Latin-1": json_bytes(_with(body, "\xe9")).replace(b"\xc3", b""),
        "a body in UTF-16": good.decode().encode("utf-16"),
        "a body nested 1,000 deep": deep,
        "a body of a megabyte": json_bytes(_with(body, "x" * _VAST)),
        "a body with a number beyond all bounds": good[:-1] + b', "%s": 1e999}' % UNKNOWN.encode(),
        "a body with NaN": good[:-1] + b', "%s": NaN}' % UNKNOWN.encode(),
    }
    if isinstance(body, dict) and body:
        name, value = next(iter(body.items()))
        again = json_bytes({name: value})[1:-1]
        found["a body with a member given twice"] = b"{" + again + b", " + good[1:]
    return found


def _with(body: Json, text: str) -> Json:
    return {**(body if isinstance(body, dict) else {}), UNKNOWN: text}


def _other_types(message: Message, *, is_json: bool) -> Iterator[Variation]:
    """Other spellings of the media type, and other media types."""
    for field, breaks in _WRONG_TYPES.items():
        name = f"Content-Type: {field}" if field else "Content-Type missing"
        depth = QUICK if field in {"", "text/plain"} else DOCUMENTED
        yield Variation(name, with_body(message, field, message.body), breaks, depth=depth)
    if not is_json:
        return
    for field in _SAME_TYPES:
        yield Variation(f"Content-Type: {field}", with_body(message, field, message.body))
    for field in _DOUBTFUL_TYPES:
        changed = with_body(message, field, message.body)
        yield replace(Variation(f"Content-Type: {field}", changed, is_open=True), depth=DEEP)


_WRONG_TYPES = {
    "": "media-type-missing",
    "text/plain": "media-type-unsupported",
    "application/xml": "media-type-unsupported",
    "json": "media-type-malformed",
}
_SAME_TYPES = (
    "application/json; charset=utf-8",
    "application/json ; charset=UTF-8",
    "APPLICATION/JSON",
    'application/json;charset="utf-8"',
)
_DOUBTFUL_TYPES = (
    "application/json;",
    "application/json; charset=utf-16",
    "application/vnd.api+json",
    "*/*",
)
