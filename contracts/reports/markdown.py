"""For GitHub: a step summary or a comment. The long parts are folded, and all of it has a limit.

Data is either escaped, so that it is no Markdown and no HTML, or stands in a fence that is longer
than any in it.
"""

import re
from collections.abc import Iterable, Iterator

from ..presentation import Shown
from ..subject import Subject, cells, gaps
from ..task import KINDS, percent, tallies
from ..words import one_line, printable

_LONGEST = 60_000
"""Characters in all: a comment on GitHub holds 65,536."""

_LONGEST_BLOCK = 4_000
_MOST_NAMES = 20
_SPECIAL = re.compile(r"[&<>|`*_\[\]\\#@~$!]")
_MARKS = {"pass": "✅", "fail": "❌"}


def markdown(subject: Subject) -> str:
    """The verdict, each fault folded, then the tables."""
    verdict = subject.verdict
    mark = _MARKS["pass" if verdict.passed else "fail"]
    head = [
        f"## {mark} specdouble: {_escaped(subject.result)}",
        "",
        f"{_escaped(verdict.document)} against {_code(verdict.url)}: {_escaped(subject.figures)}.",
        "",
    ]
    tail = [*_tables(subject), *_coverage(subject), *_remarks(subject)]
    room = _LONGEST - sum(len(line) + 1 for line in (*head, *tail))
    lines = [*head, *_faults(subject.faults, room), *tail]
    return "\n".join(lines).rstrip().encode("utf-8", "backslashreplace").decode() + "\n"


def _faults(faults: list[Shown], room: int) -> Iterator[str]:
    """As many as there is room for."""
    for number, each in enumerate(faults):
        block = "\n".join(_fault(each))
        room -= len(block) + 1
        if room < 0:
            yield f"… and {len(faults) - number} more, which the other reports hold."
            yield ""
            return
        yield block


def _place(each: Shown) -> Iterator[str]:
    """Where the document says so, with its lines."""
    if each.place:
        yield from (f"In the document: {_code(each.place)}", "")
    if each.frame:
        yield from _fenced(
            f"{'>' if line.is_meant else ' '} {line.number:>5} | {line.text}" for line in each.frame
        )


def _fault(each: Shown) -> Iterator[str]:
    summary = f"<b>{_escaped(each.operation)}</b>: {_escaped(one_line(each.message))}"
    yield from ("<details>", f"<summary>{summary}</summary>", "")
    if each.meaning.why:
        yield from (_escaped(each.meaning.why), "")
    if each.elsewhere:
        yield from (f"Also in {', '.join(map(_code, each.elsewhere))}.", "")
    if each.alike:
        yield from (*(f"- {_escaped(message)}" for message in each.alike), "")
    if each.expected or each.got:
        yield from ("| expected | got |", "| --- | --- |")
        yield from (f"| {_code(each.expected)} | {_code(each.got)} |", "")
    yield from _place(each)
    if each.earlier:
        yield from ("Just before:", "")
        yield from _fenced(each.earlier)
    yield f"Found by {_code(each.check)}, in {_escaped(each.phase)}. To see it again:"
    yield ""
    yield from _fenced([each.request])
    yield from _fenced([each.sent, "", each.received])
    yield from ("</details>", "")


def _tables(subject: Subject) -> Iterator[str]:
    yield from ("| operation | tried | answers | verdict |", "| --- | --- | --- | --- |")
    for row in subject.verdict.rows:
        yield f"| {' | '.join(map(_escaped, cells(row)))} |"
    yield ""
    if subject.stories:
        yield from ("| scenario | verdict | |", "| --- | --- | --- |")
        for story in subject.stories:
            words = map(_escaped, (story.name, story.word, story.reason))
            yield f"| {' | '.join(words)} |"
        yield ""


def _coverage(subject: Subject) -> Iterator[str]:
    tasks = subject.verdict.coverage
    if not tasks:
        return
    yield "<details>"
    yield f"<summary>Coverage of the contract: {percent(tasks):.0f} %</summary>"
    yield ""
    yield from ("| what | done | of | up to the server |", "| --- | ---: | ---: | ---: |")
    for each in tallies(tasks):
        yield f"| {KINDS[each.kind]} | {each.done} | {each.possible} | {each.beyond or ''} |"
    yield ""
    for gap in gaps(tasks, provokable=True)[:_MOST_NAMES]:
        names = ", ".join(map(_code, gap.names[:_MOST_NAMES]))
        more = f" and {len(gap.names) - _MOST_NAMES} more" * (len(gap.names) > _MOST_NAMES)
        yield f"- {_escaped(gap.operation)}: {_escaped(gap.reason)}: {names}{more}"
    yield from ("", "</details>", "")


def _remarks(subject: Subject) -> Iterator[str]:
    for word, texts in (("Warning", subject.warnings), ("Note", subject.remarks)):
        yield from (f"- **{word}**: {_escaped(one_line(each))}" for each in texts)


def _escaped(text: str) -> str:
    """Text that is only text: every character that could be more is an entity."""
    line = printable(" ".join(text.split()))
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", line)


def _code(text: str) -> str:
    return f"<code>{_escaped(text)}</code>"


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """A block of code that nothing in it can end; a very long one is cut."""
    text = printable("\n".join(lines))
    if len(text) > _LONGEST_BLOCK:
        text = f"{text[:_LONGEST_BLOCK]}\n… and {len(text) - _LONGEST_BLOCK} characters more"
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (fence, text, fence, "")
