"""A user's own checks, memories and scenarios: a Python file with the same decorators as ours.

Everything such a file needs is imported from here; `load_plugins` runs it. It may look like this:

    from specdouble.contracts.own import Exchange, Objection, Walk, check, scenario

    @check("versioned")
    def versioned(exchange: Exchange):
        '''Every answer says which version of the service gave it.'''
        if "x-version" not in exchange.reply.headers:
            yield Objection("the answer has no X-Version", kind="version")

    @scenario("vaccinated", needs=("addPet", "getPet"), writes="one pet")
    def vaccinated(walk: Walk) -> None:
        '''A new pet is not vaccinated.'''
        created = walk.ask("addPet", body={"name": "Tom"})
        if walk.expects(created, 201) and b'"vaccinated": true' in created.reply.body:
            walk.object(created, "a new pet is vaccinated already", kind="vaccinated")

A check judges every exchange of a run, a scenario is told where the document has what it needs.
"""

import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import wraps
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from ..spec.errors import SettingError, SpecdoubleError
from ..spec.exchange import Exchange, Message, Reply
from .check import CHECKS, Check, check
from .ledger import EnoughError
from .memory import MEMORIES, memory
from .scenario import SCENARIOS, Tell, scenario
from .violation import Objection
from .walk import SkippedError, Walk

__all__ = [
    "Exchange",
    "Message",
    "Objection",
    "Reply",
    "Walk",
    "check",
    "load_plugins",
    "memory",
    "scenario",
]


def load_plugins(paths: Iterable[Path | str], option: str = "--load") -> None:
    """Run Python files that enter checks, memories and scenarios; each file only once.

    Raises SettingError, with file and line, for whatever goes wrong in one: a name that is taken
    already is refused as well.
    """
    for family in (CHECKS, MEMORIES, SCENARIOS):
        family.load()
    for path in paths:
        known = {*CHECKS, *SCENARIOS}
        _load(Path(path), option)
        for name in {*CHECKS, *SCENARIOS} - known:
            _guard(name, Path(path), option)


def _guard(name: str, path: Path, option: str) -> None:
    """Tell in a sentence what goes wrong in a user's check or scenario, when it does."""
    if name in CHECKS:
        CHECKS.replace(name, _guarded_check(CHECKS[name], path, option))
    else:
        told = SCENARIOS[name]
        SCENARIOS.replace(name, replace(told, tell=_guarded_story(told.tell, path, option)))


def _guarded_check(own: Check, path: Path, option: str) -> Check:
    @wraps(own)
    def guarded(exchange: Exchange) -> Iterator[Objection]:
        """Judge, or say in which line that went wrong."""
        try:
            yield from own(exchange)
        except Exception as error:
            raise SettingError(option, str(path), _reason(error, path)) from error

    return guarded


def _guarded_story(own: Tell, path: Path, option: str) -> Tell:
    @wraps(own)
    def guarded(walk: Walk) -> None:
        """Tell it, or say in which line that went wrong; what stories may raise goes through."""
        try:
            own(walk)
        except (SkippedError, SpecdoubleError, EnoughError):
            raise
        except Exception as error:
            raise SettingError(option, str(path), _reason(error, path)) from error

    return guarded


def _load(path: Path, option: str) -> None:
    name = f"specdouble_own:{path.resolve()}"
    if name in sys.modules:
        return
    found = spec_from_file_location(name, path) if path.suffix == ".py" else None
    if found is None or found.loader is None:
        raise SettingError(option, str(path), "give a Python file, its name ending in .py")
    if not path.is_file():
        raise SettingError(option, str(path), "there is no such file")
    module = module_from_spec(found)
    sys.modules[name] = module
    try:
        found.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise SettingError(option, str(path), _reason(error, path)) from error


def _reason(error: Exception, path: Path) -> str:
    """What went wrong, and in which line of the file."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {type(error).__name__}: {error.msg}"
    frames = [
        each.lineno
        for each in traceback.extract_tb(error.__traceback__)
        if Path(each.filename) == path
    ]
    place = f"line {frames[-1]}: " if frames else ""
    return f"{place}{type(error).__name__}: {error}"
