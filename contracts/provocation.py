"""Provocation: the troubles that a document tells a client to reckon with.

Read `troubles_of` first. Knows neither pytest nor the mock: a trouble is told in
the JSON of the mock's admin pages, and `provoke.py` makes it strike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ..spec.api import Api, Operation
from ..spec.document import Node
from ..spec.errors import SettingError
from ..spec.media_types import content_type
from ..spec.shape import followed, members_of, part_of, types_of
from .trouble import NO_TROUBLE, Rule, Trouble

SLOW = 0.5
"""Seconds: longer than a client expects, shorter than it may give up."""

SILENT = 3600
"""Seconds: longer than any client ought to wait."""

_WRITTEN = {"4XX": 400, "5XX": 500, "default": 500}
"""The status for what the document writes in another way."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the mock plays by itself: the behaviour of an operation, and what can be chosen.

    `chosen` holds what is chosen, `values` what else could be.
    """

    behaviours: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


_NOTHING_PLAYED = Played()

_AFFECTED = {
    "dataset-reference": {"dataset.create"},
    "dataset-member": {"export-job.create", "export-job.get", "export-job.list"},
    "cancel-reply": {"export-job.cancel"},
    "last-link": {"export-job.list"},
}
"""The choices that a client must not depend on, and the behaviours whose answers show them."""


def troubles_of(api: Api, played: Played = _NOTHING_PLAYED) -> list[Trouble]:
    """Every trouble of a document, the honest run first, then operation by operation."""
    found = [NO_TROUBLE]
    for operation in api.operations:
        found += _errors(operation)
        found += _connections(operation)
        found += _surprises(operation)
        if operation.operation_id not in played.behaviours:
            found += _other_successes(operation)
    return [*found, *_failed_jobs(played), *_other_choices(played)]


def chosen_of(
    troubles: Sequence[Trouble], only: Sequence[str], skip: Sequence[str]
) -> list[Trouble]:
    """Those whose names fit a pattern of `only` (none: all that are not optional), and no `skip`.

    Raises SettingError for a pattern that fits nothing.
    """
    for pattern in (*only, *skip):
        if not any(fnmatchcase(each.name, pattern) for each in troubles):
            known = ", ".join(each.name for each in troubles)
            raise SettingError("provoke", pattern, f"there is no such trouble; known: {known}")
    wanted = [each for each in troubles if _fits(each, only)]
    return [each for each in wanted if not any(fnmatchcase(each.name, one) for one in skip)]


def _fits(trouble: Trouble, only: Sequence[str]) -> bool:
    if trouble is NO_TROUBLE:
        return True
    if not only:
        return not trouble.is_optional
    return any(fnmatchcase(trouble.name, pattern) for pattern in only)


def _errors(operation: Operation) -> Iterator[Trouble]:
    """Each documented error, at every call; the one that says "later" also just once."""
    name = operation.operation_id
    for status in _error_statuses(operation):
        always = _rule("status", name, status=status, retryAfter=0)
        meaning = f"every {name} is answered {status}"
        yield Trouble(f"{status}-on-{name}", meaning, (name,), (always,))
        if status == 429:  # noqa: PLR2004  # Too Many Requests
            meaning = f"the first {name} is answered 429 with Retry-After"
            once = (always | {"times": 1},)
            yield Trouble(f"429-once-on-{name}", meaning, (name,), once, outcome="recover")


def _error_statuses(operation: Operation) -> list[int]:
    """The errors that it documents; of a range the first, of "default" an error of the server."""
    numbers = (
        _WRITTEN.get(status) or int(status)
        for status in operation.responses
        if status in _WRITTEN or status.isdecimal()
    )
    return sorted({number for number in numbers if 400 <= number <= 599})  # noqa: PLR2004  # errors


def _connections(operation: Operation) -> Iterator[Trouble]:
    name = operation.operation_id
    reset, cut = _rule("reset", name), _rule("truncate", name)
    slow, silent = _rule("delay", name, seconds=SLOW, times=1), _rule("delay", name, seconds=SILENT)
    meaning = f"the connection of every {name} is reset"
    yield Trouble(f"reset-on-{name}", meaning, (name,), (reset,))
    meaning = f"the connection of every {name} ends in the middle of the answer"
    yield Trouble(f"cut-on-{name}", meaning, (name,), (cut,))
    meaning = f"the first {name} is answered after {SLOW} s"
    yield Trouble(f"slow-on-{name}", meaning, (name,), (slow,), outcome="succeed")
    meaning = f"no {name} is answered: a client has to give up by itself"
    yield Trouble(f"silent-on-{name}", meaning, (name,), (silent,), is_optional=True)


def _surprises(operation: Operation) -> Iterator[Trouble]:
    """What an answer may hold that a client has not met yet."""
    name, schemas = operation.operation_id, list(_json_successes(operation))
    if schemas:
        member = (_rule("extra-member", name),)
        meaning = f"the answers to {name} have members that the document does not know"
        yield Trouble(f"extra-member-on-{name}", meaning, (name,), member, outcome="succeed")
    if operation.method == "GET" and any(_lists_values(each, frozenset()) for each in schemas):
        value = (_rule("unknown-value", name, times=1),)
        meaning = f"the first answer to {name} has values that the document does not list"
        yield Trouble(f"unknown-value-on-{name}", meaning, (name,), value, outcome="recover")
    if operation.method == "GET" and any(_has_list(each) for each in schemas):
        meaning = f"every {name} is answered with an empty list"
        yield Trouble(f"empty-on-{name}", meaning, (name,), (_rule("empty", name),))


def _other_successes(operation: Operation) -> Iterator[Trouble]:
    """The successes that it documents, beside the one it is usually answered with."""
    name = operation.operation_id
    statuses = sorted(each for each in operation.responses if each.isdecimal() and each[0] == "2")
    for status in statuses[1:]:
        rule = _rule("status", name, status=int(status))
        yield Trouble(f"{status}-on-{name}", f"every {name} is answered {status}", (name,), (rule,))


def _rule(fault: str, operation: str, **members: float) -> Rule:
    return {"fault": fault, "operation": operation, **members}


def _failed_jobs(played: Played) -> Iterator[Trouble]:
    for name, behaviour in played.behaviours.items():
        if behaviour == "export-job.create":
            rules = (_rule("failed-job", name),)
            yield Trouble("failed-job", "every export job fails", (name,), rules)


def _other_choices(played: Played) -> Iterator[Trouble]:
    for choice, behaviours in _AFFECTED.items():
        users = [name for name, each in played.behaviours.items() if each in behaviours]
        for value in played.values.get(choice, ()) if users else ():
            if value != played.chosen.get(choice):
                yield Trouble(
                    f"{choice}={value}",
                    f"the service does it otherwise: {choice} is {value}",
                    tuple(users),
                    choices={choice: value},
                    outcome="succeed",
                )


def _json_successes(operation: Operation) -> Iterator[Node | None]:
    """The schema of each JSON body that means success; None where it has none."""
    for status, response in operation.responses.items():
        for entry in response.content if status[0] == "2" else ():
            kind = content_type(entry.name)
            if kind is not None and kind.is_json:
                yield entry.schema.node if entry.schema else None


def _lists_values(schema: Node | None, seen: frozenset[str]) -> bool:
    """Whether there is a text in it of which the document lists the values."""
    found = followed(schema)
    if found is None or found.pointer in seen:
        return False
    listed = part_of(found, "enum")
    if listed is not None and sum(isinstance(each.value, str) for each in listed.elements()) > 1:
        return True
    below = seen | {found.pointer}
    parts = [part_of(found, "items"), *(member for _, member in members_of(found))]
    return any(_lists_values(part, below) for part in parts)


def _has_list(schema: Node | None) -> bool:
    """Whether it is a list, or an object with one."""
    kinds = [types_of(schema), *(types_of(member) for _, member in members_of(schema))]
    return any("array" in each for each in kinds)
