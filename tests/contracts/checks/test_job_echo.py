from collections.abc import Callable
from typing import Any

import pytest

from specdouble.spec.exchange import Exchange

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]

CHECK = "job_echo"
SEGMENT = {"segmentId": "7a93d2ff"}


def asked(**more: Any) -> dict[str, Any]:
    destination = {"datasetId": "5b020a27e7040801dedba61b", **more.pop("destination", {})}
    return {"destination": destination, "schema": {"name": "_xdm.context.profile"}, **more}


@pytest.fixture
def said(exchanged: Exchanged, objections: Objections) -> Callable[..., list[str]]:
    """What the check says of a job that is created, and of the body it was asked with."""

    def make(job: Any, body: Any) -> list[str]:
        return objections(exchanged("createExportJob", 200, job, body=body), CHECK)

    return make


@pytest.mark.parametrize("spelling", ["datasetId", "dataSetId"])
def test_either_spelling_of_the_dataset_is_an_echo(
    spelling: str, new: Any, said: Callable[..., list[str]]
) -> None:
    new["destination"] = {spelling: "5b020a27e7040801dedba61b"}
    assert said(new, asked()) == []


def test_two_spellings_that_differ_are_seen(new: Any, said: Callable[..., list[str]]) -> None:
    new["destination"]["datasetId"] = "0"
    shown = "the job shows '0' and '5b020a27e7040801dedba61b'"
    assert said(new, asked()) == [f"the dataset '5b020a27e7040801dedba61b' was asked for, {shown}"]


def test_a_lost_dataset_is_seen(new: Any, said: Callable[..., list[str]]) -> None:
    new["destination"] = {}
    assert ["shows none" in each for each in said(new, asked())] == [True]


def test_another_schema_is_seen(new: Any, said: Callable[..., list[str]]) -> None:
    new["schema"] = {"name": "_xdm.context.other"}
    assert ["schema.name" in each for each in said(new, asked())] == [True]


ECHOES = {
    "policy": ({"mergePolicy": {"id": "a", "version": 1}}, {"mergePolicy": {"id": "b"}}),
    "version": ({"mergePolicy": {"version": 1}}, {"mergePolicy": {"version": 2}}),
    "fields": ({"fields": "a,b"}, {"fields": "a"}),
    "segments": ({"filter": {"segments": [SEGMENT]}}, {"filter": {"segments": [SEGMENT] * 2}}),
    "moment": (
        {
            "additionalFields": {
                "eventList": {"filter": {"fromIngestTimestamp": "2018-10-25T00:00:00Z"}}
            }
        },
        {
            "additionalFields": {
                "eventList": {"filter": {"fromIngestTimestamp": "2018-10-26T00:00:00Z"}}
            }
        },
    ),
    "batches": (
        {"destination": {"segmentPerBatch": True}},
        {"destination": {"segmentPerBatch": False, "datasetId": "5b020a27e7040801dedba61b"}},
    ),
}


@pytest.mark.parametrize(("wanted", "shown"), ECHOES.values(), ids=ECHOES)
def test_a_member_that_comes_back_changed_is_seen(
    wanted: dict[str, Any], shown: dict[str, Any], new: Any, said: Callable[..., list[str]]
) -> None:
    assert ["was asked for" in each for each in said({**new, **shown}, asked(**wanted))] == [True]


@pytest.mark.parametrize("wanted", [wanted for wanted, _ in ECHOES.values()], ids=ECHOES)
def test_a_member_that_does_not_come_back_is_no_fault(
    wanted: dict[str, Any], new: Any, said: Callable[..., list[str]]
) -> None:
    del new["destination"]["segmentPerBatch"]
    new["mergePolicy"] = {"otherwise": "silent"}
    assert said(new, asked(**wanted)) == []


def test_a_merge_policy_that_does_not_come_back_is_seen(
    new: Any, said: Callable[..., list[str]]
) -> None:
    del new["mergePolicy"]
    messages = said(new, asked(mergePolicy={"id": "timestampOrdered-none-mp"}))
    assert messages == ["a mergePolicy was asked for, the job shows none"]
    assert said(new, asked()) == []


def test_the_default_of_segment_per_batch_is_false(
    new: Any, said: Callable[..., list[str]]
) -> None:
    new["destination"]["segmentPerBatch"] = True
    assert ["segmentPerBatch False" in each for each in said(new, asked())] == [True]


def test_the_same_moment_in_another_zone_is_an_echo(
    new: Any, said: Callable[..., list[str]]
) -> None:
    def events(moment: str) -> dict[str, Any]:
        return {"additionalFields": {"eventList": {"filter": {"fromIngestTimestamp": moment}}}}

    new |= events("2018-10-25T20:22:04+00:00")
    assert said(new, asked(**events("2018-10-25T13:22:04-07:00"))) == []


def test_another_job_than_the_one_asked_for_is_seen(
    new: Any, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("getExportJob", 200, new, path={"exportJobId": 7})
    assert objections(exchange, CHECK) == ["job 7 was asked for, job 24115 came"]


def test_a_job_of_another_organisation_is_seen(
    new: Any, exchanged: Exchanged, objections: Objections
) -> None:
    new["imsOrgId"] = "other@AdobeOrg"
    exchange = exchanged("getExportJob", 200, new, path={"exportJobId": new["id"]})
    assert ["imsOrgId" in each for each in objections(exchange, CHECK)] == [True]


def test_a_refusal_holds_no_echo(exchanged: Exchanged, objections: Objections) -> None:
    assert objections(exchanged("createExportJob", 400, {}, body=asked()), CHECK) == []
