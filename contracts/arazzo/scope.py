"""What a workflow knows while it runs, and how runtime expressions look it up. Read `Scope.find`.

The expressions are those of Arazzo 1.0.1, section 5.9; the ones about a request or a reply are
OpenAPI's (`../expressions.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...spec.decoding import ABSENT, Decoded
from ...spec.exchange import Exchange
from ...spec.json_types import Json
from ..expressions import evaluate, is_expression, pointed

Values = Mapping[str, Json]

_OWN = re.compile(
    r"\$(inputs|outputs|steps|workflows|sourceDescriptions)\.([^#]*)(?:#(.*))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Ended:
    """A workflow or step that has run: what went in, and what came out."""

    inputs: Values
    outputs: Values


@dataclass(slots=True)
class Scope:
    """What one run of a workflow has seen: its inputs, its steps, the last exchange.

    `outputs` are those of the workflow that the last step called; `ended` the workflows that have
    run before, `sources` the addresses of the source descriptions.
    """

    inputs: Values
    ended: dict[str, Ended]
    sources: Values
    steps: dict[str, Ended] = field(default_factory=dict)
    outputs: Values = field(default_factory=dict)
    exchange: Exchange | None = None
    url: str = ""

    def find(self, expression: str) -> Decoded:
        """What an expression means now; ABSENT if it finds nothing."""
        if is_expression(expression):
            return evaluate(expression, self.exchange, self.url) if self.exchange else ABSENT
        found = _OWN.fullmatch(expression)
        if found is None:
            return ABSENT
        room, path, pointer = found.groups()
        return pointed(self._find(room, path), pointer or "")

    def _find(self, room: str, path: str) -> Decoded:
        if room in ("inputs", "outputs"):
            return _reached(self.inputs if room == "inputs" else self.outputs, path)
        name, _, rest = path.partition(".")
        if room == "sourceDescriptions":
            return self.sources.get(name, ABSENT) if rest == "url" else ABSENT
        ended = (self.steps if room == "steps" else self.ended).get(name)
        side, _, rest = rest.partition(".")
        if ended is None or side not in ("inputs", "outputs"):
            return ABSENT
        return _reached(ended.inputs if side == "inputs" else ended.outputs, rest)


def _reached(values: Values, path: str) -> Decoded:
    """A value by its name, which may hold dots; else by a name and the members inside of it."""
    if path in values:
        return values[path]
    name, _, rest = path.partition(".")
    return pointed(values.get(name, ABSENT), "".join(f"/{part}" for part in rest.split(".")))
