"""The parameters of an operation: its own, and those of its path item that it does not replace."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Node
from ..shape import followed
from .subject import Endpoint, elements


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter: where it is listed, and what it is once its `$ref` is followed."""

    listed: Node
    parameter: Node

    @property
    def identity(self) -> tuple[str, str]:
        """Location and name: together they are to be unique (OpenAPI 3.1, 4.8.12)."""
        location, name = self.parameter.text("in"), self.parameter.text("name")
        return location, name.lower() if location == "header" else name


def declared(node: Node) -> Iterator[Declared]:
    """The parameters listed in an operation or a path item, but for dangling references."""
    for listed in elements(node, "parameters"):
        parameter = followed(listed)
        if parameter is not None and isinstance(parameter.value, dict):
            yield Declared(listed, parameter)


def in_force(endpoint: Endpoint) -> list[Declared]:
    """The parameters of an operation; its own replace those of its path item."""
    by_identity = {each.identity: each for each in declared(endpoint.item)}
    by_identity |= {each.identity: each for each in declared(endpoint.operation)}
    return list(by_identity.values())


def has_dangling(endpoint: Endpoint) -> bool:
    """Whether a `$ref` among the parameters leads nowhere, so that not all of them are known."""
    listed = (*elements(endpoint.item, "parameters"), *elements(endpoint.operation, "parameters"))
    return any(followed(each) is None for each in listed)
