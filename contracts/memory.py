"""Memory: what belongs together over several exchanges. A member is a file in `memories/`.

A check sees one exchange; a memory keeps what it needs of those before. It asks for nothing
itself and knows nothing of who talks to whom: it is fed every exchange of a run, in the order
in which they ended, whoever caused it. Read `Memory.observe`, then any file of `memories/`.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Exchange
from ..spec.registry import Registry
from .violation import Objection

Remember: TypeAlias = Callable[[Exchange], Iterator[Objection]]
"""Takes an exchange into memory: what it shows otherwise than those before it."""

Begin: TypeAlias = Callable[[Api], Remember]
"""Makes an empty memory for the exchanges of one API."""

MEMORIES: Registry[Begin] = Registry("memory", f"{__package__}.memories")


def memory(name: str) -> Callable[[Begin], Begin]:
    """Enter the decorated function as the memory `name`; its docstring is its manual."""
    return lambda begin: MEMORIES.add(name, begin)


class Memory:
    """All memories of one run."""

    def __init__(self, api: Api) -> None:
        self._memories = {name: begin(api) for name, begin in MEMORIES.items()}

    def observe(self, exchange: Exchange) -> Iterator[tuple[str, Objection]]:
        """Remember an exchange: who has what to say of it."""
        for name, remember in self._memories.items():
            for objection in remember(exchange):
                yield name, objection
