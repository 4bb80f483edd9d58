"""Grids: every parameter with every value of the pools, every member, every kind of body.

All else in such an exchange is right, so each shows what one thing does.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from specdouble.spec.api import MediaType, Operation, Parameter
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.shape import members_of

from . import pools
from .subjects import Subject
from .traffic import as_json, example_values, given_raws, headers_of, spellings

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


def address_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each operation by each method, below each base path, and with each status."""
    for operation in subject.api.operations:
        right = _right(operation)
        yield from ((replace(right, method=method), _DONE) for method in pools.METHODS)
        for base in ("/v1", "/v2", "/v3", "/x", "/", "/v1/v1"):
            yield replace(right, path=base + right.path), _DONE
        yield replace(right, path=right.path + "/"), _DONE
        yield from ((right, Reply(status)) for status in pools.STATUSES)


def credential_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each operation with each credential alone, in each form, and with each one missing."""
    for operation in subject.api.operations:
        right, wrong = _right(operation), {name: pools.SECRETS for name, _ in _CREDENTIALS}
        wrong["Authorization"] = pools.AUTHORIZATIONS
        for name, values in wrong.items():
            others = [pair for pair in right.headers.pairs if pair[0] != name]
            yield replace(right, headers=Headers(others)), _DONE
            for value in values:
                yield replace(right, headers=Headers([*others, (name, value)])), _DONE
                yield replace(right, query="", headers=Headers([(name, value)])), _DONE


def missing_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each example of a JSON body, and each without one of its members."""
    return _bodies(subject, _missing)


def member_grid(subject: Subject) -> Iterator[Exchanged]:
    """Each member of each JSON body with each value, the rest as in an example."""
    return _bodies(subject, _changed)


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


SMALL_GRIDS: tuple[Grid, ...] = (address_grid, credential_grid, missing_grid)
LARGE_GRIDS: tuple[Grid, ...] = (parameter_grid, header_grid, member_grid, body_grid)


def _bodies(
    subject: Subject, made_of: Callable[[MediaType], Iterator[bytes]]
) -> Iterator[Exchanged]:
    """Each body that is made of an entry of a `content`, asked or answered."""
    for operation in subject.api.operations:
        for entry in operation.body.content if operation.body else ():
            yield from ((_right(operation, entry.name, body), _DONE) for body in made_of(entry))
        for status, response in operation.responses.items():
            for entry in response.content:
                headers = headers_of([], [], entry.name)
                for body in made_of(entry):
                    yield _right(operation), Reply(_status(status), headers, body)


def _missing(entry: MediaType) -> Iterator[bytes]:
    for example in _examples(entry):
        yield as_json(example)
        yield from (_without(example, name) for name in example)


def _changed(entry: MediaType) -> Iterator[bytes]:
    names = [name for name, _ in members_of(entry.schema.node)] if entry.schema else []
    for example in _examples(entry)[:1]:
        for name in names:
            yield from (as_json({**example, name: value}) for value in pools.VALUES)


def _examples(entry: MediaType) -> list[dict[str, Json]]:
    return [each for each in example_values(entry.node) if isinstance(each, dict)]


def _without(example: dict[str, Json], name: str) -> bytes:
    return as_json({key: value for key, value in example.items() if key != name})


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
