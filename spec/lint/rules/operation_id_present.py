"""The rule `op/operation-id-present`."""

from collections.abc import Iterator

from ..rule import Remark, rule
from ..subject import Subject


@rule("op/operation-id-present", severity="warning", advice='add "operationId"')
def operation_id_present(subject: Subject) -> Iterator[Remark]:
    """Every operation has an `operationId`.

    Code generators name functions by it, links lead to it, reports speak of it; without one each
    tool makes up a name of its own.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              operationId: listJobs
              responses: {"200": {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:  # <-
              responses: {"200": {description: all jobs}}
    """
    for endpoint in subject.endpoints:
        if not endpoint.operation.text("operationId"):
            yield Remark(endpoint.operation, f"{endpoint.title} has no operationId", at_key=True)
