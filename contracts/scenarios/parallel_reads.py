"""The same thing is read by many at once."""

from ..proven import readings
from ..scenario import scenario
from ..walk import Walk

_AT_ONCE = 6


@scenario("parallel_reads", tags=("concurrency",))
def parallel_reads(walk: Walk) -> None:
    """Whatever could be read with GET is read several times at the same time.

    State that requests share by mistake shows only when they cross: an answer breaks, or belongs
    to another. Every one of these is judged as any other answer, so none is 5xx and each conforms
    to the document; and each has the status of the reading before, or says that it is too much.

    Silent on: what differs between the answers.
    """
    for first in readings(walk):
        usual = first.reply.status
        for each in walk.together([first.call.message] * _AT_ONCE):
            if each.reply.status not in {usual, 429, 503} and not walk.is_wrong(each):
                text = f"read {_AT_ONCE} times at once it is answered {each.reply.status}"
                message = f"{text}, and alone {usual}"
                walk.object(each, message, kind="status", got=str(each.reply.status))
