from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.dialect import Dialect

Tell = Callable[..., Any]
OPERATIONS = [
    "createDataset",
    "listExportJobs",
    "createExportJob",
    "getExportJob",
    "cancelExportJob",
]
OVER = "over"
CHOICES = [{}, {"missing-token": "403"}, {"cancelled-job": "remove"}, {"cancel-reply": "200"}]


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_mock_passes(choices: dict[str, str], told: Tell) -> None:
    outcome = told("credentials", choices=choices)
    assert (outcome.story.word, outcome.messages, outcome.notes) == ("pass", [], ())


def test_a_smoke_test_is_short(told: Tell) -> None:
    outcome = told("credentials", profile="quick")
    assert outcome.story.word == "pass"
    assert len(outcome.asked) < 30


def test_a_run_that_only_reads_writes_nothing(told: Tell) -> None:
    outcome = told("credentials", read_only=True)
    assert {method for method, _ in outcome.asked} == {"GET"}


@pytest.mark.parametrize("name", ["authorization", "x_api_key", "x_gw_ims_org_id"])
def test_a_credential_that_nobody_asks_for_is_seen(name: str, tell: Tell) -> None:
    def open_door(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if name in asked.headers else (200, {})

    found = tell("credentials", open_door).ledger.violations
    assert {each.operation for each in found if each.check == "refusal"} == set(OPERATIONS)


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearer", "specdouble-placeholder-token"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_bad_token_that_one_operation_takes_is_seen(
    scheme: str, method: str, told: Tell, changed: Tell
) -> None:
    def lax(environ: Any, honest: Any) -> Any:
        is_meant = environ.get("HTTP_AUTHORIZATION", "").split(" ")[0] == scheme
        is_meant = is_meant and honest.status == 401 and environ["REQUEST_METHOD"] == method
        return changed(honest, status=200) if is_meant else honest

    assert "refusal" in told("credentials", wire=lax).checks


def test_a_refusal_of_another_kind_is_seen(tell: Tell) -> None:
    def odd(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if "x_api_key" in asked.headers else (409, {})

    messages = [each for each in tell("credentials", odd).messages if "x-api-key" in each]
    assert len(messages) == len(OPERATIONS)
    assert messages[0].startswith("without the header x-api-key it answers 409")


def test_what_works_must_not_be_hidden_from_the_nameless(tell: Tell) -> None:
    def hiding(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if "x_api_key" in asked.headers else (404, {})

    messages = [each for each in tell("credentials", hiding).messages if "x-api-key" in each]
    assert len(messages) == len(OPERATIONS)


def test_a_missing_token_is_answered_everywhere_alike(told: Tell, changed: Tell) -> None:
    def moody(environ: Any, honest: Any) -> Any:
        is_meant = honest.status == 401 and environ["REQUEST_METHOD"] == "DELETE"
        return changed(honest, status=403) if is_meant else honest

    assert (
        "missing-token: it was '401' before, and here it is '403'"
        in told("credentials", wire=moody).messages
    )


def test_an_expired_token_that_one_operation_takes_is_seen(told: Tell, changed: Tell) -> None:
    def lax(environ: Any, honest: Any) -> Any:
        is_expired = environ.get("HTTP_AUTHORIZATION") == "Bearer expired"
        is_meant = is_expired and environ["REQUEST_METHOD"] == "GET"
        is_list = environ["PATH_INFO"].endswith("jobs")
        return changed(honest, status=200) if is_meant and is_list else honest

    messages = told("credentials", wire=lax).messages
    assert (
        "with the word 'expired' in Authorization it answers 200; "
        "createDataset refuses the same with 401"
    ) in messages


def test_a_key_that_one_operation_takes_is_seen(told: Tell, changed: Tell) -> None:
    def half(environ: Any, honest: Any) -> Any:
        is_meant = environ.get("HTTP_X_API_KEY") == "invalid"
        is_meant = is_meant and environ["REQUEST_METHOD"] != "DELETE"
        return changed(honest, status=403) if is_meant else honest

    messages = told("credentials", wire=half).messages
    assert any("'invalid' in x-api-key it answers 204" in each for each in messages)


def test_a_server_that_takes_any_token_is_told_so_in_a_remark(told: Tell) -> None:
    outcome = told("credentials", choices={"refused-tokens": "other"})
    assert outcome.messages == []
    assert ["--expired-token" in each for each in outcome.notes] == [True]


def test_a_token_that_is_said_to_have_expired_is_refused_everywhere(told: Tell) -> None:
    outcome = told("credentials", dialect=Dialect(expired_token=OVER))
    assert len([each for each in outcome.messages if "with the expired token it" in each]) == 5


def test_a_token_that_has_expired_and_is_refused_is_fine(told: Tell) -> None:
    outcome = told(
        "credentials",
        dialect=Dialect(expired_token=OVER),
        choices={"refused-tokens": OVER},
    )
    assert (outcome.messages, outcome.notes) == ([], ())


def test_a_creation_that_was_refused_and_done_is_seen(told: Tell, changed: Tell) -> None:
    """The honest mock is shown a good token, and its answer is thrown away."""
    outcome = told("credentials", before=with_token, wire=and_refuse(changed))
    assert any("every creation with a bad credential" in each for each in outcome.messages)


def test_a_cancel_that_was_refused_and_done_is_seen(told: Tell, changed: Tell) -> None:
    outcome = told("credentials", before=with_token, wire=and_refuse(changed))
    assert any(
        each.startswith("every cancel of job") and each.endswith("and it is cancelled")
        for each in outcome.messages
    )


@pytest.mark.parametrize(("profile", "words"), [("strict", ["fail"]), ("documented", ["pass"])])
def test_a_scheme_in_small_letters_is_the_same_scheme(
    profile: str, words: list[str], told: Tell, changed: Tell
) -> None:
    refusal = b'{"error_code": "401013", "message": "Oauth token is not valid"}'

    def naive(environ: Any, honest: Any) -> Any:
        is_small = environ.get("HTTP_AUTHORIZATION", "").startswith("bearer")
        return changed(honest, status=401, body=refusal) if is_small else honest

    assert [told("credentials", profile=profile, wire=naive).story.word] == words
    assert told("credentials", profile=profile).story.word == "pass"


def with_token(environ: Any) -> Any:
    """The request as it would be with a good token."""
    return {**environ, "HTTP_AUTHORIZATION": environ.get("HTTP_AUTHORIZATION") or "Bearer good"}


def and_refuse(changed: Tell) -> Any:
    """Whoever has no token is refused; by then what they wanted is done."""

    def wire(environ: Any, honest: Any) -> Any:
        if environ.get("HTTP_AUTHORIZATION"):
            return honest
        refusal = {"Content-Type": "application/json", "WWW-Authenticate": "Bearer"}
        return changed(honest, status=401, headers=refusal, body=REFUSED)

    return wire


REFUSED = b'{"error_code": "403010", "message": "Oauth token is missing."}'
