"""Findings as text: one function per format, one row of `REPORTERS` each.

`text` is for people, the others are read by machines and stand alone on standard output.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import DocumentError
from ..json_types import Json
from .finding import Finding, Severity, Spot

JSON_VERSION = 1
"""Rises when a member of the JSON report is removed or changes its meaning."""

_WIDTH = 100
_LEFT = 60
_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|[^\s,:\[\]{}]+""")
_COLOURS: dict[Severity, str] = {"error": "1;31", "warning": "1;33"}
_DIM = "2"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in which files, and whether colours may be used to say so.

    `files` are those that were looked at; `unread` those that could not be read, and why.
    """

    findings: Sequence[Finding]
    files: Sequence[str]
    colour: bool = False
    unread: Sequence[DocumentError] = ()


Reporter: TypeAlias = Callable[[Report], str]


def text(report: Report) -> str:
    """Each finding with the line it is about, and a count at the end; "" if no file was read."""
    blocks = [_block(finding) for finding in report.findings]
    counted = [_count(report)] if report.files else []
    written = "\n\n".join([*blocks, *counted])
    return written if report.colour else _ANSI.sub("", written)


def _painted(words: str, code: str) -> str:
    """In a colour (ECMA-48, SGR)."""
    return f"\x1b[{code}m{words}\x1b[0m"


def _block(finding: Finding) -> str:
    spot = finding.spot
    colour = _COLOURS[finding.severity]
    severity = _painted(finding.severity, colour)
    rule = _painted(f"[{finding.rule}]", _DIM)
    lines = [f"{_place(spot)}: {severity}: {_clean(finding.message)} {rule}"]
    lines += _frame(spot, colour)
    if spot.pointer:
        lines.append(f"  at {_clean(spot.pointer)}")
    for related in finding.related:
        place = f"{_place(related.spot)} {_clean(related.spot.pointer)}"
        lines.append(f"  {_clean(related.message)}: {place}")
    lines.append(f"  = {_clean(finding.advice)}")
    return "\n".join(lines)


def _place(spot: Spot) -> str:
    """As editors and terminals make a link of it."""
    name = _clean(spot.file)
    return f"{name}:{spot.line}:{spot.column}" if spot.line else name


def _frame(spot: Spot, colour: str) -> Iterator[str]:
    """The line with its number, and marks under what is meant; nothing if the line is unknown."""
    if not spot.text.strip():
        return
    start = max(0, spot.column - 1 - _LEFT)
    excerpt = _clean(spot.text)[start : start + _WIDTH]
    offset = spot.column - 1 - start
    found = _TOKEN.match(excerpt, offset)
    number = str(spot.line)
    yield f"  {number} | {excerpt}"
    marks = "^" * (len(found[0]) if found else 1)
    yield f"  {' ' * len(number)} | {' ' * offset}{_painted(marks, colour)}"


def _clean(words: str) -> str:
    """Without control characters: a document must not be able to drive the terminal."""
    return _UNPRINTABLE.sub(lambda found: " " if found[0] in "\t\n" else "\ufffd", words)


def _count(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    where = report.files[0] if len(report.files) == 1 else f"{len(report.files)} files"
    numbers = [_numbered(counts[severity], severity) for severity in _COLOURS if counts[severity]]
    return f"{_clean(where)}: {', '.join(numbers) or 'nothing found'}"


def _numbered(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def as_json(report: Report) -> str:
    """One object: `version`, `files`, `unread`, counts, and `findings` in the order of the text."""
    counts = Counter(finding.severity for finding in report.findings)
    document: dict[str, Json] = {
        "version": JSON_VERSION,
        "files": list(report.files),
        "unread": [{"file": error.path, "reason": error.reason} for error in report.unread],
        "errors": counts["error"],
        "warnings": counts["warning"],
        "findings": [_as_object(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2)


def _as_object(finding: Finding) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        **_as_place(finding.spot),
        "related": [
            {"message": related.message, **_as_place(related.spot)} for related in finding.related
        ],
    }


def _as_place(spot: Spot) -> dict[str, Json]:
    """Line and column count from 1 and are 0 where a file is meant as a whole."""
    return {
        "file": spot.file,
        "line": spot.line,
        "column": spot.column,
        "pointer": spot.pointer,
    }


def github(report: Report) -> str:
    """Workflow commands, which GitHub shows as annotations beside the lines of a pull request."""
    return "\n".join(_annotation(finding) for finding in report.findings)


def _annotation(finding: Finding) -> str:
    spot = finding.spot
    place = {"file": spot.file, "line": str(spot.line), "col": str(spot.column)}
    properties = {**place, "title": finding.rule}
    listed = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items())
    message = _escaped(f"{finding.message}: {finding.advice}", _IN_MESSAGE)
    return f"::{finding.severity} {listed}::{message}"


_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def _escaped(words: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(each, each) for each in words)


REPORTERS: dict[str, Reporter] = {"text": text, "json": as_json, "github": github}
"""The formats by name; to add one, add a function and a row."""
