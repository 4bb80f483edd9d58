"""The rule `op/operation-id-unique`."""

from collections.abc import Iterator

from ...document import Node
from ..rule import Remark, rule
from ..subject import Subject


@rule("op/operation-id-unique", severity="error", advice="give each operation an id of its own")
def operation_id_unique(subject: Subject) -> Iterator[Remark]:
    """No two operations share an `operationId` (OpenAPI 3.1, 4.8.10: it MUST be unique).

    A link to such an id leads to either of the two, and a generated client loses one of them.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              operationId: listJobs
              responses: {"200": {description: all jobs}}
            post:
              operationId: createJob
              responses: {"201": {description: the new job}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              operationId: jobs
              responses: {"200": {description: all jobs}}
            post:
              operationId: jobs  # <-
              responses: {"201": {description: the new job}}
    """
    first: dict[str, Node] = {}
    for place in subject.places("Operation"):
        node = place.node.get("operationId")
        if node is None or not isinstance(node.value, str):
            continue
        if node.value in first:
            yield Remark(
                node,
                f'the operationId "{node.value}" is taken',
                related=(("taken here", first[node.value]),),
            )
        first.setdefault(node.value, node)
