"""Other values that a schema allows: the same body once more, but told apart from the first.

Read `varied` and `changes_of`.
"""

from collections.abc import Iterator

from ..spec.api import MediaType
from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.shape import followed, members_of, part_of

_FORMATS = {
    "email": "sample{0}@example.com",
    "hostname": "sample{0}.example.com",
    "uri": "https://example.com/sample{0}",
    "url": "https://example.com/sample{0}",
    "uuid": "5f0c6a3e-7b1d-4c58-9a64-{0:012x}",
    "date": "2023-01-{1:02}",
    "date-time": "2023-01-{1:02}T12:00:00Z",
    "": "{2} {0}",
}
_FIXED = ("enum", "const", "pattern")


def varied(body: Json, entry: MediaType | None, salt: int) -> Json:
    """The body with other values in as many members as can be changed; itself if none can."""
    for name, value in _others(body, entry, salt):
        changed = {**body, name: value} if isinstance(body, dict) else body
        if _fits(entry, changed):
            body = changed
    return body


def changes_of(body: Json, entry: MediaType | None, salt: int) -> Iterator[tuple[str, Json]]:
    """Bodies with one member changed that the schema still allows, each with the member's name."""
    for name, value in _others(body, entry, salt):
        changed = {**body, name: value} if isinstance(body, dict) else body
        if changed != body and _fits(entry, changed):
            yield name, changed


def _others(body: Json, entry: MediaType | None, salt: int) -> Iterator[tuple[str, Json]]:
    schema = followed(entry.node.get("schema")) if entry else None
    members = dict(members_of(schema))
    for name, value in body.items() if isinstance(body, dict) else ():
        member = members.get(name)
        if member is None or not (member.flag("readOnly") or member.flag("writeOnly")):
            yield name, _other(value, member, salt)


def _other(value: Json, schema: Node | None, salt: int) -> Json:
    """Another value of the same kind; the same one if none can be told."""
    listed = part_of(schema, "enum")
    if listed is not None:
        return next((each.value for each in listed.elements() if each.value != value), value)
    if any(part_of(schema, each) is not None for each in _FIXED):
        return value
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 + salt % 1000
    return _other_text(value, schema, salt) if isinstance(value, str) else value


def _other_text(value: str, schema: Node | None, salt: int) -> str:
    named = part_of(schema, "format")
    form = _FORMATS.get(str(named.value) if named else "")
    if form is None:
        return value
    text = form.format(salt, salt % 28 + 1, value)
    most = part_of(schema, "maxLength")
    return text[-most.value :] if most and isinstance(most.value, int) else text


def _fits(entry: MediaType | None, value: Json) -> bool:
    return entry is None or entry.schema is None or not entry.schema.problems(value)
