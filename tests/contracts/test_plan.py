from specdouble.contracts.credentials import Credential, placeholders
from specdouble.contracts.plan import plan
from specdouble.contracts.target import Target, target_for
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse

URL = "http://127.0.0.1:1"


def lines(api: Api, target: Target, budget: int = 10) -> list[str]:
    return list(plan(api, target, budget))


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
        "x-gw-ims-org-id (placeholder)"
    )


def test_it_says_what_will_be_created_and_called(api: Api) -> None:
    found = lines(api, Target(URL, placeholders(api)))
    assert "will create  1 dataset and 5 export jobs (page_walk)" in found
    assert "will call    createDataset, createExportJob, cancelExportJob" in found


def test_without_a_budget_nothing_is_made_up(api: Api) -> None:
    assert not any("will call" in line for line in lines(api, Target(URL), 0))


def test_credentials_that_are_made_up_are_called_so(api: Api) -> None:
    assert "x-api-key (placeholder)" in lines(api, Target(URL, placeholders(api)))[2]


def test_a_document_that_only_reads_changes_nothing() -> None:
    text = "openapi: 3.1.0\ninfo: {title: T}\npaths: {/a: {get: {responses: {}}}}"
    found = lines(compile_api(parse(text)), Target(URL))
    assert found[1] == "document     document: T, 1 operation"
    assert found[2] == "credentials  none"
    assert found[-1] == "will change  nothing: the document has no operation that does"
