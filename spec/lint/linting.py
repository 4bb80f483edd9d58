"""Put every rule to a document: `lint` for one that is read, `lint_file` for one on disk."""

from collections.abc import Iterable
from pathlib import Path

from ..document import Document, load, parse
from ..errors import DocumentError
from .finding import Finding, spot_of_error
from .rule import RULES
from .subject import Subject

STDIN = "<stdin>"
"""What standard input is called in findings and reports."""

READABLE = "oas/readable"
"""The rule that comes first: where it finds something, no other is asked."""


def lint_file(path: Path | str, *, allow: Iterable[Path | str] = ()) -> list[Finding]:
    """The findings of a file; of one that is neither YAML nor JSON, the one that says so.

    References may lead to files below its folder and below those in `allow`. Raises
    DocumentError where there is no file to read.
    """
    try:
        document = load(path, allow=allow)
    except DocumentError as error:
        if not error.line:
            raise
        return [_unreadable(error)]
    return lint(document)


def lint_text(text: str | bytes, name: str = STDIN) -> list[Finding]:
    """The findings of a document in memory; `name` stands in the findings for its file."""
    try:
        document = parse(text, name)
    except DocumentError as error:
        return [_unreadable(error)]
    return lint(document)


def lint(document: Document) -> list[Finding]:
    """The findings of all rules, by file and line; those of the document itself come first."""
    subject = Subject(document)
    found = list(RULES[READABLE].findings(subject))
    if not found:
        found = [each for rule in RULES.values() for each in rule.findings(subject)]
    return sorted(found, key=lambda each: _order(each, document.name))


def _order(finding: Finding, entry: str) -> tuple[bool, str, int, int, str]:
    spot = finding.spot
    return (spot.file != entry, spot.file, spot.line, spot.column, finding.rule)


def _unreadable(error: DocumentError) -> Finding:
    rule = RULES[READABLE]
    return Finding(rule.name, rule.severity, error.reason, rule.advice, spot_of_error(error))
