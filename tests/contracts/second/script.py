"""The script: some 700 requests to which a server's answers are written down, in virtual time.

Read `transcript`. Two servers that differ in anything it asks for differ in it; so a planted bug
that changes no line of it is none that a client could meet by asking for one thing at a time.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from .rules import DATASET, JOB, TAGS
from .server import DATASETS, JOBS, application
from .service import Service

OWN = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
    "x-sandbox-name": "prod",
}
ELSEWHERE = (OWN | {"x-gw-ims-org-id": "F" * 24 + "@AdobeOrg"}, OWN | {"x-sandbox-name": "dev"})
UNION = {
    "name": "Profile Data Export",
    "schemaRef": {"id": "_xdm.context.profile__union", "contentType": "application/json"},
    "schema": "x",
    "description": "d",
    "tags": {"a": ["b"]},
    "enableErrorDiagnostics": True,
    "fileDescription": {"format": "parquet", "persisted": True, "containerFormat": "parquet"},
}
MOMENT = "2018-10-25T13:22:04-07:00"
FULL = {
    "fields": "identities.id,personalEmail.address",
    "mergePolicy": {"id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2", "version": 3},
    "filter": {
        "segments": [
            {"segmentId": "s1", "segmentNs": "AAM", "status": ["realized", "exited"]},
            {"segmentId": "s2"},
        ],
        "segmentQualificationTime": {"startTime": MOMENT, "endTime": MOMENT},
        "fromIngestTimestamp": MOMENT,
        "emptyProfiles": True,
    },
    "additionalFields": {
        "eventList": {
            "fields": "environment.name",
            "filter": {"fromIngestTimestamp": MOMENT, "toIngestTimestamp": MOMENT},
        }
    },
    "destination": {"datasetId": "", "segmentPerBatch": True},
    "schema": {"name": "_xdm.context.profile.other"},
    "evaluationInfo": {"segmentation": False},
}
WRONG = (None, "", "abc", 5, 1.5, True, [], ["x"], {}, {"x": 1})
STRANGE_TEXTS = ("x" * 300, "\u00e9\U0001f600", "2018-10-25")
BODIES = (
    b"", b"{", b"null", b"[]", b'"x"', b"5", b"\xef\xbb\xbf{}", b'{"name":"\xff"}', b'{"a":NaN}',
    b'{"name":"a","name":"b"}', b"[" * 60 + b"]" * 60, b'{"a":' * 60 + b"1" + b"}" * 60,
    b'{"x":"' + b"y" * 150_000 + b'"}', b"x" * (1 << 21),
)  # fmt: skip
CREDENTIALS = (
    ("Authorization", None), ("Authorization", ""), ("Authorization", "Bearer"),
    ("Authorization", "Basic dDp0"), ("Authorization", "Bearer a b"),
    ("Authorization", "Bearer expired"), ("Authorization", "bearer token"), ("x-api-key", None),
    ("x-api-key", ""), ("x-gw-ims-org-id", None), ("x-gw-ims-org-id", ""),
    ("x-gw-ims-org-id", "somebody"), ("x-sandbox-name", None),
)  # fmt: skip
QUERIES = (
    "limit=0", "limit=-1", "limit=abc", "limit=1.5", "limit=1", "limit=1000", "start=-1", "start=x",
    "start=1", "page=x", "page=-1", "page=1", "sort=x", "sort=updateTime:asc", "status=x",
    "status=CANCELLING", "status=SUCCEEDED", "status=NEW", "status=FAILED", "offset=x", "limit=",
)  # fmt: skip


class Scribe:
    """Asks a server, and writes down what it answers; time passes when it waits."""

    def __init__(self, plant: Callable[[Service], None]) -> None:
        random.seed(1)
        self.moment = 1_800_000_000_000
        self.service = Service(clock=lambda: self.moment)
        plant(self.service)
        app = application(self.service)
        app.wsgi_app = self.service.memory.get("wsgi", lambda wsgi: wsgi)(app.wsgi_app)
        self.client = app.test_client()
        self.lines: list[str] = []

    def ask(self, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        sent = {name: value for name, value in (OWN | headers).items() if value is not None}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body)
        answer = self.client.open(path, method=method, data=raw, headers=sent)
        self.lines.append(f"{answer.status_code} {sorted(answer.headers)} {answer.data!r}")
        try:
            return json.loads(answer.data)
        except ValueError:
            return None

    def wait(self, milliseconds: int) -> None:
        self.moment += milliseconds

    def dataset(self, body: Any = UNION, **headers: Any) -> str:
        made = self.ask("POST", DATASETS, body, **headers)
        return str(made[0] if isinstance(made, list) and made else made).rpartition("/")[2]

    def job(self, dataset: str, body: Any = FULL, **headers: Any) -> str:
        asked = copy.deepcopy(body)
        asked["destination"]["datasetId"] = dataset
        made = self.ask("POST", JOBS, asked, **headers)
        return str(made.get("id") if isinstance(made, dict) else made)


def transcript(plant: Callable[[Service], None]) -> list[str]:
    """What a server with a bug answers to the whole script."""
    scribe = Scribe(plant)
    for part in (lives, pages, tenants, credentials, methods, inputs):
        part(scribe)
    return scribe.lines


def lives(scribe: Scribe) -> None:
    good, bad = scribe.dataset(), scribe.dataset({})
    plain = {"destination": {"segmentPerBatch": False}, "schema": {"name": "_xdm.context.profile"}}
    small = {"destination": {}, "schema": {"name": "other"}}
    scribe.ask("GET", JOBS)
    jobs = [scribe.job(good, body) for body in (FULL, plain, small)]
    jobs += [scribe.job(bad, plain), scribe.job(good, FULL), scribe.job(scribe.dataset(), plain)]
    scribe.ask("GET", f"{JOBS}/{jobs[0]}", **{"x-profile-instance-id": "other"})
    scribe.job(good, small, **{"x-profile-instance-id": "other"})
    scribe.ask("DELETE", f"{JOBS}/{jobs[4]}")
    for pause in (0, 90, 50, 150, 100, 500):
        scribe.wait(pause)
        scribe.ask("GET", JOBS)
        for job in jobs:
            scribe.ask("GET", f"{JOBS}/{job}")
        scribe.ask("DELETE", f"{JOBS}/{jobs[4]}")
    scribe.job(good, plain)
    for job in jobs:
        scribe.ask("DELETE", f"{JOBS}/{job}")
        scribe.ask("GET", f"{JOBS}/{job}")


def pages(scribe: Scribe) -> None:
    good = scribe.dataset()
    for _ in range(5):
        scribe.job(good)
        scribe.wait(1)
    walks = (
        "?limit=2",
        "?limit=3",
        "?limit=1&status=SUCCEEDED",
        "?limit=2&status=NEW",
        "/?limit=4",
    )
    for walk in walks:
        path = f"/export/jobs{walk}"
        for _ in range(12):
            page = scribe.ask("GET", f"/data/core/ups{path}")
            if path == "/export/jobs?limit=2":
                scribe.job(good)
            link = page.get("link") if isinstance(page, dict) else None
            path = link.get("next") if isinstance(link, dict) else None
            if not isinstance(path, str) or not path:
                break
    for query in QUERIES:
        scribe.ask("GET", f"{JOBS}?{query}")


def tenants(scribe: Scribe) -> None:
    good = scribe.dataset()
    for headers in ELSEWHERE:
        job = scribe.job(good)
        scribe.ask("GET", JOBS, **headers)
        scribe.ask("GET", f"{JOBS}/{job}", **headers)
        scribe.ask("DELETE", f"{JOBS}/{job}", **headers)
        scribe.ask("GET", f"{JOBS}/{job}")
        scribe.job(good, **headers)


def credentials(scribe: Scribe) -> None:
    good = scribe.dataset()
    job = scribe.job(good)
    asked = {"destination": {"datasetId": good}, "schema": {"name": "s"}}
    for name, value in CREDENTIALS:
        headers = {name: value}
        scribe.ask("POST", DATASETS, UNION, **headers)
        scribe.ask("POST", JOBS, asked, **headers)
        for method, path in (("GET", JOBS), ("GET", f"{JOBS}/{job}"), ("DELETE", f"{JOBS}/{job}")):
            scribe.ask(method, path, **headers)
        scribe.ask("HEAD", JOBS, **headers)
        scribe.ask("HEAD", f"{JOBS}/{job}", **headers)


def methods(scribe: Scribe) -> None:
    job = scribe.job(scribe.dataset())
    names = ("abc", "1", "0", "-1", "9" * 12, "9" * 18, "9" * 30, "%00", "1.5", job)
    for path in (DATASETS, JOBS, *(f"{JOBS}/{name}" for name in names), "/elsewhere"):
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "DELETE"):
            for slash in ("", "/"):
                scribe.ask(method, path + slash)
        scribe.ask("GET", path, b"{}", **{"Content-Type": "application/json"})
        scribe.ask("POST", path, {})


def inputs(scribe: Scribe) -> None:
    good = scribe.dataset()
    full = copy.deepcopy(FULL)
    full["destination"]["datasetId"] = good
    for path, rules, body in ((DATASETS, DATASET, UNION), (JOBS, JOB, full)):
        for wrong in spoilt(rules, body):
            scribe.ask("POST", path, wrong)
        for raw in BODIES:
            scribe.ask("POST", path, raw)
        for media in ("text/plain", "application/json; charset=utf-8", None):
            scribe.ask("POST", path, json.dumps(body).encode(), **{"Content-Type": media})
        scribe.ask("POST", path, body | {"unknown": 1})
        scribe.ask("POST", f"{path}?requestDataSource=true", body)
    scribe.ask("POST", JOBS, {"destination": {"datasetId": good}, "schema": {"name": "s"}})
    scribe.ask("POST", JOBS, full | {"mergePolicy": {"version": 2**40}})


def spoilt(rule: Any, value: Any) -> Iterator[Any]:
    """A body with one member at a time missing, or of another type or content."""
    yield from WRONG
    if isinstance(value, str):
        yield from STRANGE_TEXTS
    if rule is TAGS:
        yield from ({"a": "b"}, {"a": [1]})
    if isinstance(rule, list) and value:
        yield from ([each, *value[1:]] for each in spoilt(rule[0], value[0]))
    if isinstance(rule, dict):
        for key, inner in rule.items():
            name = key.rstrip("!")
            if name not in value:
                continue
            yield {other: kept for other, kept in value.items() if other != name}
            yield from (value | {name: each} for each in spoilt(inner, value[name]))
