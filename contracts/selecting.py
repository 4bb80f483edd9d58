"""From the names that a user gives to what is wanted: checks, stories, operations and tags."""

from collections.abc import Collection, Iterable

from ..spec.api import Api
from ..spec.choices import hint
from ..spec.errors import SettingError
from .check import CHECKS
from .memory import MEMORIES
from .scenario import SCENARIOS
from .selection import Selection


def selection_of(
    api: Api, only: Collection[str], skip: Collection[str], workflows: Collection[str] = ()
) -> Selection:
    """What `only` and `skip` leave; `workflows` are names of stories beside those of the registry.

    Raises SettingError for a name of nothing.
    """
    kinds = _names(api, workflows)
    known = {name for names in kinds for name in names}
    for option, names in (("--only", only), ("--skip", skip)):
        for name in names:
            if name not in known:
                raise SettingError(option, name, f"nothing is called so{hint(name, sorted(known))}")
    return Selection(*(_left(names, only, skip) for names in kinds))


def _names(
    api: Api, workflows: Collection[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """Stories, checks and operations, each with the tags it has: name or tag to what it means."""
    stories = _grouped(
        [
            *((each.name, each.tags) for each in SCENARIOS.values()),
            *((name, ()) for name in workflows),
        ]
    )
    checks = _grouped((name, ()) for name in (*CHECKS, *MEMORIES))
    operations = _grouped((each.operation_id, each.tags) for each in api.operations)
    return stories, checks, operations


def _grouped(members: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, tags in members:
        for each in (name, *tags):
            found.setdefault(each, set()).add(name)
    return found


def _left(
    names: dict[str, set[str]], only: Collection[str], skip: Collection[str]
) -> frozenset[str] | None:
    every = {each for members in names.values() for each in members}
    wanted = {each for name in only for each in names.get(name, ())} or every
    unwanted = {each for name in skip for each in names.get(name, ())}
    return None if wanted == every and not unwanted else frozenset(wanted - unwanted)
