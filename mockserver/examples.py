"""Examples of the document, as values: those of a media type, then those of its schema.

Read `examples_of` first. An `externalValue` is not fetched: nothing here goes to the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..spec.api import MediaType
from ..spec.decoding import ABSENT, Decoded
from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.media_types import content_type
from ..spec.shape import followed
from ..spec.strict_json import MalformedError, parse_json


@dataclass(frozen=True, slots=True)
class Example:
    """One example; `name` is None where it has none."""

    name: str | None
    value: Json


def names_of(media_type: MediaType) -> list[str]:
    """The names by which examples can be asked for."""
    return [each.name for each in examples_of(media_type) if each.name is not None]


def examples_of(media_type: MediaType) -> Iterator[Example]:
    """Every example, best first: named ones, the unnamed one, and then what the schema shows."""
    node = media_type.node
    named = _child(node, "examples")
    for name, each in named.items() if named else ():
        value = _value(each, media_type)
        if value is not ABSENT:
            yield Example(name, value)
    own = node.get("example")
    if own is not None:
        yield Example(None, own.value)
    if media_type.schema is not None:
        yield from _of_schema(media_type.schema.node)


def _value(node: Node, media_type: MediaType) -> Decoded:
    """The value of an Example Object (OpenAPI 3.1, 4.8.19; 3.2 adds two ways to write it)."""
    target = followed(node)
    for key in ("dataValue", "value"):
        found = target.get(key) if target else None
        if found is not None:
            return found.value
    serialized = target.get("serializedValue") if target else None
    return _parsed(serialized.value, media_type) if serialized else ABSENT


def _parsed(text: object, media_type: MediaType) -> Decoded:
    """The value that a serialized one has; in what is not JSON a text stands for itself."""
    kind = content_type(media_type.name)
    if not isinstance(text, str) or kind is None or not kind.is_json:
        return text if isinstance(text, str) else ABSENT
    try:
        return parse_json(text.encode())
    except MalformedError:
        return ABSENT


def _of_schema(node: Node) -> Iterator[Example]:
    found = followed(node)
    if found is None:
        return
    listed = _child(found, "examples")
    shown = (found.get("example"), listed.get(0) if listed else None)
    for each in (*shown, found.get("default"), found.get("const")):
        if each is not None:
            yield Example(None, each.value)


def _child(node: Node, key: str) -> Node | None:
    found = node.get(key)
    return followed(found) if found is not None else None
