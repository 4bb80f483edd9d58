"""Scenario: a story over several exchanges, told to a server. A member is a file in `scenarios/`.

A scenario is a function of a `Walk`: it asks, looks at what comes, and objects. Every exchange
on its way is judged by all checks besides (`check.py`), so it only says what they cannot. Its
docstring is its manual. Read `scenario`, then `walk.py`, then any file of `scenarios/`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.api import Api
from ..spec.registry import Registry
from .walk import Walk

Tell: TypeAlias = Callable[[Walk], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story by its name. `needs` are the operationIds it is about; none: any document will do.

    `fits` says of a document that has them whether there is anything to tell; `writes` what is
    left behind at the server, "" if nothing. `tags` are words to choose it by, and `is_quick`
    says that the profile `quick` tells it too.
    """

    name: str
    needs: tuple[str, ...]
    fits: Callable[[Api], bool]
    writes: str
    tell: Tell
    tags: tuple[str, ...] = ()
    is_quick: bool = False


SCENARIOS: Registry[Scenario] = Registry("scenario", f"{__package__}.scenarios")


def scenario(  # noqa: PLR0913  # five of them are options
    name: str,
    *,
    needs: tuple[str, ...] = (),
    fits: Callable[[Api], bool] = lambda _: True,
    writes: str = "",
    tags: tuple[str, ...] = (),
    quick: bool = False,
) -> Callable[[Tell], Tell]:
    """Enter the decorated function as the scenario `name`."""

    def enter(tell: Tell) -> Tell:
        """Enter it; the function itself stays as it is."""
        SCENARIOS.add(name, Scenario(name, needs, fits, writes, tell, tags, quick))
        return tell

    return enter


def scenarios_for(api: Api) -> list[Scenario]:
    """The stories that can be told of a document: those about its own operations come first."""
    return sorted(_fitting(api), key=lambda each: not each.needs)


def _fitting(api: Api) -> Iterator[Scenario]:
    known = {operation.operation_id for operation in api.operations}
    for each in SCENARIOS.values():
        if known.issuperset(each.needs) and each.fits(api):
            yield each
