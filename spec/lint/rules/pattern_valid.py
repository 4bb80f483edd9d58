"""The rule `schema/pattern-valid`."""

from collections.abc import Iterator
from functools import lru_cache

import jsonschema_rs

from ...document import Node
from ..rule import Remark, rule
from ..subject import Subject, members


@rule("schema/pattern-valid", severity="warning", advice="write it as ECMA-262 has it")
def pattern_valid(subject: Subject) -> Iterator[Remark]:
    r"""Every `pattern` is a regular expression of ECMA-262, with the flag "u" (JSON Schema, 6.3.3).

    Validators leave out a pattern that they cannot read, or refuse the whole schema. Often an
    escape of another dialect is to blame (`\Z`, `(?i)`), or a hyphen beside a class (`[\w-.]`).

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Name: {type: string, pattern: "^[a-z][a-z0-9-]*$"}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths: {}
        components:
          schemas:
            Name:
              type: string
              pattern: "^[a-z"  # <-
    """
    for place in subject.places("Schema"):
        pattern = place.node.get("pattern")
        if pattern is not None and isinstance(pattern.value, str) and not _is_regex(pattern.value):
            yield _remark(pattern, pattern.value)
        for name, node in members(place.node, "patternProperties"):
            if not _is_regex(name):
                yield _remark(node, name, at_key=True)


def _remark(node: Node, pattern: str, *, at_key: bool = False) -> Remark:
    return Remark(node, f"{pattern} is no regular expression", at_key=at_key)


@lru_cache(maxsize=10_000)
def _is_regex(pattern: str) -> bool:
    """By the engine that the mock and the judge use."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return True
