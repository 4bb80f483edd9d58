"""Where settings come from: keywords, flags, the environment, a file. Read `gather` first.

Environment and folder are parameters: who calls decides what is looked at.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..spec.errors import SettingError
from .settings import ROWS, Row, Settings

FILES = (("specdouble.toml", ()), ("pyproject.toml", ("tool", "specdouble")))
"""Files that may hold settings, and the table that does; the first one found counts."""


@dataclass(frozen=True, slots=True)
class Source:
    """Values by the name of their setting, and how this source calls a setting.

    `title` is a format over the attributes of a `Row`; errors show it, and `place` behind it.
    """

    values: Mapping[str, object]
    title: str = "{row.name}"
    place: str = ""


def gather(*sources: Source) -> Settings:
    """Settings from the first source that has each, else its default; mappings are merged.

    Raises SettingError, naming where the value came from.
    """
    for source in sources:
        for name in source.values:
            _known(name, source)
    return Settings(**{row.name: _gathered(row, sources) for row in ROWS.values()})  # type: ignore[arg-type]  # each by its own reader


def from_keywords(values: Mapping[str, object]) -> Source:
    """Keyword arguments; None means "not given"."""
    return Source(_given(values))


def from_flags(values: Mapping[str, object]) -> Source:
    """Options of the command line by setting; None means "not given"."""
    return Source(_given(values), "{row.flag}")


def from_environment(environment: Mapping[str, str]) -> Source:
    """The variables SPECDOUBLE_…; an empty one is as good as none, unknown ones are others'."""
    found = {row.name: environment.get(row.variable, "") for row in ROWS.values()}
    return Source({name: text for name, text in found.items() if text}, "{row.variable}")


def from_folder(folder: Path) -> Source:
    """specdouble.toml, or [tool.specdouble] of pyproject.toml, in `folder`.

    Keys may have hyphens for underscores. Tables that are no setting belong to other commands
    and are left alone.
    """
    for name, keys in FILES:
        table = _table(folder / name, keys)
        if table is not None:
            named = {_name(key): value for key, value in table.items()}
            ours = {key: value for key, value in named.items() if _is_ours(key, value)}
            return Source(ours, place=f" in {name}")
    return Source({})


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _table(file: Path, keys: Iterable[str]) -> Mapping[str, object] | None:
    """The table at `keys` of a TOML file, None where there is no such file or table."""
    try:
        content: object = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingError("settings file", str(file), str(error)) from None
    for key in keys:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content if isinstance(content, Mapping) else None


def _name(key: str) -> str:
    """The setting that a key of a file means; one that means none stays as it is written."""
    name = key.replace("-", "_")
    return name if name in ROWS else key


def _is_ours(name: str, value: object) -> bool:
    return name in ROWS or not isinstance(value, Mapping)


def _known(name: str, source: Source) -> None:
    if name not in ROWS:
        near = difflib.get_close_matches(name, ROWS, 1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(ROWS)}"
        reason = f"no such setting; {advice}"
        raise SettingError(name + source.place, source.values[name], reason)


def _gathered(row: Row, sources: Iterable[Source]) -> object:
    values = [_read(row, source) for source in sources if row.name in source.values]
    if isinstance(row.default, Mapping):
        return _merged(values)
    return values[0] if values else row.default


def _merged(mappings: Sequence[object]) -> dict[object, object]:
    """All entries of all mappings, the first one that has a key winning."""
    merged: dict[object, object] = {}
    for mapping in reversed(mappings):
        merged |= dict(mapping) if isinstance(mapping, Mapping) else {}
    return merged


def _read(row: Row, source: Source) -> object:
    value = source.values[row.name]
    try:
        return row.read(value)
    except ValueError as error:
        shown = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        title = source.title.format(row=row) + source.place
        raise SettingError(title, shown, str(error)) from None
