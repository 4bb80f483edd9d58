"""The schemas of a document as plain JSON Schema, each translated once and shared by all users.

Read `Definitions` first. A large document refers to the same few hundred schemas from thousands
of places; what is translated here for one of them is there for the next.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote, unquote
from weakref import WeakKeyDictionary

from .document import Document, Node
from .errors import DocumentError
from .json_types import Json
from .translation import Direction, Reading, translate

_PREFIX = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One schema, the names of those it refers to, and why it cannot be used, if it cannot."""

    schema: Json
    targets: tuple[str, ...]
    error: DocumentError | None = None


class Definitions:
    """Translated schemas by name, for one direction.

    A name is the JSON pointer of the schema, with the file in front where it is not the first
    file of the document; schemas refer to each other as to members of `$defs`.
    """

    def __init__(self, direction: Direction) -> None:
        self._direction: Direction = direction
        self._entries: dict[str, Entry] = {}

    def enter(self, node: Node) -> str:
        """Translate a schema and all it refers to; its name, or its target's if it only refers."""
        fresh: dict[str, Entry] = {}
        waiting = [node]
        while waiting:
            each = waiting.pop()
            name = _name_of(each)
            if name not in self._entries and name not in fresh:
                fresh[name] = self._translated(each, waiting)
        self._entries.update(fresh)
        return self._end(_name_of(node))

    def reachable(self, *names: str) -> dict[str, Json]:
        """These schemas and all they refer to, by name. Raises DocumentError for a broken one."""
        found: dict[str, Json] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                entry = self._entries[name]
                if entry.error is not None:
                    raise replace(entry.error)
                found[name] = entry.schema
                waiting += entry.targets
        return found

    def _translated(self, node: Node, targets: list[Node]) -> Entry:
        named: list[str] = []

        def _refer(target: Node) -> str:
            targets.append(target)
            named.append(_name_of(target))
            return reference_to(named[-1])

        old = node.document.entry.root.text("openapi").startswith("3.0")
        try:
            schema = translate(node, Reading(old, self._direction, _refer))
        except DocumentError as error:
            return Entry({}, (), replace(error))  # without its traceback, which holds the document
        return Entry(schema, tuple(named))

    def _end(self, name: str) -> str:
        """Where a chain of mere references ends; in a circle of them, somewhere on it."""
        seen = set()
        while name not in seen:
            seen.add(name)
            entry = self._entries[name]
            if isinstance(entry.schema, dict) and entry.schema.keys() == {"$ref"}:
                name = entry.targets[0]
        return name

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def schema(self, name: str) -> Json:
        """The translated schema of a name that was entered."""
        return self._entries[name].schema


def reference_to(name: str) -> str:
    """The `$ref` that a schema writes for another of that name."""
    return _PREFIX + quote(name.replace("~", "~0").replace("/", "~1"), safe="~")


def name_in(reference: str) -> str:
    """The name that `reference_to` made a `$ref` of."""
    return unquote(reference.removeprefix(_PREFIX)).replace("~1", "/").replace("~0", "~")


def definitions_of(document: Document, direction: Direction) -> Definitions:
    """The one `Definitions` of a document, and of all files it refers to, for a direction."""
    shelf = _SHELVES.setdefault(document.files, {})
    if direction not in shelf:
        shelf[direction] = Definitions(direction)
    return shelf[direction]


def _name_of(node: Node) -> str:
    document = node.document
    return node.pointer if document is document.entry else f"{document.name}#{node.pointer}"


_SHELVES: WeakKeyDictionary[object, dict[Direction, Definitions]] = WeakKeyDictionary()
