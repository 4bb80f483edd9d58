"""Registry: a named family of functions, each member found by adding its file.

Used by lint rules, checks, scenarios and behaviours; a family's singular module makes one and
exports its decorator.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Generic, TypeVar

Member = TypeVar("Member")


class Registry(Mapping[str, Member], Generic[Member]):
    """Members by name, in the order of their names. Filled by `load`, on first use."""

    def __init__(self, family: str, package: str) -> None:
        """`family` is the word for error messages, `package` the dotted name of the folder."""
        self.family = family
        self._package = package
        self._members: dict[str, Member] = {}
        self._loaded = False

    def add(self, name: str, member: Member) -> Member:
        """Enter one member; two of one name are a mistake."""
        if name in self._members:
            raise ValueError(f"two {self.family}s are called {name!r}")
        self._members[name] = member
        return member

    def replace(self, name: str, member: Member) -> None:
        """Put another member in the place of one that is there."""
        self._members[name] = member

    def load(self) -> "Registry[Member]":
        """Import every module of the folder once, which enters its members."""
        if not self._loaded:
            self._loaded = True
            package: ModuleType = importlib.import_module(self._package)
            for module in pkgutil.iter_modules(package.__path__, f"{self._package}."):
                importlib.import_module(module.name)
        return self

    def __getitem__(self, name: str) -> Member:
        return self.load()._members[name]  # noqa: SLF001  # its own member

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.load()._members))  # noqa: SLF001  # its own member

    def __len__(self) -> int:
        return len(self.load()._members)  # noqa: SLF001  # its own member
