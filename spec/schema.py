"""A schema of the document as a compiled validator: Schema Object in, reasons out.

Read `Schema` first. A schema is translated (`translation.py`, `definitions.py`) together with
everything it refers to, and compiled (`validators.py`) when it is first used.
"""

from functools import cached_property

import jsonschema_rs

from .definitions import Definitions, definitions_of
from .document import Node
from .explanation import pointer, reasons, sentence
from .json_types import Json
from .translation import STANDS_FOR, Direction
from .validators import LIGHT, Compiled, SchemaError, child_of, position_of, validators_of

__all__ = ["Schema", "SchemaError"]


class Schema:
    """A schema where it stands, with its validator built when first asked for.

    `direction` says whether readOnly ("request") or writeOnly ("response") members are let off
    being required.
    """

    def __init__(self, node: Node, direction: Direction = "both") -> None:
        self.node = node
        self.direction: Direction = direction
        self._kept: Compiled | None = None

    def problems(self, value: Json) -> list[SchemaError]:
        """The reasons why `value` is outside the schema (of very many the first); empty if inside.

        A schema that cannot be compiled refuses nothing: see `defects`.
        """
        validator = (self._kept or self._compiled()).validator
        if validator is None or validator.is_valid(value):
            return []
        return [self._error(error) for error in reasons(validator, value)]

    @property
    def defects(self) -> tuple[SchemaError, ...]:
        """Why the schema, or keywords in it, cannot be compiled and so were left out."""
        return (self._kept or self._compiled()).defects

    @cached_property
    def definitions(self) -> Definitions:
        """The translated schemas of the document, this one and all it refers to among them."""
        return definitions_of(self.node.document, self.direction)

    @cached_property
    def name(self) -> str:
        """What `definitions` calls it: the place in the document where it is written out."""
        return self.definitions.enter(self.node)

    def _compiled(self) -> Compiled:
        """Kept here if it is light; else by `Validators`, as long as there is room."""
        found = validators_of(self.node.document, self.direction).of(self.name)
        if found.weight <= LIGHT:
            self._kept = found
        return found

    def _error(self, error: jsonschema_rs.ValidationError) -> SchemaError:
        path = list(error.schema_path)
        schema = self.definitions.schema(str(path[1]))
        for key in path[2:-1]:
            schema = child_of(schema, key)
        path[-1] = _written(schema, path[-1])
        return SchemaError(sentence(error), pointer(error), error.kind.name, position_of(path))


def _written(schema: Json, keyword: str | int) -> str | int:
    """The keyword that stands in the document for one that translation has added."""
    origins = schema.get(STANDS_FOR) if isinstance(schema, dict) else None
    origin = origins.get(str(keyword)) if isinstance(origins, dict) else None
    return origin if isinstance(origin, str) else keyword
