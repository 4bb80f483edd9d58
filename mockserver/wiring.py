"""Wiring: which operation is played by which behaviour, and what was chosen where sources differ.

Read from a behaviours file; `spec/profile-export.behaviours.yaml` is the one to look at. What is
wrong in it is told with its place.
"""

import re
from collections.abc import Iterator, Mapping
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
class Kind:
    """What a choice can be where its values cannot be listed: `wanted` says it in words."""

    pattern: re.Pattern[str]
    wanted: str


KINDS = {
    "text": Kind(re.compile(r"[^\x00]*"), "any text"),
    "amount": Kind(re.compile(r"[0-9]{1,9}(?:[.][0-9]{1,9})?"), "a number such as 60 or 0.5"),
    "count": Kind(re.compile(r"[1-9][0-9]{0,8}"), "a whole number, 1 or more,"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen where no source decides: one of `values`, or if there are none, a `kind`."""

    means: str
    default: str
    values: tuple[str, ...]
    kind: Kind

    def reason_against(self, value: str) -> str:
        """Why it cannot be that; "" if it can."""
        if self.values:
            return "" if value in self.values else f"one of {', '.join(self.values)} is wanted"
        return "" if self.kind.pattern.fullmatch(value) else f"{self.kind.wanted} is wanted"


@dataclass(frozen=True, slots=True)
class Wiring:
    """A behaviours file, understood. Without one, every answer is an example of the document."""

    tenancy: tuple[TenantHeader, ...] = ()
    operations: Mapping[str, Wired] = field(default_factory=dict)
    gateway: frozenset[str] = frozenset()
    choices: Mapping[str, Choice] = field(default_factory=dict)


def wiring_of(document: Document, api: Api) -> Wiring:
    """The wiring in a file, for an API. Raises DocumentError where it names what is not there."""
    root = _only(document.root, "tenant", "operations", "gateway", "choices")
    return Wiring(
        tenancy=tuple(_tenant_header(each) for each in _elements(root.child("tenant"))),
        operations={
            name: _wired(name, _only(node, "behaviour", "errors"), api)
            for name, node in _mapping(root.child("operations")).items()
        },
        gateway=frozenset(
            _known(each, str(each.value), CODES, "problem code")
            for each in _elements(root.child("gateway"))
        ),
        choices={
            name: _choice(_only(node, "means", "default", "values", "kind"))
            for name, node in _mapping(root.child("choices")).items()
        },
    )


def chosen(wiring: Wiring, wanted: Mapping[str, str]) -> dict[str, str]:
    """Every choice with its value. Raises SettingError for an unknown name or value."""
    result = {name: choice.default for name, choice in wiring.choices.items()}
    for name, value in wanted.items():
        if name not in wiring.choices:
            known = ", ".join(sorted(wiring.choices)) or "none for this document"
            raise SettingError("choice", name, f"there is no such choice; known: {known}")
        reason = wiring.choices[name].reason_against(value)
        if reason:
            raise SettingError(name, value, reason)
        result[name] = value
    return result


def _mapping(node: Node) -> Node:
    if not isinstance(node.value, dict):
        raise error_at(node, "a mapping is wanted here")
    return node


def _only(node: Node, *keys: str) -> Node:
    """A mapping without other members: what is misspelt must not pass for left out."""
    for name, child in _mapping(node).items():
        if name not in keys:
            raise error_at(child, f"there is no {name!r} to be set here{_hint(name, list(keys))}")
    return node


def _elements(node: Node) -> Iterator[Node]:
    """The elements of a list; none where it is absent."""
    if not isinstance(node.value, list) and node.value != {}:
        raise error_at(node, "a list is wanted here")
    return node.elements()


def _text(node: Node, key: str) -> str:
    """A text, "" where it is absent."""
    child = node.get(key)
    if child is not None and not isinstance(child.value, str):
        raise error_at(child, f"a text is wanted here: put {child.value!r} in quotes")
    return node.text(key)


def _tenant_header(node: Node) -> TenantHeader:
    if not _text(_only(node, "header", "default"), "header"):
        raise error_at(node, "a tenant is told by a header: name it")
    return TenantHeader(_text(node, "header").lower(), _text(node, "default"))


def _wired(name: str, node: Node, api: Api) -> Wired:
    if api.operation(name) is None:
        known = [operation.operation_id for operation in api.operations]
        raise error_at(node, f"the document has no operation {name!r}{_hint(name, known)}")
    for key, known_names, what in (
        ("behaviour", BEHAVIOURS, "behaviour"),
        ("errors", STYLES, "error style"),
    ):
        if node.get(key) is not None:
            _known(node.child(key), _text(node, key), known_names, what)
    return Wired(node.text("behaviour"), node.text("errors"))


def _known(node: Node, name: str, known: Mapping[str, object], what: str) -> str:
    if name not in known:
        raise error_at(node, f"there is no {what} {name!r}{_hint(name, list(known))}")
    return name


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(known)}"


def _choice(node: Node) -> Choice:
    kind = _text(node, "kind") or "text"
    _known(node, kind, KINDS, "kind of choice")
    values = tuple(str(each.value) for each in _elements(node.child("values")))
    choice = Choice(_text(node, "means"), _text(node, "default"), values, KINDS[kind])
    reason = choice.reason_against(choice.default)
    if reason:
        raise error_at(node, f"the default cannot be {choice.default!r}: {reason}")
    return choice
