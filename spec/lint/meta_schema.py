"""A document against the meta-schema that the OpenAPI Initiative publishes for its version.

The meta-schemas come with openapi-spec-validator; only their files are used, because importing the
package costs more than reading a document.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import jsonschema_rs
from jsonschema_rs import ValidationError

from ..document import Document
from ..explanation import leaves, pointer, sentence
from ..json_types import Json
from .rule import Remark
from .subject import nearest

_MOST = 100
"""Remarks given at most: behind the first few a broken document has little to add."""


def remarks_on(document: Document, version: str) -> Iterator[Remark]:
    """What the meta-schema refuses, each narrowed to the one alternative that was meant."""
    validator = _validator(version)
    value = document.root.value
    if validator.is_valid(value):
        return
    for error in islice(_narrowed(validator.iter_errors(value)), _MOST):
        yield Remark(nearest(document.root, pointer(error)), sentence(error), at_key=True)


def _narrowed(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """What is no reference was not meant as one: that alternative is out of the question."""
    for error in leaves(errors):
        branches = error.kind.as_dict().get("context", [])
        meant = [branch for branch in branches if not any(map(_wants_reference, branch))]
        if len(meant) == 1:
            yield from _narrowed(meant[0])
        else:
            yield error


def _wants_reference(error: ValidationError) -> bool:
    return error.kind.as_dict().get("property") == "$ref"


_LOOSE = dict.fromkeys(("regex", "uri", "uri-reference"), lambda _: True)
"""Patterns have a rule of their own; the URL of a server may have variables anywhere."""


@lru_cache
def _validator(
    version: str,
) -> "jsonschema_rs.Draft4Validator | jsonschema_rs.Draft202012Validator":
    """With formats asserted, but not all: see `_LOOSE`."""
    schema: dict[str, Json] = json.loads(_file(version).read_bytes())
    kind = jsonschema_rs.Draft4Validator if version == "3.0" else jsonschema_rs.Draft202012Validator
    return kind(schema, validate_formats=True, formats=_LOOSE)


def _file(version: str) -> Path:
    package = find_spec("openapi_spec_validator")
    folder = Path(package.origin).parent if package and package.origin else Path()
    return folder / "resources" / "schemas" / f"v{version}" / "schema.json"
