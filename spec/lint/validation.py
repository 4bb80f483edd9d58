"""Values of the document against schemas of the document: what examples and defaults share.

Read `remarks_on`. A schema is compiled once, however many values are put to it.
"""

from collections import defaultdict
from collections.abc import Iterator

from ..document import Node
from ..errors import DocumentError
from ..schema import Schema, SchemaError
from ..translation import Direction
from .rule import Remark
from .subject import nearest

_DIRECTIONS: dict[Direction, tuple[Direction, ...]] = {
    "request": ("request",),
    "response": ("response",),
    "both": ("response", "request"),
}


class Schemas:
    """The compiled schemas of one document, by where they stand."""

    def __init__(self) -> None:
        self._schemas: dict[tuple[int, Direction], Schema] = {}

    def remarks_on(self, value: Node, schema: Node, direction: Direction) -> Iterator[Remark]:
        """Why a value of the document is outside a schema, each reason at its own place.

        Where the schema may serve requests and responses alike, the value need fit only one.
        """
        if _obviously_fits(value, schema):
            return
        best: list[SchemaError] | None = None
        for way in _DIRECTIONS[direction]:
            problems = self._schema(schema, way).problems(value.value)
            best = problems if best is None or len(problems) < len(best) else best
        for problem in _together(best or []):
            yield _remark(value, schema, problem)

    def _schema(self, node: Node, direction: Direction) -> Schema:
        key = (id(node.value), direction)
        if key not in self._schemas:
            self._schemas[key] = Schema(node, direction)
        return self._schemas[key]


_ANNOTATIONS = frozenset({
    "type", "description", "example", "examples", "default", "title", "readOnly", "writeOnly",
    "deprecated", "nullable", "externalDocs", "xml",
})  # fmt: skip
_TYPES: dict[type, tuple[str, ...]] = {
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    bool: ("boolean",),
}


def _obviously_fits(value: Node, schema: Node) -> bool:
    """Whether a schema asks for a type and no more, and the value has it: no need to compile."""
    if not isinstance(schema.value, dict) or not schema.value.keys() <= _ANNOTATIONS:
        return False
    return schema.value.get("type") in _TYPES.get(type(value.value), ())


def _together(problems: list[SchemaError]) -> Iterator[SchemaError]:
    """Members missing from one place as one problem."""
    missing: dict[str, list[SchemaError]] = defaultdict(list)
    for problem in problems:
        if problem.keyword == "required":
            missing[problem.pointer.rpartition("/")[0]].append(problem)
        else:
            yield problem
    for pointer, found in missing.items():
        names = [each.pointer.rpartition("/")[2] for each in found]
        shown = ", ".join(f'"{name}"' for name in names[:_MOST_NAMES])
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        message = f"the members {shown}{more} are missing" if len(names) > 1 else found[0].message
        yield SchemaError(message, pointer, "required", found[0].position)


_MOST_NAMES = 5


def _remark(value: Node, schema: Node, problem: SchemaError) -> Remark:
    place = nearest(value, problem.pointer)
    where = f" at {problem.pointer}" if problem.pointer else ""
    keyword = _keyword(schema, problem.position)
    related = ((f"because of {problem.keyword}", keyword),) if keyword is not None else ()
    advice = _advice_on_null(schema) if value.value is None else ""
    return Remark(place, f"{problem.message}{where}", related=related, advice=advice)


def _advice_on_null(schema: Node) -> str:
    """What has become of `nullable`, which many take to allow null; "" where it is not used."""
    if not schema.flag("nullable"):
        return ""
    if not schema.document.entry.root.text("openapi").startswith("3.0"):
        return 'write type: [..., "null"]: since OpenAPI 3.1 "nullable" means nothing'
    if schema.get("type") is None:
        return 'put a "type" beside "nullable", which means nothing without (3.0.3, 4.7.24.1)'
    return "put null into the enum as well (3.0.3, 4.7.24.1)"


def _keyword(schema: Node, position: str) -> Node | None:
    """The node of a keyword by its position; None in another file, or implied by a format."""
    try:
        return schema.document.at(position)
    except DocumentError:
        return None
