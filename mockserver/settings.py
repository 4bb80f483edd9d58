"""Settings: every knob of the mock in one frozen record.

Read `Settings` first: flag, environment variable, key in a file, keyword and help text all
derive from its fields. `sources.py` fills it.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TypeAlias

from .clock import read_instant, read_speed

Read: TypeAlias = Callable[[object], object]

FIRST_INSTANT = 10**12
"""Milliseconds since the epoch: earlier ones, of fewer digits, pass for seconds."""

MEBIBYTE = 1024 * 1024
PREFIX = "SPECDOUBLE_"

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_WORDS = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def _text(value: object) -> str:
    if not isinstance(value, (str, os.PathLike)) or not os.fspath(value):
        raise ValueError("a text is wanted")
    return str(os.fspath(value))


def _whole(low: int, high: int) -> Read:
    """A reader of integers from `low` to `high`."""

    def _read(value: object) -> int:
        if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
            value = int(value)
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high} is wanted")
        return value

    return _read


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.strip().lower() not in _WORDS:
        raise ValueError(f"one of {', '.join(_WORDS)} is wanted")
    return _WORDS[value.strip().lower()]


def _instant(value: object) -> str:
    if read_instant(value) < FIRST_INSTANT:
        raise ValueError("an instant after 2001-09-09T01:46:40Z is wanted")
    return str(value)


def _choices(value: object) -> dict[str, str]:
    """From a mapping, from texts `name=value`, or from one text of them with commas between."""
    if isinstance(value, Mapping):
        return {str(name): str(choice) for name, choice in value.items()}
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Iterable):
        raise ValueError("write it as NAME=VALUE")  # noqa: TRY004  # told to the user as a value
    pairs = [str(part).partition("=") for part in parts]
    if not all(name.strip() and sign for name, sign, _ in pairs):
        raise ValueError("write it as NAME=VALUE")
    return {name.strip(): choice.strip() for name, _, choice in pairs}


def _about(description: str, read: Read, metavar: str = "", flag: str = "") -> dict[str, object]:
    """What a field's metadata holds; without `flag` it is made from the field's name."""
    return {"description": description, "read": read, "metavar": metavar, "flag": flag}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Made by `sources.gather`, which checks each value."""

    document: str | None = field(
        default=None,
        metadata=_about("the OpenAPI document to serve; without one, the built-in", _text, "FILE"),
    )
    behaviours: str | None = field(
        default=None,
        metadata=_about(
            "a file that wires operations of the document to behaviours", _text, "FILE"
        ),
    )
    host: str = field(
        default="127.0.0.1", metadata=_about("the address to listen on", _text, "HOST")
    )
    port: int = field(
        default=4010,
        metadata=_about("the port to listen on; 0 takes a free one", _whole(0, 65535), "PORT"),
    )
    seed: int = field(
        default=0,
        metadata=_about(
            "what ids and generated values derive from; the same seed and the same requests "
            "give the same answers",
            _whole(-(10**17), 10**17),
            "NUMBER",
        ),
    )
    speed: float = field(
        default=1.0,
        metadata=_about(
            "how fast time runs: 60 makes a minute pass in a second, 0 freezes it",
            read_speed,
            "FACTOR",
        ),
    )
    time: str | None = field(
        default=None,
        metadata=_about(
            "when time starts, as 2026-01-31T12:00:00Z; without it, now", _instant, "INSTANT"
        ),
    )
    strict: bool = field(
        default=True,
        metadata=_about(
            "refuse requests that break the document, or answer what can be understood: wrong "
            "parameters are noted, a wrong body or path is answered by an example of the document",
            _yes_or_no,
            flag="--strict/--lenient",
        ),
    )
    require_sandbox: bool = field(
        default=False,
        metadata=_about(
            "refuse requests without x-sandbox-name",
            _yes_or_no,
            flag="--require-sandbox/--no-require-sandbox",
        ),
    )
    choices: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_about(
            "choose where the sources differ; may be repeated",
            _choices,
            "NAME=VALUE",
            flag="--choice",
        ),
    )
    cors: bool = field(
        default=True,
        metadata=_about(
            "let web pages of other origins use the mock", _yes_or_no, flag="--cors/--no-cors"
        ),
    )
    journal_size: int = field(
        default=1000,
        metadata=_about("how many exchanges the journal remembers", _whole(1, 10**7), "NUMBER"),
    )
    max_body: int = field(
        default=10 * MEBIBYTE,
        metadata=_about("the largest request body taken, in bytes", _whole(0, 2**31), "BYTES"),
    )
    threads: int = field(
        default=64,
        metadata=_about(
            "how many requests are answered at the same time", _whole(2, 10_000), "NUMBER"
        ),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One setting under all its names, derived from the field of that name."""

    name: str
    flag: str
    variable: str
    metavar: str
    description: str
    default: object
    read: Read


def _row(setting: Field[object]) -> Row:
    meta = setting.metadata
    return Row(
        name=setting.name,
        flag=meta["flag"] or f"--{setting.name.replace('_', '-')}",
        variable=PREFIX + setting.name.upper(),
        metavar=meta["metavar"],
        description=meta["description"],
        default={} if setting.default is MISSING else setting.default,
        read=meta["read"],
    )


ROWS: Mapping[str, Row] = {setting.name: _row(setting) for setting in fields(Settings)}
"""Every setting, in the order of `Settings`."""
