"""Spoiling: what mutants have in common. Each function makes a `Spoil` of what is to go wrong.

Read `on_replies` (the answer is changed) and `unenforced` (a rule is forgotten) first.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from ..spec.api import Api, MediaType, Operation, Response
from ..spec.conformance import problems_in_reply
from ..spec.exchange import Call, Headers, Message, Reply
from ..spec.json_types import Json
from ..spec.media_types import content_type
from ..spec.problem import Problem
from ..spec.reading import read
from .asking import sample_message
from .credentials import placeholders
from .mutant import Handle, Spoil
from .signing import signed
from .status import SUCCESS

Change = Callable[[Call, Reply], Reply | None]
"""A call and its honest reply to the wrong one; None leaves it as it is."""

Excused = Callable[[Call, Problem], bool]
"""Whether a problem of a request is one that the mutant does not see."""

_LARGE = 64 * 1024
_REFUSALS = ("400", "422", "4XX", "default")


def on_replies(api: Api, operation: Operation, statuses: Collection[str], change: Change) -> Spoil:
    """Changes what an operation answers with any of these documented statuses."""

    def spoil(honest: Handle) -> Handle:
        """Ask the honest server, then change what it says."""

        def handle(message: Message) -> Reply:
            """The reply, changed if it is one of those."""
            reply = honest(message)
            call = understood(api, message)[0]
            response = operation.response(reply.status) if call.operation is operation else None
            if response is None or response.status not in statuses:
                return reply
            return change(call, reply) or reply

        return handle

    return spoil


def understood(api: Api, message: Message) -> tuple[Call, list[Problem]]:
    """The call that a message makes; a very large body, which mutants are not about, is left out.

    Those that look at the answer only need no more, and the reading of megabytes takes its time.
    """
    return read(api, replace(message, body=b"") if len(message.body) > _LARGE else message)


def unenforced(api: Api, operation: Operation, excused: Excused) -> Spoil:
    """Takes requests that are wrong only in ways that are excused for right.

    They are answered as a right one is: the last that had success, or the document's example,
    is asked in their place.
    """

    def spoil(honest: Handle) -> Handle:
        """Remember the last good request, and put it in the place of an excused one."""
        good = signed(sample_message(operation), placeholders(api))

        def handle(message: Message) -> Reply:
            """Honest, but for the excused."""
            nonlocal good
            call, problems = understood(api, message)
            wrong = [each for each in problems if each.side == "client"]
            if call.operation is not operation:
                return honest(message)
            if wrong and all(excused(call, each) for each in wrong):
                reply = honest(replace(good, method=message.method))
                return reply if reply.status in SUCCESS else _success(operation) or reply
            reply = honest(message)
            if not wrong and reply.status in SUCCESS:
                good = message
            return reply

        return handle

    return spoil


def refusing(api: Api, operation: Operation, odd: Callable[[Call], bool]) -> Spoil:
    """Refuses requests that keep to the document, if `odd` says so."""
    return instead(api, operation, odd, _refusal(operation))


def instead(api: Api, operation: Operation, odd: Callable[[Call], bool], answer: Reply) -> Spoil:
    """Gives one answer to requests that keep to the document and of which `odd` is true."""

    def spoil(honest: Handle) -> Handle:
        """Look at the request first."""

        def handle(message: Message) -> Reply:
            """The answer, or an honest one."""
            call, problems = understood(api, message)
            is_right = not any(each.side == "client" for each in problems)
            if call.operation is operation and is_right and odd(call):
                return answer
            return honest(message)

        return handle

    return spoil


def answers(api: Api) -> Iterator[tuple[Operation, str, Response]]:
    """Every documented response, with its operation and status."""
    for operation in api.operations:
        for status, response in operation.responses.items():
            yield operation, status, response


def json_entries(content: Iterable[MediaType]) -> Iterator[MediaType]:
    """The entries of a content that are JSON and have a schema."""
    for entry in content:
        kind = content_type(entry.name)
        if kind is not None and kind.is_json and entry.schema is not None:
            yield entry


def first_wrong(call: Call, candidates: Iterable[Reply]) -> Reply | None:
    """The first reply that breaks the document; None if it allows them all."""
    return next((each for each in candidates if is_wrong(call, each)), None)


def is_wrong(call: Call, reply: Reply) -> bool:
    """Whether a reply breaks the document."""
    return any(each.side == "server" for each in problems_in_reply(call, reply))


def with_body(reply: Reply, value: Json) -> Reply:
    """The reply with another JSON body."""
    return replace(reply, body=json.dumps(value).encode())


def with_field(reply: Reply, name: str, value: str | None) -> Reply:
    """The reply with a header field set, or taken away."""
    pairs = [pair for pair in reply.headers.pairs if pair[0].lower() != name.lower()]
    return replace(reply, headers=Headers(pairs if value is None else [*pairs, (name, value)]))


def value_of(body: bytes) -> Json:
    """A JSON body as a value; None if it is none."""
    try:
        value: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value


def examples(response: Response) -> Iterator[Reply]:
    """Replies made of the document's examples; status 0 stands for whichever it has."""
    for entry in response.content:
        for value in _example_values(entry):
            body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
            yield Reply(0, Headers([("Content-Type", entry.name)]), body)


def _example_values(entry: MediaType) -> Iterator[Json]:
    if "example" in entry.node.mapping():
        yield entry.node.mapping()["example"]
    shown = entry.node.get("examples")
    for _, each in shown.items() if shown is not None else ():
        members = each.follow().mapping()
        if "value" in members:
            yield members["value"]


def _shown(operation: Operation, statuses: Iterable[str], fallback: int) -> Reply | None:
    for status in statuses:
        for reply in examples(operation.responses[status]) if status in operation.responses else ():
            return replace(reply, status=int(status) if status.isdigit() else fallback)
    return None


def _success(operation: Operation) -> Reply | None:
    """A success as the document shows it."""
    return _shown(operation, (each for each in operation.responses if each.startswith("2")), 200)


def _refusal(operation: Operation) -> Reply:
    """A refusal as the document shows it, or in the standard's form (RFC 9457)."""
    shown = _shown(operation, _REFUSALS, 400)
    body = b'{"title": "Bad Request", "status": 400}'
    return shown or Reply(400, Headers([("Content-Type", "application/problem+json")]), body)
