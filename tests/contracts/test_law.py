"""The law: two judges that share no code agree on every exchange, or differ as the table says.

Bounded by default. SPECDOUBLE_LAW_EXAMPLES=5000 tries so many exchanges of each document, new
ones in every run, and the whole of the grids; SPECDOUBLE_WRITE_DOCS=1 writes the page anew.
"""

import os
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from specdouble.spec.exchange import Message, Reply

from .law import shown
from .law.agreement import differences
from .law.grids import LARGE_GRIDS, SMALL_GRIDS, Grid
from .law.leniencies import LENIENCIES, explained
from .law.page import page
from .law.silences import SILENCES, is_known
from .law.subjects import SUBJECTS, Subject, deaf, mishearing
from .law.traffic import traffic

EXAMPLES = int(os.environ.get("SPECDOUBLE_LAW_EXAMPLES", "0"))
STRIDES = (7, 211)
"""Of the small grids and of the large ones every so manieth exchange is tried; primes, so that
every row and column is met."""

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


@pytest.mark.parametrize("grid", [*SMALL_GRIDS, *LARGE_GRIDS])
@pytest.mark.parametrize("name", SUBJECTS)
def test_they_agree_on_each_single_thing_that_can_be_sent(name: str, grid: Grid) -> None:
    stride = 1 if EXAMPLES else STRIDES[grid in LARGE_GRIDS]
    for message, reply in islice(grid(SUBJECTS[name]), 0, None, stride):
        assert unexplained(SUBJECTS[name], message, reply) == [], (message, reply)


LIARS = {
    "deaf to minimum": ("built-in", deaf("built-in", "minimum")),
    "deaf to enum": ("built-in", deaf("built-in", "enum")),
    "deaf to required": ("built-in", deaf("built-in", "required")),
    "deaf to if": ("built-in", deaf("built-in", "if")),
    "deaf to security": ("built-in", deaf("built-in", "security")),
    "deaf to pattern": ("3.0", deaf("3.0", "pattern")),
    "deaf to additionalProperties": ("3.0", deaf("3.0", "additionalProperties")),
    "deaf to nullable": ("3.0", deaf("3.0", "nullable")),
    "deaf to maximum": ("3.1", deaf("3.1", "maximum")),
    "deaf to items": ("3.1", deaf("3.1", "items")),
    "deaf to 4XX": ("3.1", deaf("3.1", "4XX")),
    "asking for more": ("3.0", mishearing("3.0", "minLength", 2)),
    "asking for less": ("3.1", mishearing("3.1", "maxLength", 9)),
}
"""Judges that are wrong on purpose, and the documents they claim to judge by."""


@pytest.mark.parametrize("name", LIARS)
def test_a_judge_that_is_wrong_on_purpose_is_caught(name: str) -> None:
    document, liar = LIARS[name]
    small = (grid(SUBJECTS[document]) for grid in SMALL_GRIDS)
    large = (islice(grid(SUBJECTS[document]), 0, None, 19) for grid in LARGE_GRIDS)
    assert any(unexplained(liar, message, reply) for message, reply in chain(*small, *large))


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
