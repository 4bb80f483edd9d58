"""Requests that keep to the document, for documents nobody has written a story for.

Read `proper`. What breaks the document itself may be refused with anything, which would tell
nothing of the law that the request was made for.
"""

from ..spec.api import Operation, Parameter
from ..spec.exchange import Message
from ..spec.json_types import Json
from ..spec.reading import read
from .asking import Values
from .sampling import sample_value, shown_values
from .walk import Walk


class ImproperError(Exception):
    """An operation, named by its text, for which no request is known that keeps to the document."""


def proper(
    walk: Walk,
    operation: Operation,
    *,
    path: Values | None = None,
    query: Values | None = None,
    body: Json = None,
) -> Message | None:
    """A request with samples for all else that is required; None if it breaks the document."""
    samples: dict[str, dict[str, Json]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for each in operation.parameters:
        if each.required:
            samples[each.location][each.name] = _sample(each)
    message = walk.message(
        operation.operation_id,
        path={**samples["path"], **(path or {})},
        query={**samples["query"], **(query or {})},
        header=samples["header"],
        body=body,
    )
    return message if is_proper(walk, message) else None


def is_proper(walk: Walk, message: Message) -> bool:
    """Whether a request keeps to the document."""
    problems = read(walk.api, message)[1]
    return not any(problem.side == "client" for problem in problems)


def _sample(parameter: Parameter) -> Json:
    return next(shown_values(parameter.node), sample_value(parameter.node.get("schema")))
