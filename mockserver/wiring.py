"""Wiring: which operation is played by which behaviour, and what was chosen where sources differ.

Read from a behaviours file; `spec/profile-export.behaviours.yaml` is the one to look at. What is
wrong in it is told with its place.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..spec.api import Api
from ..spec.document import Document, Node, error_at
from ..spec.errors import SettingError
from ..spec.problem import CODES
from .behaviour import BEHAVIOURS
from .error_styles import STYLES
from .world import TenantHeader


@dataclass(frozen=True, slots=True)
class Wired:
    """One operation: the name of its behaviour, and of its error style; "" for neither."""

    behaviour: str
    errors: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen where no source decides; `values` is empty where any text will do."""

    means: str
    default: str
    values: tuple[str, ...]
    is_number: bool


@dataclass(frozen=True, slots=True)
class Wiring:
    """A behaviours file, understood. Without one, every answer is an example of the document."""

    tenancy: tuple[TenantHeader, ...] = ()
    operations: Mapping[str, Wired] = field(default_factory=dict)
    gateway: frozenset[str] = frozenset()
    choices: Mapping[str, Choice] = field(default_factory=dict)


def wiring_of(document: Document, api: Api) -> Wiring:
    """The wiring in a file, for an API. Raises DocumentError where it names what is not there."""
    root = document.root
    return Wiring(
        tenancy=tuple(
            TenantHeader(each.text("header").lower(), each.text("default"))
            for each in root.child("tenant").elements()
        ),
        operations={
            name: _wired(name, node, api) for name, node in root.child("operations").items()
        },
        gateway=frozenset(
            _known(each, str(each.value), CODES, "problem code")
            for each in root.child("gateway").elements()
        ),
        choices={name: _choice(node) for name, node in root.child("choices").items()},
    )


def chosen(wiring: Wiring, wanted: Mapping[str, str]) -> dict[str, str]:
    """Every choice with its value. Raises SettingError for an unknown name or value."""
    result = {name: choice.default for name, choice in wiring.choices.items()}
    for name, value in wanted.items():
        if name not in wiring.choices:
            known = ", ".join(sorted(wiring.choices)) or "none for this document"
            raise SettingError("choice", name, f"there is no such choice; known: {known}")
        choice = wiring.choices[name]
        if choice.values and value not in choice.values:
            raise SettingError(name, value, f"one of {', '.join(choice.values)} is wanted")
        if choice.is_number and not _is_amount(value):
            raise SettingError(name, value, "a number, 0 or more, is wanted")
        result[name] = value
    return result


def _is_amount(text: str) -> bool:
    try:
        return 0 <= float(text) < math.inf
    except ValueError:
        return False


def _wired(name: str, node: Node, api: Api) -> Wired:
    if api.operation(name) is None:
        known = [operation.operation_id for operation in api.operations]
        raise error_at(node, f"the document has no operation {name!r}{_hint(name, known)}")
    for key, known_names, what in (
        ("behaviour", BEHAVIOURS, "behaviour"),
        ("errors", STYLES, "error style"),
    ):
        child = node.get(key)
        if child is not None:
            _known(child, node.text(key), known_names, what)
    return Wired(node.text("behaviour"), node.text("errors"))


def _known(node: Node, name: str, known: Mapping[str, object], what: str) -> str:
    if name not in known:
        raise error_at(node, f"there is no {what} {name!r}{_hint(name, list(known))}")
    return name


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(known)}"


def _choice(node: Node) -> Choice:
    values = tuple(str(each.value) for each in node.child("values").elements())
    return Choice(node.text("means"), node.text("default"), values, node.flag("number"))
