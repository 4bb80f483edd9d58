"""The rule `ref/resolvable`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote

from ...document import OUTSIDE, Node
from ...errors import DocumentError
from ...walk import Place
from ..rule import Remark, rule
from ..subject import Subject


@rule("ref/resolvable", severity="error", advice="mend the reference, or add what it names")
def resolvable(subject: Subject) -> Iterator[Remark]:
    """Every `$ref` leads to something, and to something of the kind that is wanted there.

    A tool that follows a dangling reference fails, or silently allows everything. References are
    followed into files below the document's folder, never into the network.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses: {"200": {$ref: "#/components/responses/Jobs"}}
        components:
          responses: {Jobs: {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses:
                "200": {$ref: "#/components/responses/Job"}  # <-
        components:
          responses: {Jobs: {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses:
                "200": {$ref: "#/components/schemas/Jobs"}  # <-
        components:
          schemas: {Jobs: {type: array}}
    """
    kinds = _kinds(subject)
    for place in subject.places("Reference"):
        yield from _remark(place, kinds)


def _kinds(subject: Subject) -> Mapping[int, set[str]]:
    """What stands at a value, by its identity; several kinds only where an alias shares it."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for place in subject.places():
        kinds[id(place.node.value)].add(place.expected)
    return kinds


def _remark(place: Place, kinds: Mapping[int, set[str]]) -> Iterator[Remark]:
    reference = place.node.get("$ref") or place.node
    try:
        target = place.node.follow()
    except DocumentError as error:
        elsewhere = error.path != place.node.document.name
        reason = f"leads into {error}" if elsewhere else error.reason
        advice = _ALLOW if reason.endswith(OUTSIDE) else _nearby(place.node)
        yield Remark(reference, reason, advice=advice)
        return
    found = kinds.get(id(target.value), {place.expected})
    if not isinstance(target.value, dict | bool):
        yield Remark(reference, f"leads to {target.pointer}, which is no {place.expected}")
    elif isinstance(target.value, dict) and place.expected not in found:
        kind = min(found)
        message = f"leads to a {kind}, and a {place.expected} is wanted here"
        yield Remark(reference, message, related=((f"the {kind}", target),))


_ALLOW = "allow the other folder with --allow FOLDER"


def _nearby(node: Node) -> str:
    """A name much like the one that is missing, as advice; "" if there is none.

    And where the name is there, and only what it stands for leads nowhere.
    """
    reference = node.reference or ""
    before, _, name = reference.rpartition("/")
    if not before.startswith("#/"):
        return ""
    try:
        around = node.document.at(unquote(before[1:]))
    except DocumentError:
        return ""
    if name.replace("~1", "/").replace("~0", "~") in around.mapping():
        return ""
    close = get_close_matches(name, around.mapping(), n=1)
    return f'did you mean "{before}/{close[0]}"?' if close else ""
