"""Export jobs that are spoiled: every mutant is caught, or does at least something else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.mutant import mutants_of
from specdouble.spec.api import Api
from specdouble.spec.exchange import Reply

Ask = Callable[..., Reply]

JOB = {
    "destination": {"datasetId": "5b020a27e7040801dedba61b"},
    "schema": {"name": "_xdm.context.profile"},
}


def created(ask: Ask) -> int:
    number: int = json.loads(ask("createExportJob", body=JOB).body)["id"]
    return number


def shown(ask: Ask, job: int, wait: float = 0) -> dict[str, Any]:
    reply = ask("getExportJob", path={"exportJobId": job}, wait=wait)
    return dict(json.loads(reply.body)) | {"answer": reply.status}


def cancelled(ask: Ask, job: int) -> int:
    return ask("cancelExportJob", path={"exportJobId": job}).status


def listed(ask: Ask, **query: object) -> list[int]:
    reply = ask("listExportJobs", query=query)
    return [each["id"] for each in json.loads(reply.body)["records"]]


def test_a_cancel_does_nothing(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-cancel:cancelExportJob:nothing")
    job = created(ask)
    assert (cancelled(ask, job), shown(ask, job)["status"]) == (204, "NEW")


def test_a_cancelled_job_succeeds(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-cancel:cancelExportJob:resumes")
    job = created(ask)
    cancelled(ask, job)
    states = [shown(ask, job)["status"], shown(ask, job, wait=60)["status"]]
    assert states == ["CANCELLED", "SUCCEEDED"]


def test_a_cancel_hits_the_neighbour(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-cancel:cancelExportJob:neighbour")
    one, other = created(ask), created(ask)
    cancelled(ask, other)
    assert (shown(ask, one)["status"], shown(ask, other)["status"]) == ("CANCELLED", "NEW")


def test_an_ended_job_runs_on(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-life:getExportJob:runs on")
    job = created(ask)
    assert shown(ask, job, wait=60)["status"] == "SUCCEEDED"
    assert shown(ask, job)["status"] == "PROCESSING"


def test_ids_are_used_again(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-store:createExportJob:same id")
    assert created(ask) == created(ask)


def test_jobs_are_not_stored(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-store:createExportJob:not stored")
    job = created(ask)
    assert (shown(ask, job)["answer"], listed(ask)) == (404, [])


def test_one_post_makes_two(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-store:createExportJob:two")
    created(ask)
    assert len(listed(ask)) == 2


def test_another_dataset_is_stored(asking: Callable[[str], Ask]) -> None:
    ask = asking("job-echo:createExportJob:other destination.dataSetId")
    assert shown(ask, created(ask))["destination"]["dataSetId"] != JOB["destination"]["datasetId"]


def test_the_limit_is_ignored(asking: Callable[[str], Ask]) -> None:
    ask = asking("filter:listExportJobs:limit ignored")
    jobs = [created(ask) for _ in range(3)]
    assert listed(ask, limit=1) == jobs[::-1]


def test_the_list_goes_on_in_circles(asking: Callable[[str], Ask]) -> None:
    ask = asking("paging:listExportJobs:in circles")
    jobs = [created(ask) for _ in range(3)]
    link = json.loads(ask("listExportJobs", query={"limit": 2}).body)["link"]["next"]
    assert link.endswith(f"_{jobs[-1]}")


def test_another_organisation_sees_the_job(asking: Callable[[str], Ask]) -> None:
    ask = asking("tenant:getExportJob:other organisation")
    job = created(ask)
    stranger = {"x-gw-ims-org-id": "FEDCBA9876543210FEDCBA98@AdobeOrg"}
    reply = ask("getExportJob", path={"exportJobId": job}, header=stranger)
    assert reply.status == 200


@pytest.mark.parametrize("kind", ["job-*", "list-differs", "paging", "filter", "tenant", "race"])
def test_each_leaves_a_whole_life_possible(
    kind: str, api: Api, asking: Callable[[str], Ask]
) -> None:
    for mutant in mutants_of(api, f"{kind}:*"):
        ask = asking(mutant.name)
        ask("createDataset", body={"name": "x"})
        jobs = [created(ask) for _ in range(3)]
        answers = [
            ask("listExportJobs", query={"limit": 2, "status": "NEW"}),
            ask("listExportJobs", query={"limit": 1, "offset": f"9999999999999_{jobs[1]}"}),
            ask("getExportJob", path={"exportJobId": jobs[0]}),
            ask("cancelExportJob", path={"exportJobId": jobs[1]}),
            *(ask("getExportJob", path={"exportJobId": job}, wait=2) for job in jobs * 3),
            ask("listExportJobs"),
        ]
        assert {each.status for each in answers} <= {200, 204, 403, 404}, mutant.name
