"""The bounds of numbers, as 3.0 and 3.1 write them, and what lies just inside and outside."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...spec.document import Node
from ...spec.shape import part_of, types_of
from .depth import DOCUMENTED, QUICK
from .variation import Change

_WIDTHS = {"int32": 31, "int64": 63}


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range: `outward` is -1 for the lower and 1 for the upper one."""

    keyword: str
    value: float
    is_exclusive: bool
    outward: int

    @property
    def inside(self) -> float:
        """A whole step inside; the end itself where it belongs to the range."""
        return self.value - self.outward if self.is_exclusive else self.value

    @property
    def outside(self) -> float:
        """The nearest number outside that is as whole as the end."""
        return self.value if self.is_exclusive else self.value + self.outward

    def excludes(self, number: float) -> bool:
        """Whether a number lies beyond it."""
        beyond = (number - self.value) * self.outward
        return beyond > 0 or (beyond == 0 and self.is_exclusive)


def bounds_of(schema: Node | None) -> list[Bound]:
    """Every end that the range of a schema has."""
    return [*_ends(schema, "inimum", -1), *_ends(schema, "aximum", 1)]


def limit(schema: Node | None, key: str, default: float) -> float:
    """The number that a keyword holds, or the default."""
    part = part_of(schema, key)
    value = part.value if part is not None else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else default


def fitting_number(schema: Node | None) -> float:
    """A number that the bounds and `multipleOf` allow, 1 if they do."""
    value: float = 1
    for each in bounds_of(schema):
        beyond = (value - each.inside) * each.outward
        value = each.inside if beyond > 0 else value
    step = limit(schema, "multipleOf", 0)
    return step * -(-value // step) if step else value


def numbers(schema: Node | None) -> Iterator[Change]:
    """Numbers at, beyond and between the limits of a schema."""
    for each in bounds_of(schema):
        for value, breaks in ((each.outside, each.keyword), (each.inside, "")):
            yield Change(f"= {value}", value, breaks, depth=QUICK if breaks else DOCUMENTED)
    yield from _between_steps(schema)
    yield from _beyond_width(schema)
    for odd in (0, -1, 2**31, 2**63):
        broken = next((each.keyword for each in bounds_of(schema) if each.excludes(odd)), "")
        yield Change(f"= {odd}", odd, broken, is_open=not broken)


def whole_numbers(schema: Node | None) -> Iterator[Change]:
    """What an integer is not, and 1.0, of which JSON Schema says that it is one and others not."""
    value = fitting_number(schema)
    yield Change(f"= {value + 0.5}", value + 0.5, "type")
    yield Change(f"= {float(value)}", float(value), is_open=True)


def _between_steps(schema: Node | None) -> Iterator[Change]:
    """A number that is no multiple; none where every integer is one."""
    step = limit(schema, "multipleOf", 0)
    if step > 1 or (step > 0 and "number" in types_of(schema)):
        between = fitting_number(schema) + (1 if step > 1 else step / 2)
        yield Change(f"= {between}", between, "multipleOf")


def _beyond_width(schema: Node | None) -> Iterator[Change]:
    """The first integers that do not fit into the bits of `int32` or `int64`."""
    kind = part_of(schema, "format")
    width = _WIDTHS.get(str(kind.value)) if kind is not None else None
    if width is None:
        return
    keywords = {each.outward for each in bounds_of(schema)}
    for value, outward in ((2**width, 1), (-(2**width) - 1, -1)):
        if outward not in keywords:
            yield Change(f"= {value}", value, "format")


def _ends(schema: Node | None, name: str, outward: int) -> Iterator[Bound]:
    """The ends on one side; 3.0 makes the plain keyword exclusive by a flag beside it."""
    plain, exclusive = f"m{name}", f"exclusiveM{name}"
    flag = part_of(schema, exclusive)
    is_flagged = flag is not None and flag.value is True
    for keyword, is_exclusive in ((plain, is_flagged), (exclusive, True)):
        found = part_of(schema, keyword)
        value = found.value if found is not None else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            written = exclusive if is_flagged else keyword
            yield Bound(written, value, is_exclusive, outward)
