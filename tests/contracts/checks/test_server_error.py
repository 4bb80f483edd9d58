from collections.abc import Callable

import pytest

from specdouble.spec.exchange import Exchange

Objections = Callable[[Exchange, str], list[str]]
Exchanged = Callable[..., Exchange]


@pytest.mark.parametrize("status", [500, 502, 504, 599])
def test_a_broken_server_is_seen(status: int, exchanged: Exchanged, objections: Objections) -> None:
    found = objections(exchanged("listExportJobs", status, {}), "server_error")
    assert found == [f"the server broke: it answered {status}"]


@pytest.mark.parametrize("status", [200, 404, 501, 503])
def test_other_answers_are_no_break(
    status: int, exchanged: Exchanged, objections: Objections
) -> None:
    assert objections(exchanged("listExportJobs", status, {}), "server_error") == []
