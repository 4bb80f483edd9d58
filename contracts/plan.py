"""What a run is going to do to a server, said before it starts. Read `plan` first.

Nothing is asked of the server for it, so `--dry-run` prints the same and stops there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..spec.api import Api
from .cleaning import ways_of
from .credentials import Credential
from .manners import SAFE, Manners
from .scenario import Scenario
from .target import Target

_COUNTED = re.compile(r"(\d+) (?:export )?(dataset|job)s?\b")
_WIDTH = 13


@dataclass(frozen=True, slots=True)
class Intent:
    """What is going to be done: the stories told, for how many seconds schemathesis runs.

    `cleans` says whether what was created is removed at the end, `is_brief` leaves out what each
    story does.
    """

    stories: tuple[Scenario, ...]
    seconds: int
    cleans: bool = False
    is_brief: bool = False


def plan(api: Api, target: Target, intent: Intent) -> Iterator[str]:
    """Lines for people: whom, by which document, as whom, how much, and what will change there."""
    title = f"{api.title} {api.version}".strip()
    names = ", ".join(each.name for each in intent.stories)
    told = f"{len(intent.stories)}{'' if intent.is_brief else f': {names}'}"
    rows = [
        ("target", target.url),
        ("document", f"{api.node.document.name}: {title}, {_count(len(api.operations))}"),
        ("credentials", _as_whom(target.credentials)),
        ("scenarios", told if intent.stories else "none fits"),
        ("requests", _requests(target.manners, intent.seconds)),
        *_changes(api, target.manners, intent),
    ]
    return (f"{title:<{_WIDTH}}{words}" for title, words in rows)


def _changes(api: Api, manners: Manners, intent: Intent) -> Iterator[tuple[str, str]]:
    unsafe = [each.operation_id for each in api.operations if each.method not in SAFE]
    if manners.read_only:
        yield "will change", f"nothing: read-only, so only {', '.join(sorted(SAFE))} are sent"
        return
    if not unsafe:
        yield "will change", "nothing: the document has no operation that does"
        return
    writers = [each for each in intent.stories if each.writes]
    yield from _creations(writers, is_brief=intent.is_brief)
    if intent.seconds:
        yield "will call", ", ".join(unsafe)
        yield "", "with made-up values, many times (schemathesis)"
    yield "clean-up", _clean_up(api) if intent.cleans else "none: what is created stays"


def _creations(writers: list[Scenario], *, is_brief: bool) -> Iterator[tuple[str, str]]:
    total = _total(writers)
    if is_brief and writers:
        yield "will create", f"{total or 'something'} (--dry-run says which scenario what)"
    elif not is_brief:
        yield from (("will create", f"{each.writes} ({each.name})") for each in writers)
    if total and len(writers) > 1 and not is_brief:
        yield "", f"in all {total}"


def _total(writers: Iterable[Scenario]) -> str:
    """What the stories create together, as far as they say it in numbers."""
    counts: Counter[str] = Counter()
    for each in writers:
        for number, noun in _COUNTED.findall(each.writes):
            counts[noun] += int(number)
    return " and ".join(f"{count} {noun}s" for noun, count in sorted(counts.items()))


def _requests(manners: Manners, seconds: int) -> str:
    """How many requests there will be at most, as far as that is known beforehand."""
    rate = f", {manners.rate:g} per second" if manners.rate else ""
    if manners.max_requests:
        return f"at most {manners.max_requests}{rate}"
    random = f", then made-up ones for {seconds} s" if seconds else ""
    return f"as many as the scenarios need{random}{rate}; --max-requests sets a limit"


def _clean_up(api: Api) -> str:
    ways = ways_of(api).values()
    gone = [f"{each.noun} ({each.remove.operation_id})" for each in ways if each.remove]
    stay = [each.noun for each in ways if not each.remove]
    words = [f"removes {', '.join(gone)}"] if gone else []
    return "; ".join([*words, *([f"cannot remove {', '.join(stay)}"] if stay else [])]) or (
        "the document has no way to remove what it creates"
    )


def _as_whom(credentials: tuple[Credential, ...]) -> str:
    return ", ".join(f"{each.name} ({each.origin})" for each in credentials) or "none"


def _count(operations: int) -> str:
    return f"{operations} operation{'s' * (operations != 1)}"
