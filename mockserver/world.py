"""World: all that changes while the mock runs, behind one lock.

Behaviours are given the world with the lock held; nothing slow ever waits inside it.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from ..spec.exchange import Call
from ..spec.json_types import Json
from .clock import VirtualClock
from .store import Store, Tenant

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class TenantHeader:
    """A request header that keeps tenants apart, and what its absence means."""

    header: str
    default: str


@dataclass(frozen=True, slots=True)
class World:
    """State, time, chance and choices of one mock. `seed` makes chance repeatable."""

    clock: VirtualClock
    seed: int
    choices: Mapping[str, str]
    tenancy: Sequence[TenantHeader] = ()
    store: Store = field(default_factory=Store)
    random: Random = field(default_factory=Random)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.random.seed(self.seed)

    def tenant(self, call: Call) -> Tenant:
        """Whose items a call may see."""
        headers = call.message.headers
        return tuple(headers.get(each.header) or each.default for each in self.tenancy)

    def listed(self, choice: str) -> frozenset[str]:
        """The texts of a choice that is several of them, with commas between."""
        texts = (text.strip() for text in self.choices.get(choice, "").split(","))
        return frozenset(text for text in texts if text)

    def hexadecimal(self, digits: int) -> str:
        """A random id of lower-case hexadecimal digits."""
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def alphanumeric(self, length: int) -> str:
        """A random id of letters and digits."""
        return "".join(self.random.choices(_ALPHANUMERIC, k=length))

    def uuid(self) -> str:
        """A random UUID (RFC 9562, version 4)."""
        text = self.hexadecimal(32)
        variant = "89ab"[int(text[16], 16) % 4]
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"

    def reset(self) -> None:
        """Back to the first moment: no items, the first instant, the same chances again."""
        with self.lock:
            self.store.clear()
            self.random.seed(self.seed)
            self.clock.reset()

    def snapshot(self) -> dict[str, Json]:
        """What there is, as JSON."""
        with self.lock:
            return {
                "clock": self.clock.as_json(),
                "choices": dict(self.choices),
                "items": self.store.as_json(),
            }
