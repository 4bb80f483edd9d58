"""Grids: every parameter with every value of the pools, every member, every kind of body.

All else in such an exchange is right, so each shows what one thing does.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from specdouble.spec.api import MediaType, Operation, Parameter
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.shape import members_of

from . import pools
from .subjects import Subject
from .traffic import example_values, given_raws, headers_of, spellings

Exchanged = tuple[Message, Reply]
Grid = Callable[[Subject], Iterator[Exchanged]]

_CREDENTIALS = [
    *[("Authorization", "Bearer t0ken"), ("x-api-key", "key"), ("x-gw-ims-org-id", "org")],
    ("X-Other", "secret"),
]
_DONE = Reply(599)


def parameter_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each parameter under each of its names with each raw value."""
    for operation in subject.api.operations:
        for parameter in operation.parameters:
            for name in spellings(parameter):
                for raw in pools.FIELDS if parameter.location == "header" else pools.RAWS:
                    yield _with(operation, parameter, name, raw), _DONE


def header_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each response header with each value."""
    for operation in subject.api.operations:
        for status, response in operation.responses.items():
            for header in response.headers:
                for raw in pools.FIELDS:
                    yield _right(operation), Reply(_status(status), Headers([(header.name, raw)]))


def member_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each member of each JSON body with each value, the rest as in an example."""
    for operation in subject.api.operations:
        if operation.body:
            for content_type, body in _members(operation.body.content):
                yield _right(operation, content_type, body), _DONE
        for status, response in operation.responses.items():
            for content_type, body in _members(response.content):
                yield (
                    _right(operation),
                    Reply(_status(status), headers_of([], [], content_type), body),
                )


def body_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each Content-Type with each body."""
    for operation in subject.api.operations:
        for content_type in pools.CONTENT_TYPES:
            for body in pools.BODIES:
                if operation.body:
                    yield _right(operation, content_type, body), _DONE
                for status in operation.responses:
                    headers = headers_of([], [], content_type)
                    yield _right(operation), Reply(_status(status), headers, body)


GRIDS: tuple[Grid, ...] = (parameter_grid, header_grid, member_grid, body_grid)


def _members(content: tuple[MediaType, ...]) -> Iterator[tuple[str, bytes]]:
    for entry in content:
        example = next(example_values(entry.node), None)
        if isinstance(example, dict) and entry.schema:
            for name, _ in members_of(entry.schema.node):
                yield (
                    entry.name,
                    json.dumps({k: v for k, v in example.items() if k != name}).encode(),
                )
                for value in pools.VALUES:
                    written = json.dumps({**example, name: value}, ensure_ascii=False)
                    yield entry.name, written.encode()


def _status(status: str) -> int:
    return 599 if status == "default" else int(status.replace("X", "0"))


def _right(operation: Operation, content_type: str = "", body: bytes = b"") -> Message:
    """A request with what is required, and credentials."""
    message = _with(operation, None, "", "")
    more = [("Content-Type", content_type)] if content_type else []
    return replace(message, headers=Headers([*message.headers.pairs, *more]), body=body)


def _with(operation: Operation, chosen: Parameter | None, name: str, raw: str) -> Message:
    """The same with one parameter as it is given here."""
    path = operation.path
    sent = {"query": [("key", "k")], "header": list(_CREDENTIALS), "cookie": [("sid", "1")]}
    for each in operation.parameters:
        value = raw if each is chosen else given_raws(each.node)[0]
        if each.location == "path":
            path = path.replace(f"{{{each.name}}}", value)
        elif each is chosen or each.required:
            sent[each.location].append((name if each is chosen else each.name, value))
    query = "&".join(f"{key}={value}" for key, value in sent["query"])
    return Message(operation.method, path, query, headers_of(sent["header"], sent["cookie"], ""))
