"""A schema of the document as a compiled validator: Schema Object in, reasons out.

Read `Schema` first. A schema is translated (`translation.py`) together with everything it
refers to, and compiled by jsonschema-rs when it is first used.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

import jsonschema_rs

from .document import Node
from .errors import DocumentError
from .explanation import leaves, pointer, sentence, to_pointer
from .json_types import Json
from .translation import Direction, Reading, translate


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One reason why a value is outside a schema.

    `pointer` is the JSON pointer of the value (of the missing member where one is missing),
    `keyword` the broken keyword, `position` its JSON pointer in the document.
    """

    message: str
    pointer: str
    keyword: str
    position: str


class Schema:
    """A schema where it stands, with its validator built when first asked for.

    `direction` says whether readOnly ("request") or writeOnly ("response") members are let off
    being required.
    """

    def __init__(self, node: Node, direction: Direction = "both") -> None:
        self.node = node
        self.direction: Direction = direction

    def problems(self, value: Json) -> list[SchemaError]:
        """Every reason why `value` is outside the schema; empty if it is inside.

        A schema that cannot be compiled refuses nothing: see `defects`.
        """
        if self._validator is None or self._validator.is_valid(value):
            return []
        keys = self._compiled[2]
        return [_schema_error(error, keys) for error in leaves(self._validator.iter_errors(value))]

    @property
    def defects(self) -> list[SchemaError]:
        """Why the schema, or a pattern in it, cannot be compiled and so was left out."""
        return self._compiled[1]

    @property
    def _validator(self) -> jsonschema_rs.Draft202012Validator | None:
        return self._compiled[0]

    @cached_property
    def _compiled(
        self,
    ) -> tuple[jsonschema_rs.Draft202012Validator | None, list[SchemaError], dict[str, str]]:
        """The validator, what could not be compiled, and the pointers of the definitions."""
        try:
            whole, keys = _bundle(self.node, self.direction)
        except DocumentError as error:
            return None, [SchemaError(error.reason, "", "$ref", self.node.pointer)], {}
        return (*_compile(whole, keys), keys)


def _schema_error(error: jsonschema_rs.ValidationError, keys: dict[str, str]) -> SchemaError:
    return SchemaError(
        sentence(error), pointer(error), error.kind.name, _position(error.schema_path, keys)
    )


def _position(path: Sequence[str | int], keys: dict[str, str]) -> str:
    """The place in the document of a place in the bundle."""
    return keys.get(str(path[1]), "") + to_pointer(path[2:]) if len(path) > 1 else ""


def _bundle(node: Node, direction: Direction) -> tuple[dict[str, Json], dict[str, str]]:
    """One self-contained schema, and the place in the document of each of its definitions."""
    definitions: dict[str, Json] = {}
    places: dict[str, str] = {}
    waiting: list[tuple[str, Node]] = []

    def refer(target: Node) -> str:
        key = target.pointer
        if target.document is not node.document:
            key = f"{target.document.name}#{key}"
        if key not in places:
            places[key] = key
            waiting.append((key, target))
        return "#/$defs/" + quote(key.replace("~", "~0").replace("/", "~1"), safe="~")

    reading = Reading(_is_old(node), direction, refer)
    start = refer(node)
    while waiting:
        key, target = waiting.pop()
        definitions[key] = translate(target, reading)
    return {"$ref": start, "$defs": definitions}, places


def _is_old(node: Node) -> bool:
    return node.document.entry.root.text("openapi").startswith("3.0")


def _compile(
    whole: dict[str, Json], keys: dict[str, str]
) -> tuple[jsonschema_rs.Draft202012Validator | None, list[SchemaError]]:
    """Compile, leaving out each pattern that is no regular expression (ECMA-262)."""
    defects: list[SchemaError] = []
    while True:
        try:
            validator = jsonschema_rs.Draft202012Validator(
                whole, validate_formats=True, formats=_FORMATS, offline=True
            )
        except (jsonschema_rs.ValidationError, ValueError) as error:
            path = list(getattr(error, "instance_path", ()))
            message = str(error).splitlines()[0]
            defects.append(SchemaError(message, "", str(path[-1:]), _position(path, keys)))
            if not (path and path[-1] == "pattern" and _remove(whole, path)):
                return None, defects
        else:
            return validator, defects


def _remove(whole: Json, path: Sequence[str | int]) -> bool:
    """Take one keyword out of a schema; False if it is not there."""
    for key in path[:-1]:
        if isinstance(whole, dict):
            whole = whole.get(str(key))
        elif isinstance(whole, list) and isinstance(key, int):
            whole = whole[key]
    return isinstance(whole, dict) and whole.pop(str(path[-1]), None) is not None


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


_FORMATS = {"byte": _is_base64}
