import pytest

from specdouble.contracts.credentials import Credential, placeholders
from specdouble.contracts.manners import Manners
from specdouble.contracts.plan import Intent, plan
from specdouble.contracts.scenario import Scenario, scenarios_for
from specdouble.contracts.target import Target, target_for
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse

URL = "http://127.0.0.1:1"


def lines(api: Api, target: Target, seconds: int = 10, *, cleans: bool = False) -> list[str]:
    return list(plan(api, target, Intent(tuple(scenarios_for(api)), seconds, cleans)))


def story(name: str, writes: str = "") -> Scenario:
    return Scenario(name, (), lambda _: True, writes, lambda _: None)


def test_it_says_whom_by_what_and_as_whom(api: Api) -> None:
    token = Credential("header", "Authorization", "Bearer abc", "SPECDOUBLE_TOKEN", "Bearer ")
    found = lines(api, Target(URL, (token,)))
    assert found[0] == f"target       {URL}"
    assert found[1].startswith(f"document     {api.node.document.name}: ")
    assert found[2] == "credentials  Authorization ($SPECDOUBLE_TOKEN)"


def test_a_credential_that_was_given_as_a_header_is_said_to_be(api: Api) -> None:
    target = target_for(api, URL, {"SPECDOUBLE_API_KEY": "k"}, headers=["Authorization: Bearer x"])
    assert lines(api, target)[2] == (
        "credentials  Authorization (--header), x-api-key ($SPECDOUBLE_API_KEY), "
        "x-gw-ims-org-id (placeholder), x-sandbox-name (placeholder)"
    )


def test_it_says_what_will_be_created_and_called(api: Api) -> None:
    found = lines(api, Target(URL, placeholders(api)))
    assert any(line.startswith("will create  1 dataset and ") for line in found)
    assert "will call    createDataset, createExportJob, cancelExportJob" in found


def test_it_adds_up_what_the_stories_create(api: Api) -> None:
    stories = (
        story("one", "1 dataset and 2 export jobs"),
        story("two", "2 datasets and 1 export job, which it cancels"),
        story("three"),
    )
    found = list(plan(api, Target(URL), Intent(stories, 0)))
    assert "scenarios    3: one, two, three" in found
    assert "             in all 3 datasets and 3 jobs" in found


@pytest.mark.parametrize(
    ("manners", "seconds", "words"),
    [
        (Manners(max_requests=500), 9, "at most 500"),
        (Manners(max_requests=500, rate=5), 9, "at most 500, 5 per second"),
        (
            Manners(),
            9,
            "as many as the scenarios need, then made-up ones for 9 s; --max-requests sets a limit",
        ),
        (
            Manners(rate=0.5),
            0,
            "as many as the scenarios need, 0.5 per second; --max-requests sets a limit",
        ),
    ],
)
def test_it_says_how_many_requests_there_will_be(
    manners: Manners, seconds: int, words: str, api: Api
) -> None:
    assert f"requests     {words}" in lines(api, Target(URL, manners=manners), seconds)


def test_it_says_what_will_be_cleaned_up_and_what_cannot(api: Api) -> None:
    found = lines(api, Target(URL), cleans=True)
    words = "removes export jobs (cancelExportJob); cannot remove datasets"
    assert found[-1] == f"clean-up     {words}"


def test_it_says_if_nothing_is_cleaned_up(api: Api) -> None:
    assert lines(api, Target(URL))[-1] == "clean-up     none: what is created stays"


def test_a_read_only_run_changes_nothing(api: Api) -> None:
    found = lines(api, Target(URL, manners=Manners(read_only=True)))
    assert found[-1] == (
        "will change  nothing: read-only, so only GET, HEAD, OPTIONS, TRACE are sent"
    )


def test_without_a_budget_nothing_is_made_up(api: Api) -> None:
    assert not any("will call" in line for line in lines(api, Target(URL), 0))


def test_credentials_that_are_made_up_are_called_so(api: Api) -> None:
    assert "x-api-key (placeholder)" in lines(api, Target(URL, placeholders(api)))[2]


@pytest.mark.parametrize(
    ("method", "end"),
    [
        ("get", "will change  nothing: the document has no operation that does"),
        ("post", "clean-up     the document has no way to remove what it creates"),
    ],
)
def test_any_document_is_told_of(method: str, end: str) -> None:
    text = f"openapi: 3.1.0\ninfo: {{title: T}}\npaths: {{/a: {{{method}: {{responses: {{}}}}}}}}"
    found = list(plan(compile_api(parse(text)), Target(URL), Intent((), 1, cleans=True)))
    assert found[1] == "document     document: T, 1 operation"
    assert found[2] == "credentials  none"
    assert found[3] == "scenarios    none fits"
    assert found[-1] == end
