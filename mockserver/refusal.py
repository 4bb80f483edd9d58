"""Problems to one error Reply, in the words of the service that would find them out.

Read `refuser` first: it makes the `Refuse` of the pipeline, strict or lenient.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.api import Api
from ..spec.exchange import Call, Headers, Reply
from ..spec.problem import CODES, Problem, told_at_once
from .behaviour import Failure
from .bodies import json_bytes
from .documented import documented_reply
from .error_bodies import error_reply
from .error_styles import STYLES, Trouble
from .wiring import Wired, Wiring
from .world import World

Refuse: TypeAlias = Callable[[Call, Sequence[Problem]], Reply | None]

NEVER_FORGIVEN = {
    "message-too-large",
    "message-malformed",
    "path-unknown",
    "method-unknown",
    "body-malformed",
}
"""What a lenient mock refuses too: there is no call to answer."""

BODY_UNREAD = {"media-type-missing", "media-type-malformed", "media-type-unsupported"}
"""What keeps a body from being read."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Words errors for one mock: knows each operation's style."""

    api: Api
    world: World
    wiring: Wiring

    def tell(self, call: Call, trouble: Trouble) -> Reply:
        """The error reply to a call."""
        wired = self._wired(call)
        is_early = bool(trouble.problems) and trouble.problems[0].code in self.wiring.gateway
        style = STYLES.get("gateway" if is_early else wired.errors)
        if style is None:
            with self.world.lock:
                return error_reply(call, trouble.status, trouble.problems, self.world.random)
        told = style(trouble, self.world)
        body = told.body
        if trouble.problems and self.world.choices.get("error-details") != "no":
            body["problems"] = [problem.as_json() for problem in trouble.problems]
        headers = [("Content-Type", "application/json"), *_headers(told.status, call)]
        return Reply(told.status, Headers(headers), json_bytes(body))

    def fail(self, call: Call, failure: Failure) -> Reply:
        """The reply to a call that conforms and fails."""
        return self.tell(call, Trouble(failure.status, failure.detail))

    def _wired(self, call: Call) -> Wired:
        """The wiring of the operation; for an unknown method, of the path's first operation."""
        if call.operation is not None:
            return self.wiring.operations.get(call.operation.operation_id, Wired("", ""))
        match = self.api.match(call.message.path)
        siblings = match.target.operations.values() if match else ()
        wired = (self.wiring.operations.get(each.operation_id) for each in siblings)
        return next((each for each in wired if each), Wired("", ""))


def refuser(teller: Teller, *, strict: bool) -> Refuse:
    """What becomes of a call with problems. A lenient mock answers what it can understand.

    A request whose body is unread or whose body or path is outside its schema would confuse a
    behaviour: the lenient answer to it is an example of the document.
    """

    def _refuse(call: Call, problems: Sequence[Problem]) -> Reply | None:
        wrong = [problem for problem in problems if problem.side == "client"]
        if not wrong:
            return None
        if strict or any(problem.code in NEVER_FORGIVEN for problem in wrong):
            status = CODES[wrong[0].code].status
            return teller.tell(call, Trouble(status, told_at_once(wrong), wrong))
        if any(_confuses(problem) for problem in wrong):
            with teller.world.lock:
                return documented_reply(call, teller.world.random)
        return None

    return _refuse


def _confuses(problem: Problem) -> bool:
    return problem.location in {"body", "path"} or problem.code in BODY_UNREAD


def _headers(status: int, call: Call) -> list[tuple[str, str]]:
    """What HTTP asks for beside the status (RFC 9110, 11.6.1 and 15.5.6)."""
    return {
        401: [("WWW-Authenticate", "Bearer")],
        405: [("Allow", ", ".join(call.allowed))],
    }.get(status, [])
