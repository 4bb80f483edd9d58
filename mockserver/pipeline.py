"""What happens to a message, in order. Read `Pipeline.handle` to understand the server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..spec.api import Api
from ..spec.conformance import problems_in_reply
from ..spec.exchange import Call, Exchange, Message, Reply
from ..spec.problem import Problem
from ..spec.reading import read
from .faults import Faults
from .journal import Journal
from .problem_details import PROBLEM_JSON
from .refusal import Refuse

Answer: TypeAlias = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One mock's way from a message to a reply. Total: traffic never makes it raise."""

    api: Api
    answer: Answer
    refuse: Refuse
    faults: Faults
    journal: Journal

    def handle(self, message: Message) -> Reply:
        """Read it, refuse or answer it, judge the answer, spoil it if a fault is due, remember."""
        call, problems = read(self.api, message)
        if self.faults.rules:
            return self._handle_with_faults(call, problems)
        reply = self.refuse(call, problems) or self.answer(call)
        return self._remember(call, reply, problems)

    def reject(self, message: Message, problems: Sequence[Problem]) -> Reply:
        """Refuse a message that could not be received whole, for the `problems` seen."""
        call, _ = read(self.api, message)
        reply = self.refuse(call, problems) or self.answer(call)
        return self._remember(call, reply, list(problems))

    def _handle_with_faults(self, call: Call, problems: list[Problem]) -> Reply:
        """A fault strikes after the judgement, or stands in for the answer, which is not judged.

        The journal has what was sent, but our faults are not held against the mock.
        """
        due = self.faults.due(call)
        reply = self.refuse(call, problems)
        stand_in = None if reply else self.faults.stand_in(call, due)
        reply = reply or stand_in or self.answer(call)
        if stand_in is None and not _speaks_for_itself(call, reply):
            problems += problems_in_reply(call, reply)
        if due:
            reply = self.faults.spoil(call, reply, due)
        self.journal.add(Exchange(call, reply, tuple(problems)))
        return reply

    def _remember(self, call: Call, reply: Reply, problems: list[Problem]) -> Reply:
        if not _speaks_for_itself(call, reply):
            problems += problems_in_reply(call, reply)
        self.journal.add(Exchange(call, reply, tuple(problems)))
        return reply


def _speaks_for_itself(call: Call, reply: Reply) -> bool:
    """Whether the mock refuses in its own words, as it must where the document has none."""
    if call.operation is None or reply.headers.get("content-type") != PROBLEM_JSON:
        return False
    response = call.operation.response(reply.status)
    return response is None or PROBLEM_JSON not in {entry.name for entry in response.content}
