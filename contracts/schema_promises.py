"""What the schema of a body promises: `rules` of a request's, `members` of a reply's.

Read `rules`; `survey.py` lays out the schemas.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from ..spec.document import Node
from ..spec.json_types import Json
from ..spec.schema import Schema
from .survey import Mark, Shape, Survey, members_in, place_of, required_in

_UNBROKEN = "no request broke it"

P = TypeVar("P")

Rule: TypeAlias = Callable[[str, str, str], P]
"""Makes a promise of a name, a place, and the reason while it is not kept."""

Broken: TypeAlias = dict[tuple[str, str], P]
"""The promises that a rule is broken, as `Promises.broken` has them."""


def rules(schema: Schema, rule: Rule[P], broken: Broken[P], most: int) -> Shape[P]:
    """The shape of a request: each keyword kept; that it is broken goes into `broken`.

    At most `most` parts of the schema are told.
    """

    def marks(node: Node, path: str, excuse: P | None) -> Iterator[Mark[P]]:
        """What one schema says, of what stands at `path` in the body."""
        for keyword, value in node.mapping().items():
            for each in _told(keyword, value):
                name = f"{path or '/'} {each.name}"
                place = f"{place_of(node)}/{keyword}"
                if excuse is None and each.is_breakable:
                    known = broken.get((place, each.member))
                    missed = known or rule(f"{name} broken is refused", place, _UNBROKEN)
                    broken[place, each.member] = missed
                elif excuse is not None:
                    broken.setdefault((place, each.member), excuse)
                if each.holds is not None:
                    kept = rule(f"{name} kept", place, "no request kept it")
                    yield Mark(each.holds, kept)

    def alternative(node: Node, path: str) -> P:
        """That a value which fits none of some branches is refused."""
        place = place_of(node)
        known = broken.get((place, ""))
        name = f"{path or '/'} {node.path[-1]} broken is refused"
        return broken.setdefault((place, ""), known or rule(name, place, _UNBROKEN))

    return Survey(marks, alternative, "request", most).shape(schema.node)


def members(
    schema: Schema, member: Callable[[str, str, P | None], P], whole: P, most: int
) -> Shape[P]:
    """The shape of a reply: each member that its schemas declare.

    `member` makes a promise of a path, a place, and `whole` where the server may leave it out.
    At most `most` parts of the schema are told.
    """

    def marks(node: Node, path: str, excuse: P | None) -> Iterator[Mark[P]]:
        """The members of one schema."""
        for name, each in members_in(node, "response"):
            is_certain = excuse is None and name in required_in(node)
            found = member(f"{path}/{name}", place_of(each), None if is_certain else whole)
            yield Mark(_has(name), found, _token(name))

    return Survey(marks, lambda _, __: whole, "response", most).shape(schema.node)


def _has(name: str) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, dict) and name in value


def _token(name: str) -> bytes:
    """How a member stands in JSON; b"" where there is more than one way to write it."""
    is_plain = name.isascii() and name.isprintable() and '"' not in name and "\\" not in name
    return f'"{name}"'.encode() if is_plain and "/" not in name else b""


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing that a keyword says: of which values, None for none in particular."""

    name: str
    holds: Callable[[Json], bool] | None
    is_breakable: bool = True
    member: str = ""


def _is(*kinds: type) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)


_TEXT, _NUMBER, _LIST, _OBJECT = _is(str), _is(int, float), _is(list), _is(dict)
_APPLIES: dict[str, Callable[[Json], bool]] = {
    "type": lambda _: True,
    "const": lambda _: True,
    **dict.fromkeys(("minLength", "maxLength", "pattern"), _TEXT),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), _NUMBER),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _NUMBER),
    **dict.fromkeys(("minItems", "maxItems"), _LIST),
    **dict.fromkeys(("minProperties", "maxProperties"), _OBJECT),
}
_FORMATS = {
    **dict.fromkeys(("int32", "int64"), _NUMBER),
    **dict.fromkeys(("date", "date-time", "time", "duration", "email", "uuid", "uri"), _TEXT),
    **dict.fromkeys(("ipv4", "ipv6", "hostname", "byte", "regex", "uri-reference"), _TEXT),
}
"""The formats that are held to, and of which values."""

_ONLY_IF = {"additionalProperties": False, "unevaluatedProperties": False, "uniqueItems": True}


def _told(keyword: str, value: Json) -> Iterator[_Told]:
    """What a keyword says; nothing if it is none that a value can keep and break."""
    if keyword in _APPLIES and not isinstance(value, bool):
        says_something = not (keyword.startswith("min") and value == 0 and keyword != "minimum")
        yield _Told(keyword, _APPLIES[keyword], says_something)
    elif keyword == "format" and value in _FORMATS:
        yield _Told(f"format {value}", _FORMATS[str(value)])
    elif keyword in {"enum", "required"} and isinstance(value, list):
        yield from _listed(keyword, value)
    elif _ONLY_IF.get(keyword) is value:
        yield _Told(keyword, _LIST if keyword == "uniqueItems" else _OBJECT)


def _listed(keyword: str, values: list[Json]) -> Iterator[_Told]:
    """A promise for each value that may be taken, or each member that must be there."""
    if keyword == "enum":
        yield _Told("enum", None)
        yield from (_Told(f"enum {each!r}", _equals(each), False) for each in values)  # noqa: FBT003
    else:
        names = [each for each in values if isinstance(each, str)]
        yield from (_Told(f"required {each}", _has(each), member=each) for each in names)


def _equals(wanted: Json) -> Callable[[Json], bool]:
    return lambda value: value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
