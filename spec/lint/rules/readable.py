"""The rule `oas/readable`: the one that is asked before all others."""

from collections.abc import Iterator

from ...document import version_of
from ...errors import DocumentError
from ..rule import Remark, rule
from ..subject import Subject


@rule("oas/readable", severity="error", advice="mend this first: no other rule was asked")
def readable(subject: Subject) -> Iterator[Remark]:
    """The file is YAML or JSON without ambiguity, and an OpenAPI document of a known version.

    Two keys of one name, a tab as indentation, bytes that are not UTF-8, an alias inside of
    itself: parsers differ in what they make of these, or refuse them.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}

    Bad:
        swagger: "2.0"  # <-
        info: {title: Jobs, version: "1"}
        paths: {}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        info: {title: Jobs again, version: "1"}  # <-
    """
    root = subject.document.root
    try:
        version_of(subject.document)
    except DocumentError as error:
        place = root.get("openapi") or root.get("swagger") or root
        yield Remark(place, error.reason, at_key=True)
