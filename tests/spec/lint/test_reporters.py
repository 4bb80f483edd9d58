"""Findings as text, JSON and GitHub annotations."""

import json

import pytest

from specdouble.spec.lint.finding import Finding, Related, Spot
from specdouble.spec.lint.linting import lint_text
from specdouble.spec.lint.reporters import REPORTERS, Report, as_json, github, text

SPOT = Spot("a.yaml", 12, 7, "/paths/~1a/get", "      get: {}")
OTHER = Spot("b.yaml", 3, 1, "/x", "x: 1")
FINDING = Finding("op/rule", "error", "it is wrong", "mend it", SPOT)
RELATED = Finding(
    "op/rule", "warning", "it is odd", "look at it", SPOT, (Related("because of this", OTHER),)
)


def test_the_text_shows_the_line_and_says_what_to_do() -> None:
    assert text(Report([FINDING], ["a.yaml"])) == (
        "a.yaml:12:7: error: it is wrong [op/rule]\n"
        "  12 |       get: {}\n"
        "     |       ^^^\n"
        "  at /paths/~1a/get\n"
        "  = mend it\n"
        "\n"
        "a.yaml: 1 error"
    )


def test_the_text_names_related_places() -> None:
    assert "  because of this: b.yaml:3:1 /x\n" in text(Report([RELATED], ["a.yaml"]))


@pytest.mark.parametrize(
    ("findings", "files", "expected"),
    [
        ([], ["a.yaml"], "a.yaml: nothing found"),
        ([], ["a.yaml", "b.yaml"], "2 files: nothing found"),
        ([FINDING, RELATED, RELATED], ["a.yaml"], "a.yaml: 1 error, 2 warnings"),
    ],
)
def test_the_text_ends_with_a_count(
    findings: list[Finding], files: list[str], expected: str
) -> None:
    assert text(Report(findings, files)).splitlines()[-1] == expected


def test_colours_are_used_only_where_they_may_be() -> None:
    assert "\x1b[1;31merror\x1b[0m" in text(Report([FINDING], ["a.yaml"], colour=True))
    assert "\x1b" not in text(Report([FINDING], ["a.yaml"]))


@pytest.mark.parametrize(
    ("line", "column", "marks"),
    [
        ('a: "b c" # d', 4, "   ^^^^^"),
        ("a: 'b c'", 4, "   ^^^^^"),
        ("a: {b: c}", 4, "   ^"),
        ("\ta: b", 2, " ^"),
        ("a:", 3, "  ^"),
        ("x" * 200 + "yy: 1", 201, " " * 60 + "^^"),
    ],
)
def test_the_marks_stand_under_what_is_meant(line: str, column: int, marks: str) -> None:
    spot = Spot("a.yaml", 1, column, "", line)
    report = text(Report([Finding("a/b", "error", "m", "d", spot)], ["a.yaml"]))
    shown, marked = report.splitlines()[1:3]
    assert marked == f"    | {marks}"
    assert len(shown) <= 110


def test_a_finding_about_a_whole_file_has_one_line_and_advice() -> None:
    spot = Spot("a.yaml", 0, 0, "", "")
    report = text(Report([Finding("a/b", "error", "m", "d", spot)], ["a.yaml"]))
    assert report.startswith("a.yaml: error: m [a/b]\n  = d\n")


def test_a_document_cannot_drive_the_terminal() -> None:
    found = lint_text('{"openapi": "3.1.0", "\\u001b[31m\\u202e\\n": 1}', "\x1b.json")
    report = text(Report(found, ["\x1b.json"]))
    assert [each for each in report if not each.isprintable() and each != "\n"] == []


def test_the_json_report_is_an_object_with_counts_and_findings() -> None:
    report = json.loads(as_json(Report([FINDING, RELATED], ["a.yaml"])))
    assert (report["version"], report["files"]) == (1, ["a.yaml"])
    assert (report["errors"], report["warnings"]) == (1, 1)
    assert report["findings"][1] == {
        "rule": "op/rule",
        "severity": "warning",
        "message": "it is odd",
        "advice": "look at it",
        "file": "a.yaml",
        "line": 12,
        "column": 7,
        "pointer": "/paths/~1a/get",
        "related": [
            {
                "message": "because of this",
                "file": "b.yaml",
                "line": 3,
                "column": 1,
                "pointer": "/x",
            }
        ],
    }


def test_an_annotation_is_one_line_with_its_place() -> None:
    assert github(Report([FINDING], ["a.yaml"])) == (
        "::error file=a.yaml,line=12,col=7,title=op/rule::it is wrong: mend it"
    )


def test_an_annotation_escapes_what_has_a_meaning_there() -> None:
    finding = Finding("a/b", "warning", "50%\nof", "d", Spot("a,b:c.yaml", 1, 1, "", ""))
    assert github(Report([finding], [])) == (
        "::warning file=a%2Cb%3Ac.yaml,line=1,col=1,title=a/b::50%25%0Aof: d"
    )


@pytest.mark.parametrize("name", REPORTERS)
def test_every_format_can_say_that_nothing_was_found(name: str) -> None:
    assert isinstance(REPORTERS[name](Report([], ["a.yaml"])), str)
