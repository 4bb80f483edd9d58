"""Documents: YAML or JSON as data, the place of every key and value in it, and `$ref`.

Read `load` first, then `Node`. Nothing here goes to the network, and files are read only below
the folder of the first one unless more is allowed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from urllib.parse import unquote, urlsplit

from .anchors import named_schemas
from .chains import Chains
from .errors import DocumentError
from .json_types import Json
from .marks import Path, Position, Reading, Source
from .objects import VERSIONS
from .text_reading import decoded, file_bytes, reading_of, real_path

__all__ = ["Document", "Node", "Position", "load", "parse"]

OUTSIDE = "leads out of the document's folder, and only what lies below that is read"
_INDEX = re.compile("0|[1-9][0-9]{0,8}")


def load(path: FilePath | str, *, allow: Iterable[FilePath | str] = ()) -> "Document":
    """Read a document; files it refers to may lie below its folder, or below those in `allow`.

    Raises DocumentError when the file cannot be read or is neither YAML nor JSON. Whether it is
    an OpenAPI document is only asked by `Document.version`.
    """
    file = FilePath(path)
    folders = (real_path(file.parent), *(real_path(FilePath(folder)) for folder in allow))
    return _Files(folders).open(file, str(path))


def parse(text: str | bytes, name: str = "document") -> "Document":
    """Read a document that is in memory; it cannot refer to files. `name` is shown in errors."""
    return _read(text, name, _Files(()), None)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One file, read. `name` is its path as given; the root is `root`."""

    name: str
    reading: Reading
    source: Source
    files: "_Files"
    file: FilePath | None

    @property
    def root(self) -> "Node":
        """The whole of it."""
        return Node(self, (), self.reading.value)

    @property
    def version(self) -> str:
        """The version as "3.0", "3.1" or "3.2"; DocumentError if it is no OpenAPI 3 document."""
        return version_of(self)

    @property
    def entry(self) -> "Document":
        """The file that was asked for; other files are only referred to."""
        return self.files.entry or self

    def at(self, pointer: str) -> "Node":
        """The value a JSON pointer (RFC 6901) leads to; DocumentError if to nowhere."""
        node = _step_down(self.root, pointer)
        if node is None:
            raise DocumentError(self.name, f"nothing stands at {pointer!r}")
        return node


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: `path` leads to it from the root of `document`."""

    document: Document
    path: Path
    value: Json = field(compare=False)

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer (RFC 6901); "" for the root."""
        return "".join(f"/{escape(key)}" for key in self.path)

    @property
    def position(self) -> Position:
        """Where the value begins."""
        return self.document.source.position(self.document.reading.locate(self.path)[1])

    @property
    def key_position(self) -> Position:
        """Where its key begins; of a list element and of the root, where the value begins."""
        return self.document.source.position(self.document.reading.locate(self.path)[0])

    def get(self, key: str | int) -> "Node | None":
        """The child of that name or index, without following `$ref`; None if there is none."""
        value = self.value
        if isinstance(value, dict):
            if isinstance(key, str) and key in value:
                return Node(self.document, (*self.path, key), value[key])
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            return Node(self.document, (*self.path, key), value[key])
        return None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """The members of a mapping, in the order of the text; nothing if it is none."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(self.document, (*self.path, key), value)

    def elements(self) -> Iterator["Node"]:
        """The elements of a list; nothing if it is none."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(self.document, (*self.path, index), value)

    @property
    def reference(self) -> str | None:
        """The text of its `$ref`, None if it has none."""
        found = self.value.get("$ref") if isinstance(self.value, dict) else None
        return found if isinstance(found, str) else None

    def step(self) -> "Node":
        """What its `$ref` leads to, one step; raises DocumentError as `follow` does."""
        return self.target(self.reference or "#")

    def target(self, reference: str) -> "Node":
        """What a reference that stands in it leads to; raises DocumentError as `follow` does."""
        return _target(self, reference)

    def follow(self) -> "Node":
        """What its `$ref` means, through chains and files; itself if it has none.

        Raises DocumentError at the `$ref` that leads nowhere, in a circle, or out of bounds.
        """
        end = self if self.reference is None else self.document.files.chains.end(self)
        if end is None:
            raise _at_reference(self, "leads back to itself")
        return end

    def mapping(self) -> dict[str, Json]:
        """The value if it is a mapping, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    def text(self, key: str, default: str = "") -> str:
        """The text member `key`, or `default` if it is absent or no text."""
        found = self.mapping().get(key)
        return found if isinstance(found, str) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The boolean member `key`, or `default` if it is absent or no boolean."""
        found = self.mapping().get(key)
        return found if isinstance(found, bool) else default

    def child(self, key: str | int) -> "Node":
        """The child of that name with its `$ref` followed; an empty mapping if there is none.

        So a walk through optional members needs no question at every step.
        """
        found = self.get(key)
        return found.follow() if found is not None else Node(self.document, (*self.path, key), {})


def escape(key: str | int) -> str:
    """One step of a JSON pointer (RFC 6901, section 3)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def version_of(document: Document) -> str:
    """The minor version of OpenAPI, "3.0" to "3.2"; raises DocumentError at what says otherwise."""
    root = document.root
    found = root.get("openapi")
    if found is None:
        if root.get("swagger") is not None:
            raise error_at(root, "Swagger 2.0 is not read: convert the document to OpenAPI 3")
        raise error_at(root, 'not an OpenAPI document: it has no "openapi" at its top')
    if not isinstance(found.value, str):
        raise error_at(found, f'the version must be a text: write openapi: "{found.value}.0"')
    version = ".".join(found.value.split(".")[:2])
    if version not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise error_at(found, f"OpenAPI {found.value} is not read; the versions known are {known}")
    return version


def error_at(node: Node, reason: str) -> DocumentError:
    """An error to raise, at the place where the node's value begins."""
    place = node.position
    return DocumentError(node.document.name, reason, place.line, place.column)


def _at_reference(node: Node, reason: str) -> DocumentError:
    place = node.get("$ref") or node
    return error_at(place, f"$ref {place.value!r} {reason}")


def _target(node: Node, reference: str) -> Node:
    """One step along a `$ref` (RFC 3986): first to the file, then to the place in it."""
    base, _, fragment = reference.partition("#")
    start = _base(node, base) if base else node.document.root
    fragment = unquote(fragment)
    named = not fragment.startswith("/") and fragment
    found = _named(start.document, f"#{fragment}") if named else _step_down(start, fragment)
    if found is None:
        where = "" if start.document is node.document else f" in {start.document.name}"
        raise _at_reference(node, f"leads nowhere{where}")
    return found


def _base(node: Node, base: str) -> Node:
    """What a `$ref` names before its fragment: a schema by its `$id`, or a file."""
    document = node.document
    named = _named(document, base)
    if named is not None:
        return named
    try:
        parts = urlsplit(base)
        if parts.scheme or parts.netloc:
            raise _at_reference(node, "leads to the network, which is not read")
        return document.files.next_to(document, unquote(parts.path)).root
    except ValueError as error:
        raise _at_reference(node, str(error)) from None


def _named(document: Document, name: str) -> Node | None:
    path = document.files.names(document).get(name)
    if path is None:
        return None
    return _step_down(document.root, "".join(f"/{escape(key)}" for key in path))


def _step_down(node: Node | None, pointer: str) -> Node | None:
    """Along a JSON pointer; None where it leads nowhere."""
    if not pointer.startswith("/"):
        return None if pointer else node
    for part in pointer[1:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if node is None:
            return None
        is_index = isinstance(node.value, list) and _INDEX.fullmatch(key)
        node = node.get(int(key) if is_index else key)
    return node


class _OutOfBoundsError(ValueError):
    """A file that may not be read."""


class _Files:
    """The files of one document: each is read once, and only below the `folders` allowed."""

    def __init__(self, folders: tuple[FilePath, ...]) -> None:
        self._folders = folders
        self._documents: dict[FilePath, Document | DocumentError] = {}
        self._names: dict[Document, dict[str, Path]] = {}
        self.chains = Chains[Node](lambda node: None if node.reference is None else node.step())
        self.entry: Document | None = None

    def open(self, file: FilePath, name: str) -> Document:
        """Read a file or give it again; one that cannot be read is not tried twice."""
        real = real_path(file)
        if real not in self._documents:
            try:
                self._documents[real] = _read(file_bytes(file, name), name, self, file)
            except DocumentError as error:
                self._documents[real] = error
        found = self._documents[real]
        if isinstance(found, DocumentError):
            raise found
        self.entry = self.entry or found
        return found

    def names(self, document: Document) -> dict[str, Path]:
        """The schemas of a document that have names of their own."""
        if document not in self._names:
            self._names[document] = named_schemas(document.reading.value)
        return self._names[document]

    def next_to(self, document: Document, path: str) -> Document:
        """The file a `$ref` in `document` names, relative to it (RFC 3986, section 5)."""
        if document.file is None:
            raise _OutOfBoundsError("leads to a file, and a document in memory has no folder")
        if "\0" in path:
            raise _OutOfBoundsError("does not name a file")
        file = document.file.parent / path
        if not any(real_path(file).is_relative_to(folder) for folder in self._folders):
            raise _OutOfBoundsError(OUTSIDE)
        return self.open(file, str(file))


def _read(text: str | bytes, name: str, files: _Files, file: FilePath | None) -> Document:
    source = Source(name, decoded(text, name))
    return Document(name, reading_of(source), source, files, file)
