"""A record against what was asked of it, for any document: members that come back as they went.

Read `differences` first.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from ..spec.api import MediaType
from ..spec.json_types import Json
from ..spec.shape import followed, members_of


def differences(
    asked: Json, shown: Json, *, unseen: Collection[str] = ()
) -> Iterator[tuple[str, Json, Json]]:
    """Scalar members of a body that a record shows under the same name, type and another value.

    Gives name, what was asked and what is shown. Silent on: members in `unseen`, null, texts
    that differ in case and space only, and one moment written in two ways.
    """
    if not isinstance(asked, dict) or not isinstance(shown, dict):
        return
    for name in asked.keys() & shown.keys() - set(unseen):
        one, other = asked[name], shown[name]
        if _kind(one) == _kind(other) != "" and not _same(one, other):
            yield name, one, other


def unseen_members(entry: MediaType | None) -> set[str]:
    """Members that are never shown, or never taken, or are secrets."""
    schema = followed(entry.node.get("schema")) if entry else None
    return {
        name
        for name, member in members_of(schema)
        if member.flag("readOnly")
        or member.flag("writeOnly")
        or member.text("format") == "password"
    }


def unwrapped(body: Json) -> Json:
    """The record of a body: the body, or its one member if that is an object (`{"data": {…}}`)."""
    if isinstance(body, dict) and len(body) == 1:
        inner = next(iter(body.values()))
        return inner if isinstance(inner, dict) else body
    return body


def _kind(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else ""


def _same(one: Json, other: Json) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return one == other
    if one.strip().casefold() == other.strip().casefold():
        return True
    moment = _moment(one)
    return moment is not None and moment == _moment(other)


def _moment(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None
