"""Behaviours: what an operation does, beyond giving an example.

A behaviour is a function of a call and the world, in a file of the folder `behaviours/`. An
operation is wired to it by name in a behaviours file (`wiring.py`). It answers with a Reply, or
with a Failure that is then put into the error shape of the operation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.exchange import Call, Headers, Reply
from ..spec.json_types import Json
from ..spec.registry import Registry
from .bodies import json_bytes
from .world import World


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that conforms to the document and fails all the same, as a 404 does."""

    status: int
    detail: str


Behaviour: TypeAlias = Callable[[Call, World], Reply | Failure]

BEHAVIOURS: Registry[Behaviour] = Registry("behaviour", f"{__package__}.behaviours")


def behaviour(name: str) -> Callable[[Behaviour], Behaviour]:
    """Enter a function as the behaviour `name`."""
    return lambda function: BEHAVIOURS.add(name, function)


def json_reply(status: int, value: Json, *headers: tuple[str, str]) -> Reply:
    """A reply with a JSON body."""
    pairs = (("Content-Type", "application/json"), *headers)
    return Reply(status, Headers(pairs), json_bytes(value))
