"""The rule `schema/default-valid`."""

from collections.abc import Iterator

from ..rule import Remark, rule
from ..subject import Subject
from ..validation import Schemas


@rule("schema/default-valid", severity="error", advice="mend the default, or the schema")
def default_valid(subject: Subject) -> Iterator[Remark]:
    """Every `default` fits its schema.

    Who leaves the member out is told that this value holds, and would be refused for sending it
    (OpenAPI 3.0, 4.7.24.1: it MUST conform).

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Limit: {type: integer, maximum: 100, default: 20}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Limit:
              type: integer
              maximum: 100
              default: 200  # <-
    """
    schemas = Schemas()
    for place in subject.places("Schema"):
        default = place.node.get("default")
        if default is not None:
            yield from schemas.remarks_on(default, place.node, place.direction)
