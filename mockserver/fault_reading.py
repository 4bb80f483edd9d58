"""Faults as JSON and back: what the admin pages take and show.

Read `FAULTS` first. `{"fault": "status", "status": 429, "operation": "createExportJob", "times":
1}` is a rule: the fault by its name, its own members, and those that say when it strikes.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields

from ..spec.errors import SettingError
from ..spec.json_types import Json
from .faults import (
    Delay,
    Empty,
    ExtraMember,
    FailedJob,
    Fault,
    Reset,
    Rule,
    Status,
    Truncate,
    UnknownValue,
)

FAULTS: Mapping[str, type[Fault]] = {
    "status": Status,
    "delay": Delay,
    "truncate": Truncate,
    "reset": Reset,
    "extra-member": ExtraMember,
    "unknown-value": UnknownValue,
    "empty": Empty,
    "failed-job": FailedJob,
}

HELP = (
    f'a fault is wanted, such as {{"fault": "status", "status": 429}}; "fault" is one of '
    f'{", ".join(FAULTS)}; "operation", "first", "times" and "probability" say when it strikes'
)


def rule_of(value: Json) -> Rule:
    """The rule that a JSON object describes. Raises SettingError, which says what is wrong."""
    if not isinstance(value, dict) or value.get("fault") not in list(FAULTS):
        raise SettingError("fault", value, HELP)
    kind = FAULTS[str(value["fault"])]
    own, when = _names(kind), _names(Rule) - {"fault"}
    members = {name: each for name, each in value.items() if name != "fault"}
    for name, each in members.items():
        if name not in own | when:
            known = ", ".join(sorted(own | when))
            raise SettingError(name, each, f"{value['fault']} has no such member; it has {known}")
        _check(name, each)
    lacking = _required(kind) - members.keys()
    if lacking:
        raise SettingError("fault", value, f"{', '.join(sorted(lacking))} is wanted too")
    fault = kind(**{_snake(name): members[name] for name in own & members.keys()})
    return Rule(fault, **{name: members[name] for name in when & members.keys()})  # type: ignore[arg-type]  # checked one by one


def rule_json(rule: Rule) -> dict[str, Json]:
    """A rule as `rule_of` reads it; a fault of one's own goes by the name of its class."""
    names = {kind: name for name, kind in FAULTS.items()}
    shown = {"fault": names.get(type(rule.fault), type(rule.fault).__name__)}
    own = {_camel(each.name): getattr(rule.fault, each.name) for each in fields(rule.fault)}  # type: ignore[arg-type]  # faults are records
    when = {name: each for name, each in asdict(rule).items() if name != "fault"}
    return {**shown, **own, **when}


def _names(kind: type) -> set[str]:
    return {_camel(each.name) for each in fields(kind)}


def _required(kind: type[Fault]) -> set[str]:
    """The members without a default."""
    defaults = kind.__init__.__defaults__ or ()
    names = [_camel(each.name) for each in fields(kind)]  # type: ignore[arg-type]  # faults are records
    return set(names[: len(names) - len(defaults)])


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _check(name: str, value: Json) -> None:
    wanted, is_right = _MEMBERS[name]
    if not is_right(value):
        raise SettingError(name, value, f"{wanted} is wanted")


def _is_whole(low: int, high: int) -> Callable[[Json], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_number(high: float) -> Callable[[Json], bool]:
    return lambda value: type(value) in (int, float) and 0 <= value <= high  # type: ignore[operator]  # a number, as just seen


_MEMBERS: Mapping[str, tuple[str, Callable[[Json], bool]]] = {
    "status": ("a status from 200 to 599", _is_whole(200, 599)),
    "retryAfter": ("a whole number of seconds, at most 86400,", _is_whole(0, 86_400)),
    "seconds": ("a number of seconds, at most 3600,", _is_number(3600)),
    "operation": ("an operationId", lambda value: isinstance(value, str)),
    "first": ("a whole number, 1 or more,", _is_whole(1, 10**9)),
    "times": (
        "a whole number, 1 or more, or null",
        lambda value: value is None or _is_whole(1, 10**9)(value),
    ),
    "probability": ("a number from 0 to 1", _is_number(1)),
}
