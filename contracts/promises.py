"""What one operation of the document promises, each promise once, found without searching.

`coverage.py` ticks them off. Read `Promise`, then `promises_of`; `schema_promises.py` makes those
of bodies.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..spec.api import MediaType, Operation, Parameter, Response
from ..spec.media_types import content_type
from ..spec.shape import followed, types_of
from .schema_promises import members, rules
from .survey import Shape, place_of
from .task import Kind

_UNPROVOKED = {
    "408": "a time-out is the server's own doing",
    "413": "how much is too much is not documented",
    "414": "how long is too long is not documented",
    "429": "a judge does not flood a server",
    "431": "how much is too much is not documented",
}
_OWN_TROUBLE = "a server's own trouble cannot be asked for"
_OTHERS = "which other statuses there are is not documented"
_OPTIONAL = "the server may leave it out"
_FREE = "no value of it is invalid"


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """One thing to see; two are never equal, so that a set of them is fast.

    `missing` is the reason while it was not seen, `halfway` if it was tried in vain, and
    `obstacle` why a judge cannot bring it about, "" if it can. `after` must be seen before it.
    """

    kind: Kind
    name: str
    place: str
    missing: str
    halfway: str = ""
    obstacle: str = ""
    after: "Promise | None" = None


@dataclass(frozen=True, slots=True)
class ParameterPromises:
    """Of one parameter: that it is sent, left out (if it may be), and refused when wrong."""

    location: str
    name: str
    sent: Promise
    left_out: Promise | None
    refused: Promise


@dataclass(frozen=True, slots=True)
class BodyPromises:
    """Of one media type of a body: that it comes, and what its schema says of it.

    `parts` are all promises that `shape` leads to, each with a text that a body must hold for it
    to be there at all, b"" if nobody knows one.
    """

    entry: MediaType
    seen: Promise
    shape: Shape[Promise] | None
    parts: tuple[tuple[bytes, Promise], ...]


@dataclass(frozen=True, slots=True)
class ResponsePromises:
    """Of one documented response: that it is answered, in each of its media types."""

    response: Response
    answered: Promise
    bodies: Mapping[str, BodyPromises]


@dataclass(frozen=True, slots=True)
class Promises:
    """Of one operation. `broken` finds the promise that a rule is broken and refused.

    Its keys are the place of the rule in the document, and the member that a rule about members
    is about, "" for any other.
    """

    operation: Operation
    succeeds: Promise
    parameters: tuple[ParameterPromises, ...]
    bodies: Mapping[str, BodyPromises]
    broken: Mapping[tuple[str, str], Promise]
    responses: Mapping[str, ResponsePromises]

    def all(self) -> Iterator[Promise]:
        """Every one once, in the order of reports."""
        yield self.succeeds
        yield from (each.answered for each in self.responses.values())
        for each in self.parameters:
            yield each.sent
            if each.left_out is not None:
                yield each.left_out
            yield each.refused
        yield from _of_bodies(self.bodies)
        yield from dict.fromkeys(self.broken.values())
        for response in self.responses.values():
            yield from _of_bodies(response.bodies)


def _of_bodies(bodies: Mapping[str, BodyPromises]) -> Iterator[Promise]:
    for body in bodies.values():
        yield body.seen
    yield from dict.fromkeys(promise for body in bodies.values() for _, promise in body.parts)


def promises_of(operation: Operation, most: int) -> Promises:
    """Everything that an operation promises; of each body, the outer `most` parts."""
    broken: dict[tuple[str, str], Promise] = {}
    return Promises(
        operation,
        Promise("operation", "succeeds", operation.node.pointer, "the operation never succeeded"),
        tuple(_parameter(each) for each in operation.parameters),
        _request_bodies(operation, broken, most),
        broken,
        {status: _response(each, operation, most) for status, each in operation.responses.items()},
    )


def _parameter(each: Parameter) -> ParameterPromises:
    name, place = f"{each.location} {each.name}", place_of(each.node)
    vain = "sent, but only with requests that were refused"
    left_out = Promise("parameter", f"{name} left out", place, "never left out", vain)
    refused = Promise(
        "parameter",
        f"{name} refused when wrong",
        place,
        "never sent wrong",
        "sent wrong, and never refused",
        _FREE if _is_free(each) else "",
    )
    sent = Promise("parameter", f"{name} sent", place, "never sent", vain)
    return ParameterPromises(
        each.location, each.name, sent, None if each.required else left_out, refused
    )


_LIMITS = {"enum", "const", "pattern", "format", "minLength", "maxLength", "anyOf", "oneOf"}


def _is_free(parameter: Parameter) -> bool:
    """Whether every text is a value of it, and it cannot be missing."""
    if parameter.required and parameter.location != "path":
        return False
    schema = followed(parameter.schema.node) if parameter.schema else None
    if schema is None:
        return True
    is_limited = not _LIMITS.isdisjoint(schema.mapping()) or "allOf" in schema.mapping()
    return types_of(schema) <= {"string"} and not is_limited


def _request_bodies(
    operation: Operation, broken: dict[tuple[str, str], Promise], most: int
) -> dict[str, BodyPromises]:
    """One for each media type; the rules are those of the JSON types, if there is one."""
    body = operation.body
    if body is None:
        return {}
    if body.required:
        text = "required body left out is refused"
        broken[place_of(body.node), ""] = _rule(text, place_of(body.node), "never left out")
    told = [each for each in body.content if _is_json(each)] or list(body.content)
    found: dict[str, BodyPromises] = {}
    for entry in body.content:
        seen = Promise(
            "request media type",
            entry.name,
            place_of(entry.node),
            "never sent",
            "sent, but only with requests that were refused",
        )
        schema = entry.schema if entry in told else None
        shape = rules(schema, _rule, broken, most) if schema is not None else None
        found[entry.name] = BodyPromises(entry, seen, shape, _parts(shape))
    return found


def _rule(name: str, place: str, missing: str) -> Promise:
    vain = "sent, but " + ("never refused" if "refused" in name else "the request was refused")
    return Promise("request keyword", name, place, missing, vain)


def _is_json(entry: MediaType) -> bool:
    kind = content_type(entry.name)
    return kind is not None and kind.is_json


def _response(response: Response, operation: Operation, most: int) -> ResponsePromises:
    status, place = response.status, place_of(response.node)
    obstacle = _obstacle(status, operation)
    missing = f"no request was answered {status}"
    if status == "default":
        missing = "no request was answered with a status that has no entry of its own"
    answered = Promise("response", status, place, missing, obstacle=obstacle)
    bodies = {entry.name: _response_body(entry, answered, most) for entry in response.content}
    return ResponsePromises(response, answered, bodies)


def _response_body(entry: MediaType, answered: Promise, most: int) -> BodyPromises:
    status, obstacle = answered.name, answered.obstacle

    def member(path: str, place: str, whole: Promise | None) -> Promise:
        """That one member is in an answer; of no `whole` it may be missing."""
        why = obstacle or (_OPTIONAL if whole else "")
        text = f"{status} {path}"
        return Promise("response member", text, place, "in no answer", obstacle=why, after=answered)

    name, missing = f"{status} {entry.name}", f"the answer {status} never had this type"
    seen = Promise(
        "response media type",
        name,
        place_of(entry.node),
        missing,
        obstacle=obstacle,
        after=answered,
    )
    shape = members(entry.schema, member, answered, most) if entry.schema is not None else None
    return BodyPromises(entry, seen, shape, _parts(shape))


def _parts(shape: Shape[Promise] | None) -> tuple[tuple[bytes, Promise], ...]:
    return tuple((mark.token, mark.promise) for mark in shape.reachable()) if shape else ()


def _obstacle(status: str, operation: Operation) -> str:
    """Why no request can be made that is answered so; "" if one can."""
    if status == "default":
        return _OTHERS if len(operation.responses) > 1 else ""
    if status.startswith("5"):
        return _OWN_TROUBLE
    return _UNPROVOKED.get(status, "")
