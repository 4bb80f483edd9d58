from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.export_jobs import SPELLINGS, Job, duration, plan, view
from specdouble.spec.json_types import Json

CREATED = 1_769_860_800_000
NAMES = {
    "profileInstanceId": "ups",
    "imsOrgId": "A@AdobeOrg",
    "requestId": "r",
    "exportJob": "e",
    "pushJob": "p",
    "batchId": "f" * 32,
}
SEGMENTS: Json = [{"segmentId": "one", "status": ["realized"]}, {"segmentId": "two"}]


def job(*, seconds: float = 10, fails: bool = False, **request: Json) -> Job:
    asked: dict[str, Json] = {"destination": {"datasetId": "d"}, "schema": {"name": "s"}}
    events = plan(CREATED, seconds, fails=fails)
    errors = ({"code": "c", "msg": "m"},) if fails else ()
    return Job(7, CREATED, seconds, events, {**asked, **request}, NAMES, errors)


def at(one: Job, milliseconds: int) -> dict[str, Json]:
    return view(one, CREATED + milliseconds, "datasetId")


@pytest.mark.parametrize(
    ("milliseconds", "status"),
    [(0, "NEW"), (1999, "NEW"), (2000, "PROCESSING"), (9999, "PROCESSING"), (10_000, "SUCCEEDED")],
)
def test_a_job_is_shown_in_the_state_of_the_moment(milliseconds: int, status: str) -> None:
    assert at(job(), milliseconds)["status"] == status


def test_a_new_job_has_only_begun_its_total_time() -> None:
    assert at(job(), 0)["metrics"] == {"totalTime": {"startTimeInMs": CREATED}}


def test_a_new_job_has_no_inner_jobs_yet() -> None:
    assert at(job(), 0)["computeGatewayJobId"] == {}


def test_a_job_at_work_has_begun_to_export_but_not_to_push() -> None:
    assert at(job(), 5000)["computeGatewayJobId"] == {"exportJob": "e"}


def test_a_job_that_succeeded_has_pushed_too() -> None:
    assert at(job(), 10_000)["computeGatewayJobId"] == {"exportJob": "e", "pushJob": "p"}


def test_the_phases_appear_as_the_job_comes_to_them() -> None:
    assert at(job(), 7500)["metrics"] == {
        "totalTime": {"startTimeInMs": CREATED},
        "profileExportTime": {
            "startTimeInMs": CREATED + 3000,
            "endTimeInMs": CREATED + 7000,
            "totalTimeInMs": 4000,
        },
    }


def test_a_job_that_succeeded_has_timed_everything() -> None:
    metrics = at(job(), 20_000)["metrics"]
    assert isinstance(metrics, dict)
    assert metrics["totalTime"] == {
        "startTimeInMs": CREATED,
        "endTimeInMs": CREATED + 10_000,
        "totalTimeInMs": 10_000,
    }
    assert metrics.keys() == {"totalTime", "profileExportTime", "aCPDatasetWriteTime"}


def test_a_job_that_failed_has_errors_and_no_batch() -> None:
    shown = at(job(fails=True), 10_000)
    assert shown["status"] == "FAILED"
    assert shown["errors"] == [{"code": "c", "msg": "m"}]
    assert shown["destination"] == {"datasetId": "d", "segmentPerBatch": False, "batchId": ""}


def test_a_job_that_failed_never_wrote_to_its_dataset() -> None:
    metrics = at(job(fails=True), 10_000)["metrics"]
    assert isinstance(metrics, dict)
    assert metrics.keys() == {"totalTime", "profileExportTime"}


def test_a_job_that_will_fail_does_not_tell_before() -> None:
    assert "errors" not in at(job(fails=True), 9999)


def test_a_cancelled_job_ends_every_timer_that_ran() -> None:
    shown = at(job().cancel(CREATED + 4000), 60_000)
    metrics = shown["metrics"]
    assert shown["status"] == "CANCELLED"
    assert isinstance(metrics, dict)
    assert metrics == {
        "totalTime": {
            "startTimeInMs": CREATED,
            "endTimeInMs": CREATED + 4000,
            "totalTimeInMs": 4000,
        },
        "profileExportTime": {
            "startTimeInMs": CREATED + 3000,
            "endTimeInMs": CREATED + 4000,
            "totalTimeInMs": 1000,
        },
    }


def test_what_was_asked_is_echoed() -> None:
    asked: dict[str, Json] = {
        "fields": "identityMap",
        "filter": {"emptyProfiles": True},
        "additionalFields": {"eventList": {"fields": "a"}},
        "evaluationInfo": {"segmentation": True},
        "mergePolicy": {"id": "m", "version": 3},
    }
    shown = at(job(**asked), 0)
    assert {key: shown[key] for key in asked} == asked


def test_what_was_not_asked_is_not_invented() -> None:
    assert at(job(), 0).keys().isdisjoint({"fields", "filter", "additionalFields", "errors"})


def test_a_job_without_a_merge_policy_shows_the_default_one() -> None:
    assert at(job(), 0)["mergePolicy"] == {"id": "timestampOrdered-none-mp", "version": 1}


def test_a_job_for_segments_has_a_batch_for_each() -> None:
    asked: dict[str, Json] = {"datasetId": "d", "segmentPerBatch": True}
    shown = at(job(destination=asked, filter={"segments": SEGMENTS}), 0)["destination"]
    assert isinstance(shown, dict)
    assert shown["batches"] == [
        {
            "segmentNs": "ups",
            "segmentId": "one",
            "status": ["realized"],
            "batchId": "f" * 32,
        },
        {"segmentNs": "ups", "segmentId": "two", "batchId": "0" * 32},
    ]


@pytest.mark.parametrize("selection", [None, "x", {}, {"segments": "x"}, {"segments": ["x"]}])
def test_a_batch_each_of_no_segments_is_none(selection: Json) -> None:
    asked: dict[str, Json] = {"datasetId": "d", "segmentPerBatch": True}
    shown = at(job(destination=asked, filter=selection), 0)["destination"]
    assert isinstance(shown, dict)
    assert shown["batches"] == []


@pytest.mark.parametrize(
    ("choice", "alone", "listed"),
    [
        ("mixed", "dataSetId", "datasetId"),
        ("datasetId", "datasetId", "datasetId"),
        ("dataSetId", "dataSetId", "dataSetId"),
    ],
)
def test_the_dataset_is_spelt_as_chosen(choice: str, alone: str, listed: str) -> None:
    assert SPELLINGS[choice].alone == alone
    assert SPELLINGS[choice].listed == listed


def test_the_place_in_the_list_is_told_by_instant_and_id() -> None:
    assert job().token == f"{CREATED}_7"


@given(st.integers(), st.floats(0, 999_999_999))
def test_a_job_takes_what_was_chosen_a_tenth_more_or_less(seed: int, seconds: float) -> None:
    taken = duration(seconds, Random(seed))  # noqa: S311  # a game, not a secret
    assert max(0.9 * seconds, 0.01) - 1e-6 <= taken <= max(1.1 * seconds, 0.01) + 1e-6


lives = st.builds(
    lambda seed, seconds, fails: job(seconds=duration(seconds, Random(seed)), fails=fails),  # noqa: S311
    st.integers(),
    st.floats(0, 1000),
    st.booleans(),
)


@given(lives)
def test_a_job_is_new_at_its_creation_however_short_it_is(one: Job) -> None:
    assert at(one, 0)["status"] == "NEW"
    assert at(one, 0)["metrics"] == {"totalTime": {"startTimeInMs": CREATED}}


@given(lives, st.integers(0, 1_200_000), st.none() | st.integers(0, 1_200_000))
def test_a_job_is_coherent_at_every_instant(one: Job, moment: int, cancel: int | None) -> None:
    now = CREATED + moment
    if cancel is not None and cancel <= moment:
        one = one.cancel(CREATED + cancel)
    shown = view(one, now, "datasetId")
    assert CREATED == shown["creationTime"] <= shown["updateTime"] <= now
    total, *phases = shown["metrics"].values()
    end = total.get("endTimeInMs", now)
    assert total["startTimeInMs"] == CREATED
    assert ("endTimeInMs" in total) == (shown["status"] in {"SUCCEEDED", "FAILED", "CANCELLED"})
    for timer in (total, *phases):
        assert CREATED <= timer["startTimeInMs"] <= timer.get("endTimeInMs", end) <= end <= now
        if "endTimeInMs" in timer:
            assert timer["totalTimeInMs"] == timer["endTimeInMs"] - timer["startTimeInMs"]
        else:
            assert "totalTimeInMs" not in timer


RANK = {"NEW": 0, "PROCESSING": 1, "SUCCEEDED": 2, "FAILED": 2, "CANCELLED": 2}


@given(lives, st.lists(st.integers(0, 1_200_000), max_size=5), st.integers(0, 1_200_000))
def test_whenever_it_is_polled_a_job_only_moves_forward(
    one: Job, polls: list[int], cancel: int
) -> None:
    seen = [at(one, poll) for poll in sorted(polls) if poll < cancel]
    one = one.cancel(CREATED + cancel)
    seen += [at(one, poll) for poll in sorted(polls) if poll >= cancel]
    for before, after in pairwise(seen):
        assert RANK[before["status"]] <= RANK[after["status"]]
        assert before["updateTime"] <= after["updateTime"]
        assert before["metrics"].keys() <= after["metrics"].keys()
        assert RANK[before["status"]] < 2 or before == after
