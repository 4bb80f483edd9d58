"""The rule `test/mockable`."""

import re
from collections.abc import Iterator

from ...document import Node
from ...shape import followed
from ..possible import is_possible
from ..rule import Remark, rule
from ..subject import Endpoint, Subject, members

_SUCCESS = re.compile(r"2[0-9][0-9]|2XX|default")


@rule("test/mockable", severity="error", advice="give it an example, or a schema that a value fits")
def mockable(subject: Subject) -> Iterator[Remark]:
    """Every operation has a success response that can be served: from an example, or a schema.

    A mock answers with an example, else with a value made from the schema. With neither, or with
    a schema that no value fits, it has nothing to send.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses:
                "200":
                  description: all jobs
                  content: {application/json: {example: []}}

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
                    application/json: {}  # <-

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
                      schema: {$ref: "#/components/schemas/Job"}  # <-
        components:
          schemas:
            Job:
              type: object
              required: [parent]
              properties: {parent: {$ref: "#/components/schemas/Job"}}
    """
    for endpoint in subject.endpoints:
        response = _success(endpoint)
        content = [node for _, node in members(response, "content")]
        reasons = [remark for node in content for remark in _hindrance(endpoint, node)]
        if len(reasons) == len(content):
            yield from reasons[:1]


def _success(endpoint: Endpoint) -> Node | None:
    """The response that a mock answers with: the lowest 2xx, else the default."""
    responses = dict(members(endpoint.operation, "responses"))
    statuses = sorted(status for status in responses if _SUCCESS.fullmatch(status))
    return followed(responses[statuses[0]]) if statuses else None


def _hindrance(endpoint: Endpoint, node: Node) -> Iterator[Remark]:
    """Why one media type of a response cannot be served; nothing if it can."""
    media_type = followed(node)
    if media_type is None or _has_example(media_type):
        return
    schema = media_type.get("schema") or media_type.get("itemSchema")
    name = f"the answer to {endpoint.title}"
    if schema is None:
        if "json" in str(node.path[-1]):
            yield Remark(node, f"{name} has neither an example nor a schema", at_key=True)
    elif not is_possible(schema):
        yield Remark(schema, f"{name} has a schema that no value fits", at_key=True)


def _has_example(media_type: Node) -> bool:
    """Whether an example can be sent as it is."""
    if media_type.get("example") is not None:
        return True
    named = [followed(node) for _, node in members(media_type, "examples")]
    shown = ("value", "dataValue", "serializedValue")
    return any(node is not None and any(node.get(key) for key in shown) for node in named)
