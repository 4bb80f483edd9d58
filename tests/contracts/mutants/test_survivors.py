"""Mutants that only one story, memory or variation finds: who finds each, and in which words."""

import pytest

from specdouble.contracts.mutant import mutants_of
from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.trial import Bench, bench
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT


@pytest.fixture(scope="module")
def honest(api: Api) -> Bench:
    return bench(api, opened(str(DOCUMENT)))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("job-changes:getExportJob:jobType", "its jobType was BATCH, and now it is STREAMING"),
        ("job-changes:getExportJob:profileInstanceId", "its profileInstanceId was ups"),
        ("job-echo:createExportJob:other filter", "filter"),
        ("job-echo:createExportJob:other additionalFields", "additionalFields.eventList"),
        ("paging:listExportJobs:last page lost", "on no page of a walk with pages of another size"),
        ("paging:listExportJobs:status lost", "goes on by link.next with jobs of other states"),
        ("tenant:createExportJob:other sandbox", "that another sandbox has just created"),
        ("parameter-refused:createExportJob:header x-profile-instance-id", "called malformed"),
        ("member-refused:createExportJob:/filter/segments/*/status absent", "called malformed"),
        (
            "member-refused:createExportJob:/filter/segmentQualificationTime/startTime absent",
            "called malformed",
        ),
        ("member-refused:createDataset:/schema there", "called malformed"),
        ("breaks-on:createDataset:a long text", "500"),
        ("breaks-on:cancelExportJob:an unknown query parameter", "500"),
    ],
    ids=lambda value: value if ":" in value else "",
)
def test_it_is_found_out(name: str, reason: str, api: Api, honest: Bench) -> None:
    mutant = next(each for each in mutants_of(api) if each.name == name)
    trial = honest.try_out(mutant)
    assert trial.word == "killed"
    assert reason in trial.reason
