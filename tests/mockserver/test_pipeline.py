"""Laws of the whole mock, whatever is sent to it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdouble.mockserver.journal import Journal
from specdouble.mockserver.pipeline import Pipeline
from specdouble.mockserver.wiring import wiring_of
from specdouble.spec import built_in
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load
from specdouble.spec.exchange import Call, Headers, Message, Reply
from specdouble.spec.problem import Problem, worst_first

from .driving import CREDENTIALS, DATASETS, HEADERS, JOBS, Driven, export
from .traffic import message as any_message
from .traffic import traffic

Steps = list[tuple[int, Message]]

API = compile_api(load(built_in.DOCUMENT))
CHOICES = wiring_of(load(built_in.BEHAVIOURS), API).choices

STRICT = Driven()
LENIENT = Driven(strict=False)
FAULTLESS = STRICT.service.faults
MOCKS = {"strict": STRICT, "lenient": LENIENT}

combinations = st.fixed_dictionaries(
    {name: st.sampled_from(choice.values) for name, choice in CHOICES.items() if choice.values}
    | {
        "job-seconds": st.sampled_from(["0", "2", "100000000"]),
        "default-limit": st.sampled_from(["1", "100", "999999999"]),
        "most-jobs": st.sampled_from(["1", "1000", "999999999"]),
        "known-datasets": st.sampled_from(["", "a,b"]),
        "refused-tokens": st.sampled_from(["", "token"]),
    }
)


def play(driven: Driven, steps: Steps) -> list[Reply]:
    driven.service.world.reset()
    driven.service.journal.clear()
    replies = []
    for pause, message in steps:
        driven.clock.advance(milliseconds=pause)
        replies.append(driven.send(message).reply)
    return replies


def is_preferred(message: Message, reply: Reply) -> bool:
    return message.headers.get("prefer") == f"code={reply.status}"


def assert_sound(driven: Driven, message: Message, reply: Reply) -> None:
    """A reply that every client can read, and that the document promises."""
    assert reply.status < 500 or is_preferred(message, reply)
    assert driven.service.journal.problems("server") == []
    if reply.status == 204:
        assert reply.body == b""
        assert "content-type" not in reply.headers
        return
    assert reply.headers["content-type"] in {"application/json", "application/problem+json"}
    if reply.body or message.method != "HEAD":
        json.loads(reply.body, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", MOCKS)
@given(steps=traffic)
def test_every_reply_conforms_to_the_document(name: str, steps: Steps) -> None:
    for (_, message), reply in zip(steps, play(MOCKS[name], steps), strict=True):
        assert_sound(MOCKS[name], message, reply)


@pytest.mark.parametrize("name", MOCKS)
@given(message=any_message)
def test_a_request_is_refused_only_if_the_client_is_at_fault(name: str, message: Message) -> None:
    driven = MOCKS[name]
    driven.service.world.reset()
    answer = driven.send(message)
    at_fault = any(problem.side == "client" for problem in answer.problems)
    if at_fault and name == "strict":
        assert 400 <= answer.status < 500
    if not at_fault and not is_preferred(message, answer.reply):
        assert answer.status in {200, 201, 204, 404}


@settings(max_examples=60)
@given(choices=combinations, strict=st.booleans(), steps=traffic)
def test_every_combination_of_choices_conforms_to_the_document(
    choices: dict[str, str], *, strict: bool, steps: Steps
) -> None:
    driven = Driven(choices=choices, strict=strict)
    for (_, message), reply in zip(steps, play(driven, steps), strict=True):
        assert_sound(driven, message, reply)


@pytest.mark.parametrize("name", MOCKS)
@given(steps=traffic)
def test_the_same_seed_and_requests_give_the_same_bytes(name: str, steps: Steps) -> None:
    driven = MOCKS[name]
    first = play(driven, steps)
    second = play(driven, steps)
    assert [(one.status, one.headers.pairs, one.body) for one in first] == [
        (one.status, one.headers.pairs, one.body) for one in second
    ]


def test_two_mocks_of_one_seed_give_the_same_bytes() -> None:
    first, second = (Driven(seed=7).ask("POST", JOBS, export()).reply.body for _ in range(2))
    assert first == second


def test_another_seed_gives_other_ids() -> None:
    first, second = (Driven(seed=seed).create()["requestId"] for seed in (7, 8))
    assert first != second


tenants = st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["prod", "dev", None]))


@given(
    st.lists(
        st.tuples(tenants, st.sampled_from(["create", "list", "cancel"])), min_size=1, max_size=12
    )
)
def test_tenants_never_see_the_jobs_of_each_other(
    steps: list[tuple[tuple[str, str | None], str]],
) -> None:
    STRICT.service.world.reset()
    own: dict[tuple[str, str], set[int]] = {}
    for (org, sandbox), action in steps:
        headers = {**HEADERS, "x-gw-ims-org-id": org, "x-sandbox-name": sandbox or "prod"}
        if sandbox is None:
            del headers["x-sandbox-name"]
        mine = own.setdefault((org, sandbox or "prod"), set())
        everyone = {number for jobs in own.values() for number in jobs}
        if action == "create":
            mine.add(STRICT.ask("POST", JOBS, export(), headers=headers).json["id"])
        listed = STRICT.ask("GET", JOBS, headers=headers).json["records"]
        assert {record["id"] for record in listed} == mine
        for number in everyone - mine:
            method = "DELETE" if action == "cancel" else "GET"
            assert STRICT.ask(method, f"{JOBS}/{number}", headers=headers).status == 404


@given(
    first=st.integers(0, 12),
    limits=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    meanwhile=st.lists(st.integers(0, 2), max_size=12),
    pauses=st.lists(st.integers(0, 3), min_size=1, max_size=4),
)
def test_pages_joined_give_every_job_exactly_once_while_others_are_created(
    first: int, limits: list[int], meanwhile: list[int], pauses: list[int]
) -> None:
    STRICT.service.world.reset()
    numbers = []
    for place in range(first):
        STRICT.clock.advance(milliseconds=pauses[place % len(pauses)])
        numbers.append(STRICT.create()["id"])
    seen: list[object] = []
    offset, turn = "", 0
    while True:
        page = STRICT.page(f"limit={limits[turn % len(limits)]}{offset}")
        seen += [record["id"] for record in page["records"]]
        if not page["link"]["next"]:
            break
        offset = f"&offset={page['page']['pageOffset']}"
        for _ in range(meanwhile[turn] if turn < len(meanwhile) else 0):
            STRICT.create()
        turn += 1
    assert seen == numbers[::-1]


def test_problems_are_kept_worst_first() -> None:
    answer = STRICT.ask("POST", f"{JOBS}?x=1", {"fields": 1}, headers={})
    assert list(answer.problems) == worst_first(answer.problems)


def test_a_note_refuses_nothing_and_is_remembered() -> None:
    answer = STRICT.ask("GET", f"{JOBS}?other=1", headers=CREDENTIALS)
    assert answer.status == 200
    assert answer.codes == ["parameter-unknown"]


def test_a_message_that_did_not_arrive_whole_is_refused_for_that() -> None:
    message = Message("POST", DATASETS, "", Headers(HEADERS.items()), b"")
    problem = Problem("message-too-large", "more than 10 bytes", "body")
    reply = STRICT.service.pipeline.reject(message, [problem])
    assert reply.status == 413
    assert json.loads(reply.body)["title"] == "ContentTooLargeError"
    assert STRICT.service.journal[-1].problems == (problem,)


@pytest.mark.parametrize("target", [JOBS, f"{JOBS}/1"])
def test_what_the_mock_says_where_the_document_has_no_words_is_not_held_against_it(
    target: str,
) -> None:
    answer = STRICT.ask("GET", target, headers={**CREDENTIALS, "Prefer": "code=418"})
    assert answer.status == 404
    assert answer.reply.headers["content-type"] == "application/problem+json"
    assert answer.problems == ()


def test_a_server_that_breaks_its_promise_is_found_out() -> None:
    def lie(_: Call) -> Reply:
        return Reply(201, Headers([("Content-Type", "application/json")]), b"[]")

    journal = Journal(10)
    pipeline = Pipeline(API, lie, lambda _call, _problems: None, FAULTLESS, journal)
    pipeline.handle(Message("POST", DATASETS, "", Headers(HEADERS.items()), b"{}"))
    assert [problem.code for problem in journal.problems("server")] == ["reply-body-invalid"]
