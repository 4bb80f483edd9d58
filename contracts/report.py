"""Reports of a verdict: one function per format, and a row in `REPORTS`.

A report holds no secrets: credentials are shown as the variables they come from.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias
from xml.etree import ElementTree as ET

from ..spec.api import Api
from .presentation import Shown, shown
from .target import Target
from .verdict import Row, Verdict

Paint: TypeAlias = Callable[[str, str], str]
"""Colours a text; the second argument says what it means: "good", "bad", "doubtful", "strong"."""

_MEANINGS = {"pass": "good", "fail": "bad"}
_UNSEEN = "nothing was verified: no request succeeded"
_NO_SUCCESS = "no success: every request to the operation was refused, so its answers were not seen"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported: the verdict, and what its places and requests are explained by."""

    verdict: Verdict
    api: Api
    target: Target

    @property
    def violations(self) -> list[Shown]:
        """Each violation in words."""
        return [shown(each, self.api, self.target) for each in self.verdict.violations]


def plain(text: str, meaning: str) -> str:
    """A paint for whatever is no terminal."""
    del meaning
    return text


def text(subject: Subject, paint: Paint = plain) -> str:
    """For people: each violation once, then what was tried of each operation, and the verdict."""
    verdict = subject.verdict
    lines: list[str] = []
    for number, each in enumerate(subject.violations, 1):
        lines += [*_violation_lines(number, each, paint), ""]
    lines += _table(("operation", "tried", "answers", "verdict"), map(_cells, verdict.rows), paint)
    if verdict.stories:
        stories = ((story.name, "", "", story.word) for story in verdict.stories)
        lines += ["", *_table(("scenario", "", "", "verdict"), stories, paint)]
    remarks = [_NO_SUCCESS] if any(row.word == "no success" for row in verdict.rows) else []
    lines += ["", *(f"note: {note}" for note in (*remarks, *verdict.notes))]
    return "\n".join([*lines, _summary(verdict, paint)])


def junit(subject: Subject) -> str:
    """For CI servers: a test case for each operation, each scenario and each violation."""
    verdict = subject.verdict
    suite = ET.Element("testsuite", name=f"specdouble verify {verdict.document}")
    for row in verdict.rows:
        if not row.violations:
            _case(suite, "operation", row.operation or "others", row.word)
    for story in verdict.stories:
        if story.word != "fail":
            _case(suite, "scenario", story.name, story.word)
    for each in subject.violations:
        case = _case(suite, f"violation.{each.check}", f"{each.operation}: {each.message}", "fail")
        failure = ET.SubElement(case, "failure", message=_xml(each.message), type=each.check)
        failure.text = _xml("\n".join(_evidence(each)))
    unseen = not verdict.passed and not verdict.violations
    if unseen:
        case = _case(suite, "run", "verify", "fail")
        ET.SubElement(case, "error", message=_UNSEEN)
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(len(verdict.violations)))
    suite.set("errors", str(int(unseen)))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", f"{verdict.seconds:.3f}")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def as_json(subject: Subject) -> str:
    """For programs: everything, under stable names."""
    verdict = subject.verdict
    found = {
        "version": 1,
        "passed": verdict.passed,
        "target": verdict.url,
        "document": verdict.document,
        "seed": verdict.seed,
        "seconds": round(verdict.seconds, 3),
        "requests": verdict.requests,
        "operations": [{**asdict(row), "verdict": row.word} for row in verdict.rows],
        "scenarios": [{"name": each.name, "verdict": each.word} for each in verdict.stories],
        "violations": [asdict(each) for each in subject.violations],
        "notes": list(verdict.notes),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


REPORTS: Mapping[str, Callable[[Subject], str]] = {"text": text, "junit": junit, "json": as_json}
"""Every format by its name."""


def _violation_lines(number: int, each: Shown, paint: Paint) -> Iterator[str]:
    yield paint(f"{number}. {each.operation}: {each.message}", "strong")
    for line in _evidence(each):
        yield f"   {line}"


def _evidence(each: Shown) -> Iterator[str]:
    yield f"found by   {each.check}, in {each.phase}"
    if each.place:
        yield f"document   {each.place}"
    yield f"request    {each.request}"
    first, *rest = each.reply.split("\n")
    yield f"reply      {first}"
    yield from (f"           {line}" for line in rest)


def _cells(row: Row) -> tuple[str, ...]:
    tried = ", ".join(f"{phase} {count}" for phase, count in row.tried.items())
    answers = ", ".join(
        f"{_status(status)} ({row.statuses[status]})" for status in sorted(row.statuses)
    )
    word = f"fail ({row.violations})" if row.violations else row.word
    return row.operation or "(no operation)", tried or "nothing", answers, word


def _status(status: int) -> str:
    return str(status) if status else "none"


def _table(titles: Sequence[str], rows: Iterator[tuple[str, ...]], paint: Paint) -> Iterator[str]:
    """Columns as wide as their widest cell; empty columns vanish."""
    table = [tuple(titles), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for number, cells in enumerate(table):
        padded = [
            cell.ljust(width) for cell, width in zip(cells[:-1], widths[:-1], strict=True) if width
        ]
        word = cells[-1]
        meaning = _MEANINGS.get(word.split(" ")[0], "doubtful") if number else "strong"
        yield "  ".join([*padded, paint(word, meaning)])


def _summary(verdict: Verdict, paint: Paint) -> str:
    count = len(verdict.violations)
    result, meaning = f"{count} violation{'s' * (count != 1)}", "bad"
    if not count:
        result, meaning = ("no violations", "good") if verdict.is_telling else (_UNSEEN, "doubtful")
    facts = f"{verdict.requests} requests in {verdict.seconds:.1f} s, seed {verdict.seed}"
    return f"{paint(result, meaning)} ({facts})"


def _case(suite: ET.Element, kind: str, name: str, word: str) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname=f"specdouble.{kind}", name=_xml(name))
    if word not in {"pass", "fail"}:
        ET.SubElement(case, "skipped", message=word)
    return case


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(
        each
        if each in "\t\n\r"
        or " " <= each <= "\ud7ff"
        or "\ue000" <= each <= "\ufffd"
        or each >= "\U00010000"
        else "\ufffd"
        for each in text
    )
