import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.dialect import Dialect, choices_for
from specdouble.contracts.ledger import Moment
from specdouble.contracts.manners import COURTEOUS, Manners
from specdouble.contracts.scenario import SCENARIOS
from specdouble.contracts.selection import Selection
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Verdict
from specdouble.contracts.verification import Options, verify
from specdouble.contracts.walk import Pace
from specdouble.mockserver.app import Application, create_app
from specdouble.mockserver.serving import Listener
from specdouble.spec import built_in
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load, parse
from specdouble.spec.errors import TargetError

Serve = Callable[[WSGIApplication], str]

CHOICES = choices_for(compile_api(load(built_in.DOCUMENT)))
DIALECTS = [
    *((name, value) for name, choice in CHOICES.items() for value in choice.values),
    ("known-datasets", "one,other"),
    ("job-seconds", "0.1"),
    ("job-seconds", "0.5"),
    ("default-limit", "1"),
    ("default-limit", "3"),
    ("most-jobs", "1"),
    ("most-jobs", "3"),
    ("refused-tokens", "used-up"),
]
"""Every value of every choice that has a list of them, and for the others the extreme ones."""

ALONE = Selection(stories=frozenset())
"""No story: schemathesis has the word."""


def judged(api: Api, serve: Serve, mock: Application, **options: Any) -> Verdict:
    """The verdict on a mock whose time stands still unless the judge sleeps."""
    clock = mock.service.world.clock
    pace = Pace(lambda: clock.now() / 1000, lambda seconds: clock.advance(seconds=seconds))
    with Target(serve(mock), placeholders(api)) as target:
        return verify(api, target, Options(time_budget=0, pace=pace, **options))


@pytest.mark.parametrize("profile", ["quick", "documented", "strict"])
def test_the_mock_passes_in_every_profile(profile: str, api: Api, serve: Serve) -> None:
    verdict = judged(api, serve, create_app(speed=0), profile=profile)
    assert [each.message for each in verdict.violations] == []
    assert {story.word for story in verdict.stories} <= {"pass", "skipped"}


CREDENTIALS = frozenset({"credentials"})
SHORT = frozenset(each.name for each in SCENARIOS.values() if each.needs) - {"concurrency"}
"""The stories of the export jobs; the others are told in some of the dialects below."""

ALL_STORIES = {("missing-token", "403"), ("error-details", "no"), ("refused-tokens", "used-up")}


@pytest.mark.parametrize("choice", DIALECTS, ids="=".join)
def test_the_mock_passes_strictly_in_each_of_its_dialects(
    choice: tuple[str, str], api: Api, serve: Serve
) -> None:
    name, value = choice
    verdict = judged(
        api,
        serve,
        create_app(speed=0, choices={name: value}),
        profile="strict",
        dialect=Dialect({name: value}),
        selection=Selection(stories=None if choice in ALL_STORIES else SHORT),
    )
    assert [each.message for each in verdict.violations] == []
    assert {story.word for story in verdict.stories} <= {"pass", "skipped"}


SHOWN = {
    "dataset-reference": "@/datasets/",
    "dataset-member": "datasetId",
    "unknown-dataset": "refuse",
    "other-schema": "accept",
    "cancelled-job": "remove",
    "ended-job": "keep",
    "cancel-reply": "200",
    "last-link": "absent",
    "missing-token": "403",
}
"""Choices that show on the wire: the judge must see that they are other than stated."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_server_of_another_dialect_than_the_document_s_own_is_seen_by_the_strict_profile(
    name: str, api: Api, serve: Serve
) -> None:
    mock, wanted = create_app(speed=0, choices={name: SHOWN[name]}), Selection(SHORT | CREDENTIALS)
    verdict = judged(api, serve, mock, profile="strict", selection=wanted)
    found = {each.message.partition(":")[0] for each in verdict.violations}
    assert {each.check for each in verdict.violations} == {"dialect"}
    assert found == {name}


def test_a_server_that_breaks_the_dialect_it_was_given_is_seen(api: Api, serve: Serve) -> None:
    verdict = judged(
        api,
        serve,
        create_app(speed=0),
        dialect=Dialect({"cancel-reply": "200"}),
        selection=Selection(frozenset({"cancel"})),
    )
    assert {each.message for each in verdict.violations} == {
        "cancel-reply: the dialect says '200', and here it is '204'"
    }


def test_quick_tells_only_quick_stories(api: Api, serve: Serve) -> None:
    verdict = judged(api, serve, create_app(speed=0), profile="quick")
    quick = {each.name for each in SCENARIOS.values() if each.is_quick}
    assert {story.name for story in verdict.stories} <= quick
    assert verdict.phases.keys() == {"scenarios"}


def test_a_story_that_is_not_wanted_is_not_told(api: Api, serve: Serve) -> None:
    selection = Selection(frozenset({"cancel", "trailing_slash"}))
    verdict = judged(api, serve, create_app(speed=0), selection=selection)
    assert [story.name for story in verdict.stories] == ["cancel", "trailing_slash"]


@pytest.fixture(scope="module")
def explored() -> tuple[Verdict, list[Moment]]:
    """The verdict on the mock with all phases, and what was heard meanwhile."""
    api, heard = compile_api(load(built_in.DOCUMENT)), list[Moment]()
    pace = Pace(time.monotonic, time.sleep)
    with (
        Listener(create_app(speed=50), ("127.0.0.1", 0)) as listener,
        Target(listener.url, placeholders(api), Manners(max_requests=300)) as target,
    ):
        options = Options(time_budget=10, pace=pace, selection=Selection(frozenset({"tutorial"})))
        return verify(api, target, options, heard.append), heard


def test_the_mock_passes_every_phase(explored: tuple[Verdict, list[Moment]]) -> None:
    verdict, _ = explored
    assert [each.message for each in verdict.violations] == []
    assert {"scenarios", "examples", "coverage"} <= verdict.phases.keys()


def test_every_operation_of_the_mock_is_reached(explored: tuple[Verdict, list[Moment]]) -> None:
    assert {row.word for row in explored[0].rows} == {"pass"}


def test_progress_is_told_after_every_request(
    explored: tuple[Verdict, list[Moment]],
) -> None:
    verdict, heard = explored
    assert [moment.requests for moment in heard] == list(range(1, verdict.requests + 1))


DOCUMENT = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1}}]
      responses: {'200': {description: all, content: {application/json: {schema: {type: array}}}}}
"""


@pytest.fixture
def things() -> Api:
    """Any other document: one operation, no security."""
    return compile_api(parse(DOCUMENT))


def answering(body: bytes) -> WSGIApplication:
    """Always answers with the same body; to OPTIONS with methods it does not have."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_question = environ["REQUEST_METHOD"] == "OPTIONS"
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 x", [*headers, ("Allow", "PATCH")] if is_question else headers)
        return [body]

    return application


def found(api: Api, url: str, budget: int, manners: Manners = COURTEOUS) -> set[tuple[str, str]]:
    with Target(url, manners=manners) as target:
        verdict = verify(api, target, Options(time_budget=budget, selection=ALONE))
    return {(each.check, each.operation) for each in verdict.violations}


@pytest.fixture(scope="module")
def lax() -> set[tuple[str, str]]:
    """What is found in a server that takes everything and answers with the wrong type."""
    with Listener(answering(b"{}"), ("127.0.0.1", 0)) as listener:
        return found(compile_api(parse(DOCUMENT)), listener.url, 10, Manners(max_requests=60))


@pytest.mark.parametrize("check", ["conforms", "refusal"])
def test_what_our_checks_see_in_made_up_requests_is_found(
    check: str, lax: set[tuple[str, str]]
) -> None:
    assert (check, "listThings") in lax


def test_what_only_schemathesis_sees_is_found(lax: set[tuple[str, str]]) -> None:
    assert "schemathesis allow_header_conformance" in {check for check, _ in lax}


@pytest.mark.parametrize("check", ["response_schema_conformance", "negative_data_rejection"])
def test_what_our_checks_have_found_schemathesis_does_not_repeat(
    check: str, lax: set[tuple[str, str]]
) -> None:
    assert f"schemathesis {check}" not in {check for check, _ in lax}


def test_without_a_budget_schemathesis_is_left_out(things: Api, serve: Serve) -> None:
    assert found(things, serve(answering(b"[]")), 0) == set()


def test_a_server_that_is_no_such_api_is_not_tested(things: Api, speak: Any) -> None:
    with pytest.raises(TargetError):
        found(things, speak(b""), 0)


def test_a_server_that_falls_silent_while_it_is_explored_is_found_out(
    things: Api, speak: Any
) -> None:
    healthy = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[]"
    turns = [healthy]
    url = speak(lambda: turns.pop() if turns else b"")
    assert ("answers", "listThings") in found(things, url, 10, Manners(max_requests=8))


def test_what_schemathesis_cannot_test_is_a_remark(serve: Serve) -> None:
    limit = "[{name: limit, in: query, schema: {type: integer, minimum: 1}}]"
    odd = compile_api(parse(DOCUMENT.replace(limit, "7")))
    with Target(serve(answering(b"[]"))) as target:
        verdict = verify(odd, target, Options(time_budget=1, selection=ALONE))
    assert any("not tested further" in note for note in verdict.notes)


CHOICE = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /either: {get: {operationId: either, security: [{a: []}, {b: []}], responses: {}}}
  /perhaps: {get: {operationId: perhaps, security: [{a: []}, {}], responses: {}}}
  /open: {get: {operationId: open, responses: {}}}
components:
  securitySchemes:
    a: {type: apiKey, in: header, name: x-a}
    b: {type: apiKey, in: query, name: b}
"""


def test_where_there_is_a_choice_of_credentials_all_are_left_out_at_once(serve: Serve) -> None:
    api = compile_api(parse(CHOICE))
    with Target(serve(answering(b"[]")), placeholders(api)) as target:
        selection = Selection(frozenset({"credentials"}))
        verdict = verify(api, target, Options(time_budget=0, selection=selection))
    assert [(each.check, each.operation) for each in verdict.violations] == [("refusal", "either")]
    assert verdict.phases == {"scenarios": 1}


def test_a_server_that_falls_silent_is_given_up(api: Api, speak: Any) -> None:
    healthy = b"HTTP/1.1 200 x\r\nConnection: close\r\n\r\n{}"
    turns = [healthy] * 2
    url = speak(lambda: turns.pop() if turns else b"")
    with Target(url, placeholders(api)) as target:
        verdict = verify(api, target, Options(time_budget=0))
    assert {each.check for each in verdict.violations} >= {"answers"}
    words = [story.word for story in verdict.stories]
    assert words[:2] == ["fail", "fail"]
    assert set(words[2:]) == {"skipped"}
    assert "the server stopped answering; some scenarios were not tried" in verdict.notes


def test_one_answer_that_never_comes_does_not_end_the_run(speak: Any) -> None:
    api = compile_api(parse(CHOICE))
    healthy = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[]"
    turns = [b"", b"", *[healthy] * 3]
    with Target(speak(lambda: turns.pop() if turns else healthy), placeholders(api)) as target:
        selection = Selection(frozenset({"credentials"}))
        verdict = verify(api, target, Options(time_budget=3, selection=selection))
    assert ("answers", "either") in {(each.check, each.operation) for each in verdict.violations}
    assert verdict.phases.keys() > {"scenarios"}
