"""Planting: the few ways in which a server is made wrong. Each gives a function for a `Bug`.

Read `Bug`; then `member`, `answer`, `excuse`, `pardon`, and `replaced` for all the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .server import Answer, Call
from .service import Job, Service

DROP = object()
EVERYWHERE = ("create", "get", "list")
Plant = Callable[[Service], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """One thing wrong with a server that is right otherwise."""

    name: str
    kind: str
    text: str
    plant: Plant


def table(kind: str, rows: Mapping[str, tuple[str, Plant]]) -> tuple[Bug, ...]:
    """Bugs of a kind from rows of a name, a text and a way."""
    return tuple(Bug(name, kind, text, plant) for name, (text, plant) in rows.items())


def member(
    path: str, value: Any = DROP, *, where: tuple[str, ...] = EVERYWHERE, when: str = ""
) -> Plant:
    """A member of the record dropped, or given a value; a function gets the old one."""
    *ways, last = path.split(".")

    def dress(shown: dict[str, Any], job: Job, place: str) -> None:
        if place not in where or (when and job.status != when):
            return
        target: Any = shown
        for way in ways:
            target = target.get(way) if isinstance(target, dict) else None
        change(target, last, value)

    return lambda service: service.dress.append(dress)


def change(target: Any, name: str, value: Any) -> None:
    """Drop a member, set it, or change it if it is there."""
    if not isinstance(target, dict):
        return
    if value is DROP:
        target.pop(name, None)
    elif not callable(value):
        target[name] = value
    elif name in target:
        target[name] = value(target[name])


def dressed(dress: Callable[[dict[str, Any], Job, str], None]) -> Plant:
    """The record changed at will."""
    return lambda service: service.dress.append(dress)


def paged(dress: Callable[[dict[str, Any], dict[str, str]], None]) -> Plant:
    """The page of the list changed at will."""
    return lambda service: service.dress_page.append(dress)


def page_member(path: str, value: Any = DROP) -> Plant:
    """A member of the page dropped or changed, as with `member`."""
    *ways, last = path.split(".")

    def dress(page: dict[str, Any], _query: dict[str, str]) -> None:
        target: Any = page
        for way in ways:
            target = target.get(way) if isinstance(target, dict) else None
        change(target, last, value)

    return paged(dress)


def answer(
    operation: str,
    change_it: Callable[[Answer], Any],
    *,
    status: int | tuple[int, ...] = 200,
    method: str = "",
) -> Plant:
    """The answers of an operation (`*`: of all) with a status changed on their way out."""
    statuses = (status,) if isinstance(status, int) else status

    def after(call: Call, given: Answer) -> Answer | None:
        named = operation in ("*", call.operation)
        if named and given.status in statuses and method in ("", call.method):
            changed = change_it(given)
            return changed if isinstance(changed, Answer) else None
        return None

    return lambda service: service.after.append(after)


def instead(operation: str, fits: Callable[[Call], bool], make: Callable[[Call], Answer]) -> Plant:
    """Calls of an operation that fit are answered before anything looks at them."""

    def before(call: Call) -> Answer | None:
        return make(call) if operation in ("*", call.operation) and fits(call) else None

    return lambda service: service.before.append(before)


def with_status(status: int) -> Callable[[Answer], Answer]:
    """The same answer with another status."""
    return lambda given: Answer(status, given.body, given.headers)


def with_body(body: Any, media: str = "application/json") -> Callable[[Answer], Answer]:
    """The same answer with another body."""

    def made(given: Answer) -> Answer:
        new = body(given.body) if callable(body) else body
        return Answer(given.status, new, given.headers | {"Content-Type": media})

    return made


def without(name: str) -> Callable[[Answer], None]:
    """The same answer without a header."""
    return lambda given: given.headers.pop(name, None)


def excuse(place: str, *rules: str, operation: str = "") -> Plant:
    """What is wrong at a place of the request is overlooked; places may begin alike with `*`."""

    def overlook(complaint: Any, called: str) -> bool:
        fits = place in ("*", complaint.place)
        return fits and (not rules or complaint.rule in rules) and operation in ("", called)

    return lambda service: service.excused.append(overlook)


def pardon(reason: str, operation: str = "") -> Plant:
    """The gateway overlooks a fault of the credentials, on one operation or on all."""
    reasons = reason.split()

    def overlook(found: str, called: str) -> bool:
        return found in reasons and operation in ("", called)

    return lambda service: service.pardoned.append(overlook)


def replaced(name: str, make: Callable[[Service, Any], Any]) -> Plant:
    """A method of the service replaced; `make` gets the service and the old method."""
    return lambda service: setattr(service, name, make(service, getattr(service, name)))


def both(*plants: Plant) -> Plant:
    """Several at once: one bug in several places."""

    def plant(service: Service) -> None:
        for each in plants:
            each(service)

    return plant
