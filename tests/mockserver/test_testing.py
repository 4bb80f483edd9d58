import threading

import pytest
import requests

from specdouble.mockserver import Mock
from specdouble.spec.errors import AddressError, SettingError

JOBS = "/data/core/ups/export/jobs"
CREDENTIALS = {
    "Authorization": "Bearer token-of-a-test",
    "x-api-key": "key",
    "x-gw-ims-org-id": "ABC@AdobeOrg",
    "x-sandbox-name": "prod",
}


def test_within_the_block_it_answers_and_after_it_no_thread_is_left():
    with Mock() as mock:
        assert requests.get(mock.url + JOBS, headers=CREDENTIALS, timeout=10).status_code == 200
    assert [one.name for one in threading.enumerate() if one.name.startswith("specdouble")] == []


def test_start_and_stop_do_without_a_block():
    mock = Mock()
    assert mock.start() is mock
    assert mock.start().url.startswith("http://127.0.0.1:")
    mock.stop()
    mock.stop()


def test_it_can_be_started_again_with_what_it_knows():
    mock = Mock()
    for _ in range(2):
        with mock:
            requests.get(mock.url, timeout=10)
    assert len(mock.journal) == 2


def test_before_it_starts_there_is_no_url():
    with pytest.raises(RuntimeError, match="the mock is not running"):
        _ = Mock().url


def test_its_clock_is_that_of_its_world():
    mock = Mock(time="2026-01-31T12:00:00Z", speed=0)
    mock.clock.advance(minutes=20)
    assert mock.world.snapshot()["clock"]["time"] == "2026-01-31T12:20:00.000Z"


def test_problems_are_those_of_clients():
    with Mock() as mock:
        requests.get(mock.url + "/nowhere", timeout=10)
        assert [problem.code for problem in mock.problems()] == ["path-unknown"]


def test_reset_forgets_everything():
    mock = Mock(speed=0)
    before = mock.world.snapshot()
    with mock:
        requests.get(mock.url + "/nowhere", timeout=10)
        mock.reset()
    assert (mock.problems(), len(mock.journal)) == ([], 0)
    assert mock.world.snapshot()["items"] == before["items"]


def test_a_wrong_setting_is_told_when_it_is_made():
    with pytest.raises(SettingError, match="did you mean seed"):
        Mock(sed=1)


def test_a_port_can_be_asked_for():
    with Mock() as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(AddressError):
            Mock(port=port).start()
    with Mock(port=port) as second:
        assert second.url.endswith(f":{port}")


def test_a_body_of_50_megabytes_is_answered_with_413():
    with Mock() as mock:
        reply = requests.post(
            mock.url + JOBS, data=b"x" * 50_000_000, headers=CREDENTIALS, timeout=60
        )
    assert reply.status_code == 413


def test_an_endless_body_in_chunks_ends_with_413():
    with Mock(max_body=1000) as mock:
        chunks = (b"x" * 1000 for _ in range(1000))
        reply = requests.post(mock.url + JOBS, data=chunks, headers=CREDENTIALS, timeout=60)
    assert reply.status_code == 413
