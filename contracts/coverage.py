"""Coverage: what the document promises, as tasks, and which of them the traffic has done.

Read `Coverage.observe`, then `Coverage.tasks`. It knows nothing of who talks to whom, so the
traffic may be a suite's, a client's or a recording. `promises.py` lays out an operation when it is
first seen; after that an exchange costs some microseconds.
"""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus

from ..spec.api import Api
from ..spec.decoding import ABSENT
from ..spec.exchange import Call, Exchange, Reply
from ..spec.json_types import Json
from ..spec.media_types import chosen, content_type, decoded
from ..spec.problem import Problem
from ..spec.strict_json import MalformedError
from .link_promises import Offers
from .promises import (
    BodyPromises,
    Promise,
    Promises,
    ResponsePromises,
    promises_of,
)
from .status import SUCCESS
from .survey import met, place_of
from .task import Task

_REFUSED = frozenset(range(400, 500)) - {405, 429}
_LARGEST = 1_000_000
"""Bytes of a reply that are looked into: a larger one is taken for its status and type."""

_FEWEST, _MOST, _IN_ALL = 20, 300, 15_000
"""Parts of one body's schema that are told: the fewest, the most, and of all operations' bodies."""

_PATIENCE, _LARGE = 20, 5_000
"""So many bodies with the same names are read in vain; then the names stand elsewhere in them.

One of more bytes than `_LARGE` counts as several.
"""


class Coverage:
    """What of an API's promises was seen so far. It only listens."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._operations = {each.operation_id: each for each in api.operations}
        self._most = max(_FEWEST, min(_MOST, _IN_ALL // max(1, len(api.operations))))
        self._promises: dict[str, Promises] = {}
        self._statuses: dict[str, set[int]] = {}
        self._done: set[Promise] = set()
        self._halfway: set[Promise] = set()
        self._vain: Counter[tuple[object, ...]] = Counter()
        self._offers = Offers(api)

    def observe(self, exchange: Exchange) -> None:
        """Tick off what an exchange shows; one without an operation or an answer shows nothing."""
        call, status = exchange.call, exchange.reply.status
        if call.operation is None and status == HTTPStatus.METHOD_NOT_ALLOWED:
            self._refused_method(exchange)
        if call.operation is None or not status:
            return
        name = call.operation.operation_id
        promises = self._laid_out(name)
        if promises is None or call.message.method != promises.operation.method:
            return
        self._statuses.setdefault(name, set()).add(status)
        self._offers.ask(name, call)
        wrong = [problem for problem in exchange.problems if problem.side == "client"]
        if status in SUCCESS:
            self._done.add(promises.succeeds)
            self._kept(promises, call, wrong)
        if wrong:
            self._broken(promises, wrong, is_refused=status in _REFUSED)
        elif status not in SUCCESS:
            self._tried(promises, call)
        self._answered(promises, exchange)

    def tasks(self) -> tuple[Task, ...]:
        """Everything that the document promises, operation by operation."""
        return tuple(self._tasks())

    def _laid_out(self, name: str) -> Promises | None:
        if name not in self._promises:
            operation = self._operations.get(name)
            if operation is None:
                return None
            self._promises[name] = promises_of(operation, self._most)
        return self._promises[name]

    def _refused_method(self, exchange: Exchange) -> None:
        """A 405 stands with the operations of a path, and answers a method that is none of them."""
        match = self._api.match(exchange.call.message.path)
        operations = match.target.operations.values() if match is not None else ()
        for promises in filter(None, (self._laid_out(each.operation_id) for each in operations)):
            self._answered(promises, exchange)

    def _kept(self, promises: Promises, call: Call, wrong: list[Problem]) -> None:
        """A request that succeeded: what it sent is taken, unless it was wrong itself."""
        faulty = {(each.location, each.pointer) for each in wrong}
        self._done.update(_shown(promises, call, faulty))
        body = promises.bodies.get(call.media_type.name) if call.media_type else None
        if body is not None and not any(each.location == "body" for each in wrong):
            self._done.add(body.seen)
            if body.shape is not None and any(each not in self._done for _, each in body.parts):
                met(body.shape, call.body, self._done)

    def _tried(self, promises: Promises, call: Call) -> None:
        """A request that keeps to the document, and was refused for another reason."""
        self._halfway.update(_shown(promises, call, set()))
        body = promises.bodies.get(call.media_type.name) if call.media_type else None
        if body is not None:
            self._halfway.add(body.seen)

    def _broken(self, promises: Promises, wrong: list[Problem], *, is_refused: bool) -> None:
        """A request that breaks the document; it is told apart from one without credentials."""
        is_anonymous = any(each.code.startswith("credential-") for each in wrong)
        found = self._done if is_refused and not is_anonymous else self._halfway
        for problem in wrong:
            for each in promises.parameters:
                if (each.location, each.name) == (problem.location, problem.pointer):
                    found.add(each.refused)
            member = problem.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            broken = promises.broken.get((problem.position, member))
            broken = broken or promises.broken.get((problem.position, ""))
            if broken is not None:
                found.add(broken)

    def _answered(self, promises: Promises, exchange: Exchange) -> None:
        """What the reply shows; its body is read only if it may show something new."""
        reply, operation = exchange.reply, promises.operation
        response = operation.response(reply.status)
        if response is None:
            return
        known = promises.responses[response.status]
        self._done.add(known.answered)
        body = _body(known, reply)
        if body is not None:
            self._done.add(body.seen)
            self._look_into(body, reply)
        self._offers.answer(operation.operation_id, response.status, exchange)

    def _look_into(self, body: BodyPromises, reply: Reply) -> None:
        hopes = self._hopes(body, reply.body)
        if hopes and body.shape is not None:
            before = len(self._done)
            met(body.shape, _value(reply, body), self._done)
            is_vain = before == len(self._done)
            self._vain[hopes] += is_vain * (1 + len(reply.body) // _LARGE)

    def _hopes(self, body: BodyPromises, raw: bytes) -> tuple[object, ...]:
        """What a body seems to show that was not seen yet; nothing once that was wrong often."""
        done = self._done
        if len(raw) > _LARGEST:
            return ()
        found = [each for token, each in body.parts if each not in done and token in raw]
        hopes = (body.seen, *found) if found else ()
        return hopes if self._vain[hopes] < _PATIENCE else ()

    def _tasks(self) -> Iterator[Task]:
        for name in self._operations:
            promises = self._laid_out(name)
            for each in promises.all() if promises is not None else ():
                yield self._task(name, each)
        for link in self._offers.links:
            title = f"{link.status} {link.title} to {link.target}"
            is_followed = link in self._offers.followed
            reason = "" if is_followed else self._offers.reason(link)
            place = place_of(link.node)
            yield Task(
                "link", link.source, title, place, is_followed, provokable=True, reason=reason
            )

    def _task(self, operation: str, each: Promise) -> Task:
        done = each in self._done
        reason = "" if done else self._reason(operation, each)
        is_provokable = not each.obstacle
        return Task(each.kind, operation, each.name, each.place, done, is_provokable, reason)

    def _reason(self, operation: str, promise: Promise) -> str:
        """Why a promise is not done, in words."""
        statuses = self._statuses.get(operation)
        if not statuses:
            return "the operation was never called"
        if promise.after is not None and promise.after not in self._done:
            return self._reason(operation, promise.after)
        if promise.obstacle:
            return f"{promise.missing}: {promise.obstacle}"
        if promise.kind == "operation":
            return f"it never succeeded, it answered {', '.join(map(str, sorted(statuses)))}"
        return promise.halfway if promise in self._halfway else promise.missing


def _shown(promises: Promises, call: Call, faulty: set[tuple[str, str]]) -> Iterator[Promise]:
    """Which parameters a request has sent, and which left out; the faulty ones are neither."""
    values = {"path": call.path, "query": call.query, "header": call.header, "cookie": call.cookie}
    for each in promises.parameters:
        promise = each.sent if each.name in values[each.location] else each.left_out
        if promise is not None and (each.location, each.name) not in faulty:
            yield promise


def _body(known: ResponsePromises, reply: Reply) -> BodyPromises | None:
    """What was promised of a body of this type."""
    kind = content_type(reply.headers.get("content-type", "")) if reply.body else None
    entry = chosen(known.response.content, kind) if kind is not None else None
    return known.bodies[entry.name] if entry is not None else None


def _value(reply: Reply, body: BodyPromises) -> Json:
    """The value of a reply's body; None where it cannot be read."""
    kind = content_type(reply.headers.get("content-type", ""))
    try:
        value = decoded(reply.body, kind, body.entry) if kind is not None else ABSENT
    except MalformedError:
        return None
    return None if value is ABSENT else value
