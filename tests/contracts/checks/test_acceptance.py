from collections.abc import Callable

import pytest

from specdouble.spec.exchange import Exchange

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
