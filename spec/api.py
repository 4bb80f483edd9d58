"""A document as an `Api` of frozen `Operation`s, compiled once.

Read `Operation` first: everything a server or a judge asks of the document about one method of
one path is one of its fields. Validators are built when first used, so that a document of a
thousand operations starts as fast as one of five.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .document import Document, Node
from .schema import Schema


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter (OpenAPI 3.1, 4.8.12) or response header, with its style spelled out.

    `media_type` is set where `content` stands in the place of `schema` and `style`.
    """

    name: str
    location: str
    required: bool
    style: str
    explode: bool
    schema: Schema
    media_type: str | None
    node: Node


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
