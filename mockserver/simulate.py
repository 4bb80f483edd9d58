"""simulate: the Answer that makes a mock of the pipeline.

Best first: an example or status that the client prefers; the behaviour wired to the operation;
else what the document shows.
"""

from ..spec.exchange import Call, Headers, Reply
from ..spec.problem import Problem
from .behaviour import BEHAVIOURS, Failure
from .documented import documented_reply
from .error_styles import Trouble
from .pipeline import Answer
from .prefer import preference
from .refusal import Teller

_EXPIRED = Problem("credential-invalid", "the token has expired", "header", "Authorization")


def simulate(teller: Teller) -> Answer:
    """An Answer that plays the service of the document."""
    world = teller.world
    behaviours = {
        operation_id: BEHAVIOURS[wired.behaviour]
        for operation_id, wired in teller.wiring.operations.items()
        if wired.behaviour
    }
    refused = world.listed("refused-tokens")

    def _answer(call: Call) -> Reply:
        if call.operation is None:
            return Reply(204, Headers([("Allow", ", ".join(call.allowed))]))
        if _token(call) in refused:
            return teller.tell(call, Trouble(401, _EXPIRED.message, (_EXPIRED,)))
        behaviour = behaviours.get(call.operation.operation_id)
        with world.lock:
            if behaviour is None or preference(call.message).applied:
                return documented_reply(call, world.random)
            outcome = behaviour(call, world)
        return teller.fail(call, outcome) if isinstance(outcome, Failure) else outcome

    return _answer


def _token(call: Call) -> str:
    """The bearer token of a call, "" without one."""
    return call.message.headers.get("authorization", "").partition(" ")[2].strip()
