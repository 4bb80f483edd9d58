"""The admin pages: the mock itself over HTTP, as JSON, at /__specdouble/.

Read `ROUTES` at the end first: it is all there is, and the index page lists it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qs

from .. import __version__
from ..spec.errors import SettingError
from ..spec.exchange import Headers, Message, Reply
from ..spec.json_types import Json
from ..spec.problem import CODES, Problem
from ..spec.strict_json import MalformedError, parse_json
from .assembly import Service
from .clock import VirtualClock
from .fault_reading import HELP, rule_json, rule_of

PREFIX = "/__specdouble"

Page: TypeAlias = Callable[[Service, Message], Json]


@dataclass(frozen=True, slots=True)
class Route:
    """What a method of a page does, in a line, and the function that does it."""

    description: str
    page: Page


def is_admin(path: str) -> bool:
    """Whether a request path leads here."""
    return path.startswith(PREFIX) and path[len(PREFIX) :][:1] in ("", "/")


def answer(service: Service, message: Message, problems: list[Problem]) -> Reply:
    """The page asked for; `problems` are those of a message that is not all there."""
    methods = ROUTES.get(message.path.removeprefix(PREFIX).strip("/"))
    if methods is None:
        return _failure(404, f"there is no page {message.path}", {"routes": _index()})
    extra = ["HEAD", "OPTIONS"] if "GET" in methods else ["OPTIONS"]
    allowed = ("Allow", ", ".join([*methods, *extra]))
    if message.method == "OPTIONS":
        return Reply(204, Headers([allowed]))
    route = methods.get("GET" if message.method == "HEAD" else message.method)
    if route is None:
        return _failure(405, f"{message.method} is not allowed", {}, allowed)
    if problems:
        return _failure(CODES[problems[0].code].status, problems[0].message)
    try:
        return _json(200, route.page(service, message))
    except SettingError as error:
        return _failure(400, str(error))


def reset(service: Service) -> None:
    """A mock as on its first day: no items, exchanges and faults, the first instant again."""
    service.faults.clear()
    service.world.reset()
    service.journal.clear()


def _index() -> list[Json]:
    return [
        {"method": method, "path": f"{PREFIX}/{path}", "description": route.description}
        for path, methods in ROUTES.items()
        for method, route in methods.items()
    ]


def _get_index(_service: Service, _message: Message) -> Json:
    return {"routes": _index()}


def _get_health(service: Service, _message: Message) -> Json:
    return {
        "status": "ok",
        "specdouble": __version__,
        "title": service.title,
        "operations": len(service.api.operations),
        "exchanges": service.journal.total,
    }


def _post_reset(service: Service, _message: Message) -> Json:
    reset(service)
    return {"reset": True}


def _get_state(service: Service, _message: Message) -> Json:
    return service.world.snapshot()


def _get_journal(service: Service, message: Message) -> Json:
    query = parse_qs(message.query)
    last = query.get("last", [""])[-1]
    if last and not (last.isascii() and last.isdecimal() and len(last) <= 9):  # noqa: PLR2004  # far more than there can be
        raise SettingError("last", last, "a whole number is wanted")
    only_problems = query.get("problems", ["0"])[-1] not in ("0", "false")
    return service.journal.as_json(int(last) if last else None, only_problems=only_problems)


def _delete_journal(service: Service, _message: Message) -> Json:
    return {"cleared": service.journal.clear()}


def _get_clock(service: Service, _message: Message) -> Json:
    return service.world.clock.as_json()


def _post_clock(service: Service, message: Message) -> Json:
    """One command, as a member of an object; see `COMMANDS`."""
    body = _body(message, _CLOCK_HELP)
    if not isinstance(body, dict) or len(body) != 1 or not COMMANDS.keys() >= body.keys():
        raise SettingError("body", body, _CLOCK_HELP)
    [(command, value)] = body.items()
    COMMANDS[command](service.world.clock, value)
    return service.world.clock.as_json()


def _get_faults(service: Service, _message: Message) -> Json:
    return {"faults": [rule_json(rule) for rule in service.faults.rules]}


def _post_faults(service: Service, message: Message) -> Json:
    """One rule more, or a list of them."""
    body = _body(message, HELP)
    service.faults.add(*map(rule_of, body if isinstance(body, list) else [body]))
    return _get_faults(service, message)


def _delete_faults(service: Service, _message: Message) -> Json:
    return {"cleared": service.faults.clear()}


def _body(message: Message, advice: str) -> Json:
    """The JSON of a request, or the advice how to write it."""
    try:
        return parse_json(message.body)
    except MalformedError as error:
        raise SettingError("body", message.body[:100], f"{error}; {advice}") from None


def _get_choices(service: Service, _message: Message) -> Json:
    return dict(service.world.choices)


def _get_document(service: Service, _message: Message) -> Json:
    return service.api.node.value


def _advance(clock: VirtualClock, value: Json) -> None:
    if not isinstance(value, dict) or not all(
        type(each) in (int, float) for each in value.values()
    ):
        raise SettingError("advance", value, 'amounts such as {"minutes": 20} are wanted')
    clock.advance(**value)  # type: ignore[arg-type]  # numbers, as just seen


def _freeze(clock: VirtualClock, value: Json) -> None:
    if not isinstance(value, bool):
        raise SettingError("freeze", value, "true or false is wanted")
    (clock.freeze if value else clock.resume)()


def _speed(clock: VirtualClock, value: Json) -> None:
    clock.speed = value  # type: ignore[assignment]  # which refuses what is no number


def _set(clock: VirtualClock, value: Json) -> None:
    clock.set(value)  # type: ignore[arg-type]  # which refuses what is no instant


def _json(status: int, value: Json, *headers: tuple[str, str]) -> Reply:
    """For people: indented."""
    body = json.dumps(value, indent=2, allow_nan=False).encode() + b"\n"
    return Reply(status, Headers([("Content-Type", "application/json"), *headers]), body)


def _failure(
    status: int, detail: str, more: Mapping[str, Json] | None = None, *headers: tuple[str, str]
) -> Reply:
    return _json(status, {"status": status, "detail": detail, **(more or {})}, *headers)


COMMANDS: Mapping[str, Callable[[VirtualClock, Json], None]] = {
    "advance": _advance,
    "freeze": _freeze,
    "set": _set,
    "speed": _speed,
}

_CLOCK_HELP = (
    'one of {"advance": {"minutes": 20}}, {"freeze": true}, {"speed": 60}, '
    '{"set": "2026-01-31T12:00:00Z"} is wanted'
)

ROUTES: Mapping[str, Mapping[str, Route]] = {
    "": {"GET": Route("these routes", _get_index)},
    "health": {"GET": Route("whether the mock is up, and what it serves", _get_health)},
    "reset": {"POST": Route("forget items, exchanges and faults, start time anew", _post_reset)},
    "state": {"GET": Route("all items, by kind and tenant", _get_state)},
    "journal": {
        "GET": Route("the last exchanges; ?last=N, ?problems=1 for faulty ones", _get_journal),
        "DELETE": Route("forget the exchanges", _delete_journal),
    },
    "clock": {
        "GET": Route("the time of the mock", _get_clock),
        "POST": Route(f"move time; {_CLOCK_HELP}", _post_clock),
    },
    "faults": {
        "GET": Route("what spoils replies on purpose", _get_faults),
        "POST": Route(f"spoil replies; {HELP}", _post_faults),
        "DELETE": Route("spoil replies no more", _delete_faults),
    },
    "choices": {"GET": Route("what was chosen where the sources differ", _get_choices)},
    "openapi.json": {"GET": Route("the document served", _get_document)},
}
