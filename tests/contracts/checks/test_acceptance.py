from collections.abc import Callable

import pytest

from specdouble.contracts.asking import message_for
from specdouble.contracts.check import observe
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.signing import signed
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]

BODY = {"destination": {"datasetId": "5b0"}, "schema": {"name": "_xdm.context.profile"}}


@pytest.mark.parametrize("status", [400, 405, 406, 415, 422])
def test_a_request_that_keeps_to_the_document_and_is_refused_is_seen(
    status: int, exchanged: Exchanged, objections: Objections
) -> None:
    found = objections(exchanged("createExportJob", status, {}, body=BODY), "acceptance")
    assert [each.endswith(f"({status})") for each in found] == [True]


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 429, 503])
def test_refusals_for_other_reasons_are_fine(
    status: int, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("createExportJob", status, {}, body=BODY), "acceptance") == []


def test_a_request_that_breaks_the_document_may_be_refused(
    exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("createExportJob", 400, {}, body={}), "acceptance") == []


def test_a_cancel_that_comes_too_late_may_be_refused(
    exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("cancelExportJob", 400, {}, path={"exportJobId": 1})
    assert objections(exchange, "acceptance") == []


def test_who_leaves_out_what_ought_to_be_sent_may_be_refused(
    api: Api, objections: Objections
) -> None:
    operation = api.operation("listExportJobs")
    assert operation is not None
    keys = [each for each in placeholders(api) if each.name != "x-sandbox-name"]
    bare = observe(api, signed(message_for(operation), keys), Reply(400, Headers(), b"{}"))
    full = observe(api, signed(message_for(operation), placeholders(api)), bare.reply)
    assert objections(bare, "acceptance") == []
    assert objections(full, "acceptance") != []


@pytest.mark.parametrize("offset", ["", "made-up", "1538573416687_722"])
def test_a_token_that_the_server_did_not_give_out_may_be_refused(
    offset: str, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("listExportJobs", 400, {}, query={"offset": offset, "limit": 2})
    assert objections(exchange, "acceptance") == []
    plain = exchanged("listExportJobs", 400, {}, query={"limit": 2})
    assert objections(plain, "acceptance") != []


@pytest.mark.parametrize("check", ["acceptance", "conforms"])
@pytest.mark.parametrize("status", [405, 501])
def test_that_head_is_refused_is_said_once_by_its_scenario(
    status: int, check: str, api: Api, objections: Objections
) -> None:
    asked = signed(Message("HEAD", "/data/core/ups/export/jobs"), placeholders(api))
    exchange = observe(api, asked, Reply(status, Headers([("Allow", "GET, POST")])))
    assert objections(exchange, check) == []
