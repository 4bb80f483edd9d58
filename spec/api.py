"""A document as an `Api` of frozen `Operation`s, compiled once.

Read `Operation` first: everything a server or a judge asks of the document about one method of
one path is one of its fields. Validators are built when first used, so that a document of a
thousand operations starts as fast as one of five.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .decoding import Decoder
from .document import Node
from .routing import Match, Router
from .schema import Schema


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter (OpenAPI 3.1, 4.8.12) or response header, with its decoder built.

    `is_recommended` marks one (`x-recommended: true`) whose absence is worth a note.
    """

    name: str
    location: str
    required: bool
    is_recommended: bool
    schema: Schema | None
    decode: Decoder
    node: Node


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class MediaType:
    """One entry of a `content`: its media range as written, its schema and where it stands."""

    name: str
    schema: Schema | None
    node: Node


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What an operation takes: media types in the order of the document."""

    required: bool
    content: tuple[MediaType, ...]
    node: Node


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Response:
    """One documented response; `status` is "200", "4XX" or "default"."""

    status: str
    headers: tuple[Parameter, ...]
    content: tuple[MediaType, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """One security scheme (OpenAPI 3.1, 4.8.27).

    `kind` is "apiKey", "http", "oauth2", "openIdConnect" or "mutualTLS"; `location` and `name`
    say where the credential stands, `scheme` is the HTTP authentication scheme in lower case.
    """

    title: str
    kind: str
    location: str
    name: str
    scheme: str


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Operation:
    """One method of one path, ready to be served or judged.

    `security` is a choice of alternatives, each a set of schemes that are needed together; an
    empty tuple asks for nothing, an empty alternative makes credentials optional.
    """

    operation_id: str
    method: str
    path: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: Mapping[str, Response]
    security: tuple[tuple[SecurityScheme, ...], ...]
    node: Node

    def response(self, status: int) -> Response | None:
        """The response documented for a status: itself, its class, or the default."""
        found = self.responses
        return found.get(str(status)) or found.get(f"{status // 100}XX") or found.get("default")


@dataclass(frozen=True, slots=True)
class PathItem:
    """The operations of one path template, by method in upper case."""

    template: str
    operations: Mapping[str, Operation]

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every method that is answered here; HEAD comes with GET, OPTIONS always."""
        extra = {"HEAD", "OPTIONS"} if "GET" in self.operations else {"OPTIONS"}
        return tuple(sorted(self.operations.keys() | extra))


@dataclass(frozen=True, slots=True)
class Api:
    """A whole document, ready to be served or judged.

    `base_path` is the path of its first server, without a slash at the end.
    """

    title: str
    version: str
    operations: tuple[Operation, ...]
    router: Router[PathItem]
    node: Node
    base_path: str = ""

    def match(self, path: str) -> Match[PathItem] | None:
        """The path item of a raw request path, with the raw values of its parameters."""
        return self.router.match(path)

    def matches(self, path: str) -> Iterator[Match[PathItem]]:
        """Every path item that fits a raw request path, the one to take first."""
        return self.router.matches(path)

    def operation(self, operation_id: str) -> Operation | None:
        """The operation of that operationId."""
        return next((each for each in self.operations if each.operation_id == operation_id), None)
