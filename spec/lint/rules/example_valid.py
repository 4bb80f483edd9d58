"""The rule `example/valid`."""

import json
from collections.abc import Iterator

from ...document import Node
from ...json_types import Json
from ...shape import followed
from ...walk import Place
from ..rule import Remark, rule
from ..subject import Subject, elements, members
from ..validation import Schemas

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@rule("example/valid", severity="error", advice="mend the example, or the schema")
def example_valid(subject: Subject) -> Iterator[Remark]:
    """Every example fits its schema, wherever it stands.

    Looked at are the examples of media types, parameters, headers and schemas, their own and
    those they refer to. People copy examples, and a mock serves them. Members that are
    `readOnly` may be absent from requests, `writeOnly` ones from responses; formats are checked;
    XML and other texts are not held against a schema.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Job:
              type: object
              required: [id]
              properties: {id: {type: integer}}
              example: {id: 1}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Job:
              type: object
              required: [id]
              properties: {id: {type: integer}}
              example: {id: one}  # <-

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses:
                "200":
                  description: all jobs
                  content:
                    application/json:
                      schema: {type: array, items: {type: string, format: date}}
                      examples: {two: {value: [2024-02-28, 2024-02-30]}}  # <-
    """
    schemas = Schemas()
    for place in subject.places("MediaType", "Parameter", "Header", "Schema"):
        schema = place.node if place.kind == "Schema" else place.node.get("schema")
        if schema is not None:
            for example in _examples(place):
                if _is_comparable(example, place, schema):
                    for remark in schemas.remarks_on(example, schema, place.direction):
                        yield _in_context(remark, example)


def _examples(place: Place) -> Iterator[Node]:
    """The values given as examples at one place."""
    own = place.node.get("example")
    if own is not None:
        yield own
    if place.kind == "Schema":
        yield from elements(place.node, "examples")
        return
    for _, named in members(place.node, "examples"):
        example = followed(named)
        value = (example.get("value") or example.get("dataValue")) if example is not None else None
        if value is not None:
            yield value


def _is_comparable(example: Node, place: Place, schema: Node) -> bool:
    """Whether the example is a value, and not a text that its media type or style makes of it."""
    written = isinstance(example.value, str)
    if place.kind == "MediaType":
        name = str(place.node.path[-1]).split(";")[0].strip().lower()
        if name in _FORMS:
            return not written
        return "json" in name or "/" not in name or name.endswith("/*")
    if place.kind in {"Parameter", "Header"} and written:
        meant = followed(schema)
        return meant is None or meant.text("type") not in {"array", "object"}
    return True


def _in_context(remark: Remark, example: Node) -> Remark:
    """With better advice for the two mistakes that many make."""
    if example.reference is not None:
        advice = 'a $ref inside of a value is not followed: put it under a name in "examples"'
    elif isinstance(example.value, str) and isinstance(_parsed(example.value), dict | list):
        advice = "the example is a text that holds JSON: write it as a value"
    else:
        return remark
    return Remark(remark.node, remark.message, advice=advice, related=remark.related)


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
