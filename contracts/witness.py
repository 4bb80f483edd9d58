"""Witness: stands on both sides of a mutant, and sees whether it ever does otherwise.

Read `Witness.outer` first.
"""

import threading
from dataclasses import dataclass, field

from ..spec.exchange import Message, Reply
from .mutant import Handle

_MOST = 100_000
"""So many requests, and the judge is going round in circles."""


class StuckError(Exception):
    """The judge asks without end."""


@dataclass(eq=False)
class Witness:
    """Whether a spoiled server ever did otherwise than the honest one within it, and how often.

    `requests` counts what the judge asked.
    """

    honest: Handle
    requests: int = 0
    has_acted: bool = False
    _last: threading.local = field(default_factory=threading.local)

    def inner(self, message: Message) -> Reply:
        """The honest server, as the mutant asks it."""
        reply = self.honest(message)
        self._last.pair = (message, reply)
        return reply

    def outer(self, spoiled: Handle) -> Handle:
        """The spoiled server, as the judge asks it."""

        def handle(message: Message) -> Reply:
            """Its answer; whether it is the honest one of the same request is noted."""
            self.requests += 1
            if self.requests > _MOST:
                raise StuckError
            self._last.pair = (None, None)
            reply = spoiled(message)
            asked, answered = self._last.pair
            self.has_acted = self.has_acted or asked is not message or answered is not reply
            return reply

        return handle
