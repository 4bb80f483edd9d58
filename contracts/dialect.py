"""Dialect: what is known of an implementation where the contract leaves it free.

A YAML file, all of it optional; `specdouble mock --print-dialect` prints the mock's own:

    choices:
      cancel-reply: '200'         # names and values as in docs/choices.md
    second-tenant:                # headers of a second organisation
      x-gw-ims-org-id: FEDCBA9876543210FEDCBA98@AdobeOrg
    expired-token: eyJhbGciOi...  # a token that must be refused

What it does not say is learnt when it is first seen, and the implementation held to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..spec import built_in
from ..spec.api import Api
from ..spec.choices import Choice, choices_of, known, mapping, only, text
from ..spec.document import Document, Node, error_at, load
from .credentials import Credential


@dataclass(frozen=True, slots=True)
class Dialect:
    """An implementation's choices by name, and what only its owner can know.

    `second_tenant` are credentials that take the place of the first's; `expired_token` has no
    scheme in front.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    second_tenant: tuple[Credential, ...] = ()
    expired_token: str = ""


def read_dialect(file: Path | str, api: Api) -> Dialect:
    """The dialect in a file. Raises DocumentError, with the place of what is wrong."""
    root = only(load(file).root, "choices", "second-tenant", "expired-token")
    choices, stated = choices_for(api), mapping(root.child("choices")).items()
    headers = mapping(root.child("second-tenant")).items()
    return Dialect(
        {name: _stated(node, name, choices) for name, node in stated},
        tuple(Credential("header", name, _plain(node), "", "") for name, node in headers),
        text(root, "expired-token"),
    )


def choices_for(api: Api) -> Mapping[str, Choice]:
    """The choices there are for a document: those of the built-in one, else none."""
    return choices_of(load(built_in.BEHAVIOURS).root.child("choices")) if _is_ours(api) else {}


def own_choices(api: Api) -> dict[str, str]:
    """What the document's own double chooses: the profile `strict` holds everybody to it."""
    return {name: choice.default for name, choice in choices_for(api).items()}


def other_choices(api: Api) -> list[dict[str, str]]:
    """Dialects beside its own that together have every value that a choice can have."""
    others = {
        name: [value for value in choice.values if value != choice.default]
        for name, choice in choices_for(api).items()
    }
    return [
        {name: values[place] for name, values in others.items() if place < len(values)}
        for place in range(max(map(len, others.values()), default=0))
    ]


def _is_ours(api: Api) -> bool:
    """Whether the document has the operations that the built-in behaviours play."""
    wired: Document = load(built_in.BEHAVIOURS)
    names = wired.root.child("operations").mapping()
    return all(api.operation(name) is not None for name in names)


def _stated(node: Node, name: str, choices: Mapping[str, Choice]) -> str:
    value = _plain(node)
    reason = choices[known(node, name, choices, "choice")].reason_against(value)
    if reason:
        raise error_at(node, f"{name} cannot be {value!r}: {reason}")
    return value


def _plain(node: Node) -> str:
    if isinstance(node.value, bool) or not isinstance(node.value, (str, int, float)):
        raise error_at(node, "a text is wanted here")
    return str(node.value)
