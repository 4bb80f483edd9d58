"""Links of the document (OpenAPI 3.1, 4.8.20): what a reply offers to the next request.

Read `LinkPromise`, then `Offers`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..spec.api import Api, Operation
from ..spec.decoding import ABSENT
from ..spec.document import Node
from ..spec.errors import DocumentError
from ..spec.exchange import Call, Exchange
from ..spec.json_types import Json
from .expressions import evaluate, filled

_PATIENCE, _LARGE = 500, 5_000
"""So many replies are read for one link; one of more bytes than `_LARGE` counts as several."""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One link: from a response of `source` to the operation called `target`.

    `parameters` are the names of the target's parameters with the runtime expressions that give
    their values.
    """

    source: str
    status: str
    title: str
    target: str
    parameters: tuple[tuple[str, Json], ...]
    node: Node


def links_of(api: Api) -> Iterator[Link]:
    """Every link of every response that leads to an operation of the document."""
    for operation in api.operations:
        for status, response in operation.responses.items():
            declared = response.node.get("links")
            for title, each in declared.items() if declared else ():
                link = _link(api, operation, status, (title, each))
                if link is not None:
                    yield link


def _link(api: Api, source: Operation, status: str, named: tuple[str, Node]) -> Link | None:
    title, node = named
    try:
        node = node.follow()
        target = _target(api, node)
        parameters = tuple(node.child("parameters").mapping().items())
    except DocumentError:  # the linter tells of it
        return None
    if target is None:
        return None
    return Link(source.operation_id, status, title, target.operation_id, parameters, node)


def _target(api: Api, node: Node) -> Operation | None:
    reference = node.text("operationRef")
    if reference:
        place = node.target(reference)
        return next((each for each in api.operations if each.node == place), None)
    return api.operation(node.text("operationId"))


def offered(link: Link, exchange: Exchange) -> tuple[str, ...] | None:
    """The values that a reply gives for the next request; None if it lacks one of them."""
    values = [
        filled(each, lambda expression: evaluate(expression, exchange))
        for _, each in link.parameters
    ]
    return None if ABSENT in values else tuple(map(_text, values))


def taken(link: Link, call: Call) -> tuple[str, ...]:
    """The values that a request to the target has for the link's parameters."""
    return tuple(_text(_argument(name, call)) for name, _ in link.parameters)


def _argument(name: str, call: Call) -> object:
    location, _, rest = name.partition(".")
    values = {"path": call.path, "query": call.query, "header": call.header, "cookie": call.cookie}
    if location in values and rest:
        return values[location].get(rest, ABSENT)
    return next((each[name] for each in values.values() if name in each), ABSENT)


def _text(value: object) -> str:
    """Numbers in bodies are text in paths: they are held against each other as text."""
    return repr(value) if isinstance(value, bool | dict | list) else str(value)


class Offers:
    """What replies have offered so far, and which links a request was seen to follow."""

    def __init__(self, api: Api) -> None:
        self.links = tuple(links_of(api))
        self.followed: set[Link] = set()
        self._offered: dict[Link, dict[tuple[str, ...], None]] = {each: {} for each in self.links}
        self._spent: Counter[Link] = Counter()
        self._from: dict[tuple[str, str], list[Link]] = {}
        self._to: dict[str, list[Link]] = {}
        for each in self.links:
            self._from.setdefault((each.source, each.status), []).append(each)
            self._to.setdefault(each.target, []).append(each)

    def ask(self, operation: str, call: Call) -> None:
        """Look whether a request takes what was offered."""
        for link in self._to.get(operation, ()):
            if link not in self.followed and taken(link, call) in self._offered[link]:
                self.followed.add(link)

    def answer(self, operation: str, status: str, exchange: Exchange) -> None:
        """Keep what a reply offers; of very many replies the first."""
        for link in self._from.get((operation, status), ()):
            if link in self.followed or self._spent[link] > _PATIENCE:
                continue
            self._spent[link] += 1 + len(exchange.reply.body) // _LARGE
            values = offered(link, exchange)
            if values is not None:
                self._offered[link][values] = None

    def reason(self, link: Link) -> str:
        """Why a link was not followed."""
        if self._offered[link]:
            names = ", ".join(name for name, _ in link.parameters) or "anything"
            return f"no later request to {link.target} took {names} from a reply"
        return f"{link.source} never gave an answer {link.status} with what the link needs"
