"""The judge on a second server: nothing against it in any variant, something against each bug.

The server lies in `second/` and shares no code with the judge or the mock. By default some of its
bugs are tried; SPECDOUBLE_BENCH=1 tries them all. `benchmarks/judge.py` gives the figures.
"""

import os
from collections.abc import Callable
from wsgiref.types import WSGIApplication

import pytest

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Verdict
from specdouble.contracts.verification import Options, verify
from specdouble.contracts.walk import Pace
from specdouble.spec.api import Api

from .second.bugs import BUGS
from .second.choices import VARIANTS
from .second.planting import Bug
from .second.script import transcript
from .second.server import DATASETS, JOBS, application
from .second.service import Service

Serve = Callable[[WSGIApplication], str]

ALL = bool(os.environ.get("SPECDOUBLE_BENCH"))
STRIDE = 1 if ALL else 37
"""Every so manieth bug is tried; a prime, so that all kinds are met."""

VARIANT_STRIDE = 1 if ALL else 7

CREDENTIALS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
}
UNION = {"schemaRef": {"id": "_xdm.context.profile__union"}}


class Clock:
    """Virtual milliseconds, which pass only while somebody waits."""

    def __init__(self) -> None:
        self.moment = 1_800_000_000_000

    def now(self) -> int:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.moment += max(1, round(seconds * 1000))


def judged(service: Service, clock: Clock, api: Api, serve: Serve) -> Verdict:
    """The verdict of the scenarios on a server, in the virtual time of its clock."""
    wsgi = service.memory.get("wsgi", lambda app: app)(application(service))
    pace = Pace(lambda: clock.now() / 1000, clock.wait)
    with Target(serve(wsgi), placeholders(api)) as target:
        return verify(api, target, Options(seed=1, time_budget=0, pace=pace))


@pytest.mark.parametrize("name", list(VARIANTS)[::VARIANT_STRIDE])
def test_a_correct_server_is_accused_of_nothing(name: str, api: Api, serve: Serve) -> None:
    clock = Clock()
    verdict = judged(Service(VARIANTS[name], clock.now), clock, api, serve)
    assert [each.message for each in verdict.violations] == []


@pytest.mark.parametrize("bug", list(BUGS.values())[::STRIDE], ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug, api: Api, serve: Serve) -> None:
    clock = Clock()
    service = Service(clock=clock.now)
    bug.plant(service)
    verdict = judged(service, clock, api, serve)
    assert [*verdict.violations, *verdict.warnings]


@pytest.fixture(scope="module")
def honest() -> list[str]:
    return transcript(lambda _service: None)


SINGLE = [bug for bug in BUGS.values() if bug.kind != "concurrency" and "slow" not in bug.name]


def test_the_honest_server_answers_no_request_of_the_script_with_an_error_of_its_own(honest):
    assert [line for line in honest if line.startswith("5")] == []


@pytest.mark.parametrize("bug", SINGLE[::STRIDE], ids=lambda bug: bug.name)
def test_a_planted_bug_shows_in_some_answer(bug: Bug, honest: list[str]) -> None:
    assert transcript(bug.plant) != honest


def job_for(dataset: str, **members: object) -> dict[str, object]:
    return {"destination": {"datasetId": dataset}, "schema": {"name": "s"}, **members}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock):
    return application(Service(clock=clock.now)).test_client()


@pytest.fixture
def dataset(client) -> str:
    made = client.post(DATASETS, json=UNION, headers=CREDENTIALS)
    assert made.status_code == 201
    return made.json[0].rpartition("/")[2]


def test_a_job_goes_from_new_to_succeeded_with_a_batch(client, clock, dataset) -> None:
    made = client.post(JOBS, json=job_for(dataset), headers=CREDENTIALS).json
    clock.wait(0.1)
    working = client.get(f"{JOBS}/{made['id']}", headers=CREDENTIALS).json
    clock.wait(0.3)
    ended = client.get(f"{JOBS}/{made['id']}", headers=CREDENTIALS).json
    assert [each["status"] for each in (made, working, ended)] == ["NEW", "PROCESSING", "SUCCEEDED"]
    assert ended["destination"]["batchId"]


def test_a_job_into_another_schema_fails_with_errors(client, clock) -> None:
    made = client.post(DATASETS, json={}, headers=CREDENTIALS).json[0].rpartition("/")[2]
    job = client.post(JOBS, json=job_for(made), headers=CREDENTIALS).json
    clock.wait(1)
    ended = client.get(f"{JOBS}/{job['id']}", headers=CREDENTIALS).json
    assert (ended["status"], bool(ended["errors"])) == ("FAILED", True)


def test_a_cancelled_job_is_cancelling_and_then_cancelled(client, clock, dataset) -> None:
    job = client.post(JOBS, json=job_for(dataset), headers=CREDENTIALS).json
    assert client.delete(f"{JOBS}/{job['id']}", headers=CREDENTIALS).json["status"] is True
    marked = client.get(f"{JOBS}/{job['id']}", headers=CREDENTIALS).json["status"]
    clock.wait(5)
    ended = client.get(f"{JOBS}/{job['id']}", headers=CREDENTIALS).json["status"]
    assert (marked, ended) == ("CANCELLING", "CANCELLED")


def test_following_the_links_gives_each_job_once_newest_first(client, clock, dataset) -> None:
    made = []
    for _ in range(5):
        made.append(client.post(JOBS, json=job_for(dataset), headers=CREDENTIALS).json["id"])
        clock.wait(0.001)
    found, path = [], "/export/jobs/?limit=2"
    while path:
        page = client.get(f"/data/core/ups{path}", headers=CREDENTIALS).json
        found += [job["id"] for job in page["records"]]
        path = page["link"].get("next")
    assert found == made[::-1]


@pytest.mark.parametrize(
    "members",
    [
        {"destination": None},
        {"destination": {"datasetId": ""}},
        {"schema": {}},
        {"fields": ["a"]},
        {"mergePolicy": {"version": 1.5}},
        {"mergePolicy": {"version": True}},
        {"filter": {"segments": [{}]}},
        {"filter": {"fromIngestTimestamp": "2018-02-30T00:00:00Z"}},
        {"filter": {"segments": [{"segmentId": "s", "status": ["lost"]}]}},
    ],
    ids=str,
)
def test_a_job_that_breaks_the_document_is_refused(client, dataset, members) -> None:
    answer = client.post(JOBS, json=job_for(dataset) | members, headers=CREDENTIALS)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("Authorization", "", 403),
        ("Authorization", "Bearer", 401),
        ("Authorization", "Basic dDp0", 401),
        ("Authorization", "Bearer expired", 401),
        ("Authorization", "Bearer e30.eyJleHAiOjF9.c2ln", 401),
        ("Authorization", "bearer token", 200),
        ("x-api-key", "", 403),
        ("x-gw-ims-org-id", "somebody", 403),
    ],
)
def test_the_gateway_looks_at_each_credential(client, name, value, status) -> None:
    answer = client.get(JOBS, headers=CREDENTIALS | {name: value})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "other", [{"x-gw-ims-org-id": "F" * 24 + "@AdobeOrg"}, {"x-sandbox-name": "dev"}]
)
def test_tenants_see_nothing_of_each_other(client, dataset, other) -> None:
    job = client.post(JOBS, json=job_for(dataset), headers=CREDENTIALS).json
    theirs = CREDENTIALS | other
    assert client.get(JOBS, headers=theirs).json["records"] == []
    assert client.get(f"{JOBS}/{job['id']}", headers=theirs).status_code == 404
    assert client.delete(f"{JOBS}/{job['id']}", headers=theirs).status_code == 404
    assert client.post(JOBS, json=job_for(dataset), headers=theirs).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("OPTIONS", JOBS, 204, "GET, HEAD, POST"),
        ("PUT", JOBS, 405, "GET, HEAD, POST"),
        ("PATCH", f"{JOBS}/1", 405, "DELETE, GET, HEAD"),
        ("HEAD", DATASETS, 405, "POST"),
        ("HEAD", f"{JOBS}/", 200, None),
        ("GET", "/elsewhere", 404, None),
    ],
)
def test_methods_are_answered_as_http_says(client, method, path, status, allowed) -> None:
    answer = client.open(path, method=method, headers=CREDENTIALS)
    assert (answer.status_code, answer.headers.get("Allow")) == (status, allowed)
