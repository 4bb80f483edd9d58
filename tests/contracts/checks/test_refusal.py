from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.check import observe
from specdouble.contracts.signing import without
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Message, Reply

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]

BODY = {"destination": {"datasetId": "5b0"}, "schema": {"name": "_xdm.context.profile"}}


def test_success_for_a_request_that_keeps_to_the_document_is_fine(
    new: Any, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("createExportJob", 200, new, body=BODY), "refusal") == []


def test_success_without_a_required_member_is_seen(
    new: Any, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("createExportJob", 200, new, body={"schema": {"name": "x"}})
    found = objections(exchange, "refusal")
    assert [each.startswith("answered 200 although") for each in found] == [True]
    assert found[0].endswith("(at /destination)")


def test_success_without_a_credential_is_seen(
    new: Any, api: Api, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("getExportJob", 200, new, path={"exportJobId": new["id"]})
    message = without(exchange.call.message, "header", "x-api-key")
    found = objections(observe(api, message, exchange.reply), "refusal")
    assert ["x-api-key" in each for each in found] == [True]


@pytest.mark.parametrize("status", [302, 400, 401, 500])
def test_anything_but_success_is_a_refusal(
    status: int, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("createExportJob", status, {}, body={}), "refusal") == []


def test_a_path_that_the_document_does_not_have_is_nobodys_promise(
    api: Api, objections: Objections
) -> None:
    assert objections(observe(api, Message("GET", "/elsewhere"), Reply(200)), "refusal") == []
