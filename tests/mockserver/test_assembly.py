from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specdouble.mockserver.assembly import assemble
from specdouble.mockserver.clock import rfc_3339
from specdouble.mockserver.settings import Settings
from specdouble.spec.errors import DocumentError, SettingError

from .driving import JOBS, PETS, START, Driven


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_without_a_document_the_built_in_one_is_served() -> None:
    service = assemble(Settings())
    assert service.title == service.api.title
    assert service.title.startswith("Profile export jobs")
    assert len(service.api.operations) == 5


def test_another_document_is_served_without_behaviours(tmp_path: Path) -> None:
    service = assemble(Settings(document=written(tmp_path, "pets.yaml", PETS)))
    assert service.title == "Pets"
    assert service.world.choices == {}


def test_another_document_can_have_behaviours(tmp_path: Path) -> None:
    pets = written(tmp_path, "pets.yaml", PETS)
    wiring = written(tmp_path, "wiring.yaml", "choices: {mood: {means: m, default: good}}")
    service = assemble(Settings(document=pets, behaviours=wiring))
    assert service.world.choices == {"mood": "good"}


def test_the_built_in_document_can_have_other_behaviours(tmp_path: Path) -> None:
    text = "operations: {getExportJob: {errors: gateway}}"
    driven = Driven(behaviours=written(tmp_path, "wiring.yaml", text))
    assert "error_code" in driven.ask("GET", f"{JOBS}/abc").json


def test_behaviours_of_another_document_are_refused(tmp_path: Path) -> None:
    pets = written(tmp_path, "pets.yaml", PETS)
    wiring = written(tmp_path, "wiring.yaml", "operations: {listCats: {}}")
    with pytest.raises(DocumentError, match=r"wiring\.yaml:1:24: .* 'listCats'"):
        assemble(Settings(document=pets, behaviours=wiring))


def test_what_is_no_openapi_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="not an OpenAPI document"):
        assemble(Settings(document=written(tmp_path, "x.yaml", "a: 1")))


def test_a_document_that_is_not_there_is_refused() -> None:
    with pytest.raises(DocumentError):
        assemble(Settings(document="nowhere.yaml"))


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingError, match="there is no such choice"):
        assemble(Settings(choices={"colour": "red"}))


def test_time_starts_when_it_is_told_to() -> None:
    assert Driven().clock.now() == START


@settings(max_examples=20)
@given(st.integers(0, 253_402_300_799_999))
@example(163_034_243_899_999)
def test_time_starts_at_the_very_millisecond(instant: int) -> None:
    service = assemble(Settings(time=rfc_3339(instant), speed=0))
    assert service.world.clock.now() == instant


def test_requiring_the_sandbox_is_for_one_mock_only() -> None:
    Driven(require_sandbox=True)
    headers = {"Authorization": "Bearer t", "x-api-key": "k", "x-gw-ims-org-id": "o"}
    assert Driven().ask("GET", JOBS, headers=headers).status == 200


def test_the_journal_is_dated_by_the_clock_of_the_mock() -> None:
    driven = Driven()
    driven.clock.advance(minutes=1)
    driven.page()
    assert driven.service.journal.entries[-1].time == START + 60_000


def test_the_journal_is_as_long_as_set() -> None:
    driven = Driven(journal_size=2)
    for _ in range(3):
        driven.page()
    assert len(driven.service.journal) == 2
