"""Wiring: which operation is played by which behaviour, and what was chosen where sources differ.

Read from a behaviours file; `spec/profile-export.behaviours.yaml` is the one to look at. What is
wrong in it is told with its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..spec.api import Api
from ..spec.choices import Choice, checked, choices_of, elements, hint, known, mapping, only, text
from ..spec.document import Document, Node, error_at
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
class Wiring:
    """A behaviours file, understood. Without one, every answer is an example of the document."""

    tenancy: tuple[TenantHeader, ...] = ()
    operations: Mapping[str, Wired] = field(default_factory=dict)
    gateway: frozenset[str] = frozenset()
    choices: Mapping[str, Choice] = field(default_factory=dict)


def wiring_of(document: Document, api: Api) -> Wiring:
    """The wiring in a file, for an API. Raises DocumentError where it names what is not there."""
    root = only(document.root, "tenant", "operations", "gateway", "choices")
    return Wiring(
        tenancy=tuple(_tenant_header(each) for each in elements(root.child("tenant"))),
        operations={
            name: _wired(name, only(node, "behaviour", "errors"), api)
            for name, node in mapping(root.child("operations")).items()
        },
        gateway=frozenset(
            known(each, str(each.value), CODES, "problem code")
            for each in elements(root.child("gateway"))
        ),
        choices=choices_of(root.child("choices")),
    )


def chosen(wiring: Wiring, wanted: Mapping[str, str]) -> dict[str, str]:
    """Every choice with its value. Raises SettingError for an unknown name or value."""
    defaults = {name: choice.default for name, choice in wiring.choices.items()}
    return defaults | checked(wiring.choices, wanted)


def _tenant_header(node: Node) -> TenantHeader:
    if not text(only(node, "header", "default"), "header"):
        raise error_at(node, "a tenant is told by a header: name it")
    return TenantHeader(text(node, "header").lower(), text(node, "default"))


def _wired(name: str, node: Node, api: Api) -> Wired:
    if api.operation(name) is None:
        names = [operation.operation_id for operation in api.operations]
        raise error_at(node, f"the document has no operation {name!r}{hint(name, names)}")
    for key, names_of, what in (
        ("behaviour", BEHAVIOURS, "behaviour"),
        ("errors", STYLES, "error style"),
    ):
        if node.get(key) is not None:
            known(node.child(key), text(node, key), names_of, what)
    return Wired(node.text("behaviour"), node.text("errors"))
