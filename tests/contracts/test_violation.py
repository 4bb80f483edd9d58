from collections.abc import Callable

import pytest

from specdouble.contracts.check import observe, violations_in
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

JOBS = "/data/core/ups/export/jobs"


def test_a_fault_of_an_operation_bears_its_name(
    api: Api, exchanged: Callable[..., Exchange]
) -> None:
    found = violations_in(api, exchanged("listExportJobs", 502))
    assert {each.operation for each in found} == {"listExportJobs"}


def test_a_fault_without_an_operation_bears_the_name_of_the_path(api: Api) -> None:
    found = violations_in(api, observe(api, Message("PUT", f"{JOBS}/7"), Reply(200)))
    assert [(each.operation, each.objection.place) for each in found] == [
        (f"{JOBS}/{{exportJobId}}", "/paths/~1data~1core~1ups~1export~1jobs~1{exportJobId}")
    ]


def test_a_fault_of_no_path_says_so(api: Api) -> None:
    found = violations_in(api, observe(api, Message("GET", "/elsewhere"), Reply(500)))
    assert [each.operation for each in found] == ["(unknown path)"]


@pytest.mark.parametrize(("allow", "count"), [("GET", 1), ("GET, POST", 0)])
def test_the_same_fault_of_several_methods_is_one_fault(allow: str, count: int, api: Api) -> None:
    reply = Reply(405, Headers([("Allow", allow)]))
    found = [
        each
        for method in ("PUT", "PATCH", "TRACE")
        for each in violations_in(api, observe(api, Message(method, JOBS), reply))
    ]
    assert len({each.identity for each in found}) == count
