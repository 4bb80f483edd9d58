"""The rule `op/paths-distinct`."""

import re
from collections.abc import Iterator

from ...document import Node
from ..rule import Remark, rule
from ..subject import Subject, members

_TEMPLATE = re.compile(r"\{[^{}]*\}")


@rule("op/paths-distinct", severity="error", advice="make one path of the two")
def paths_distinct(subject: Subject) -> Iterator[Remark]:
    """No two paths differ only in the names between their braces.

    Every request that fits one of them fits the other, so the operations of one can never be
    reached for sure (OpenAPI 3.1, 4.8.8: such paths MUST NOT exist).

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs/{jobId}:
            parameters:
              - {name: jobId, in: path, required: true, schema: {type: string}}
            get:
              responses: {"200": {description: the job}}
            delete:
              responses: {"204": {description: the job is gone}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs/{jobId}:
            parameters:
              - {name: jobId, in: path, required: true, schema: {type: string}}
            get:
              responses: {"200": {description: the job}}
          /jobs/{id}:  # <-
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
            delete:
              responses: {"204": {description: the job is gone}}
    """
    first: dict[str, tuple[str, Node]] = {}
    for path, item in members(subject.document.root, "paths"):
        shape = _TEMPLATE.sub("{}", path)
        if shape in first:
            other, node = first[shape]
            message = f"{path} is the same path as {other}: only the names in braces differ"
            yield Remark(item, message, at_key=True, related=((f"{other} is here", node),))
        elif path.startswith("/"):
            first[shape] = path, item
