"""Schemas that are called by a name instead of by their place (JSON Schema 2020-12, 8.2)."""

from .json_types import Json
from .marks import Path


def named_schemas(root: Json) -> dict[str, Path]:
    """The paths of all that has a `$id`, "#" and `$anchor`, or `$self`, by these names.

    Wherever they stand: the loader does not know what is a schema. The first of a name counts.
    """
    names: dict[str, Path] = {}
    waiting: list[tuple[Path, Json]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for name in _names(value, is_root=not path):
                names.setdefault(name, path)
            waiting.extend(((*path, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend(((*path, index), value[index]) for index in reversed(range(len(value))))
    return names


def _names(mapping: dict[str, Json], *, is_root: bool) -> list[str]:
    found = [("", mapping.get("$id")), ("", mapping.get("$self") if is_root else None)]
    found += [("#", mapping.get(key)) for key in ("$anchor", "$dynamicAnchor")]
    return [sign + name.rstrip("#") for sign, name in found if isinstance(name, str)]
