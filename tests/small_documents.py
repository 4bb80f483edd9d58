"""Small documents for tests, made of what a test is about and nothing else."""

import json
from collections.abc import Mapping
from random import Random

from specdouble.spec.api import Api, MediaType, Operation
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import Document, parse
from specdouble.spec.exchange import Call, Headers, Message
from specdouble.spec.json_types import Json
from specdouble.spec.schema import Schema
from specdouble.spec.translation import Direction


def chance(seed: int = 1) -> Random:
    """A source of chance that gives the same in every run."""
    return Random(seed)  # noqa: S311  # nothing is to be kept secret


NEW, OLD = "3.1.0", "3.0.3"


def document(paths: Json = None, version: str = NEW, **more: Json) -> Document:
    """A document with these paths; `more` are further members of its top."""
    whole = {
        "openapi": version,
        "info": {"title": "Small", "version": "1"},
        "paths": paths or {},
        **more,
    }
    return parse(json.dumps(whole))


def api(paths: Json = None, version: str = NEW, **more: Json) -> Api:
    """The same, compiled."""
    return compile_api(document(paths, version, **more))


def operation(written: Json, method: str = "get", path: str = "/things", **more: Json) -> Operation:
    """One operation, compiled."""
    return api({path: {method: written}}, **more).operations[0]


def schema(
    written: Json,
    version: str = NEW,
    direction: Direction = "response",
    components: Mapping[str, Json] | None = None,
) -> Schema:
    """A schema that can refer to `#/components/schemas/<name>`."""
    found = document(None, version, **{"x-it": written}, components={"schemas": components or {}})
    return Schema(found.at("/x-it"), direction)


def response(media_type: str = "application/json", **entry: Json) -> dict[str, Json]:
    """A Response Object with one media type, of which `entry` holds the members."""
    return {"description": "shown", "content": {media_type: entry}}


def media_type(name: str = "application/json", version: str = NEW, **entry: Json) -> MediaType:
    """A media type of a response, compiled; `schemas` are components."""
    schemas = entry.pop("schemas", {})
    examples = entry.pop("components_examples", {})
    written = {"responses": {"200": response(name, **entry)}}
    components: Json = {"schemas": schemas, "examples": examples}
    compiled = operation(written, version=version, components=components)
    return compiled.responses["200"].content[0]


def call(
    made: Operation, method: str = "", headers: Mapping[str, str] | None = None, query: str = ""
) -> Call:
    """A call to an operation, nothing of it decoded."""
    pairs = (headers or {}).items()
    return Call(Message(method or made.method, made.path, query, Headers(pairs)), made)
