"""Every variation of one good request: the parameters, the members of the body, the whole body.

Read `variations_of`. A variation that claims to break the document, or not to, is only given out
if `read` agrees.
"""

from collections.abc import Iterator

from ...spec.api import Api
from ...spec.exchange import Call, Message
from ...spec.problem import Problem
from ...spec.reading import read
from .bodies import body_variations
from .parameters import parameter_variations
from .variation import Variation, named_once


def variations_of(api: Api, good: Message, depth: int) -> Iterator[Variation]:
    """The variations of a good request that a run of that depth sends, each name once."""
    call, known = read(api, good)
    return named_once(
        each
        for each in _all(call)
        if each.depth <= depth and _is_as_claimed(api, each, frozenset(known))
    )


def _all(call: Call) -> Iterator[Variation]:
    if call.operation is not None:
        yield from parameter_variations(call.operation, call)
        yield from body_variations(call.operation, call)


def _is_as_claimed(api: Api, variation: Variation, known: frozenset[Problem]) -> bool:
    """Whether the document says of a message what the variation says; `known` is wrong anyway."""
    if variation.is_open:
        return True
    _, problems = read(api, variation.message)
    is_broken = any(each.side == "client" and each not in known for each in problems)
    return is_broken == bool(variation.breaks)
