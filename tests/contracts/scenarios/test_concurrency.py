import json
from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[..., Any]
CHOICES = [
    {},
    {"cancelled-job": "remove"},
    {"cancel-reply": "200"},
    {"unknown-dataset": "refuse"},
    {"most-jobs": "3"},
    {"job-seconds": "0.001"},
]


def is_creation(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("jobs"))


def is_lookup(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"][-1].isdigit())


def is_list(environ: Any) -> bool:
    return bool(environ["REQUEST_METHOD"] == "GET" and not is_lookup(environ))


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_the_mock_passes(choices: dict[str, str], told: Told) -> None:
    outcome = told("concurrency", choices=choices)
    assert (outcome.story.word, outcome.messages) == ("pass", [])


def test_two_jobs_of_one_id_are_seen(told: Told, changed: Told) -> None:
    bodies: list[bytes] = []

    def racing(environ: Any, honest: Any) -> Any:
        if not is_creation(environ):
            return honest
        bodies.append(honest.body)
        return changed(honest, body=bodies[3]) if len(bodies) in {5, 6} else honest

    messages = told("concurrency", wire=racing).messages
    assert any("jobs were created at once, and several have the id" in each for each in messages)


def test_a_job_that_is_lost_at_once_is_seen(told: Told, changed: Told) -> None:
    kept: list[str] = []

    def losing(environ: Any, honest: Any) -> Any:
        if is_creation(environ):
            kept.append(str(json.loads(honest.body)["id"]))
        is_lost = is_lookup(environ) and environ["PATH_INFO"].endswith(kept[4])
        return changed(honest, status=404, body=b"{}") if is_lost else honest

    messages = told("concurrency", wire=losing).messages
    assert any("created with 11 others at once, and is not found" in each for each in messages)


def test_a_job_that_is_not_listed_is_seen(told: Told, changed: Told) -> None:
    def losing(environ: Any, honest: Any) -> Any:
        if not is_list(environ):
            return honest
        page = json.loads(honest.body)
        page["records"] = [each for each in page["records"] if each["id"] != 24118]
        return changed(honest, body=json.dumps(page).encode())

    messages = told("concurrency", wire=losing).messages
    assert "job 24118 was created with others at once and is not on the list" in messages


def test_a_job_that_is_listed_twice_is_seen(told: Told, changed: Told) -> None:
    def doubling(environ: Any, honest: Any) -> Any:
        if not is_list(environ):
            return honest
        page = json.loads(honest.body)
        page["records"] += [each for each in page["records"] if each["id"] == 24118]
        return changed(honest, body=json.dumps(page).encode())

    messages = told("concurrency", wire=doubling).messages
    assert "job 24118 was created with others at once and is listed twice" in messages


def test_a_creation_that_breaks_under_load_is_seen(told: Told, changed: Told) -> None:
    seen: list[Any] = []

    def fragile(environ: Any, honest: Any) -> Any:
        seen.extend([environ] if is_creation(environ) else [])
        is_meant = is_creation(environ) and len(seen) == 7
        return changed(honest, status=500, body=b"") if is_meant else honest

    assert "server_error" in told("concurrency", wire=fragile).checks


def test_a_creation_that_is_put_off_is_fine(told: Told, changed: Told) -> None:
    seen: list[Any] = []
    busy = b'{"error_code": "429050", "message": "Too many requests"}'

    def throttling(environ: Any, honest: Any) -> Any:
        seen.extend([environ] if is_creation(environ) else [])
        is_meant = is_creation(environ) and len(seen) == 7
        return changed(honest, status=429, body=busy) if is_meant else honest

    assert told("concurrency", wire=throttling).messages == []


def test_cancels_of_which_none_succeeds_are_seen(told: Told, changed: Told) -> None:
    def deadlocked(environ: Any, honest: Any) -> Any:
        is_cancel = environ["REQUEST_METHOD"] == "DELETE"
        return changed(honest, status=403, body=b"") if is_cancel else honest

    def unheard(environ: Any) -> Any:
        is_cancel = environ["REQUEST_METHOD"] == "DELETE"
        return {**environ, "REQUEST_METHOD": "GET"} if is_cancel else environ

    messages = told("concurrency", before=unheard, wire=deadlocked).messages
    assert any("was cancelled 4 times at once, and none succeeded" in each for each in messages)


def test_a_job_that_goes_on_after_cancels_is_seen(told: Told, changed: Told) -> None:
    def deaf(environ: Any, honest: Any) -> Any:
        is_cancel = environ["REQUEST_METHOD"] == "DELETE"
        return changed(honest, status=204, headers={}, body=b"") if is_cancel else honest

    def unheard(environ: Any) -> Any:
        is_cancel = environ["REQUEST_METHOD"] == "DELETE"
        return {**environ, "REQUEST_METHOD": "GET"} if is_cancel else environ

    messages = told("concurrency", before=unheard, wire=deaf).messages
    assert any("was cancelled 4 times at once, and is not stopped" in each for each in messages)


def test_a_record_that_breaks_while_it_is_cancelled_is_seen(told: Told, changed: Told) -> None:
    cancels: list[Any] = []

    def torn(environ: Any, honest: Any) -> Any:
        cancels.extend([environ] if environ["REQUEST_METHOD"] == "DELETE" else [])
        is_meant = len(cancels) > 4 and is_lookup(environ)
        return changed(honest, body=honest.body[:40]) if is_meant else honest

    assert "conforms" in told("concurrency", wire=torn).checks


@pytest.mark.parametrize("path", ["dataSets", "jobs"])
def test_without_a_dataset_or_a_job_there_is_no_story(path: str, told: Told, changed: Told) -> None:
    def closed(environ: Any, honest: Any) -> Any:
        is_meant = environ["PATH_INFO"].endswith(path)
        return changed(honest, status=403) if is_meant else honest

    asked = [path for _, path in told("concurrency", wire=closed).asked]
    jobs = [each for each in asked if each.endswith("jobs")]
    assert len(jobs) == (0 if path == "dataSets" else 1)


def test_a_list_that_cannot_be_read_ends_the_story(told: Told, changed: Told) -> None:
    def closed(environ: Any, honest: Any) -> Any:
        return changed(honest, status=403) if is_list(environ) else honest

    assert told("concurrency", wire=closed).story.word == "fail"
