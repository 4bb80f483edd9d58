"""Which troubles a document has."""

from collections import Counter

import pytest

from specdouble.contracts.provocation import Played, chosen_of, troubles_of
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.errors import SettingError

PETS = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        4XX: {description: No.}
        default: {description: Who knows.}
    post:
      operationId: addPet
      responses:
        '202': {description: Later.}
        '201': {description: Now., content: {application/json: {}}}
        '429': {description: Later.}
        '304': {description: Nothing new.}
    delete:
      operationId: dropPets
      responses:
        '200': {description: Gone., content: {text/plain: {}, no type: {}}}
components:
  schemas:
    Pet:
      properties:
        mood: {enum: [good, bad]}
        friend: {$ref: '#/components/schemas/Pet'}
        size: {enum: [1, 2]}
"""


@pytest.fixture(scope="module")
def pets() -> Api:
    return compile_api(parse(PETS))


def names(api: Api, ending: str) -> list[str]:
    return [each.name for each in troubles_of(api) if each.name.endswith(f"-on-{ending}")]


def test_a_list_has_its_errors_and_what_may_be_in_it(pets: Api) -> None:
    assert names(pets, "listPets") == [
        "400-on-listPets",
        "500-on-listPets",
        "reset-on-listPets",
        "cut-on-listPets",
        "slow-on-listPets",
        "silent-on-listPets",
        "extra-member-on-listPets",
        "unknown-value-on-listPets",
        "empty-on-listPets",
    ]


def test_a_creation_has_its_other_success_and_is_to_be_tried_again(pets: Api) -> None:
    found = names(pets, "addPet")
    assert {"429-on-addPet", "429-once-on-addPet", "202-on-addPet"} <= set(found)
    assert not {"201-on-addPet", "304-on-addPet", "unknown-value-on-addPet"} & set(found)


def test_what_answers_no_json_has_no_members(pets: Api) -> None:
    assert "extra-member-on-dropPets" not in names(pets, "dropPets")


def test_every_trouble_has_a_name_of_its_own(api: Api) -> None:
    counts = Counter(each.name for each in troubles_of(api))
    assert counts.most_common(1)[0][1] == 1


def test_every_documented_error_is_a_trouble(api: Api) -> None:
    found = {each.name for each in troubles_of(api)}
    for operation in api.operations:
        errors = [status for status in operation.responses if status >= "400"]
        assert {f"{status}-on-{operation.operation_id}" for status in errors} <= found


def test_what_is_played_has_troubles_of_its_own(pets: Api) -> None:
    played = Played(
        {"addPet": "export-job.create", "dropPets": "export-job.cancel"},
        {"cancel-reply": "204"},
        {"cancel-reply": ("204", "200"), "last-link": ("empty", "absent")},
    )
    found = [each.name for each in troubles_of(pets, played)]
    assert found[-2:] == ["failed-job", "cancel-reply=200"]
    assert "202-on-addPet" not in found


def test_silence_has_to_be_asked_for(pets: Api) -> None:
    found = troubles_of(pets)
    usual = {each.name for each in chosen_of(found, (), ())}
    asked = [each.name for each in chosen_of(found, ["silent-*"], ["*-dropPets"])]
    assert "silent-on-listPets" not in usual
    assert asked == ["no-trouble", "silent-on-listPets", "silent-on-addPet"]


@pytest.mark.parametrize(("only", "skip"), [(["4O4*"], []), ([], ["4O4*"])])
def test_a_pattern_that_fits_nothing_is_told(pets: Api, only: list[str], skip: list[str]) -> None:
    with pytest.raises(SettingError, match="there is no such trouble; known: no-trouble, 400-on"):
        chosen_of(troubles_of(pets), only, skip)
