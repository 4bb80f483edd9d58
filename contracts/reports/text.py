"""For people at a terminal: each fault once and short, then what was tried, and the verdict."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from ..presentation import Shown
from ..subject import Subject, cells
from ..task import KINDS, percent, tallies
from ..verdict import Story
from ..words import printable

Paint: TypeAlias = Callable[[str, str], str]
"""Colours a text; the second argument says what it means: "good", "bad", "doubtful", "strong"."""

_SHORT = 300
_MEANINGS = {"pass": "good", "fail": "bad"}


def plain(text: str, meaning: str) -> str:
    """A paint for whatever is no terminal."""
    del meaning
    return text


def text(subject: Subject, paint: Paint = plain) -> str:
    """Each fault with its evidence, tables of operations and scenarios, coverage, the verdict."""
    lines: list[str] = []
    for number, each in enumerate(subject.faults, 1):
        lines += [*_fault_lines(number, each, paint), ""]
    rows = map(cells, subject.verdict.rows)
    lines += _table(("operation", "tried", "answers", "verdict"), rows, paint)
    if subject.stories:
        stories = ((each.name, _outcome(each)) for each in subject.stories)
        lines += ["", *_table(("scenario", "verdict"), stories, paint)]
    lines += _coverage(subject)
    lines += ["", *(paint(f"warning: {each}", "doubtful") for each in subject.warnings)]
    lines += (f"note: {each}" for each in subject.remarks)
    return "\n".join([*lines, _summary(subject, paint)])


def evidence(each: Shown) -> Iterator[str]:
    """Who found it, expected and got, where the document says so, and how to see it again."""
    yield f"found by   {each.check}, in {each.phase}"
    yield from (f"after      {step}" for step in each.earlier)
    if each.elsewhere:
        yield f"also in    {', '.join(each.elsewhere)}"
    yield from (f"also       {message}" for message in each.alike)
    if each.expected:
        yield f"expected   {each.expected}"
    if each.got:
        yield f"got        {each.got}"
    if each.place:
        yield f"document   {each.place}"
    yield f"request    {each.request}"
    first, *rest = _reply(each).split("\n")
    yield f"reply      {first}"
    yield from (f"           {line}" for line in rest)


def _reply(each: Shown) -> str:
    """Where expected and got are said already, the beginning is enough."""
    is_cut = bool(each.expected) and len(each.reply) > _SHORT
    return f"{each.reply[:_SHORT]}…" if is_cut else each.reply


def _fault_lines(number: int, each: Shown, paint: Paint) -> Iterator[str]:
    yield paint(f"{number}. {each.operation}: {each.message}", "strong")
    for line in evidence(each):
        yield f"   {line}"


def _outcome(story: Story) -> str:
    return f"{story.word}: {story.reason}" if story.reason else story.word


def _table(titles: Sequence[str], rows: Iterable[tuple[str, ...]], paint: Paint) -> Iterator[str]:
    """Columns as wide as their widest cell; empty columns vanish."""
    table = [tuple(titles), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table):
        padded = [
            cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True) if width
        ]
        word = row[-1]
        meaning = (
            _MEANINGS.get(word.partition(" ")[0].rstrip(":"), "doubtful") if number else "strong"
        )
        yield "  ".join([*padded, paint(word, meaning)])


def _coverage(subject: Subject) -> Iterator[str]:
    """One line for each kind; what is up to the server is counted apart."""
    tasks = subject.verdict.coverage
    if not tasks:
        return
    yield ""
    yield f"coverage of the contract  {percent(tasks):.0f} %"
    for each in tallies(tasks):
        beyond = f"  ({each.beyond} more are up to the server)" if each.beyond else ""
        yield f"  {KINDS[each.kind]:<34}{each.done:>5} of {each.possible:<5}{beyond}".rstrip()


def _summary(subject: Subject, paint: Paint) -> str:
    meaning = "bad" if subject.verdict.violations else "doubtful"
    if subject.verdict.passed:
        meaning = "good"
    return f"{paint(printable(subject.result), meaning)} ({subject.figures})"
