"""What a JSON body of an answer promises, member by member and keyword by keyword."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ...spec.api import Api, MediaType, Operation
from ...spec.document import Node
from ...spec.exchange import Call, Message, Reply
from ...spec.json_types import Json
from ...spec.media_types import chosen, content_type
from ...spec.shape import followed
from ..breaking import BREAKERS, of_another_type
from ..mutant import Mutant, mutation
from ..spoiling import (
    Change,
    answers,
    examples,
    first_wrong,
    json_entries,
    on_replies,
    value_of,
    with_body,
)
from ..spots import Path, Spot, changed, dropped, found, spots

Candidates = Callable[[Json], Iterator[Json]]


@mutation("member-dropped")
def member_dropped(api: Api) -> Iterator[Mutant]:
    """A member that is required is left out."""
    for place in _places(api):
        required = place.spot.schema.get("required")
        for each in required.elements() if required else ():
            path = (*place.spot.path, str(each.value))
            yield place.mutant(path, "required", "is left out", _without(path))


@mutation("member-type")
def member_type(api: Api) -> Iterator[Mutant]:
    """A member has another type."""
    for place in _places(api):
        if "type" in place.spot.schema.mapping():
            change = _with(place.spot.path, lambda now: of_another_type(None, now))
            yield place.mutant(place.spot.path, "type", "has another type", change)


@mutation("member-null")
def member_null(api: Api) -> Iterator[Mutant]:
    """A member is null that must not be."""
    for place in _places(api):
        if "type" in place.spot.schema.mapping():
            change = _with(place.spot.path, lambda _: iter([None]))
            yield place.mutant(place.spot.path, "type", "is null", change)


@mutation("member-value")
def member_value(api: Api) -> Iterator[Mutant]:
    """A member is outside a bound, an enum, a pattern or another keyword."""
    for place in _places(api):
        for keyword, limit in place.spot.schema.mapping().items():
            if keyword in BREAKERS and (keyword != "additionalProperties" or limit is False):
                change = _with(place.spot.path, _breaker(keyword, limit))
                yield place.mutant(place.spot.path, keyword, f"breaks its {keyword}", change)


def _breaker(keyword: str, limit: Json) -> Candidates:
    return lambda now: BREAKERS[keyword](limit, now)


def _without(path: Path) -> Candidates:
    def candidates(value: Json) -> Iterator[Json]:
        """The body without it, if it had it."""
        without = dropped(value, path)
        if without != value:
            yield without

    return candidates


def _always(value: Json) -> Callable[[Json], Json]:
    return lambda _: value


def _with(path: Path, values: Candidates) -> Candidates:
    """The body with each value in turn that is offered for what stands at the path."""

    def candidates(value: Json) -> Iterator[Json]:
        """Each body in turn."""
        now = next(found(value, path), None)
        for each in values(now):
            yield changed(value, path, _always(each))

    return candidates


@dataclass(frozen=True, slots=True)
class _Place:
    """A spot of the bodies that an operation answers with some statuses.

    Each success is apart; errors of one schema are one, as a server makes them in one place.
    """

    api: Api
    operation: Operation
    statuses: tuple[str, ...]
    entry: MediaType
    spot: Spot

    def mutant(self, path: Path, keyword: str, means: str, candidates: Candidates) -> Mutant:
        """One that tries the candidates until one is wrong by the document."""
        pointer, operation = "/" + "/".join(path), self.operation
        change = _first_of(self.entry, candidates)
        answer = "/".join(self.statuses)
        return Mutant(
            operation=operation.operation_id,
            detail=f"{answer} {pointer} {keyword}",
            place=f"{self.spot.schema.pointer}/{keyword}",
            means=f"in an answer {answer} to {operation.operation_id}, "
            f"{pointer if path else 'the body'} {means}",
            spoil=on_replies(self.api, operation, self.statuses, change),
            answers=self.statuses,
            shows=lambda asked: any(
                _shows(operation, each, change) for each in self.statuses if each in asked
            ),
        )


def _first_of(entry: MediaType, candidates: Candidates) -> Change:
    """The first body that is wrong, of those that an entry speaks of."""

    def change(call: Call, reply: Reply) -> Reply | None:
        """The reply with that body; None if there is none."""
        kind = content_type(reply.headers.get("content-type", ""))
        if kind is None or chosen((entry,), kind) is None or not reply.body:
            return None
        value = value_of(reply.body)
        return first_wrong(call, (with_body(reply, each) for each in candidates(value)))

    return change


def _shows(operation: Operation, status: str, change: Change) -> bool:
    """Whether an example of the document is spoiled; without examples it may be."""
    call = Call(Message(operation.method, operation.path), operation)
    number = int(status.replace("X", "0")) if status != "default" else 200
    shown = [replace(each, status=number) for each in examples(operation.responses[status])]
    return not shown or any(change(call, each) is not None for each in shown)


def _places(api: Api) -> Iterator[_Place]:
    for (operation, _, schema), bodies in _bodies(api).items():
        statuses = tuple(status for status, _ in bodies)
        for spot in spots(schema):
            yield _Place(api, operation, statuses, bodies[0][1], spot)


_Bodies = dict[tuple[Operation, str, Node], list[tuple[str, MediaType]]]


def _bodies(api: Api) -> _Bodies:
    """The JSON bodies of each operation: those of one schema together, if they are errors."""
    found: _Bodies = {}
    for operation, status, response in answers(api):
        for entry in json_entries(response.content):
            schema = followed(entry.node.get("schema"))
            if schema is not None:
                family = status if status[0] == "2" else "error"
                found.setdefault((operation, family, schema), []).append((status, entry))
    return found
