"""Rules: what a request may look like, as tables; `complaints` says everything that is wrong.

`!` after a name: required. A dict is an object, a list an array of its only item, a function a
single value.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong with a request: where (a JSON pointer or a parameter), and which rule."""

    place: str
    rule: str


def text(value: Any) -> str:
    return "" if isinstance(value, str) else "type"


def some_text(value: Any) -> str:
    return text(value) or ("" if value else "minLength")


def boolean(value: Any) -> str:
    return "" if isinstance(value, bool) else "type"


def int64(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return "type"
    return "" if -(2**63) <= value < 2**63 else "format"


STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))",
    re.ASCII,
)


def moment(value: Any) -> str:
    """RFC 3339, leap seconds included."""
    if not isinstance(value, str):
        return "type"
    found = STAMP.fullmatch(value)
    if found is None:
        return "format"
    day, minute, second, sign, hours, minutes = found.groups()
    leap = second == "60"
    try:
        at = datetime.fromisoformat(f"{day}T{minute}:{'59' if leap else second}")
    except ValueError:
        return "format"
    if not leap:
        return ""
    shift = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        at = at + shift if sign == "-" else at - shift
    except OverflowError:
        return "format"
    return "" if (at.hour, at.minute) == (23, 59) else "format"


def one_of(*values: str) -> Callable[[Any], str]:
    return lambda value: text(value) or ("" if value in values else "enum")


TAGS = "tags"
DATASET = {
    "name": text,
    "schemaRef": {"id": text, "contentType": text},
    "schema": text,
    "description": text,
    "tags": TAGS,
    "enableErrorDiagnostics": boolean,
    "fileDescription": {
        "format": one_of("", "csv", "text", "parquet", "json", "sequencefile", "avro"),
        "persisted": boolean,
        "containerFormat": text,
    },
}
JOB = {
    "fields": text,
    "mergePolicy": {"id": text, "version": int64},
    "filter": {
        "segments": [
            {
                "segmentId!": text,
                "segmentNs": text,
                "status": [one_of("realized", "existing", "exited")],
            }
        ],
        "segmentQualificationTime": {"startTime": moment, "endTime": moment},
        "fromIngestTimestamp": moment,
        "emptyProfiles": boolean,
    },
    "additionalFields": {
        "eventList": {
            "fields": text,
            "filter": {"fromIngestTimestamp": moment, "toIngestTimestamp": moment},
        }
    },
    "destination!": {"datasetId!": some_text, "segmentPerBatch": boolean},
    "schema!": {"name!": text},
    "evaluationInfo": {"segmentation": boolean},
}


def complaints(rule: Any, value: Any, place: str = "") -> Iterator[Complaint]:
    """Everything in which a JSON value breaks its rule."""
    if rule is TAGS:
        yield from tags(value, place)
    elif isinstance(rule, dict):
        yield from members(rule, value, place)
    elif isinstance(rule, list):
        yield from entries(rule[0], value, place)
    elif problem := rule(value):
        yield Complaint(place, problem)


def members(rule: dict[str, Any], value: Any, place: str) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint(place, "type")
        return
    for key, inner in rule.items():
        name = key.rstrip("!")
        if name in value:
            yield from complaints(inner, value[name], f"{place}/{name}")
        elif key.endswith("!"):
            yield Complaint(f"{place}/{name}", "required")
    known = {key.rstrip("!") for key in rule}
    yield from (Complaint(f"{place}/{name}", "unknown") for name in value if name not in known)


def entries(rule: Any, value: Any, place: str) -> Iterator[Complaint]:
    if not isinstance(value, list):
        yield Complaint(place, "type")
        return
    for entry in value:
        yield from complaints(rule, entry, f"{place}/*")


def tags(value: Any, place: str) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint(place, "type")
        return
    for entry in value.values():
        yield from entries(text, entry, f"{place}/*")


NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
STATES = ("NEW", "PROCESSING", "SUCCEEDED", "FAILED", "CANCELLING", "CANCELLED")


def whole(lowest: int) -> Callable[[str], str]:
    def rule(value: str) -> str:
        if not NUMBER.fullmatch(value):
            return "type"
        return "minimum" if value.startswith("-") or (lowest and value == "0") else ""

    return rule


QUERY: dict[str, Callable[[str], str]] = {
    "limit": whole(1),
    "start": whole(0),
    "page": whole(0),
    "sort": lambda value: "" if re.fullmatch(r"[A-Za-z]+:(asc|desc)", value) else "pattern",
    "status": one_of(*STATES),
}


def query_complaints(query: dict[str, str]) -> Iterator[Complaint]:
    """Everything in which the query of the list breaks its rules."""
    for name, rule in QUERY.items():
        if name in query and (problem := rule(query[name])):
            yield Complaint(name, problem)
