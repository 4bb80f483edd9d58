"""A trouble brought to a mock. Read `Provoked` first; `provoke.py` uses it for each test."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ..mockserver.assembly import assemble
from ..mockserver.fault_reading import rule_of
from ..mockserver.sources import from_keywords, gather
from ..mockserver.testing import Mock
from ..spec.errors import SettingError
from ..spec.exchange import Exchange
from .deadline import deadline
from .ordeal import Ordeal
from .provocation import Played, troubles_of
from .trouble import Trouble

_KNOWN: dict[str, list[Trouble]] = {}
"""The troubles by settings: a document is compiled once, however many tests ask."""


def troubles_for(settings: Mapping[str, object]) -> list[Trouble]:
    """The troubles of the mock with these settings. Raises SpecdoubleError as `Mock` does."""
    key = repr(sorted(settings.items()))
    if key not in _KNOWN:
        service = assemble(gather(from_keywords({"port": 0, **settings})))
        wired, choices = service.wiring.operations, service.wiring.choices
        played = Played(
            {name: each.behaviour for name, each in wired.items() if each.behaviour},
            service.world.choices,
            {name: choice.values for name, choice in choices.items()},
        )
        _KNOWN[key] = troubles_of(service.api, played)
    return _KNOWN[key]


class Provoked:
    """A mock under a trouble, and what happens meanwhile.

    Raises SettingError if `mock` is none: projects may have a fixture of that name.
    """

    def __init__(self, trouble: Trouble, mock: object) -> None:
        if not isinstance(mock, Mock):
            raise SettingError("mock_api", mock, "a specdouble.mockserver.Mock is wanted")
        self.trouble = trouble
        self._mock = mock
        self._error: BaseException | None = None
        self._spoilt: list[Exchange] = []

    @contextmanager
    def within(self, seconds: float, passing: tuple[type[BaseException], ...]) -> Iterator[None]:
        """The trouble strikes in the block; what that raises is kept, except for `passing`."""
        self._mock.faults.add(*(rule_of({**fault}) for fault in self.trouble.faults))
        try:
            with deadline(seconds):
                yield
        except passing:
            raise
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is what is judged
            self._error = error
        finally:
            self._spoilt = [Exchange(each.call, each.reply) for each in self._mock.faults.strikes]
            self._mock.faults.clear()

    @property
    def ordeal(self) -> Ordeal:
        """How it ended."""
        return Ordeal(self.trouble, tuple(self._mock.journal), self._spoilt, self._error)
