"""The rule `op/success-response`."""

import re
from collections.abc import Iterator

from ..rule import Remark, rule
from ..subject import Subject

_SUCCESS = re.compile(r"[123](?:[0-9][0-9]|XX)|default")


@rule("op/success-response", severity="error", advice="document what the operation answers")
def success_response(subject: Subject) -> Iterator[Remark]:
    """Every operation documents a response for success: 1xx to 3xx, or `default`.

    Nobody can tell from the document what a successful call brings, and a mock has nothing to
    answer but an error (OpenAPI 3.1, 4.8.16.1).

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses: {"200": {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses: {"404": {description: no jobs}}  # <-
    """
    for endpoint in subject.endpoints:
        responses = endpoint.operation.get("responses")
        if responses is None and subject.version == "3.0":  # told as a missing field
            continue
        named = responses.mapping() if responses is not None else {"none": None}
        if named and not any(_SUCCESS.fullmatch(status) for status in named):
            message = f"{endpoint.title} has no response for success"
            yield Remark(responses or endpoint.operation, message, at_key=True)
