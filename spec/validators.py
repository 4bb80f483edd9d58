"""Compiled validators of a document's schemas, shared, and bounded in memory.

Read `Validators.of` first. A schema from which hundreds of others are reached makes a validator
of megabytes, so only the last of those are kept.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import jsonschema_rs

from .definitions import Definitions, definitions_of, reference_to
from .document import Document
from .errors import DocumentError
from .explanation import to_pointer
from .json_types import Json
from .translation import Direction

LIGHT = 100
_MOST_DEFECTS = 50


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


@dataclass(frozen=True, slots=True)
class Compiled:
    """A validator, None where the schema is of no use, and what was left out of it, and why.

    `weight` is the number of schemas in it.
    """

    validator: jsonschema_rs.Draft202012Validator | None
    defects: tuple[SchemaError, ...]
    weight: int


class Validators:
    """The validators of some `Definitions`, each compiled when first asked for.

    Of those heavier than `LIGHT`, as many are kept as weigh `most` together.
    """

    def __init__(self, definitions: Definitions, most: int = 20_000) -> None:
        self._definitions = definitions
        self._most = most
        self._kept: dict[str, Compiled] = {}
        self._heavy: dict[str, int] = {}
        self._defects: dict[str, list[SchemaError]] = {}

    def of(self, name: str) -> Compiled:
        """The validator of the schema of that name."""
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = self._compiled(name)
            if found.weight > LIGHT:
                self._make_room(name, found.weight)
        return found

    def _make_room(self, name: str, weight: int) -> None:
        """Forget the heavy ones that were compiled longest ago."""
        self._heavy[name] = weight
        while len(self._heavy) > 1 and sum(self._heavy.values()) > self._most:
            oldest = next(iter(self._heavy))
            self._heavy.pop(oldest, None)
            self._kept.pop(oldest, None)

    def _compiled(self, name: str) -> Compiled:
        try:
            schemas = self._definitions.reachable(name)
        except DocumentError as error:
            reason = SchemaError(error.reason, "", "$ref", name)
            return Compiled(None, (reason,), 0)
        validator, left_out = compiled({"$ref": reference_to(name), "$defs": schemas})
        for message, removed in left_out:
            path = removed or ["$defs", name]
            reason = SchemaError(message, "", str(path[-1]), position_of(path))
            self._defects.setdefault(str(path[1]), []).append(reason)
        defects = (each for key in schemas for each in self._defects.get(key, ()))
        return Compiled(validator, tuple(defects), len(schemas))


def validators_of(document: Document, direction: Direction) -> Validators:
    """The one `Validators` of a document, and of all files it refers to, for a direction."""
    shelf = _SHELVES.setdefault(document.files, {})
    if direction not in shelf:
        shelf[direction] = Validators(definitions_of(document, direction))
    return shelf[direction]


def position_of(path: Sequence[str | int]) -> str:
    """The place in the document of a place in a schema with its `$defs` by name."""
    return str(path[1]) + to_pointer(path[2:])


def compiled(
    whole: dict[str, Json],
) -> tuple[jsonschema_rs.Draft202012Validator | None, list[tuple[str, list[str | int]]]]:
    """Compile a schema, taking out of it each keyword that cannot be used: why, and its path.

    None where that does not help.
    """
    left_out: list[tuple[str, list[str | int]]] = []
    while len(left_out) < _MOST_DEFECTS:
        try:
            validator = jsonschema_rs.Draft202012Validator(
                whole, validate_formats=True, formats=_FORMATS, offline=True
            )
        except (jsonschema_rs.ValidationError, ValueError) as error:
            path = _removed(whole, list(getattr(error, "instance_path", ())))
            left_out.append((str(error).splitlines()[0], path))
            if not path:
                break
        else:
            return validator, left_out
    return None, left_out


def _removed(whole: Json, path: list[str | int]) -> list[str | int]:
    """Take the keyword at or around `path` out of a schema; its path, empty if there is none."""
    parents = [whole]
    for key in path:
        parents.append(child_of(parents[-1], key))
    for length in range(len(parents) - 1, 2, -1):
        parent, key = parents[length - 1], path[length - 1]
        if isinstance(parent, dict) and isinstance(key, str):
            del parent[key]
            return path[:length]
    return []


def child_of(parent: Json, key: str | int) -> Json:
    """One step down; None where there is nothing."""
    if isinstance(parent, dict):
        return parent.get(str(key))
    return parent[key] if isinstance(parent, list) and isinstance(key, int) else None


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


_FORMATS = {"byte": _is_base64}
_SHELVES: WeakKeyDictionary[object, dict[Direction, Validators]] = WeakKeyDictionary()
