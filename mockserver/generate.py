"""generate: a value for a schema, drawn from a source of chance: the same seed, the same value.

Read `generate` first, then `makers.py`. The value is held against the schema before it is given
away; where none is found that conforms (there may be none), the best one found is given.
"""

from random import Random

from ..spec.json_types import Json
from ..spec.schema import Schema
from .makers import build
from .planning import DEEPEST, Draw, plan_of

_WISHES = ((True, True), (False, True), (False, False), (False, True), (False, False))
"""Examples of the document used, members put in that may be left out: attempt by attempt."""


def generate(schema: Schema, random: Random, *, examples: bool = True) -> Json:
    """A value that conforms to `schema`, as far as one is found.

    With `examples`, what the document shows of a part (example, default) stands for that part.
    """
    plan = plan_of(schema, build)
    plan.tidy()
    whole = plan.whole(schema.name)
    room = max(DEEPEST, plan.height(whole))
    best, fewest = None, None
    for wants_examples, is_rich in _WISHES[not examples :]:
        draw = Draw(random, wants_examples, is_rich)
        value = plan.make(whole, draw, room)
        count = len(schema.problems(value))
        if fewest is None or count < fewest:
            best, fewest = value, count
        if not count or draw.is_spent:
            break
    return best
