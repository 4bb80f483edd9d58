"""What a rule looks at: a document, walked once, with its places by kind."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..document import Document, Node
from ..shape import followed
from ..walk import Place, walk

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation with the path and the path item that it stands in (`$ref`s followed)."""

    path: str
    method: str
    item: Node
    operation: Node

    @property
    def title(self) -> str:
        """As people speak of it: "GET /jobs/{id}"."""
        return f"{self.method.upper()} {self.path}"


class Subject:
    """One document under the linter; rules share what is found out about it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def version(self) -> str:
        """The minor version of OpenAPI; DocumentError if the document is none."""
        return self.document.version

    @cached_property
    def _by_kind(self) -> dict[str, list[Place]]:
        by_kind: dict[str, list[Place]] = defaultdict(list)
        for place in walk(self.document):
            by_kind[place.kind].append(place)
        return by_kind

    def places(self, *kinds: str) -> Iterator[Place]:
        """The places of some kinds, in the order of the text; of all kinds if none is named."""
        for kind in kinds or tuple(self._by_kind):
            yield from self._by_kind.get(kind, ())

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The operations of all paths, in the order of the text."""
        return tuple(_endpoints(self.document))


def _endpoints(document: Document) -> Iterator[Endpoint]:
    for path, node in members(document.root, "paths"):
        item = followed(node)
        if path.startswith("/") and item is not None:
            for method, operation in (*item.items(), *members(item, "additionalOperations")):
                known = method in METHODS or operation.path[-2:-1] == ("additionalOperations",)
                if known and isinstance(operation.value, dict):
                    yield Endpoint(path, method, item, operation)


def members(node: Node | None, key: str) -> Iterator[tuple[str, Node]]:
    """The members of the mapping `key` of a node; nothing where there is none."""
    child = node.get(key) if node is not None else None
    if child is not None:
        yield from child.items()


def elements(node: Node | None, key: str) -> Iterator[Node]:
    """The elements of the list `key` of a node; nothing where there is none."""
    child = node.get(key) if node is not None else None
    if child is not None:
        yield from child.elements()


def nearest(node: Node, pointer: str) -> Node:
    """The node a JSON pointer leads to from `node`, or the last one on the way that exists."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        child = node.get(key) or (node.get(int(key)) if key.isdecimal() else None)
        if child is None:
            return node
        node = child
    return node
