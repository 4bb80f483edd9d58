"""The law: two judges that share no code agree on every exchange, or differ as the table says.

Bounded by default. SPECDOUBLE_LAW_EXAMPLES=5000 tries so many exchanges of each document, new
ones in every run, and the whole of the grids; SPECDOUBLE_WRITE_DOCS=1 writes the page anew.
"""

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from specdouble.spec.exchange import Message, Reply

from .law import shown
from .law.agreement import differences
from .law.grids import GRIDS, Grid
from .law.leniencies import LENIENCIES, explained
from .law.page import page
from .law.silences import SILENCES, is_known
from .law.subjects import SUBJECTS, Subject, deaf, strict
from .law.traffic import traffic

EXAMPLES = int(os.environ.get("SPECDOUBLE_LAW_EXAMPLES", "0"))
STRIDE = 1 if EXAMPLES else 211
"""How much of the grids is left out; a prime, so that every row and column is met."""

BOUNDS = settings(
    max_examples=EXAMPLES or 300,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
PAGE = Path(__file__).parents[2] / "docs" / "judges.md"

Told = list[tuple[str, str, str, str]]


def unexplained(subject: Subject, message: Message, reply: Reply) -> Told:
    """The differences between the judges, and the silences, that no row of a table knows."""
    exchange = subject.exchange(message, reply)
    opinion = subject.opinion(exchange)
    found = [each for each in differences(exchange, opinion) if not explained(each)]
    return [
        *((each.by, p.code, p.pointer, p.message) for each in found for p in [each.problem]),
        *(("no opinion", gap.part, "", gap.reason) for gap in opinion.gaps if not is_known(gap)),
    ]


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_judges_differ_only_where_the_table_says_so(name: str) -> None:
    subject = SUBJECTS[name]

    @BOUNDS
    @given(traffic(subject))
    def law(exchanged: tuple[Message, Reply]) -> None:
        assert unexplained(subject, *exchanged) == []

    law()


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("name", SUBJECTS)
def test_they_agree_on_each_single_thing_that_can_be_sent(name: str, grid: Grid) -> None:
    subject = SUBJECTS[name]
    for message, reply in islice(grid(subject), 0, None, STRIDE):
        assert unexplained(subject, message, reply) == [], (message, reply)


LIARS = {
    "deaf to minimum": deaf("built-in", "minimum"),
    "deaf to enum": deaf("built-in", "enum"),
    "deaf to required": deaf("built-in", "required"),
    "deaf to if": deaf("built-in", "if"),
    "deaf to security": deaf("built-in", "security"),
    "deaf to additionalProperties": deaf("3.0", "additionalProperties"),
    "deaf to nullable": deaf("3.0", "nullable"),
    "deaf to format": deaf("3.0", "format"),
    "deaf to maximum": deaf("3.1", "maximum"),
    "deaf to items": deaf("3.1", "items"),
    "asking for more": strict("3.0", "minLength", 2),
    "asking for less": strict("3.1", "maxItems", 9),
    "of another mind about 4XX": deaf("3.1", "4XX"),
}


@pytest.mark.parametrize("name", LIARS)
def test_a_judge_that_is_wrong_on_purpose_is_caught(name: str) -> None:
    liar = LIARS[name]
    bounds = settings(BOUNDS, max_examples=5000, phases=[Phase.generate], derandomize=True)
    assert find(traffic(liar), lambda each: bool(unexplained(liar, *each)), settings=bounds)


@pytest.mark.parametrize("name", shown.DIFFERENCES)
def test_a_row_of_the_differences_is_true(name: str) -> None:
    document, message, reply = shown.DIFFERENCES[name]
    subject = SUBJECTS[document]
    exchange = subject.exchange(message, reply)
    rows = {
        row.name
        for each in differences(exchange, subject.opinion(exchange))
        for row in explained(each)
    }
    assert name in rows


@pytest.mark.parametrize("name", shown.SILENCES)
def test_a_row_of_the_silences_is_true(name: str) -> None:
    document, message, reply = shown.SILENCES[name]
    subject = SUBJECTS[document]
    row = next(each for each in SILENCES if each.name == name)
    gaps = subject.opinion(subject.exchange(message, reply)).gaps
    assert [gap for gap in gaps if gap.reason == row.reason and gap.part in row.parts]


def test_every_row_is_shown() -> None:
    assert list(shown.DIFFERENCES) == [row.name for row in LENIENCIES]
    assert list(shown.SILENCES) == [row.name for row in SILENCES]


def test_the_page_is_made_of_the_tables() -> None:
    if "SPECDOUBLE_WRITE_DOCS" in os.environ:
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
