"""What faults do to replies, in process and through a real socket."""

import http.client
import json
import threading

import pytest
from werkzeug.test import Client

from specdouble.mockserver import Mock
from specdouble.mockserver.app import Application
from specdouble.mockserver.faults import (
    Delay,
    Empty,
    ExtraMember,
    FailedJob,
    Fault,
    Reset,
    Rule,
    Status,
    Truncate,
    UnknownValue,
)
from specdouble.spec.errors import SettingError

from .driving import CREDENTIALS, DATASETS, JOBS, KNOWN, Answer, Driven, export


def struck(fault: Fault, driven: Driven | None = None, **when: object) -> Driven:
    driven = driven or Driven()
    driven.service.faults.add(Rule(fault, **when))
    return driven


def create(driven: Driven) -> Answer:
    return driven.ask("POST", JOBS, export())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_a_status_is_told_in_the_words_of_the_operation(status: int) -> None:
    answer = create(struck(Status(status)))
    assert (answer.status, answer.json["status"]) == (status, status)
    assert {"type", "title", "requestId", "errors"} <= answer.json.keys()


def test_a_status_that_the_style_has_no_word_for_is_told_as_the_document_shows_it() -> None:
    answer = struck(Status(415)).ask("POST", DATASETS, {})
    assert answer.status == 415
    assert "Preference-Applied" not in answer.reply.headers


def test_a_status_that_is_not_documented_is_sent_all_the_same() -> None:
    assert create(struck(Status(418))).status == 418
    assert create(struck(Status(226))).status == 226


def test_another_success_is_shown_by_the_document() -> None:
    driven = Driven()
    job = driven.create()
    answer = struck(Status(200), driven).ask("DELETE", f"{JOBS}/{job['id']}")
    assert (answer.status, answer.json["status"]) == (200, True)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_to_come_again_is_told_when(status: int) -> None:
    answer = create(struck(Status(status, retry_after=7)))
    assert answer.reply.headers["Retry-After"] == "7"


def test_an_operation_that_is_answered_otherwise_is_not_done() -> None:
    driven = struck(Status(429), times=1)
    create(driven)
    assert driven.page()["records"] == []


def test_a_refusal_comes_before_a_status() -> None:
    assert struck(Status(503)).ask("POST", JOBS, {}).status == 400


@pytest.mark.parametrize(
    "fault",
    [Status(418), Truncate(), Reset(), ExtraMember(), UnknownValue(), Empty(), FailedJob()],
    ids=repr,
)
def test_a_fault_is_not_held_against_the_mock(fault: Fault) -> None:
    driven = struck(fault)
    create(driven)
    driven.ask("GET", JOBS)
    assert driven.service.journal.problems("server") == []


def test_the_journal_has_what_was_sent() -> None:
    driven = struck(Reset())
    create(driven)
    [entry] = driven.service.journal.as_json()["entries"]
    assert (entry["reply"]["status"], entry["reply"]["cut"]) == (0, True)


def test_every_object_that_is_open_gets_a_member() -> None:
    job = create(struck(ExtraMember())).json
    assert "somethingNew" in job
    assert "somethingNew" in job["schema"]


def test_every_listed_value_becomes_one_that_is_not() -> None:
    job = create(struck(UnknownValue())).json
    assert (job["status"], job["destination"]["dataSetId"]) == ("SOMETHING_NEW", KNOWN)


def test_an_emptied_page_has_nothing_after_it() -> None:
    driven = Driven()
    driven.create()
    driven.create()
    page = struck(Empty(), driven).page("limit=1")
    assert (page["records"], page["page"]["pageSize"], page["link"]) == ([], 0, {"next": ""})


def test_a_job_that_is_to_fail_fails() -> None:
    driven = struck(FailedJob())
    job = driven.create()
    driven.clock.advance(minutes=1)
    failed = driven.job(job["id"])
    assert failed["status"] == "FAILED"
    assert failed["errors"]


def test_what_tells_of_no_job_makes_none_fail() -> None:
    driven = struck(FailedJob())
    assert driven.ask("DELETE", f"{JOBS}/{driven.create()['id']}").status == 204
    assert driven.ask("POST", DATASETS, {}).status == 201


def test_a_rule_strikes_only_its_operation() -> None:
    driven = struck(Status(503), operation="listExportJobs")
    assert create(driven).status == 200
    assert driven.ask("GET", JOBS).status == 503


def test_a_rule_strikes_from_its_first_call_on_as_often_as_it_says() -> None:
    driven = struck(Status(503), first=2, times=2)
    assert [create(driven).status for _ in range(5)] == [200, 503, 503, 200, 200]


def test_chance_is_repeated_by_the_seed() -> None:
    statuses = [
        [create(driven).status for _ in range(20)]
        for driven in (struck(Status(503), Driven(seed=3), probability=0.5) for _ in range(2))
    ]
    assert statuses[0] == statuses[1]
    assert set(statuses[0]) == {200, 503}


def test_several_faults_strike_in_turn() -> None:
    driven = struck(Truncate(), struck(ExtraMember()))
    reply = create(driven).reply
    assert reply.is_cut
    assert int(reply.headers["Content-Length"]) > 500


def test_an_operation_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingError, match="did you mean 'createExportJob'"):
        struck(Reset(), operation="createExportJobs")
    with pytest.raises(SettingError, match="known: createDataset"):
        struck(Reset(), operation="zzz")


def test_strikes_are_remembered_until_the_faults_are_cleared() -> None:
    driven = struck(Status(503))
    create(driven)
    assert [each.reply.status for each in driven.service.faults.strikes] == [503]
    assert driven.service.faults.clear() == 1
    assert driven.service.faults.strikes == ()


def test_a_call_of_no_operation_can_be_struck_too() -> None:
    assert struck(Status(503), Driven(strict=False)).ask("OPTIONS", JOBS).status == 503


def test_a_reset_is_an_exception_in_process() -> None:
    client = Client(Application(struck(Reset()).service))
    with pytest.raises(ConnectionResetError):
        client.get(JOBS, headers=CREDENTIALS)


def test_a_cut_is_an_exception_in_process() -> None:
    client = Client(Application(struck(Truncate()).service))
    with pytest.raises(ConnectionResetError):
        client.get(JOBS, headers=CREDENTIALS, buffered=True)


def ask(mock: Mock) -> bytes:
    """What a socket gets."""
    host, _, port = mock.url.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    try:
        connection.request("GET", JOBS, headers=CREDENTIALS)
        return connection.getresponse().read()
    finally:
        connection.close()


def test_a_client_of_a_cut_answer_gets_the_first_half_of_it() -> None:
    with Mock() as mock:
        mock.faults.add(Rule(Truncate()))
        with pytest.raises(http.client.IncompleteRead) as caught:
            ask(mock)
    assert caught.value.partial.startswith(b'{"records":[]')


def test_a_client_is_reset_before_any_answer() -> None:
    with Mock() as mock:
        mock.faults.add(Rule(Reset()))
        with pytest.raises(ConnectionResetError) as caught:
            ask(mock)
    assert not isinstance(caught.value, http.client.RemoteDisconnected)


def test_what_has_no_body_to_cut_is_reset() -> None:
    driven = Driven()
    job = driven.create()
    reply = struck(Truncate(), driven).ask("DELETE", f"{JOBS}/{job['id']}").reply
    assert (reply.status, reply.is_cut) == (0, True)


def test_the_mock_answers_again_after_a_reset() -> None:
    with Mock() as mock:
        mock.faults.add(Rule(Reset(), times=1))
        with pytest.raises(ConnectionResetError):
            ask(mock)
        assert json.loads(ask(mock))["records"] == []


def test_what_is_delayed_is_answered_once_the_faults_are_cleared() -> None:
    with Mock() as mock:
        mock.faults.add(Rule(Delay(3600)))
        answers: list[bytes] = []
        client = threading.Thread(target=lambda: answers.append(ask(mock)), daemon=True)
        client.start()
        while not mock.faults.strikes:
            client.join(0.01)
        assert [each.reply.status for each in mock.faults.strikes] == [0]
        mock.faults.clear()
        client.join(30)
    assert json.loads(answers[0])["records"] == []


def test_nobody_else_waits_for_what_is_delayed() -> None:
    with Mock() as mock:
        mock.faults.add(Rule(Delay(3600), times=1))
        client = threading.Thread(target=lambda: ask(mock), daemon=True)
        client.start()
        while not mock.faults.strikes:
            client.join(0.01)
        assert json.loads(ask(mock))["records"] == []
        mock.faults.clear()
        client.join(30)


def test_a_reset_of_the_mock_clears_its_faults() -> None:
    mock = Mock()
    mock.faults.add(Rule(Reset()))
    mock.reset()
    assert mock.faults.rules == ()
