"""The rule `op/path-parameters`."""

import re
from collections.abc import Iterator

from ..parameters import declared, has_dangling, in_force
from ..rule import Remark, rule
from ..subject import Endpoint, Subject

_NAME = re.compile(r"\{([^{}]*)\}")


@rule("op/path-parameters", severity="error", advice="make the path and its parameters agree")
def path_parameters(subject: Subject) -> Iterator[Remark]:
    """Every `{name}` of a path is declared as a parameter in the path, and the other way round.

    Without the declaration a client does not know what to send; a parameter that the path does
    not name is never sent at all (OpenAPI 3.1, 4.8.12.1).

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs/{jobId}:
            parameters:
              - {name: jobId, in: path, required: true, schema: {type: string}}
            get:
              responses: {"200": {description: the job}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs/{jobId}:
            get:  # <-
              responses: {"200": {description: the job}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              parameters:
                - {name: jobId, in: path, required: true, schema: {type: string}}  # <-
              responses: {"200": {description: the job}}
    """
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for endpoint in subject.endpoints:
        yield from _undeclared(endpoint)
        for remark in _unused(endpoint):
            place = (remark.node.document.name, remark.node.path)
            if place not in told:
                told.add(place)
                yield remark


def _undeclared(endpoint: Endpoint) -> Iterator[Remark]:
    if has_dangling(endpoint):
        return
    known = {each.identity for each in in_force(endpoint)}
    for name in dict.fromkeys(_NAME.findall(endpoint.path)):
        if ("path", name) not in known:
            yield Remark(
                endpoint.operation,
                f'{endpoint.title} has no parameter "{name}" in: path',
                at_key=True,
                advice=f'declare "{name}", or take it out of the path',
            )


def _unused(endpoint: Endpoint) -> Iterator[Remark]:
    named = set(_NAME.findall(endpoint.path))
    for each in (*declared(endpoint.item), *declared(endpoint.operation)):
        location, name = each.identity
        if location == "path" and name not in named:
            message = f'the path {endpoint.path} has no "{{{name}}}"'
            yield Remark(
                each.listed, message, advice="remove the parameter, or name it in the path"
            )
