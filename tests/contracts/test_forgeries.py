import pytest

from specdouble.contracts.forgeries import Forgery, certain, doubtful, is_about_time
from specdouble.spec.api import Operation
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse

DOCUMENT = """
openapi: 3.1.0
info: {title: x, version: '1'}
paths:
  /x:
    get:
      operationId: look
      security: SECURITY
      responses: {'200': {description: ok}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    password: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    key: {type: apiKey, in: query, name: api_key}
    certificate: {type: mutualTLS}
"""


def operation(security: str) -> Operation:
    return compile_api(parse(DOCUMENT.replace("SECURITY", security))).operations[0]


def values(forgeries: list[Forgery]) -> list[str | None]:
    return [each.value for each in forgeries]


def test_a_token_is_left_out_emptied_and_misshapen() -> None:
    found = list(certain(operation("[{token: []}]"), "good"))
    basic = "Basic c3BlY2RvdWJsZTpwbGFjZWhvbGRlcg=="
    assert values(found) == [None, "", basic, "Token good", "good", "Bearer", "Bearer    "]
    assert found[0].means == "without the header Authorization"


def test_a_password_is_left_out_emptied_and_misshapen() -> None:
    found = list(certain(operation("[{password: []}]"), "good"))
    assert values(found) == [None, "", "Bearer specdouble-made-up-token", "Basic", "Basic !!!"]


@pytest.mark.parametrize("name", ["key", "digest"])
def test_what_has_no_known_form_is_left_out_and_emptied(name: str) -> None:
    assert values(list(certain(operation(f"[{{{name}: []}}]"), "good"))) == [None, ""]


def test_of_credentials_that_are_needed_together_each_is_spoilt() -> None:
    found = list(certain(operation("[{key: [], token: []}]"), "good"))
    assert {each.schemes[0].title for each in found} == {"key", "token"}


def test_of_a_choice_of_credentials_all_are_left_out_at_once() -> None:
    found = list(certain(operation("[{key: []}, {token: []}]"), "good"))
    assert [[scheme.title for scheme in each.schemes] for each in found] == [["key", "token"]]
    assert list(doubtful(operation("[{key: []}, {token: []}]"))) == []


@pytest.mark.parametrize("security", ["[]", "[{}]", "[{key: []}, {}]", "[{certificate: []}]"])
def test_where_nothing_is_asked_for_or_shown_nothing_is_forged(security: str) -> None:
    assert list(certain(operation(security), "good")) == []
    assert list(doubtful(operation(security))) == []


def test_of_made_up_credentials_nobody_can_be_certain() -> None:
    found = list(doubtful(operation("[{key: [], token: []}]")))
    assert len(found) == 6
    assert not any(each.is_certain for each in found)


def test_a_token_that_has_expired_is_beyond_doubt() -> None:
    first, *_ = doubtful(operation("[{token: []}]"), "over")
    assert (first.value, first.is_certain) == ("Bearer over", True)


def test_some_forgeries_are_about_time() -> None:
    found = [is_about_time(each) for each in doubtful(operation("[{token: []}]"), "over")]
    assert found == [True, False, False, True, True]
