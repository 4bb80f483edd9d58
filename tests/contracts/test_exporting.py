from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.credentials import Credential
from specdouble.contracts.export_jobs import UNION_SCHEMA
from specdouble.contracts.exporting import (
    create_dataset,
    export_message,
    is_stopped,
    record_of,
    start_export,
    watch,
)
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Situation, Walk
from specdouble.mockserver.app import create_app
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Message

Exchanged = Callable[..., Exchange]


@pytest.mark.parametrize(
    ("status", "record", "stopped"),
    [
        (404, None, True),
        (200, {"status": "CANCELLED"}, True),
        (200, {"status": "CANCELING"}, True),
        (200, {"status": "PROCESSING"}, False),
        (200, {"status": "SUCCEEDED"}, False),
        (500, {"status": "CANCELLED"}, False),
        (200, [], False),
    ],
)
def test_a_job_is_stopped_if_it_is_gone_or_says_so(
    status: int, record: Any, *, stopped: bool, exchanged: Exchanged
) -> None:
    assert is_stopped(exchanged("getExportJob", status, record, path={"exportJobId": 1})) is stopped


@pytest.mark.parametrize(
    ("status", "answer", "record"),
    [(200, {"id": 1}, {"id": 1}), (404, {"id": 1}, {}), (200, [], {}), (200, None, {})],
)
def test_a_record_is_what_a_success_holds(
    status: int, answer: Any, record: Any, exchanged: Exchanged
) -> None:
    exchange = exchanged("getExportJob", status, answer, path={"exportJobId": 1})
    assert record_of(exchange) == record


def walk_of(profile: str = "documented", slept: list[float] | None = None) -> Any:
    """A walk through a mock whose time stands still; its target, to be closed."""
    mock = create_app(speed=0)
    clock, naps = mock.service.world.clock, [] if slept is None else slept

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        clock.advance(seconds=seconds)

    return mock, Pace(lambda: clock.now() / 1000, sleep), Situation(profile)


def test_a_dataset_is_based_on_the_union_schema_and_named(
    api: Api, serve: Callable[..., str]
) -> None:
    mock, pace, situation = walk_of()
    with Target(serve(mock), CREDENTIALS) as target:
        walk = Walk(api, target, pace, Ledger(api, lambda _: None), situation)
        dataset = create_dataset(walk, "a name")
    asked = walk.successes["createDataset"].call.body
    assert dataset
    assert (asked["name"], asked["schemaRef"]["id"]) == ("a name", UNION_SCHEMA)


def test_an_export_has_the_members_asked_for_beside_its_own(
    api: Api, serve: Callable[..., str]
) -> None:
    mock, pace, situation = walk_of()
    with Target(serve(mock), CREDENTIALS) as target:
        walk = Walk(api, target, pace, Ledger(api, lambda _: None), situation)
        message: Message = export_message(walk, "5b0", {"fields": "one"})
    assert b'"fields": "one"' in message.body
    assert b'"datasetId": "5b0"' in message.body
    assert message.headers["authorization"] == "Bearer t"


@pytest.mark.parametrize(("profile", "waits"), [("documented", True), ("quick", False)])
def test_a_job_is_watched_to_its_end_unless_the_run_is_quick(
    profile: str, *, waits: bool, api: Api, serve: Callable[..., str]
) -> None:
    slept: list[float] = []
    mock, pace, situation = walk_of(profile, slept)
    seen: list[Any] = []
    with Target(serve(mock), CREDENTIALS) as target:
        ledger = Ledger(api, lambda _: None)
        walk = Walk(api, target, pace, ledger, situation)
        dataset = create_dataset(walk, "watched")
        job = start_export(walk, dataset or "")
        assert job
        watch(walk, job, lambda _, end: seen.append(record_of(end)["status"]))
        for _, epilogue in walk.epilogues():
            epilogue(walk)
    assert seen == (["SUCCEEDED"] if waits else [])
    assert bool(slept) is waits
    assert ledger.violations == ()


CREDENTIALS = (
    Credential("header", "Authorization", "Bearer t"),
    Credential("header", "x-api-key", "k"),
    Credential("header", "x-gw-ims-org-id", "0123456789ABCDEF01234567@AdobeOrg"),
    Credential("header", "x-sandbox-name", "prod"),
)
