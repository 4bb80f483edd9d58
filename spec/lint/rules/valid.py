"""The rule `oas/valid`: what `structure.py`, `conditions.py` and the meta-schema say."""

from collections.abc import Iterator

from ...grammar import grammar
from .. import meta_schema, structure
from ..conditions import CONDITIONS
from ..rule import Remark, rule
from ..subject import Subject


@rule("oas/valid", severity="error", advice="make it what the specification describes")
def valid(subject: Subject) -> Iterator[Remark]:
    """The document is built as the specification of its version says.

    A misspelt field is not an error for most tools: they read past it, and what it should have
    said is lost without a word. A missing one makes them fail in a place far away.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              operationID: listJobs  # <-
              responses: {"200": {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: 1}  # <-
        paths: {}

    Bad:
        openapi: 3.0.3
        info: {title: Jobs, version: "1"}
        paths:
          /jobs/{id}:
            get:
              parameters:
                - {name: id, in: path, schema: {type: string}}  # <-
              responses: {"200": {description: the job}}
    """
    ours = [*_structure(subject), *_conditions(subject)]
    yield from ours
    told = {remark.node.path for remark in ours if remark.node.document is subject.document}
    around = {path[:length] for path in told for length in range(len(path) + 1)}
    for remark in meta_schema.remarks_on(subject.document, subject.version):
        path = remark.node.path
        within = any(path[:length] in told for length in range(len(path) + 1))
        if path not in around and not within:
            yield remark


def _structure(subject: Subject) -> Iterator[Remark]:
    kinds = grammar(subject.version)
    for place in subject.places():
        if place.kind != "Reference":
            yield from structure.remarks_on(place, kinds, subject.version)


def _conditions(subject: Subject) -> Iterator[Remark]:
    for kind, condition in CONDITIONS:
        for place in subject.places(kind):
            yield from condition(place.node)
