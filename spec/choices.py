"""Choices: what an implementation is free to do where no source says how the service does it.

They stand in a behaviours file, `profile-export.behaviours.yaml` for one. The mock is wired by
them, a judge may be told them. Read `Choice` first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from .document import Node, error_at
from .errors import SettingError


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


def choices_of(node: Node) -> dict[str, Choice]:
    """The choices that a mapping declares. Raises DocumentError where one cannot be understood."""
    return {
        name: _choice(only(child, "means", "default", "values", "kind"))
        for name, child in mapping(node).items()
    }


def checked(choices: Mapping[str, Choice], wanted: Mapping[str, str]) -> dict[str, str]:
    """What was wanted. Raises SettingError for a name that is none, or a value that cannot be."""
    for name, value in wanted.items():
        if name not in choices:
            known = ", ".join(sorted(choices)) or "none for this document"
            raise SettingError("choice", name, f"there is no such choice; known: {known}")
        reason = choices[name].reason_against(value)
        if reason:
            raise SettingError(name, value, reason)
    return dict(wanted)


def mapping(node: Node) -> Node:
    """The node, which must hold a mapping."""
    if not isinstance(node.value, dict):
        raise error_at(node, "a mapping is wanted here")
    return node


def only(node: Node, *keys: str) -> Node:
    """A mapping without other members: what is misspelt must not pass for left out."""
    for name, child in mapping(node).items():
        if name not in keys:
            raise error_at(child, f"there is no {name!r} to be set here{hint(name, list(keys))}")
    return node


def elements(node: Node) -> Iterator[Node]:
    """The elements of a list; none where it is absent."""
    if not isinstance(node.value, list) and node.value != {}:
        raise error_at(node, "a list is wanted here")
    return node.elements()


def text(node: Node, key: str) -> str:
    """A text, "" where it is absent."""
    child = node.get(key)
    if child is not None and not isinstance(child.value, str):
        raise error_at(child, f"a text is wanted here: put {child.value!r} in quotes")
    return node.text(key)


def known(node: Node, name: str, names: Mapping[str, object], what: str) -> str:
    """The name, which must be one of `names`."""
    if name not in names:
        raise error_at(node, f"there is no {what} {name!r}{hint(name, list(names))}")
    return name


def hint(name: str, names: list[str]) -> str:
    """What might have been meant, else what there is."""
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(names) or 'none'}"


def _choice(node: Node) -> Choice:
    kind = text(node, "kind") or "text"
    known(node.child("kind"), kind, KINDS, "kind of choice")
    values = tuple(str(each.value) for each in elements(node.child("values")))
    choice = Choice(text(node, "means"), text(node, "default"), values, KINDS[kind])
    reason = choice.reason_against(choice.default)
    if reason:
        raise error_at(node, f"the default cannot be {choice.default!r}: {reason}")
    return choice
