from pathlib import Path

import pytest

from .driving import CREDENTIALS, DATASETS, HEADERS, JOBS, PETS, Driven, export


def with_token(token: str) -> dict[str, str]:
    return {**HEADERS, "Authorization": token}


def test_an_operation_without_a_behaviour_shows_its_example(tmp_path: Path) -> None:
    document = tmp_path / "pets.yaml"
    document.write_text(PETS, encoding="utf-8")
    answer = Driven(document=document).ask("GET", "/pets", headers={})
    assert (answer.status, answer.json) == (200, ["rex"])


def test_options_tells_what_a_path_takes() -> None:
    answer = Driven().ask("OPTIONS", JOBS, headers={})
    assert answer.status == 204
    assert answer.reply.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.problems == ()


@pytest.mark.parametrize("token", ["Bearer expired", "bearer expired", "BEARER   expired "])
def test_an_expired_token_is_refused_by_the_gateway(token: str) -> None:
    answer = Driven().ask("GET", JOBS, headers=with_token(token))
    assert answer.status == 401
    assert answer.json["error_code"] == "401013"
    assert answer.reply.headers["WWW-Authenticate"] == "Bearer"
    assert not answer.faults


def test_which_tokens_have_expired_is_a_choice() -> None:
    driven = Driven(choices={"refused-tokens": "old, older"})
    assert driven.ask("GET", JOBS, headers=with_token("Bearer older")).status == 401
    assert driven.ask("GET", JOBS, headers=with_token("Bearer expired")).status == 200


def test_no_token_need_have_expired() -> None:
    driven = Driven(choices={"refused-tokens": ""})
    assert driven.ask("GET", JOBS, headers=with_token("Bearer expired")).status == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_of_a_token_may_be_in_any_case(scheme: str) -> None:
    assert Driven().ask("GET", JOBS, headers=with_token(f"{scheme} t")).status == 200


@pytest.mark.parametrize("code", [200, 401, 404, 429, 500, 503])
def test_a_client_may_prefer_a_status(code: int) -> None:
    headers = {**CREDENTIALS, "Prefer": f"code={code}"}
    answer = Driven().ask("GET", f"{JOBS}/1", headers=headers)
    assert answer.status == code
    assert not answer.faults


def test_a_client_may_prefer_an_example() -> None:
    headers = {**CREDENTIALS, "Prefer": "example=jobFailed"}
    answer = Driven().ask("GET", f"{JOBS}/1", headers=headers)
    assert (answer.status, answer.json["status"]) == (200, "FAILED")


def test_what_is_preferred_changes_nothing_in_the_world() -> None:
    driven = Driven()
    driven.ask("POST", JOBS, export(), headers={**HEADERS, "Prefer": "code=200"})
    driven.ask("POST", DATASETS, {}, headers={**HEADERS, "Prefer": "code=201"})
    assert driven.service.world.store.as_json() == {}


@pytest.mark.parametrize("wish", ["return=representation", "respond-async", "wait=10", ""])
def test_a_preference_that_is_no_choice_of_answers_changes_nothing(wish: str) -> None:
    driven = Driven()
    number = driven.create()["id"]
    answer = driven.ask("GET", f"{JOBS}/{number}", headers={**CREDENTIALS, "Prefer": wish})
    assert answer.json["id"] == number


def test_a_request_that_is_wrong_gets_no_wish() -> None:
    headers = {**CREDENTIALS, "Prefer": "code=200"}
    assert Driven().ask("GET", f"{JOBS}/abc", headers=headers).status == 400
