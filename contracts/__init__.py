"""The judge: holds a server or a client to the document. Imports `spec`; start at `check.py`.

What users import from here is loaded when it is asked for, so that pytest starts fast. The
decorators for checks and scenarios of one's own are in `own.py`.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "ContractViolation": "traffic",
    "Objection": "violation",
    "Walk": "walk",
    "checked_async_client": "checked",
    "checked_client": "checked",
    "checked_session": "checked",
}
"""Public names, each with its module."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the table leads to
    """A public name, from the module that has it (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
