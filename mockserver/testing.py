"""Mock: a running mock for tests, in threads of the test process. Read the class.

with Mock(seed=7) as mock:
    requests.post(f"{mock.url}/data/core/ups/export/jobs", ...)
    mock.clock.advance(minutes=20)
"""

from types import TracebackType
from typing import Self

from ..spec.problem import Problem
from .admin import reset
from .app import Application
from .assembly import assemble
from .clock import VirtualClock
from .faults import Faults
from .journal import Journal
from .serving import Listener
from .sources import from_keywords, gather
from .world import World


class Mock:
    """A mock that listens between `start` and `stop`, or within `with`, on a free port.

    The keywords are the fields of `Settings`. Made wrongly it raises SettingError or
    DocumentError, on an address in use AddressError when it starts.
    """

    def __init__(self, **settings: object) -> None:
        self.service = assemble(gather(from_keywords({"port": 0, **settings})))
        self._listener: Listener | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; RuntimeError if it does not."""
        if self._listener is None:
            raise RuntimeError("the mock is not running: use it in a `with` block, or start() it")
        return self._listener.url

    @property
    def clock(self) -> VirtualClock:
        """Its time, to move on."""
        return self.service.world.clock

    @property
    def world(self) -> World:
        """All that changes in it."""
        return self.service.world

    @property
    def journal(self) -> Journal:
        """What was asked and answered."""
        return self.service.journal

    @property
    def faults(self) -> Faults:
        """What spoils its replies; nothing, until rules are added."""
        return self.service.faults

    def problems(self) -> list[Problem]:
        """What clients have done against the document so far, oldest first."""
        return self.journal.problems("client")

    def reset(self) -> None:
        """As on the first day: no items, exchanges and faults, the first instant again."""
        reset(self.service)

    def start(self) -> Self:
        """Listen from now on; does nothing if it does already."""
        if self._listener is None:
            settings = self.service.settings
            listener = Listener(
                Application(self.service), (settings.host, settings.port), threads=settings.threads
            )
            listener.start()
            self._listener = listener
        return self

    def stop(self) -> None:
        """Answer what has been asked, then close; does nothing if it does not listen."""
        if self._listener is not None:
            self.faults.clear()  # so that no delayed reply is waited for
            self._listener.stop()
            self._listener = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
