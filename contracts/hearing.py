"""Hearing: every exchange of a recording before both judges, all checks and memories.

Read `hear`. Checks and memories are pure, so a recording is as good as a run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..spec.exchange import Exchange
from ..spec.problem import Problem
from .check import violations_in
from .client_report import lines_of
from .memory import Memory
from .recording import Recorded
from .traffic import Referee, path_below
from .words import printable


@dataclass(frozen=True, slots=True)
class Finding:
    """What one exchange shows: whose faults, in words, and what openapi-core alone objects to.

    `left_out` says what could not be judged, "" if nothing.
    """

    number: int
    title: str
    client: tuple[str, ...] = ()
    server: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether anybody has broken the contract."""
        return bool(self.client or self.server)


def hear(
    referee: Referee, recording: Iterable[Recorded], base: str = "", *, is_signed: bool = True
) -> Iterator[Finding]:
    """A finding for each exchange that went below `base` ("" means: anywhere), in their order.

    If it is not `is_signed`, the recording holds no credentials, and none are asked for.
    """
    memory = Memory(referee.api)
    for each in recording:
        path = path_below(base, each.url)
        if path is not None:
            message = replace(each.message, path=path)
            yield _heard(referee, memory, replace(each, message=message), is_signed=is_signed)


def _heard(referee: Referee, memory: Memory, each: Recorded, *, is_signed: bool) -> Finding:
    seen = referee.seen(each.message, each.reply)
    problems = _counting(seen.exchange.problems, each, is_signed=is_signed)
    exchange = replace(seen.exchange, problems=problems)
    title = f"{each.message.method} {printable(each.message.target[:200])}"
    return Finding(
        each.number,
        f"{title} was answered {each.reply.status}",
        tuple(lines_of(p for p in problems if p.side == "client")),
        tuple(_of_server(referee, memory, exchange)) if each.is_whole else _plain(problems),
        tuple(lines_of(_counting(seen.doubts, each, is_signed=is_signed))),
        _left_out(each),
    )


def _counting(
    problems: Iterable[Problem], each: Recorded, *, is_signed: bool
) -> tuple[Problem, ...]:
    """The problems, without those of what was not recorded."""
    known = {"client": each.has_request, "server": each.has_reply, "note": True}
    return tuple(
        problem
        for problem in problems
        if (is_signed or not problem.code.startswith("credential-"))
        and (known[problem.side] or not _is_of_body(problem))
    )


def _is_of_body(problem: Problem) -> bool:
    return problem.location == "body" or "body" in problem.code


def _plain(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(lines_of(each for each in problems if each.side == "server"))


def _of_server(referee: Referee, memory: Memory, exchange: Exchange) -> Iterator[str]:
    """What every check and memory has to say; the check `conforms` tells the problems."""
    for violation in violations_in(referee.api, exchange):
        place = f"  [{violation.objection.place}]" if violation.objection.place else ""
        yield printable(f"{violation.check}: {violation.message}{place}")
    for name, objection in memory.observe(exchange):
        yield printable(f"{name}: {objection.message}")


def _left_out(each: Recorded) -> str:
    missing = [
        name
        for name, is_known in (("request", each.has_request), ("reply", each.has_reply))
        if not is_known
    ]
    return f"the body of the {' and of the '.join(missing)} was not recorded" if missing else ""
