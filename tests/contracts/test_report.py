import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.report import REPORTS, Subject, text
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Row, Story, Verdict
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange

URL = "http://127.0.0.1:1"


@pytest.fixture
def subject(api: Api, exchanged: Callable[..., Exchange]) -> Subject:
    """A verdict with one of everything."""
    exchange = exchanged("listExportJobs", 200, {"a": "\x00é"})
    found = Violation(
        "list_page", "listExportJobs", Objection("bad \x01", "/paths"), exchange, "coverage"
    )
    rows = (
        Row("listExportJobs", "GET", "/jobs", {"scenarios": 2, "coverage": 1}, {200: 2, 404: 1}, 1),
        Row("getExportJob", "GET", "/jobs/{id}", {"scenarios": 1}, {200: 1}, 0),
        Row("createDataset", "POST", "/dataSets", {"coverage": 1}, {0: 1}, 0),
        Row("cancelExportJob", "DELETE", "/jobs/{id}", {}, {}, 0),
        Row("", "", "", {"coverage": 3}, {405: 3}, 0),
    )
    skipped = Story("page_walk", "skipped", "there was one job")
    stories = (Story("tutorial", "pass"), Story("cancel", "fail"), skipped)
    verdict = Verdict(URL, "a.yaml", 7, 1.25, rows, stories, (found,), ("it rained",))
    verdict = replace(verdict, warnings=("it was slow: 3 s",))
    return Subject(verdict, api, Target(URL, placeholders(api)))


@pytest.fixture
def clean(api: Api) -> Subject:
    """A verdict without anything wrong."""
    row = Row("listExportJobs", "GET", "/jobs", {"scenarios": 2}, {200: 2}, 0)
    verdict = Verdict(URL, "a.yaml", 7, 1.25, (row,), (), (), ())
    return Subject(verdict, api, Target(URL))


def test_people_read_a_table_of_operations(subject: Subject) -> None:
    lines = text(subject).split("\n")
    table = lines[lines.index("") + 1 :]
    assert [line.split("  ")[0] for line in table[:6]] == [
        "operation",
        "listExportJobs",
        "getExportJob",
        "createDataset",
        "cancelExportJob",
        "(no operation)",
    ]
    assert table[1] == "listExportJobs   scenarios 2, coverage 1  200 (2), 404 (1)  fail (1)"
    assert [line.rpartition("  ")[2] for line in table[2:6]] == [
        "pass",
        "no success",
        "not tried",
        "pass",
    ]


def test_people_read_a_table_of_scenarios(subject: Subject) -> None:
    lines = [line.split() for line in text(subject).split("\n")]
    assert ["tutorial", "pass"] in lines
    assert ["cancel", "fail"] in lines


def test_people_read_each_violation_with_its_evidence(subject: Subject) -> None:
    lines = text(subject).split("\n")
    assert lines[0] == "1. listExportJobs: bad \\x01"
    assert lines[1] == "   found by   list_page, in coverage"
    assert lines[2].startswith("   document   ")
    assert lines[3].startswith(f"   request    curl -sS -i '{URL}/data/core/ups/export/jobs'")
    assert lines[4] == "   reply      HTTP 200"


def test_what_no_place_of_the_document_says_has_no_line_for_it(subject: Subject) -> None:
    violation = replace(subject.verdict.violations[0], objection=Objection("bad"))
    verdict = replace(subject.verdict, violations=(violation,))
    lines = text(replace(subject, verdict=verdict)).split("\n")
    assert lines[2].startswith("   request")


def test_people_read_remarks_and_a_summary(subject: Subject) -> None:
    *_, note, summary = text(subject).split("\n")
    assert note == "note: it rained"
    assert summary == "1 violation (8 requests in 1.2 s, seed 7)"


def test_a_clean_run_is_short(clean: Subject) -> None:
    assert text(clean).split("\n") == [
        "operation       tried        answers  verdict",
        "listExportJobs  scenarios 2  200 (2)  pass",
        "",
        "no violations (2 requests in 1.2 s, seed 7)",
    ]


@pytest.fixture
def blind(clean: Subject) -> Subject:
    """A verdict on a server that has refused everything."""
    row = replace(clean.verdict.rows[0], statuses={403: 2})
    return replace(clean, verdict=replace(clean.verdict, rows=(row,)))


def test_a_run_without_any_success_has_verified_nothing(blind: Subject) -> None:
    *_, note, summary = text(blind).split("\n")
    assert note.startswith("note: no success: every request to the operation was refused")
    assert summary.startswith("nothing was verified: no request succeeded (2 requests")


def test_a_run_without_any_request_has_verified_nothing(clean: Subject) -> None:
    nothing = replace(clean, verdict=replace(clean.verdict, rows=()))
    assert text(nothing).split("\n")[-1].startswith("nothing was verified")


def test_that_nothing_was_verified_is_no_pass_in_any_format(blind: Subject) -> None:
    assert json.loads(REPORTS["json"](blind))["passed"] is False
    assert 'errors="1"' in REPORTS["junit"](blind)
    assert "<doubtful>nothing" in text(blind, lambda words, meaning: f"<{meaning}>{words}")


def test_single_stories_need_no_success(blind: Subject) -> None:
    assert replace(blind.verdict, needs_success=False).passed


def test_words_are_painted_by_what_they_mean(subject: Subject) -> None:
    painted = text(subject, lambda words, meaning: f"<{meaning}>{words}")
    for words in ("<good>pass", "<bad>fail (1)", "<doubtful>no success", "<bad>1 violation"):
        assert words in painted


def test_junit_has_a_case_for_everything(subject: Subject) -> None:
    suite = ET.fromstring(REPORTS["junit"](subject))[0]  # noqa: S314  # our own
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "7",
        "failures": "1",
        "skipped": "3",
    }
    names = [(case.get("classname"), case.get("name")) for case in suite]
    assert ("specdouble.operation", "getExportJob") in names
    assert ("specdouble.scenario", "tutorial") in names
    assert ("specdouble.violation.list_page", "listExportJobs: bad \\x01") in names


def test_junit_tells_how_to_repeat_a_failure(subject: Subject) -> None:
    failure = ET.fromstring(REPORTS["junit"](subject)).find(".//failure")  # noqa: S314  # our own
    assert failure is not None
    assert "curl -sS" in str(failure.text)


def test_json_holds_everything(subject: Subject) -> None:
    found = json.loads(REPORTS["json"](subject))
    assert found["version"] == 2
    assert found["passed"] is False
    assert found["requests"] == 8
    assert found["operations"][0]["tried"] == {"scenarios": 2, "coverage": 1}
    assert found["operations"][2]["verdict"] == "no success"
    assert found["violations"][0]["check"] == "list_page"
    assert found["notes"] == ["it rained"]


def test_a_clean_run_has_passed_in_every_format(clean: Subject) -> None:
    assert json.loads(REPORTS["json"](clean))["passed"] is True
    assert 'failures="0"' in REPORTS["junit"](clean)
    assert "no violations" in REPORTS["text"](clean)
