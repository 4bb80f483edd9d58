"""Our own score: every mutant of the built-in document is found out, or it is said why not.

The tests judge a slice; `python -m tests.test_mutants check` judges all, as does pytest where the
environment has SPECDOUBLE_MUTANTS=all. Without `check` it writes `docs/mutants.md` anew.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from specdouble.contracts.loading import load_api
from specdouble.contracts.mutant import MUTATIONS, mutants_of
from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.score_report import score_text
from specdouble.contracts.scoring import Plan, Score, score
from specdouble.contracts.trial import Trial
from specdouble.spec.built_in import DOCUMENT

PAGE = Path(__file__).parent.parent / "docs" / "mutants.md"
SLICE = 40

HEAD = """# Mutants

`specdouble mutate` makes an honest server of a document wrong in one way at a time, each derived
from the document, and lets `verify` judge it. These are the mutants of the built-in document: all
that break a promise are found out. `specdouble mutate --list` names each of them, and
`specdouble mutate --serve NAME` serves one.

| kind | what goes wrong | made | found out | not counted |
| --- | --- | ---: | ---: | ---: |
"""

WHY = """
## Not counted

These do what nobody could call wrong, or what no request makes an honest server do.

| why | how many | of which kinds |
| --- | ---: | --- |
"""


def page(found: Score) -> str:
    """The page as it ought to be."""
    return HEAD + "".join(kinds(found.trials)) + WHY + "".join(reasons(found.trials))


def kinds(trials: Iterable[Trial]) -> Iterator[str]:
    """A row for each kind, and one for all."""
    words = {name: Counter[str]() for name in MUTATIONS}
    for trial in trials:
        words[trial.kind][trial.word] += 1
    for name, count in words.items():
        means = " ".join((MUTATIONS[name].__doc__ or "").split())
        yield row(f"`{name}`", means, count)
    yield row("all", "", sum(words.values(), Counter()))


def row(kind: str, means: str, count: Counter[str]) -> str:
    """How many there are of one kind."""
    return f"| {kind} | {means} | {count.total()} | {count['killed']} | {count['allowed']} |\n"


def reasons(trials: Iterable[Trial]) -> Iterator[str]:
    """A row for each reason, the most frequent first."""
    allowed = [trial for trial in trials if trial.word == "allowed"]
    for reason, count in Counter(trial.reason for trial in allowed).most_common():
        of = dict.fromkeys(trial.kind for trial in allowed if trial.reason == reason)
        yield f"| {reason} | {count} | {', '.join(f'`{kind}`' for kind in of)} |\n"


@pytest.fixture(scope="module")
def judged() -> Score:
    """All, or a slice."""
    is_all = os.environ.get("SPECDOUBLE_MUTANTS") == "all"
    return score(Plan(str(DOCUMENT), sample=0 if is_all else SLICE), opened, jobs=1)


def test_every_mutant_that_can_be_is_found_out(judged: Score) -> None:
    assert [(each.name, each.reason) for each in judged.survivors] == []
    assert judged.killed > 0


def test_every_reason_is_on_the_page(judged: Score) -> None:
    told = PAGE.read_text("utf-8")
    found = {each.reason for each in judged.trials if each.word == "allowed"}
    assert [each for each in found if f"| {each} |" not in told] == []


def test_the_page_has_as_many_of_each_kind_as_there_are() -> None:
    told = PAGE.read_text("utf-8")
    made = Counter(each.kind for each in mutants_of(load_api(DOCUMENT)))
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| `")]
    lines = {cells[0]: cells[2] for cells in rows}
    assert {name: lines[f"| `{name}`"] for name in MUTATIONS} == {
        name: str(made[name]) for name in MUTATIONS
    }


@pytest.mark.skipif(os.environ.get("SPECDOUBLE_MUTANTS") != "all", reason="it takes minutes")
def test_the_page_is_current(judged: Score) -> None:
    assert PAGE.read_text("utf-8") == page(judged)


def main(*arguments: str) -> int:
    """Judge all, and write the page or hold it to that: the number of what is wrong."""
    found = score(Plan(str(DOCUMENT)), opened, jobs=2)
    print(score_text(found))  # noqa: T201  # a command
    if "check" not in arguments:
        PAGE.write_text(page(found), "utf-8")
    is_current = PAGE.read_text("utf-8") == page(found)
    print(f"{PAGE.name} is {'current' if is_current else 'out of date'}")  # noqa: T201  # a command
    return len(found.survivors) + (not is_current)


if __name__ == "__main__":
    sys.exit(int(main(*sys.argv[1:]) > 0))
