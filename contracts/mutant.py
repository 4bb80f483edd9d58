"""Mutant: an honest server, made wrong in one way. A member of its family is a file in `mutants/`.

A mutation is a generator: from a document it derives every mutant of its kind, a promise broken
in each. A mutant wraps what an honest server does, message by message, and knows nothing of its
inside; so the same mutants are made of any server. Read `Mutant`, then `spoiling.py`, then any
file of `mutants/`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Message, Reply
from ..spec.registry import Registry

Handle: TypeAlias = Callable[[Message], Reply]
"""A server within this process: it answers messages, from several threads if need be."""

Spoil: TypeAlias = Callable[[Handle], Handle]
"""Makes a wrong server of a fresh honest one; what it must remember begins anew each time."""

Shows: TypeAlias = Callable[[Collection[str]], bool]
"""Asked whether an example of any of these documented statuses is spoiled."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One promise broken. `place` is a JSON pointer to it, `means` what the server does wrong.

    `detail` tells apart those of one kind and operation. `answers` are the documented statuses
    one of which must be provoked for the mutant to show, none if any will do; `allowed` says why
    nobody could call the mutant wrong, "" if it is wrong; `shows` is asked whether any answer
    of some statuses that the document gives as an example becomes wrong by it.
    """

    operation: str
    detail: str
    place: str
    means: str
    spoil: Spoil = field(compare=False, repr=False)
    answers: tuple[str, ...] = ()
    allowed: str = ""
    kind: str = ""
    shows: Callable[[Collection[str]], bool] = field(
        default=lambda _: True, compare=False, repr=False
    )

    @property
    def name(self) -> str:
        """What it is asked for by."""
        return ":".join(filter(None, (self.kind, self.operation, self.detail)))


Mutation: TypeAlias = Callable[[Api], Iterator[Mutant]]

MUTATIONS: Registry[Mutation] = Registry("mutation", f"{__package__}.mutants")


def mutation(kind: str) -> Callable[[Mutation], Mutation]:
    """Enter the decorated generator as the mutation `kind`."""
    return lambda function: MUTATIONS.add(kind, function)


def mutants_of(api: Api, pattern: str = "*") -> Iterator[Mutant]:
    """Every mutant of a document whose name fits a pattern such as `*:getExportJob:*`."""
    seen: Counter[str] = Counter()
    for kind, mutate in MUTATIONS.items():
        for bare in mutate(api):
            each = replace(bare, kind=kind)
            seen[each.name] += 1
            if seen[each.name] > 1:
                each = replace(each, detail=f"{each.detail} ({seen[each.name]})")
            if fnmatchcase(each.name, pattern):
                yield each
