"""The rule `op/parameters-unique`."""

from collections.abc import Iterator

from ..parameters import Declared, declared
from ..rule import Remark, rule
from ..subject import Subject


@rule("op/parameters-unique", severity="error", advice="remove one of the two")
def parameters_unique(subject: Subject) -> Iterator[Remark]:
    """No two parameters of one list share their name and location (OpenAPI 3.1, 4.8.10).

    Which of the two holds is left to chance. Names of headers are compared without regard to case.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              parameters:
                - {name: limit, in: query, schema: {type: integer}}
                - {name: limit, in: header, schema: {type: integer}}
              responses: {"200": {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              parameters:
                - {name: limit, in: query, schema: {type: integer}}
                - {name: limit, in: query, schema: {type: string}}  # <-
              responses: {"200": {description: all jobs}}
    """
    for place in subject.places("PathItem", "Operation"):
        first: dict[tuple[str, str], Declared] = {}
        for each in declared(place.node):
            location, name = each.identity
            if each.identity in first:
                message = f'a parameter "{name}" in: {location} is listed already'
                listed = first[each.identity].listed
                yield Remark(each.listed, message, related=(("listed here", listed),))
            first.setdefault(each.identity, each)
