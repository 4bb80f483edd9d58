"""What holds for every format, whatever the data; and what only one of them promises."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.report import REPORTS, Subject
from specdouble.contracts.target import Target
from specdouble.contracts.task import Kind, Task
from specdouble.contracts.verdict import Row, Story, Verdict
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Reply

URL = "http://127.0.0.1:1"
SECRET = "s3cret-0123456789/+="  # noqa: S105  # invented
HOSTILE = (
    "\"'`|*_[x](javascript:a) </script><script>alert(1)</script> <img src=x onerror=alert(2)> "
    "]]> --> & @team #1 \x00\x1b[31m\r\n\t\u202e\ud800\udc00\ufffe ```` end"
)
EXCHANGE_WITH = Callable[..., Exchange]


def violated(
    exchange: Exchange, message: str, check: str = "list_page", **objection: str
) -> Violation:
    return Violation(check, "listExportJobs", Objection(message, **objection), exchange, "coverage")


def subject_of(api: Api, *violations: Violation, **facts: object) -> Subject:
    token = Credential("header", "Authorization", f"Bearer {SECRET}", "SPECDOUBLE_TOKEN", "Bearer ")
    row = Row("listExportJobs", "GET", "/jobs", {"scenarios": 2}, {200: 2}, len(violations))
    verdict = Verdict(URL, "a.yaml", 7, 1.25, (row,), (), violations, ())
    return Subject(replace(verdict, **facts), api, Target(URL, (token,)))


@pytest.fixture
def hostile(api: Api, exchanged: EXCHANGE_WITH) -> Subject:
    """A run in which everything that a server, a client or a document can say is hostile."""
    body = HOSTILE.encode("utf-8", "surrogatepass") + b"\xff\xfe" + b"x" * 1_000_000
    kind = HOSTILE.encode("ascii", "replace").decode()
    exchange = exchanged("listExportJobs", 200, {})
    reply = Reply(200, Headers([("Content-Type", kind), ("X-Odd", HOSTILE)]), body)
    objection = Objection(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    exchange = replace(exchange, reply=reply)
    found = Violation(HOSTILE, HOSTILE, objection, exchange, HOSTILE)
    rows = (Row(HOSTILE, "GET", HOSTILE, {HOSTILE: 1}, {200: 1}, 1),)
    task = Task("operation", HOSTILE, HOSTILE, HOSTILE, done=False, provokable=True, reason=HOSTILE)
    return subject_of(
        api,
        found,
        rows=rows,
        document=HOSTILE,
        url=HOSTILE,
        stories=(Story(HOSTILE, "skipped", HOSTILE),),
        notes=(HOSTILE,),
        warnings=(HOSTILE,),
        coverage=(task,),
    )


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_hostile_data_can_be_written_and_shown(hostile: Subject, name: str) -> None:
    report = REPORTS[name](hostile)
    assert report.encode()
    assert not [each for each in report if not each.isprintable() and each != "\n"]
    assert len(report) < 250_000


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_shows_a_secret(api: Api, exchanged: EXCHANGE_WITH, name: str) -> None:
    exchange = exchanged("createExportJob", 200, {"echo": SECRET}, body={"token": SECRET})
    message = replace(
        exchange.call.message,
        query=f"a={SECRET}&b=s3cret-0123456789%2F%2B%3D",
        headers=Headers([("Authorization", f"Bearer {SECRET}"), ("X-Too", SECRET)]),
        body=exchange.call.message.body + b"\xff" + SECRET.encode(),
    )
    exchange = replace(exchange, call=replace(exchange.call, message=message))
    found = violated(exchange, f"it said {SECRET}", expected=SECRET, got=SECRET)
    told = subject_of(
        api,
        found,
        notes=(SECRET,),
        warnings=(SECRET,),
        stories=(Story("tutorial", "skipped", SECRET),),
    )
    assert "s3cret" not in REPORTS[name](told)


def test_a_page_has_no_markup_but_its_own(hostile: Subject) -> None:
    page = Page()
    page.feed(REPORTS["html"](hostile))
    assert page.wrong == []
    assert page.tags.count("script") == 1
    assert "img" not in page.tags


class Page(HTMLParser):
    """The tags of a page, and those that are not closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.wrong += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.addresses += [str(value) for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_a_page_asks_nobody_for_anything(hostile: Subject) -> None:
    text = REPORTS["html"](hostile)
    page = Page()
    page.feed(text)
    assert page.addresses == []
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_of_a_page_lets_in_its_own_style_and_script(hostile: Subject) -> None:
    text = REPORTS["html"](hostile)
    assert len(re.findall(r"(?:style|script)-src 'sha256-[A-Za-z0-9+/]{43}='", text)) == 2


def test_markdown_has_no_markup_but_its_own(hostile: Subject) -> None:
    report = REPORTS["markdown"](hostile)
    outside = re.sub(r"^(`{3,})\n.*?\n\1$", "", report, flags=re.DOTALL | re.MULTILINE)
    tags = set(re.findall(r"<(/?\w+)", outside))
    assert {each.strip("/") for each in tags} == {"details", "summary", "b", "code"}
    assert "@" not in outside
    assert "`" not in outside


def test_every_row_of_a_markdown_table_has_the_cells_of_its_head(hostile: Subject) -> None:
    lines = REPORTS["markdown"](hostile).split("\n")
    for number, line in enumerate(lines):
        if line.startswith("| ---") and number + 1 < len(lines):
            assert lines[number - 1].count("|") == line.count("|") == lines[number + 1].count("|")


def test_markdown_stays_within_a_comment_and_says_what_is_missing(
    api: Api, exchanged: EXCHANGE_WITH
) -> None:
    exchange = exchanged("listExportJobs", 200, {"a": "b" * 5000})
    words = [f"{chr(97 + a)}{chr(97 + b)}" for a in range(10) for b in range(10)]
    many = [violated(exchange, word) for word in words]
    report = REPORTS["markdown"](subject_of(api, *many))
    assert len(report) < 65_536
    assert re.search(r"… and \d+ more, which the other reports hold", report)


def parsed(report: str) -> ET.Element:
    return ET.fromstring(report)  # noqa: S314  # our own


CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-out"},
    "properties": {"property"},
    "testcase": {"skipped", "failure", "error"},
}
ATTRIBUTES = {
    "testsuites": set(),
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "property": {"name", "value"},
    "testcase": {"classname", "name", "time"},
    "skipped": {"message"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
}


def test_junit_keeps_to_the_schema_of_jenkins(hostile: Subject) -> None:
    for element in parsed(REPORTS["junit"](hostile)).iter():
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        assert set(element.keys()) == ATTRIBUTES.get(element.tag, set())


def test_junit_counts_what_it_holds(hostile: Subject) -> None:
    suite = parsed(REPORTS["junit"](hostile))[0]
    assert suite.get("failures") == str(len(suite.findall("testcase/failure"))) == "1"
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped"))) == "1"


def test_a_skipped_scenario_says_why_in_every_format(api: Api) -> None:
    story = Story("tenants", "skipped", "no second organisation is known")
    told = subject_of(api, stories=(story,))
    for report in REPORTS.values():
        assert story.reason in report(told)


@pytest.mark.parametrize("name", REPORTS)
def test_warnings_are_told_apart_from_notes(api: Api, name: str) -> None:
    report = REPORTS[name](subject_of(api, warnings=("slow",), notes=("unseen",)))
    assert report.lower().index("warning") < report.index("slow") < report.index("unseen")


def tasks() -> tuple[Task, ...]:
    def task(kind: Kind, name: str, reason: str = "", *, provokable: bool = True) -> Task:
        return Task(kind, "listExportJobs", name, "/paths", not reason, provokable, reason)

    return (
        task("operation", "succeeds"),
        *(task("response", f"4{each:02}", "no such answer") for each in range(25)),
        task("response", "503", "a server's own trouble", provokable=False),
    )


def test_coverage_is_told_in_a_line_for_each_kind(api: Api) -> None:
    lines = REPORTS["text"](subject_of(api, coverage=tasks())).split("\n")
    start = lines.index("coverage of the contract  4 %")
    assert [" ".join(line.split()) for line in lines[start + 1 : start + 3]] == [
        "operations that succeeded 1 of 1",
        "statuses that were answered 0 of 25 (1 more are up to the server)",
    ]


def test_what_was_not_exercised_is_listed_with_the_reason(api: Api) -> None:
    told = subject_of(api, coverage=tasks())
    assert "25 promises not exercised" in REPORTS["html"](told)
    assert "1 promise not seen, up to the server" in REPORTS["html"](told)
    assert "- listExportJobs: no such answer: <code>400</code>" in REPORTS["markdown"](told)
    assert "and 5 more" in REPORTS["markdown"](told)


def test_all_done_leaves_no_list(api: Api) -> None:
    assert "not exercised" not in REPORTS["html"](subject_of(api, coverage=tasks()[:1]))


def test_coverage_is_in_machine_readable_reports(api: Api) -> None:
    told = subject_of(api, coverage=tasks())
    coverage = json.loads(REPORTS["json"](told))["coverage"]
    assert coverage["percent"] == pytest.approx(3.8)
    assert coverage["kinds"][1] == {"kind": "response", "done": 0, "possible": 25, "beyond": 1}
    assert coverage["tasks"][-1]["reason"] == "a server's own trouble"
    found = {each.get("name"): each.get("value") for each in parsed(REPORTS["junit"](told)).iter()}
    assert (found["coverage"], found["coverage.response"]) == ("3.8", "0/25")
    assert json.loads(REPORTS["json"](subject_of(api)))["coverage"] is None


@pytest.fixture
def missing(api: Api, exchanged: EXCHANGE_WITH) -> Subject:
    """A record without a member, found in two operations, and one fault more."""
    place = "/components/schemas/ExportJob/required"
    one = violated(
        exchanged("listExportJobs", 200, {"records": []}),
        'the member "imsOrgId" is missing (at /records/0/imsOrgId)',
        "conforms",
        place=place,
        kind="k",
        expected="imsOrgId",
        got="nothing",
    )
    two = replace(one, operation="getExportJob")
    three = violated(exchanged("listExportJobs", 200, {}), "the order is wrong")
    return subject_of(api, one, two, three)


def test_a_fault_of_many_operations_is_told_once(missing: Subject) -> None:
    report = REPORTS["text"](missing)
    assert report.count("the member") == 1
    assert "\n   also in    getExportJob\n" in report
    assert "3 violations (2 faults, 2 requests" in report
    assert REPORTS["html"](missing).count("<article") == 2
    assert len(json.loads(REPORTS["json"](missing))["violations"]) == 3
    assert len(json.loads(REPORTS["json"](missing))["faults"]) == 2


def test_expected_and_got_stand_side_by_side(missing: Subject) -> None:
    text = REPORTS["text"](missing)
    assert "\n   expected   imsOrgId\n   got        nothing\n" in text
    assert "| <code>imsOrgId</code> | <code>nothing</code> |" in REPORTS["markdown"](missing)
    html = REPORTS["html"](missing)
    assert "<dt>expected</dt><dd><code>imsOrgId</code>" in html
    assert "<dt>got</dt><dd><code>nothing</code>" in html


def test_a_report_says_why_it_matters_and_shows_the_document(missing: Subject) -> None:
    html, markdown = REPORTS["html"](missing), REPORTS["markdown"](missing)
    for report in (html, markdown, REPORTS["junit"](missing)):
        assert "A client is written against the document" in report
    assert "Bad: 200 with a body that lacks" in html
    assert "see <code>server_error</code>" in html
    assert re.search(r"<mark> *\d+  +required:</mark>", html)
    assert re.search(r"^> +\d+ \|  +required:$", markdown, re.MULTILINE)


def test_the_whole_exchange_is_in_the_long_formats(missing: Subject) -> None:
    for name in ("html", "markdown", "junit"):
        report = REPORTS[name](missing)
        assert "GET /data/core/ups/export/jobs" in report
        assert "HTTP 200" in report


def test_inputs_that_nobody_checks_are_told_together(api: Api, exchanged: EXCHANGE_WITH) -> None:
    exchanges = [exchanged("listExportJobs", 200, {}, query={"limit": each}) for each in (0, "a")]
    found = [
        violated(each, f"answered 200 although {each.problems[0].message}", "refusal", kind=str(n))
        for n, each in enumerate(exchanges)
    ]
    for name in ("text", "markdown", "html"):
        report = REPORTS[name](subject_of(api, *found))
        assert "2 violations" in report
        assert "got &quot;a&quot;" in report or 'got "a"' in report
    assert "1 fault" in REPORTS["text"](subject_of(api, *found))


def test_a_long_reply_is_short_at_the_terminal_where_expected_and_got_say_it(
    api: Api, exchanged: EXCHANGE_WITH
) -> None:
    exchange = exchanged("listExportJobs", 200, {"a": "b" * 1000})
    for got, longest in (("", 1100), ("x", 300)):
        found = violated(exchange, "wrong", expected=got, got=got)
        report = REPORTS["text"](subject_of(api, found))
        assert (report.count("b") > 900) is (longest > 1000)
