import json
from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.dialect import Dialect

Told = Callable[..., Any]
HOME = "0123456789ABCDEF01234567@AdobeOrg"
AWAY = "FEDCBA9876543210FEDCBA98@AdobeOrg"
CHOICES = [{}, {"cancelled-job": "remove"}, {"cancel-reply": "200"}, {"unknown-dataset": "refuse"}]
ORGANISATION, SANDBOX = "HTTP_X_GW_IMS_ORG_ID", "HTTP_X_SANDBOX_NAME"


def mixing(field: str, is_meant: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """Takes somebody else's organisation, or sandbox, for the first's where that is meant."""
    home = {ORGANISATION: HOME, SANDBOX: "prod"}[field]

    def before(environ: Any) -> Any:
        return {**environ, field: home} if is_meant(environ) else environ

    return before


def is_list(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"].endswith("jobs"))


def is_lookup(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "GET" and not environ["PATH_INFO"].endswith("jobs"))


def is_cancel(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "DELETE")


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_mock_passes(choices: dict[str, str], told: Told) -> None:
    outcome = told("tenants", choices=choices)
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_a_second_tenant_that_is_given_is_the_one_who_looks(told: Told) -> None:
    seen: set[str] = set()

    def listening(environ: Any, honest: Any) -> Any:
        seen.add(environ[ORGANISATION])
        return honest

    second = (Credential("header", "x-gw-ims-org-id", "other"),)
    assert told("tenants", dialect=Dialect(second_tenant=second), wire=listening).messages == []
    assert seen == {HOME, "other"}


def test_without_a_second_tenant_the_story_says_what_it_needs(told: Told, changed: Told) -> None:
    def choosy(environ: Any, honest: Any) -> Any:
        return changed(honest, status=403) if environ[ORGANISATION] == AWAY else honest

    story = told("tenants", wire=choosy).story
    assert story.word == "skipped"
    assert "--second-tenant" in story.reason


@pytest.mark.parametrize(
    ("is_meant", "message"),
    [
        (is_list, "the list of another organisation shows job 24115"),
        (is_lookup, "another organisation is shown job 24115"),
        (is_cancel, "job 24115 is stopped, and only another organisation has cancelled it"),
        (
            lambda environ: environ["REQUEST_METHOD"] == "POST",
            "the list shows the job that another organisation has just created",
        ),
    ],
    ids=["list", "lookup", "cancel", "create"],
)
def test_what_one_tenant_sees_of_another_is_seen(
    is_meant: Callable[[Any], bool], message: str, told: Told
) -> None:
    assert message in told("tenants", before=mixing(ORGANISATION, is_meant)).messages


def refusing(changed: Told, status: int, **words: str) -> Any:
    """Says otherwise of the job of another than of one that never was."""

    def wire(environ: Any, honest: Any) -> Any:
        is_hers = environ[ORGANISATION] == AWAY and environ["PATH_INFO"].endswith("/24115")
        if not is_hers or honest.status != 404:
            return honest
        body = json.dumps({**json.loads(honest.body), "status": status, **words}).encode()
        return changed(honest, status=status, body=body)

    return wire


def test_a_status_that_lets_ids_be_guessed_is_seen(told: Told, changed: Told) -> None:
    messages = told("tenants", wire=refusing(changed, 403)).messages
    text = "the job of another is answered 403, one that never was 404: so its id can be guessed"
    assert text in messages


def test_words_that_let_ids_be_guessed_are_seen(told: Told, changed: Told) -> None:
    wire = refusing(changed, 404, title="That is not yours.")
    text = "the error for the job of another differs at /title from that for no job"
    assert f"{text}: so its id can be guessed" in told("tenants", wire=wire).messages


def test_a_member_that_lets_ids_be_guessed_is_seen(told: Told, changed: Told) -> None:
    wire = refusing(changed, 404, owner="somebody")
    assert any("differs at /owner" in each for each in told("tenants", wire=wire).messages)


def test_a_job_of_their_own_with_the_same_id_is_fine(told: Told, changed: Told) -> None:
    def own(environ: Any, honest: Any) -> Any:
        is_theirs = environ[ORGANISATION] == AWAY and is_lookup(environ)
        return changed(honest, status=200, body=b'{"id": 24115}') if is_theirs else honest

    messages = told("tenants", wire=own).messages
    assert not any("another" in each for each in messages)


@pytest.mark.parametrize(
    ("is_meant", "message"),
    [
        (is_list, "from another sandbox job 24117 is not shown, and listed"),
        (is_lookup, "from another sandbox job 24117 is shown, and not listed"),
        (is_cancel, "cannot be seen from another sandbox, and is cancelled from it"),
    ],
    ids=["list", "lookup", "cancel"],
)
def test_sandboxes_that_are_kept_apart_by_halves_are_seen(
    is_meant: Callable[[Any], bool], message: str, told: Told
) -> None:
    messages = told("tenants", before=mixing(SANDBOX, is_meant)).messages
    assert any(message in each for each in messages)


def test_sandboxes_need_not_be_kept_apart(told: Told) -> None:
    assert told("tenants", before=mixing(SANDBOX, lambda _: True)).messages == []


def test_another_sandbox_may_be_refused(told: Told, changed: Told) -> None:
    def closed(environ: Any, honest: Any) -> Any:
        is_other = environ.get(SANDBOX, "prod") != "prod"
        return changed(honest, status=403) if is_other else honest

    assert told("tenants", wire=closed).messages == []


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_a_second_tenant_who_may_not_create_is_fine(path: str, told: Told, changed: Told) -> None:
    refusal = b'{"error_code": "403025", "message": "Profile is not valid"}'

    def closed(environ: Any, honest: Any) -> Any:
        is_creation = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith(path)
        is_theirs = environ[ORGANISATION] == AWAY and is_creation
        return changed(honest, status=403, body=refusal) if is_theirs else honest

    assert told("tenants", wire=closed).messages == []


def test_without_a_dataset_there_is_no_story(told: Told, changed: Told) -> None:
    def closed(environ: Any, honest: Any) -> Any:
        return changed(honest, status=403) if environ["REQUEST_METHOD"] == "POST" else honest

    assert len(told("tenants", wire=closed).asked) == 2
