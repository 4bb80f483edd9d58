import json
from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.check import observe, violations_in
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Exchange, Message, Reply

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]


def test_a_documented_answer_conforms(
    new: Any, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("getExportJob", 200, new, path={"exportJobId": new["id"]})
    assert objections(exchange, "conforms") == []


def test_an_undocumented_status_is_seen(exchanged: Exchanged, objections: Objections) -> None:
    exchange = exchanged("getExportJob", 418, {}, path={"exportJobId": 1})
    assert ["status 418" in each for each in objections(exchange, "conforms")] == [True]


def test_that_a_server_breaks_is_said_elsewhere(
    exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("getExportJob", 599, {}, path={"exportJobId": 1})
    assert objections(exchange, "conforms") == []
    assert objections(exchange, "server_error") != []


def test_a_member_of_the_wrong_type_is_seen_with_its_places(
    new: Any, api: Api, exchanged: Exchanged
) -> None:
    new["mergePolicy"]["version"] = "1"
    exchange = exchanged("getExportJob", 200, new, path={"exportJobId": new["id"]})
    found = [each for each in violations_in(api, exchange) if each.check == "conforms"]
    assert [each.message.endswith("(at /mergePolicy/version)") for each in found] == [True]
    assert found[0].objection.place.endswith("/properties/version/type")


def test_the_same_fault_of_two_jobs_is_one_fault(
    new: Any, failed: Any, api: Api, exchanged: Exchanged
) -> None:
    new["requestId"] = failed["requestId"] = 1
    page = {"records": [new, failed], "page": {"sortField": "", "sort": "asc", "pageSize": 2}}
    found = [
        each
        for each in violations_in(api, exchanged("listExportJobs", 200, page))
        if each.check == "conforms"
    ]
    assert len(found) == 2
    assert len({each.identity for each in found}) == 1


@pytest.mark.parametrize(
    ("documented", "status", "is_fault"),
    [
        (["200"], 400, False),
        (["200"], 401, False),
        (["200", "400"], 401, False),
        (["200", "400"], 422, True),
        (["200", "403"], 401, True),
        (["200", "400"], 415, False),
        (["200"], 302, True),
    ],
)
def test_a_broken_request_may_be_refused_with_a_status_whose_kind_nobody_documents(
    documented: list[str], status: int, *, is_fault: bool, objections: Objections
) -> None:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    operation = {
        "parameters": [limit],
        "responses": {each: {"description": each} for each in documented},
    }
    found = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}
    api = compile_api(parse(json.dumps({**found, "paths": {"/pets": {"get": operation}}})))
    exchange = observe(api, Message("GET", "/pets", "limit=x"), Reply(status))
    assert bool(objections(exchange, "conforms")) == is_fault
    plain = observe(api, Message("GET", "/pets"), Reply(status))
    assert objections(plain, "conforms") != [] or str(status) in documented
