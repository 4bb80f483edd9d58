from collections.abc import Callable

from specdouble.contracts.check import observe
from specdouble.contracts.ledger import NO_REPLY, Ledger, Moment
from specdouble.contracts.violation import Objection
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Message, Reply

Exchanged = Callable[..., Exchange]
REFUSED = {"error_code": "1", "message": "no"}


def quiet(_: Moment) -> None:
    """Nobody watches."""


def test_exchanges_are_counted_by_operation_phase_and_status(
    api: Api, exchanged: Exchanged
) -> None:
    ledger = Ledger(api, quiet)
    for phase, status in (("scenarios", 401), ("scenarios", 403), ("coverage", 401)):
        ledger.phase = phase
        ledger.see(exchanged("listExportJobs", status, REFUSED))
    row = next(row for row in ledger.rows() if row.operation == "listExportJobs")
    assert row.tried == {"scenarios": 2, "coverage": 1}
    assert row.statuses == {401: 2, 403: 1}


def test_every_operation_has_a_row_even_if_it_was_not_tried(api: Api) -> None:
    rows = list(Ledger(api, quiet).rows())
    assert [row.operation for row in rows] == [each.operation_id for each in api.operations]
    assert {row.word for row in rows} == {"not tried"}


def test_requests_to_no_operation_have_a_row_of_their_own(api: Api) -> None:
    ledger = Ledger(api, quiet)
    ledger.see(observe(api, Message("PUT", "/elsewhere"), Reply(404)))
    assert [(row.operation, row.word) for row in ledger.rows()][-1] == ("", "pass")


def test_what_is_only_refused_is_not_tested(api: Api, exchanged: Exchanged) -> None:
    ledger = Ledger(api, quiet)
    ledger.see(exchanged("listExportJobs", 401, REFUSED))
    assert "no success" in {row.word for row in ledger.rows()}


def test_a_fault_is_kept_once_by_its_smallest_sighting(api: Api, exchanged: Exchanged) -> None:
    ledger = Ledger(api, quiet)
    for offset in ("long", "x", "longer"):
        exchange = exchanged("listExportJobs", 500, REFUSED, query={"offset": offset})
        ledger.see(exchange)
    assert [each.exchange.call.query["offset"] for each in ledger.violations] == ["x"]
    assert ledger.sightings == 3


def test_the_same_remark_twice_is_one(api: Api) -> None:
    ledger = Ledger(api, quiet)
    ledger.note("once")
    ledger.note("once")
    assert ledger.notes == ("once",)


def test_an_answer_that_never_came_is_counted_and_not_judged(
    api: Api, exchanged: Exchanged
) -> None:
    ledger = Ledger(api, quiet)
    ledger.miss(exchanged("listExportJobs", 200).call, "silence")
    assert [each.check for each in ledger.violations] == ["answers"]
    assert ledger.violations[0].exchange.reply is NO_REPLY
    assert ledger.silences == 1


def test_an_objection_without_a_place_stands_at_its_operation(
    api: Api, exchanged: Exchanged
) -> None:
    ledger = Ledger(api, quiet)
    ledger.object("me", exchanged("listExportJobs", 200), Objection("wrong"))
    place = ledger.violations[0].objection.place
    assert place == "/paths/~1data~1core~1ups~1export~1jobs/get"


def test_whoever_watches_hears_of_every_exchange(api: Api, exchanged: Exchanged) -> None:
    heard: list[Moment] = []
    ledger = Ledger(api, heard.append)
    ledger.phase = "scenarios"
    good, bad = (exchanged("listExportJobs", status, REFUSED) for status in (401, 500))
    ledger.see(good)
    ledger.see(bad)
    assert heard == [Moment("scenarios", 1, 0, good), Moment("scenarios", 2, 1, bad)]


def test_what_takes_several_exchanges_is_shown_with_those_before_it(
    api: Api, exchanged: Exchanged
) -> None:
    ledger = Ledger(api, lambda _: None)
    exchanges = [exchanged("listExportJobs", 200, {}, query={"limit": n}) for n in range(1, 9)]
    for each in exchanges:
        ledger.see(each)
    ledger.object("scenario x", exchanges[-1], Objection("wrong"))
    ledger.object("conforms", exchanges[-1], Objection("wrong too"))
    found = {each.message: each.earlier for each in ledger.violations}
    assert found["wrong"] == tuple(exchanges[-5:-1])
    assert found["wrong too"] == ()
