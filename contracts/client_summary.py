"""What clients had to face, in words, and as facts that go from one process to another.

Read `Account`, then `short` and `whole`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..spec.json_types import Json
from .client_coverage import KINDS, Answer, Faced

_MOST_LINES, _MOST_NAMES = 12, 10


@dataclass(frozen=True, slots=True)
class Account:
    """Of one document: its operations and those used, its promised answers and those faced."""

    document: str
    operations: tuple[str, ...]
    promised: tuple[Answer, ...]
    used: frozenset[str]
    seen: frozenset[Answer]

    @property
    def missing(self) -> tuple[Answer, ...]:
        """What was promised and never seen."""
        return tuple(each for each in self.promised if each not in self.seen)

    def missing_of(self, operation: str) -> list[str]:
        """The same of one operation, by name."""
        return [each.name for each in self.missing if each.operation == operation]


def account_of(faced: Faced) -> Account:
    """What was faced up to now."""
    return Account(
        faced.document,
        faced.operations,
        faced.promised,
        frozenset(faced.used),
        frozenset(faced.seen),
    )


def facts(account: Account) -> dict[str, Json]:
    """An account as JSON, for another process."""
    return {
        "document": account.document,
        "operations": list(account.operations),
        "promised": [[*_row(each), each in account.seen] for each in account.promised],
        "used": list[Json](sorted(account.used)),
    }


def from_facts(told: dict[str, Json]) -> Account:
    """The account again."""
    rows = [list(row) for row in _lists(told["promised"])]
    answers = [_answer(row) for row in rows]
    return Account(
        str(told["document"]),
        tuple(map(str, _list(told["operations"]))),
        tuple(answers),
        frozenset(map(str, _list(told["used"]))),
        frozenset(each for each, row in zip(answers, rows, strict=True) if row[-1]),
    )


def joined(accounts: Iterable[Account]) -> list[Account]:
    """One account for each document, of what all processes have seen together."""
    found: dict[str, Account] = {}
    for each in accounts:
        known = found.get(each.document, each)
        found[each.document] = Account(
            each.document,
            each.operations,
            tuple(dict.fromkeys([*known.promised, *each.promised])),
            known.used | each.used,
            known.seen | each.seen,
        )
    return list(found.values())


def percent(accounts: Iterable[Account]) -> float:
    """How much of what is promised was faced, 0 to 100; 100 where nothing is promised."""
    accounts = list(accounts)
    promised = sum(len(each.promised) for each in accounts)
    missing = sum(len(each.missing) for each in accounts)
    return 100 * (promised - missing) / promised if promised else 100.0


def short(account: Account) -> list[str]:
    """A few lines: how much was faced, and by operation what was not."""
    lines = [_headline(account), *_gaps(account, _MOST_NAMES)]
    if len(lines) <= _MOST_LINES:
        return lines
    left = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], f"… and {left} lines more (all: --specdouble-coverage=FILE.md)"]


def whole(account: Account) -> list[str]:
    """The same with nothing left out."""
    return [_headline(account), *_gaps(account, len(account.promised))]


def markdown(accounts: Iterable[Account]) -> str:
    """Everything as a page: what was faced and what was not, operation by operation."""
    lines = ["# What the clients had to face", ""]
    for account in accounts:
        lines += [_headline(account), ""]
        for name in account.operations:
            is_used = "used" if name in account.used else "never used"
            lines += [f"## `{name}`", "", f"The operation was {is_used}.", ""]
            own = (each for each in account.promised if each.operation == name)
            lines += [_ticked(each, account) for each in own]
            lines.append("")
        values = [each for each in account.promised if not each.operation]
        lines += ["## Values in any answer", ""] if values else []
        lines += [_ticked(each, account) for each in values]
    return "\n".join([*lines, ""])


def _ticked(answer: Answer, account: Account) -> str:
    return f"- [{'x' if answer in account.seen else ' '}] {answer.name}"


def _headline(account: Account) -> str:
    used, operations = len(account.used), len(account.operations)
    promised = len(account.promised)
    faced = promised - len(account.missing)
    document, share = PurePath(account.document).name, f"{percent([account]):.0f} %"
    operations_used = f"{document}: {used} of {operations} operations used"
    return f"{operations_used}, {faced} of {promised} promised answers faced ({share})"


def _gaps(account: Account, most: int) -> Iterator[str]:
    unused = [name for name in account.operations if name not in account.used]
    for name in account.operations:
        missing = account.missing_of(name)
        if name in account.used and missing:
            yield f"  {name} never showed {_names(missing, most)}"
    values = account.missing_of("")
    if values:
        yield f"  never seen in any answer: {_names(values, most)}"
    if unused:
        yield f"  never used: {_names(unused, most)}"


def _names(names: list[str], most: int) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{rest}"


def _row(answer: Answer) -> list[Json]:
    return [answer.operation, answer.kind, answer.name, answer.place]


def _answer(row: list[Json]) -> Answer:
    operation, kind, name, place = map(str, row[:4])
    return Answer(operation, next(each for each in KINDS if each == kind), name, place)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _lists(value: Json) -> list[list[Json]]:
    return [each for each in _list(value) if isinstance(each, list)]
