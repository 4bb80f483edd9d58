"""What each operation does when a credential is left out."""

from ...spec.api import Api, Operation, SecurityScheme
from ...spec.exchange import Message
from ..asking import sample_message
from ..scenario import scenario
from ..signing import signed, without
from ..status import SERVER_ERROR, SUCCESS
from ..walk import Walk

_REFUSALS = (400, 401, 403)


def _asks_for_any(api: Api) -> bool:
    return any(_to_leave_out(operation) for operation in api.operations)


@scenario("credentials", fits=_asks_for_any)
def credentials(walk: Walk) -> None:
    """Each operation is asked once for each of its credentials, with that one left out.

    It must be refused: with 401, 403, or 400 (a gateway that misses a header says so). The
    request is one that has succeeded before, where there is one, so that only the credential
    can be the reason; without one, 404 is taken too.

    Silent on: which of these statuses it is, and in which order a server looks.
    """
    for operation in walk.api.operations:
        for schemes in _to_leave_out(operation):
            _leave_out(walk, operation, schemes)


def _to_leave_out(operation: Operation) -> list[tuple[SecurityScheme, ...]]:
    """Each scheme alone if all are needed together; all at once if there is a choice of them."""
    choice = operation.security
    if not choice or not all(choice):
        return []
    if len(choice) == 1:
        return [(scheme,) for scheme in choice[0]]
    return [tuple(scheme for alternative in choice for scheme in alternative)]


def _leave_out(walk: Walk, operation: Operation, schemes: tuple[SecurityScheme, ...]) -> None:
    known = walk.successes.get(operation.operation_id)
    message = known.call.message if known else _sample(walk, operation)
    for scheme in schemes:
        message = without(message, scheme.location, scheme.name)
    exchange = walk.send(message)
    status = exchange.reply.status
    refusals = _REFUSALS if known else (*_REFUSALS, 404)
    if status not in refusals and status not in SUCCESS and status not in SERVER_ERROR:
        left_out = " and ".join(f"the {each.location} {each.name}" for each in schemes)
        wanted = ", ".join(map(str, _REFUSALS))
        text = f"without {left_out} it answers {status}; such a request is refused with one of"
        walk.object(exchange, f"{text} {wanted}")


def _sample(walk: Walk, operation: Operation) -> Message:
    return signed(sample_message(operation), walk.target.credentials)
