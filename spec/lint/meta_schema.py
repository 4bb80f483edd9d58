"""A document against the meta-schema that the OpenAPI Initiative publishes for its version.

The meta-schemas come with openapi-spec-validator; only their files are used, because importing the
package costs more than reading a document.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import jsonschema_rs

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
    for error in islice(leaves(validator.iter_errors(value)), _MOST):
        yield Remark(nearest(document.root, pointer(error)), sentence(error), at_key=True)


@lru_cache
def _validator(version: str) -> "jsonschema_rs.Draft4Validator | jsonschema_rs.Draft202012Validator":
    package = find_spec("openapi_spec_validator")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("openapi_spec_validator")
    file = Path(package.origin).parent / "resources" / "schemas" / f"v{version}" / "schema.json"
    schema: dict[str, Json] = json.loads(file.read_bytes())
    if version == "3.0":
        return jsonschema_rs.Draft4Validator(schema, validate_formats=False)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
