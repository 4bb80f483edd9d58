import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.check import observe
from specdouble.contracts.credentials import Credential
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import Manners
from specdouble.contracts.replay import Again, Replay, keep, recalled, remembered, replay
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Story, Verdict
from specdouble.contracts.violation import Objection, Violation
from specdouble.contracts.walk import Pace, Walk
from specdouble.spec.api import Api
from specdouble.spec.errors import SettingError
from specdouble.spec.exchange import Headers, Message, Reply

Serve = Callable[[WSGIApplication], str]

TOKEN = Credential("header", "Authorization", "Bearer s3cret-token", "SPECDOUBLE_TOKEN", "Bearer ")
KEY = Credential("query", "key", "qu3ry-secret", "SPECDOUBLE_API_KEY")
COOKIE = Credential("cookie", "session", "c00kie-secret", "SPECDOUBLE_SESSION")
ALL = (TOKEN, KEY, COOKIE)
SIGNED = Message(
    "POST",
    "/data/core/ups/export/jobs",
    "a=1&key=qu3ry-secret",
    Headers(
        [("X-A", "1"), ("authorization", TOKEN.value), ("Cookie", "b=2; session=c00kie-secret")]
    ),
    b"\xff\x00",
)


def verdict(api: Api, *messages: Message, phase: str = "fuzzing", failed: str = "") -> Verdict:
    """A verdict with a violation for each message."""
    exchanges = [observe(api, each, Reply(500)) for each in messages]
    found = tuple(
        Violation("conforms", "createExportJob", Objection("wrong"), each, phase)
        for each in exchanges
    )
    stories = (Story("tutorial", "pass"), *([Story(failed, "fail")] if failed else []))
    return Verdict("http://h", "api.yaml", 7, 1.0, (), stories, found, ())


def test_what_failed_comes_back_and_no_secret_is_kept(api: Api) -> None:
    text = remembered(verdict(api, SIGNED, failed="paging"), ALL)
    assert "secret" not in text.replace("s3cret", "secret")
    found = recalled(text)
    assert (found.seed, found.stories) == (7, ("paging",))
    again = found.requests[0]
    assert (again.message.path, again.message.query) == (SIGNED.path, "a=1")
    assert again.message.headers.pairs == (("X-A", "1"), ("Cookie", "b=2"))
    assert (again.message.body, again.status, again.reason) == (b"\xff\x00", 500, "wrong")
    assert set(again.places) == {(each.location, each.name) for each in ALL}


def test_nothing_is_kept_of_a_run_without_failures(api: Api) -> None:
    assert remembered(verdict(api), ALL) == ""


def test_requests_of_a_story_are_told_again_by_the_story(api: Api) -> None:
    text = remembered(verdict(api, SIGNED, phase="scenarios", failed="paging"), ALL)
    assert recalled(text).requests == ()


def test_a_wrong_credential_sent_on_purpose_stays_wrong(api: Api) -> None:
    message = Message("GET", "/a", "key=wrong", Headers([("Authorization", "Bearer wrong")]))
    again = recalled(remembered(verdict(api, message), ALL)).requests[0]
    assert (again.message, again.places) == (again.message, ())
    assert again.message.headers.pairs == message.headers.pairs
    assert again.message.query == "key=wrong"


def test_a_request_with_a_secret_elsewhere_is_not_kept(api: Api) -> None:
    message = Message("POST", "/a", "", Headers(), b'{"token": "s3cret-token"}')
    assert remembered(verdict(api, message), ALL) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it holds no failures kept by specdouble"),
        ("[]", "it holds no failures kept by specdouble"),
        ('{"seed": 1}', "it holds no failures kept by specdouble"),
        ('{"specdouble-failures": 9}', "it is of version 9, not of 1"),
        ('{"specdouble-failures": 1}', "it is damaged (KeyError('requests'))"),
    ],
)
def test_a_foreign_file_is_told(text: str, reason: str) -> None:
    with pytest.raises(SettingError) as caught:
        recalled(text, "f.json")
    assert str(caught.value) == f"--replay: 'f.json' cannot be used: {reason}"


@pytest.mark.parametrize(
    "change",
    [
        {"requests": [1]},
        {"requests": [{}]},
        {"requests": 3},
        {"seed": "x"},
        {"body": "?"},
        {"headers": 3},
        {"headers": [3]},
        {"headers": [["a"]]},
        {"credentials": None},
        {"status": "x"},
    ],
    ids=str,
)
def test_a_damaged_file_is_told(change: dict[str, Any], api: Api) -> None:
    whole = json.loads(remembered(verdict(api, SIGNED), ALL))
    name = next(iter(change))
    (whole if name in whole else whole["requests"][0]).update(change)
    with pytest.raises(SettingError, match="it is damaged"):
        recalled(json.dumps(whole))


@pytest.fixture
def asked() -> list[str]:
    """What `answering` was asked."""
    return []


@pytest.fixture
def answering(asked: list[str]) -> Callable[[int], WSGIApplication]:
    """A server that always answers with one status."""

    def make(status: int) -> WSGIApplication:
        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            asked.append(f"{environ['REQUEST_METHOD']} {environ.get('HTTP_AUTHORIZATION')}")
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start_response(f"{status} x", [("Content-Length", "0")])
            return []

        return app

    return make


def replayed(api: Api, target: Target, *requests: Again) -> Ledger:
    ledger = Ledger(api, lambda _: None)
    pace = Pace(lambda: 0.0, lambda _: None)
    replay(Walk(api, target, pace, ledger), ledger, requests)
    return ledger


GET = Message("GET", "/data/core/ups/export/jobs/5")
PLACES = (("header", "Authorization"),)


def test_a_request_is_signed_anew_and_judged(
    api: Api, asked: list[str], answering: Callable[[int], WSGIApplication], serve: Serve
) -> None:
    with Target(serve(answering(500)), (TOKEN,)) as target:
        ledger = replayed(api, target, Again(GET, PLACES, 500, "r"), Again(GET, (), 500, "r"))
    assert asked == [f"GET {TOKEN.value}", "GET None"]
    assert {each.phase for each in ledger.violations} == {"replay"}
    assert "server_error" in {each.check for each in ledger.violations}
    assert ledger.notes == ()


def test_what_does_not_exist_any_more_is_noted(
    api: Api, answering: Callable[[int], WSGIApplication], serve: Serve
) -> None:
    with Target(serve(answering(404))) as target:
        ledger = replayed(api, target, Again(GET, (), 200, "r"), Again(GET, (), 404, "r"))
    words = f"replay: GET {GET.path} is answered 404, and was 200 then"
    assert ledger.notes == (f"{words}: what it asks for may not exist any more",)


def test_a_read_only_run_leaves_out_what_writes(
    api: Api, asked: list[str], answering: Callable[[int], WSGIApplication], serve: Serve
) -> None:
    manners = Manners(read_only=True)
    with Target(serve(answering(204)), manners=manners) as target:
        ledger = replayed(api, target, Again(SIGNED, (), 500, "r"))
    assert asked == []
    assert "was not sent again: the run is read-only" in ledger.notes[0]


def test_a_request_without_an_answer_does_not_keep_the_others_back(
    api: Api, speak: Callable[[bytes], str]
) -> None:
    with Target(speak(b"")) as target:
        ledger = replayed(api, target, Again(GET, (), 500, "r"), Again(SIGNED, (), 500, "r"))
    assert ledger.silences == 2


def test_the_folder_keeps_itself_out_of_git(tmp_path: Path) -> None:
    file = tmp_path / ".specdouble" / "failures.json"
    keep("some\n", file)
    keep("more\n", file)
    assert file.read_text("utf-8") == "more\n"
    assert (file.parent / ".gitignore").read_text("utf-8") == "*\n"


def test_a_run_without_failures_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    keep("some\n", file)
    keep("", file)
    keep("", tmp_path / ".specdouble" / "failures.json")
    assert list(tmp_path.iterdir()) == []


def test_a_replay_without_anything_is_one(api: Api) -> None:
    assert recalled(remembered(verdict(api, failed="x"), ())) == Replay(7, "api.yaml", ("x",))
