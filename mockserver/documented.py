"""What the document itself answers to a call: an example of it, else a value of its schema.

Read `documented_reply` first. The client may choose by `Prefer` (`prefer.py`) and `Accept`; what
it asks for and the document does not have is answered with 404 and a list of what there is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from weakref import WeakKeyDictionary

from ..spec.api import MediaType, Operation, Response
from ..spec.decoding import ABSENT
from ..spec.exchange import Call, Headers, Reply
from ..spec.media_types import content_type, decoded
from ..spec.strict_json import MalformedError
from .accepting import preferred
from .bodies import body_of, field_of, file_of
from .examples import Example, examples_of, names_of
from .formats import word
from .generate import generate
from .prefer import Preference, preference
from .problem_details import problem_reply
from .response_headers import fields_of

_BODILESS = {204, 205, 304}


def documented_reply(call: Call, random: Random) -> Reply:
    """The reply that the document shows for a call to a known operation.

    Without a wish: the lowest success, else the default, else the first there is. An example is
    passed over if it breaks its own schema, unless it was asked for by name.
    """
    if call.operation is None:
        return problem_reply(404, "the document has no such operation")
    wish = preference(call.message)
    served = _served(call.operation, wish.code)
    if served is None:
        return _not_documented(call.operation, wish)
    content = _content(served, call.message.headers.get("accept", ""), wish, random)
    if content is None:
        return _no_example(served, wish)
    pairs = [("Content-Type", content.field)] if content.field else []
    pairs += fields_of(served.response, call.message, random)
    if wish.applied:
        pairs.append(("Preference-Applied", wish.applied))
    body = b"" if call.message.method == "HEAD" else content.body
    return Reply(served.status, Headers(pairs), body)


@dataclass(frozen=True, slots=True)
class _Served:
    """A documented response, with the status it is sent with."""

    status: int
    response: Response


@dataclass(frozen=True, slots=True)
class _Content:
    """A body and its Content-Type; both empty where there is none."""

    field: str
    body: bytes


_USUAL: WeakKeyDictionary[Operation, _Served | None] = WeakKeyDictionary()
_SHOWN: WeakKeyDictionary[MediaType, dict[str | None, bytes | None]] = WeakKeyDictionary()
_RANGE = re.compile("[2-5]XX")
_FINAL = re.compile("[2-5][0-9]{2}", re.ASCII)


def _served(operation: Operation, code: int | None) -> _Served | None:
    """The response of the status asked for, or the usual one."""
    if code is not None:
        response = operation.response(code)
        return _Served(code, response) if response is not None else None
    if operation not in _USUAL:
        ranked = [
            (rank, number if rank == 0 else place, _Served(number, operation.responses[status]))
            for place, status in enumerate(operation.responses)
            for rank, number in _ranked(status)
        ]
        _USUAL[operation] = min(ranked, key=lambda each: each[:2])[2] if ranked else None
    return _USUAL[operation]


def _ranked(status: str) -> Iterator[tuple[int, int]]:
    """How good a documented status is as an answer (0 is best), and the number it is sent as."""
    if status == "default":
        yield 2, 200
    elif _RANGE.fullmatch(status):
        yield (1 if status[0] == "2" else 3), int(status[0]) * 100
    elif _FINAL.fullmatch(status):
        yield (0 if status[0] == "2" else 3), int(status)


def _content(served: _Served, accept: str, wish: Preference, random: Random) -> _Content | None:
    """The body to send; None if no media type has the example that is asked for."""
    entries = served.response.content
    if served.status in _BODILESS or not entries:
        return None if wish.example else _Content("", b"")
    place, asked = 0, ""
    if len(entries) > 1 or "*" in entries[0].name:
        place, asked = preferred(accept, tuple(entry.name for entry in entries))
    if not wish.example:
        field = field_of(entries[place], asked)
        return _Content(field, _body(entries[place], field, wish, random))
    for entry in (entries[place], *entries):
        field = field_of(entry, asked)
        body = _shown(entry, field, wish.example)
        if body is not None:
            return _Content(field, body)
    return None


def _body(entry: MediaType, field: str, wish: Preference, random: Random) -> bytes:
    """The first example that conforms, or a value made from the schema."""
    body = None if wish.dynamic else _shown(entry, field, None)
    return _made(entry, field, wish, random) if body is None else body


def _shown(entry: MediaType, field: str, name: str | None) -> bytes | None:
    """The bytes of an example; None if there is none. They are worked out once."""
    if name is not None and name not in names_of(entry):
        return None
    if "*" in entry.name:
        return _example_bytes(entry, field, name)
    known = _SHOWN.setdefault(entry, {})
    if name not in known:
        known[name] = _example_bytes(entry, field, name)
    return known[name]


def _example_bytes(entry: MediaType, field: str, name: str | None) -> bytes | None:
    """The example of that name, or the first one that conforms to its schema."""
    examples = (each for each in examples_of(entry) if name is None or each.name == name)
    bodies = [body for example in examples for body in _written(example, entry, field)]
    fitting = (body for body in bodies if _conforms(body, entry, field))
    return next(fitting, bodies[0] if name is not None else None)


def _written(example: Example, entry: MediaType, field: str) -> Iterator[bytes]:
    """An example as bytes: as a value, and as the text that it may be meant to be."""
    yield body_of(example.value, entry, field)
    if isinstance(example.value, str):
        yield example.value.encode()


def _conforms(body: bytes, entry: MediaType, field: str) -> bool:
    """Whether a body is what the entry promises; an empty one is none."""
    if not body:
        return False
    kind = content_type(field)
    try:
        value = decoded(body, kind, entry) if kind else ABSENT
    except MalformedError:
        return False
    return value is ABSENT or entry.schema is None or not entry.schema.problems(value)


def _made(entry: MediaType, field: str, wish: Preference, random: Random) -> bytes:
    """A body from the schema, or the least that its media type can say."""
    file = file_of(field)
    if file is not None:
        return file
    if entry.schema is not None:
        value = generate(entry.schema, random, examples=not wish.dynamic)
    else:
        value = {} if "json" in field or "xml" in field else word(random)
    return body_of(value, entry, field)


def _not_documented(operation: Operation, wish: Preference) -> Reply:
    known = ", ".join(operation.responses) or "none"
    if wish.code is None and not operation.responses:
        return Reply(200)
    if wish.code is None:
        return problem_reply(501, f"{operation.operation_id} documents no final response: {known}")
    detail = f"{operation.operation_id} documents no response {wish.code}; there is {known}"
    return problem_reply(404, detail)


def _no_example(served: _Served, wish: Preference) -> Reply:
    names = dict.fromkeys(name for entry in served.response.content for name in names_of(entry))
    known = ", ".join(names) or "none"
    detail = f"the response {served.status} has no example {wish.example!r}; there is {known}"
    return problem_reply(404, detail)
