"""Writing the true reason into an error body of the document's own shape.

Read `filled` first. The names that APIs give to what an error says are in the tables; a member is
changed only if that gives no new reason against the body.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.json_types import Json
from ..spec.problem import Problem
from .makers import copied
from .problem_details import phrase

Faults: TypeAlias = Callable[[Json], int]
"""How many reasons there are against a body."""

_LONG = (
    *("message", "msg", "detail", "details", "description", "text", "errormessage", "errormsg"),
    *("errordescription", "errordetail", "developermessage", "usermessage", "faultstring"),
)
_SHORT = ("title", "error", "errors", "reason", "summary", "fault", "cause")
_STATUSES = (
    "status",
    "statuscode",
    "httpstatus",
    "httpstatuscode",
    "httpcode",
    "code",
    "errorcode",
)
_LISTS = (
    *("errors", "error", "details", "detail", "problems", "violations", "issues", "causes"),
    *("messages", "validationerrors", "fielderrors", "invalidparams"),
)
_CODES = ("code", "type", "kind", "errorcode", "keyword", "errortype")
_FIELDS = (
    *("field", "fieldname", "path", "pointer", "location", "loc", "param", "parameter", "target"),
    *("property", "propertypath", "attribute", "argument", "name", "key"),
)
_MOST_ITEMS = 20
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What an error body has to say: the status, everything in one sentence, and each problem."""

    status: int
    detail: str
    problems: Sequence[Problem]


def filled(body: Json, told: Told, faults: Faults) -> Json:
    """A copy of `body`, an example or a made-up one, that says what `told` says."""
    draft = _Draft({"body": copied(body)}, faults)
    whole = draft.holder["body"]
    if isinstance(whole, str):
        draft.put(draft.holder, "body", told.detail)
    elif isinstance(whole, list):
        _fill_list(draft, draft.holder, "body", told)
    elif isinstance(whole, dict):
        _fill_object(draft, whole, told, 0)
        if not draft.is_told:
            draft.put(whole, "message", told.detail)
        if not draft.is_listed and told.problems:
            draft.put(whole, "problems", [each.as_json() for each in told.problems])
    return draft.holder["body"]


class _Draft:
    """A body being written; `is_told` says that the reason is in it, `is_listed` each problem."""

    def __init__(self, holder: dict[str, Json], faults: Faults) -> None:
        self.holder = holder
        self._faults = faults
        self.count = faults(holder["body"])
        self.is_told = self.is_listed = False

    def put(self, holder: dict[str, Json], key: str, value: Json) -> bool:
        """Set a member, or leave all as it was if that is worse."""
        before = dict(holder)
        holder[key] = value
        count = self._faults(self.holder["body"])
        if count > self.count:
            holder.clear()
            holder.update(before)
            return False
        self.count = count
        return True

    def recount(self) -> None:
        """After a change that was not `put`."""
        self.count = self._faults(self.holder["body"])


def _fill_object(draft: _Draft, holder: dict[str, Json], told: Told, depth: int) -> None:
    """Each member that has a telling name; then those of the objects in it."""
    for key, value in list(holder.items()):
        if isinstance(value, list) and _plain(key) in _LISTS:
            _fill_list(draft, holder, key, told)
        elif isinstance(value, dict) and depth < _DEEPEST:
            _fill_object(draft, value, told, depth + 1)
        else:
            _fill_member(draft, holder, key, told)


def _fill_member(draft: _Draft, holder: dict[str, Json], key: str, told: Told) -> None:
    """The whole reason where there is room for it, else the words for the status."""
    name = _plain(key)
    if name in _LONG or (name in _SHORT and not _has_long(holder)):
        draft.is_told |= _say(draft, holder, key, told.detail)
    elif name in _SHORT:
        _say(draft, holder, key, phrase(told.status))
    elif name in _STATUSES:
        code = told.problems[0].code if told.problems else ""
        _number(draft, holder, key, told.status, code)


def _say(draft: _Draft, holder: dict[str, Json], key: str, text: str) -> bool:
    """Put a text where there was one, or nothing."""
    return isinstance(holder[key], str | None) and draft.put(holder, key, text)


def _number(draft: _Draft, holder: dict[str, Json], key: str, status: int, code: str) -> None:
    """Put the status where there is a number, or the code of the problem where there is a word."""
    value = holder[key]
    if isinstance(value, str) and not value.isdigit():
        if code:
            draft.put(holder, key, code)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        draft.put(holder, key, str(status) if isinstance(value, str) else status)


def _fill_list(draft: _Draft, holder: dict[str, Json], key: str, told: Told) -> None:
    """One item for each problem, made after the first one there is."""
    old, count = holder[key], draft.count
    problems = list(told.problems[:_MOST_ITEMS]) or [Problem("", told.detail, "")]
    template = old[0] if isinstance(old, list) and old else ""
    items: list[Json] = [
        copied(template) if isinstance(template, dict) else each.message for each in problems
    ]
    holder[key] = items
    draft.recount()
    for item, problem in zip(items, problems, strict=True):
        if isinstance(item, dict):
            _fill_item(draft, item, problem, told.status)
    if draft.count > count:
        holder[key], draft.count = old, count
    else:
        draft.is_told = draft.is_listed = True


def _fill_item(draft: _Draft, item: dict[str, Json], problem: Problem, status: int) -> None:
    """One problem in the words of an item; a part of it may stand in an object of its own."""
    for key, value in list(item.items()):
        name = _plain(key)
        if isinstance(value, dict):
            _fill_item(draft, value, problem, status)
        elif name in _LONG or (name in _SHORT and not _has_long(item)):
            _say(draft, item, key, problem.message)
        elif name in _FIELDS:
            _point(draft, item, key, problem)
        elif name in _CODES and isinstance(value, str) and problem.code:
            draft.put(item, key, problem.code)
        elif name in _STATUSES:
            _number(draft, item, key, status, problem.code)


def _point(draft: _Draft, item: dict[str, Json], key: str, problem: Problem) -> None:
    """Say where: as a pointer, or step by step where there was a list."""
    if isinstance(item[key], list):
        steps: list[Json] = [step for step in problem.pointer.split("/") if step]
        draft.put(item, key, [problem.location, *steps])
    elif isinstance(item[key], str):
        draft.put(item, key, problem.pointer or problem.location)


def _has_long(holder: dict[str, Json]) -> bool:
    """Whether there is a place for a whole sentence."""
    return any(_plain(key) in _LONG and isinstance(holder[key], str | None) for key in holder)


def _plain(key: str) -> str:
    """A name without what its writers differ in."""
    return re.sub("[^a-z]", "", key.lower())
