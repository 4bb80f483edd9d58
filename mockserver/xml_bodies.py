"""XML for values of a schema, by the XML Object of OpenAPI 3.1, 4.8.26.

Names, attributes and wrapped lists are kept to; prefixes and namespaces are left out.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.shape import followed, members_of, part_of

_NOT_IN_NAME = re.compile(r"[^\w.-]|^(?=[^A-Za-z_])", re.ASCII)
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_xml(value: Json, schema: Node | None) -> str:
    """A whole document; its root is named by the schema, or by the place where that stands."""
    found = followed(schema)
    place = str(found.path[-1]) if found and found.path else ""
    name = _name(found, "response" if place in {"", "schema"} else place)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element(name, value, schema)}'


def _element(name: str, value: Json, schema: Node | None) -> str:
    if isinstance(value, dict):
        return _object_element(name, value, schema)
    if isinstance(value, list):
        item = part_of(schema, "items")
        inside = "".join(_element(_name(item, name), each, item) for each in value)
        return f"<{name}>{inside}</{name}>"
    return f"<{name}>{escape(_text(value))}</{name}>"


def _object_element(name: str, value: dict[str, Json], schema: Node | None) -> str:
    members = dict(members_of(schema))
    attributes, inside = "", ""
    for key, each in value.items():
        member = members.get(key)
        if _xml(member).flag("attribute") if member else False:
            attributes += f" {_name(member, key)}={quoteattr(_text(each))}"
        else:
            inside += "".join(_children(key, each, member))
    return f"<{name}{attributes}>{inside}</{name}>"


def _children(key: str, value: Json, schema: Node | None) -> Iterator[str]:
    """The elements for one member: of a list, one for each item unless it is wrapped."""
    if not isinstance(value, list) or (schema and _xml(schema).flag("wrapped")):
        yield _element(_name(schema, key), value, schema)
        return
    item = part_of(schema, "items")
    for each in value:
        yield _element(_name(item, _name(schema, key)), each, item)


def _xml(schema: Node) -> Node:
    found = followed(schema) or schema
    return found.get("xml") or Node(found.document, (*found.path, "xml"), {})


def _name(schema: Node | None, default: str) -> str:
    written = _xml(schema).text("name") if schema else ""
    return _NOT_IN_NAME.sub("_", written or default) or "_"


def _text(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return _NOT_IN_TEXT.sub("", str(value))
