"""Client coverage: which promised answers clients had to face, and which they never saw.

Read `Faced.observe`, then `promised`: the statuses of each operation, the values of enums in its
successes, an empty list and a second page. `client_summary.py` puts it into words.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Literal, get_args

from ..spec.api import Api, Operation, Response
from ..spec.document import Node
from ..spec.exchange import Call, Exchange
from ..spec.json_types import Json
from ..spec.shape import followed, types_of
from .declared_paging import items_of, paging_of
from .status import SUCCESS
from .survey import Mark, Shape, Survey, met, place_of

Kind = Literal["status", "value", "list", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MOST_VALUES, _MOST_SCHEMAS, _LARGEST = 12, 300, 1_000_000
EMPTY, FILLED, SECOND = "an empty list", "a list with items", "a second page"


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """One promised answer: of which operation, and what it is in a word or two.

    The value of an enum is of no operation, as several share it; `place` is where it stands.
    """

    operation: str
    kind: Kind
    name: str
    place: str = ""


class Faced:
    """What clients of one API have used and seen so far. It only listens, from any thread."""

    def __init__(self, api: Api) -> None:
        self.document = api.node.document.name
        self.used: set[str] = set()
        self.seen: set[Answer] = set()
        self._values: dict[str, Answer] = {}
        self._promises = {each.operation_id: self._promises_of(each) for each in api.operations}

    @property
    def operations(self) -> tuple[str, ...]:
        """All there are."""
        return tuple(self._promises)

    @property
    def promised(self) -> tuple[Answer, ...]:
        """Every promised answer once, operation by operation."""
        found = (each for promises in self._promises.values() for each in promises.all())
        return tuple(dict.fromkeys(found))

    def observe(self, exchange: Exchange) -> None:
        """Remember what an exchange shows a client; one without an answer shows nothing."""
        call, reply = exchange.call, exchange.reply
        promises = self._promises.get(call.operation.operation_id) if call.operation else None
        if call.operation is None or promises is None or not reply.status:
            return
        self.used.add(call.operation.operation_id)
        response = call.operation.response(reply.status)
        if response is None:
            return
        self.seen.add(promises.statuses[response.status])
        if reply.status in SUCCESS and not reply.is_cut and len(reply.body) <= _LARGEST:
            self._look_into(promises, response, call, reply.body)

    def _look_into(
        self, promises: "_Promises", response: Response, call: Call, body: bytes
    ) -> None:  # what it is to see, and where
        value = _json(body)
        shape = promises.shapes.get(response.status)
        if shape is not None:
            met(shape, value, self.seen)
        items = items_of(value)
        for each in promises.lists:
            if items is not None and each.name == (FILLED if items else EMPTY):
                self.seen.add(each)
        if items and promises.page is not None and _is_further(call):
            self.seen.add(promises.page)

    def _promises_of(self, operation: Operation) -> "_Promises":
        name = operation.operation_id
        successes = {
            status: node
            for status, response in operation.responses.items()
            if status.startswith("2") and (node := _json_schema(response)) is not None
        }
        is_of_many = operation.method == "GET" and not operation.path.rstrip("/").endswith("}")
        has_items = is_of_many and any(map(_is_list, successes.values()))
        return _Promises(
            {status: Answer(name, "status", status) for status in operation.responses},
            {status: self._shape(node) for status, node in successes.items()},
            tuple(Answer(name, "list", each) for each in (EMPTY, FILLED) if has_items),
            Answer(name, "page", SECOND) if has_items and paging_of(operation) else None,
        )

    def _shape(self, schema: Node) -> Shape[Answer]:
        """The schema laid out, with a promise on each value of each enum."""

        def marks(node: Node, path: str, _: Answer | None) -> Iterator[Mark[Answer]]:
            """One for each value of an enum."""
            for value in _texts(node):
                place = f"{place_of(node)} {value}"
                title = f"{path.replace('/*', '').rpartition('/')[2]} {value}"
                answer = Answer("", "value", title, place_of(node))
                yield Mark(partial(eq, value), self._values.setdefault(place, answer))

        survey: Survey[Answer] = Survey(marks, lambda *_: None, "response", _MOST_SCHEMAS)
        return survey.shape(schema)


@dataclass(frozen=True, slots=True)
class _Promises:
    """What one operation promises: by status, by what its bodies hold, of its list."""

    statuses: Mapping[str, Answer]
    shapes: Mapping[str, Shape[Answer]]
    lists: tuple[Answer, ...]
    page: Answer | None

    def all(self) -> Iterator[Answer]:
        """Each once, in the order of the document."""
        yield from self.statuses.values()
        for shape in self.shapes.values():
            yield from dict.fromkeys(mark.promise for mark in shape.reachable())
        yield from self.lists
        if self.page is not None:
            yield self.page


def _json(body: bytes) -> Json:
    """The value of a body; None where it is no JSON."""
    try:
        value: Json = json.loads(body)
    except ValueError:
        return None
    return value


def _json_schema(response: Response) -> Node | None:
    """The schema of the first JSON that a response may have."""
    found = (each for each in response.content if "json" in each.name and each.schema is not None)
    return next((each.schema.node for each in found if each.schema is not None), None)


def _texts(node: Node) -> list[str]:
    """The values of an enum of texts that is short enough to be faced one by one."""
    listed = node.mapping().get("enum")
    texts = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    return texts if 1 < len(texts) <= _MOST_VALUES else []


def _is_list(schema: Node) -> bool:
    """Whether a body is a list, or an object around the one list that it has."""
    kinds = types_of(schema) - {"null"}
    whole = followed(schema)
    if whole is None or kinds == {"array"}:
        return whole is not None
    members = [node for _, node in whole.child("properties").items()]
    return len([each for each in members if types_of(each) - {"null"} == {"array"}]) == 1


def _is_further(call: Call) -> bool:
    """Whether a request asks for what comes after the first page."""
    if call.operation is None:
        return False
    for role, parameter in paging_of(call.operation).items():
        value = call.query.get(parameter.name)
        if role == "page" and value not in {None, 0, 1, "", "0", "1"}:
            return True
        if role in {"offset", "cursor"} and value not in {None, 0, "", "0"}:
            return True
    return False
