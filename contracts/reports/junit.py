"""For CI servers: JUnit's XML as Jenkins reads it, a case for each thing that was judged.

Violations are not put together here: a CI server follows each case from run to run.
"""

from xml.etree import ElementTree as ET

from ..presentation import Shown
from ..subject import UNSEEN, Subject
from ..task import percent, tallies
from ..words import printable
from .text import evidence


def junit(subject: Subject) -> str:
    """A suite with a case for each operation, each scenario and each violation."""
    verdict = subject.verdict
    suite = ET.Element("testsuite", name=_xml(f"specdouble verify {verdict.document}"))
    _properties(suite, subject)
    for row in verdict.rows:
        if not row.violations:
            _case(suite, "operation", row.operation or "others", row.word)
    for story in subject.stories:
        if story.word != "fail":
            _case(suite, "scenario", story.name, story.word, story.reason)
    for each in subject.violations:
        _failure(suite, each)
    if not verdict.passed and not verdict.violations:
        case = _case(suite, "run", "verify", "fail")
        ET.SubElement(case, "error", message=UNSEEN, type="unseen")
    _remarks(suite, subject)
    return _written(suite, verdict.seconds)


def _properties(suite: ET.Element, subject: Subject) -> None:
    """What the run was, and how much of the contract it saw."""
    verdict = subject.verdict
    facts = {"target": verdict.url, "seed": str(verdict.seed), "requests": str(verdict.requests)}
    if verdict.coverage:
        facts["coverage"] = f"{percent(verdict.coverage):.1f}"
    for each in tallies(verdict.coverage):
        facts[f"coverage.{each.kind.replace(' ', '-')}"] = f"{each.done}/{each.possible}"
    properties = ET.SubElement(suite, "properties")
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=_xml(value))


def _case(suite: ET.Element, kind: str, name: str, word: str, reason: str = "") -> ET.Element:
    classname = f"specdouble.{_xml(kind)}"
    case = ET.SubElement(suite, "testcase", classname=classname, name=_xml(name), time="0")
    if word not in {"pass", "fail"}:
        ET.SubElement(case, "skipped", message=_xml(f"{word}: {reason}" if reason else word))
    return case


def _failure(suite: ET.Element, each: Shown) -> None:
    case = _case(suite, f"violation.{each.check}", f"{each.operation}: {each.message}", "fail")
    failure = ET.SubElement(case, "failure", message=_xml(each.message), type=_xml(each.check))
    why = [f"why        {each.meaning.why}"] if each.meaning.why else []
    whole = ["", each.sent, "", each.received]
    failure.text = _xml("\n".join([*why, *evidence(each), *whole]))


def _remarks(suite: ET.Element, subject: Subject) -> None:
    lines = [f"warning: {each}" for each in subject.warnings]
    lines += [f"note: {each}" for each in subject.remarks]
    if lines:
        ET.SubElement(suite, "system-out").text = _xml("\n".join(lines))


def _written(suite: ET.Element, seconds: float) -> str:
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for name, path in counts.items():
        suite.set(name, str(len(suite.findall(path))))
    suite.set("time", f"{seconds:.3f}")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    kept = printable(text)
    return "".join("\ufffd" if each in "\ufffe\uffff" else each for each in kept)
