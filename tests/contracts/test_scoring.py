"""Scores: in one process and in several, of any document."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from specdouble.contracts.loading import load_api
from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.playback import Fresh
from specdouble.contracts.score_report import score_json, score_text
from specdouble.contracts.scoring import Plan, Score, score
from specdouble.contracts.trial import Trial
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.errors import SpecdoubleError

SHELF = """
openapi: 3.1.0
info: {title: Shelf, version: '1'}
paths:
  /books:
    get:
      operationId: getBook
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema: {type: object, required: [title], properties: {title: {type: string}}}
              example: {title: Emma}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    file = tmp_path / "shelf.yaml"
    file.write_text(SHELF, "utf-8")
    return str(file)


def broken(document: str, choices: Mapping[str, str] | None = None) -> Fresh:
    """Of another document than the one it is judged by."""
    del choices
    file = Path(document).with_name("other.yaml")
    file.write_text(SHELF.replace("title: Emma", "name: Emma").replace("[title]", "[]"), "utf-8")
    return opened(str(file))


def trial(word: str, name: str = "odd:getBook:x") -> Trial:
    return Trial(name, "odd", "getBook", "/paths", "it is odd", word, "so it is")  # type: ignore[arg-type]  # a word


def test_what_breaks_a_schema_is_killed_in_any_document(shelf: str) -> None:
    found = score(Plan(shelf, "member-*"), opened, jobs=1)
    assert {each.word for each in found.trials} == {"killed"}
    assert found.percent == 100


def test_processes_find_the_same_as_one(shelf: str) -> None:
    plan = Plan(shelf, "m*")
    seen: list[tuple[int, int]] = []
    found = score(plan, opened, jobs=2, watch=lambda over, count: seen.append((over, count)))
    assert found == score(plan, opened, jobs=1)
    assert seen[-1] == (len(found.trials), len(found.trials))


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_what_is_known(jobs: int, shelf: str) -> None:
    def impatient(over: int, _count: int) -> None:
        if over >= 3:
            raise KeyboardInterrupt

    found = score(Plan(shelf, "m*"), opened, jobs=jobs, watch=impatient)
    assert not found.is_whole
    assert 3 <= len(found.trials) < found.planned
    assert f"stopped: {len(found.trials)} of {found.planned} were judged" in score_text(found)


def test_what_one_honest_server_never_shows_another_may() -> None:
    pattern = "member-dropped:getExportJob:200 /destination/datasetId required"
    (trial,) = score(Plan(str(DOCUMENT), pattern), opened, jobs=1).trials
    assert trial.word == "killed"


def test_a_sample_is_taken_evenly(shelf: str) -> None:
    api = load_api(shelf)
    every = Plan(shelf).mutants(api)
    some = Plan(shelf, sample=3).mutants(api)
    assert [each.name for each in some] == [every[int(k * len(every) / 3)].name for k in range(3)]


def test_a_sample_larger_than_all_is_all(shelf: str) -> None:
    api = load_api(shelf)
    names = [each.name for each in Plan(shelf, sample=10_000).mutants(api)]
    assert names == [each.name for each in Plan(shelf).mutants(api)]


def test_a_mock_that_is_wrong_itself_has_no_score(shelf: str) -> None:
    with pytest.raises(SpecdoubleError, match="objects to the honest mock itself"):
        score(Plan(shelf), broken, jobs=1)


def test_only_what_can_be_killed_counts() -> None:
    words = ("killed", "survived", "not seen", "crashed", "allowed", "allowed")
    found = Score("x", tuple(map(trial, words)))
    assert (found.killed, found.killable, found.percent) == (1, 4, 25)
    assert [each.word for each in found.survivors] == ["survived", "not seen", "crashed"]


def test_nothing_to_kill_is_a_full_score() -> None:
    assert Score("x", ()).percent == 100


def test_a_survivor_is_told_with_its_place_and_how_to_look_at_it() -> None:
    text = score_text(Score("x", (trial("survived"), trial("killed"))))
    for part in ("odd:getBook:x", "it is odd", "/paths", "--serve NAME", "50.0 %: 1 of 2"):
        assert part in text


def test_a_full_score_has_no_survivors_and_reasons_for_what_is_not_counted() -> None:
    text = score_text(Score("x", (trial("killed"), trial("allowed"))))
    assert "--serve" not in text
    assert "not counted:    1  so it is" in text


def test_json_has_every_mutant() -> None:
    told = json.loads(score_json(Score("x", (trial("killed"), trial("survived")))))
    assert (told["score"], [each["word"] for each in told["mutants"]]) == (
        50,
        ["killed", "survived"],
    )
