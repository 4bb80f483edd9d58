import pytest

from specdouble.contracts.credentials import Credential, gather, placeholders, second_tenant
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.errors import SettingError


def api_with(*schemes: str) -> Api:
    names = [f"s{number}" for number, _ in enumerate(schemes)]
    defined = "\n".join(
        f"    {name}: {{{text}}}" for name, text in zip(names, schemes, strict=True)
    )
    text = f"""
openapi: 3.1.0
info: {{title: T, version: '1'}}
security: [{{{", ".join(f"{name}: []" for name in names)}}}]
paths: {{/a: {{get: {{responses: {{}}}}}}}}
components:
  securitySchemes:
{defined}
"""
    return compile_api(parse(text))


def test_a_header_is_shown_as_its_variable(api: Api) -> None:
    assert gather(api, ["Authorization:  Bearer abc "], {}) == (
        Credential(
            "header",
            "Authorization",
            "Bearer abc",
            "SPECDOUBLE_TOKEN",
            "Bearer ",
            is_header=True,
        ),
    )


def test_only_the_secret_part_of_a_token_is_secret(api: Api) -> None:
    assert gather(api, ["authorization: bearer abc"], {})[0].secret == "abc"  # noqa: S105


def test_a_header_with_another_scheme_is_secret_as_a_whole(api: Api) -> None:
    assert gather(api, ["Authorization: Basic abc"], {})[0].secret == "Basic abc"  # noqa: S105


def test_any_other_header_gets_a_variable_of_its_name(api: Api) -> None:
    assert gather(api, ["X-Other: 1"], {})[0].variable == "SPECDOUBLE_X_OTHER"


def test_the_environment_holds_what_headers_do_not(api: Api) -> None:
    environment = {"SPECDOUBLE_TOKEN": "abc", "SPECDOUBLE_API_KEY": "key", "SPECDOUBLE_ORG": " "}
    found = gather(api, ["X-API-Key: other"], environment)
    assert {each.name: each.value for each in found} == {
        "X-API-Key": "other",
        "authorization": "Bearer abc",
    }


def test_the_key_of_the_environment_goes_where_the_document_wants_a_key() -> None:
    keyed = api_with("type: apiKey, in: query, name: key")
    assert gather(keyed, [], {"SPECDOUBLE_API_KEY": "abc"})[-1:] == (
        Credential("query", "key", "abc", "SPECDOUBLE_API_KEY"),
    )


@pytest.mark.parametrize("text", ["", "no colon", ": value", "two words: value", "a: b\nc: d"])
def test_what_is_no_header_is_told(text: str, api: Api) -> None:
    with pytest.raises(SettingError, match="write it as 'Name: value'"):
        gather(api, [text], {})


def test_every_scheme_of_the_document_has_a_placeholder(api: Api) -> None:
    assert [(each.location, each.name, each.secret) for each in placeholders(api)] == [
        ("header", "Authorization", ""),
        ("header", "x-api-key", ""),
        ("header", "x-gw-ims-org-id", ""),
        ("header", "x-sandbox-name", ""),
    ]


def test_a_placeholder_has_the_form_of_its_scheme() -> None:
    found = placeholders(api_with("type: http, scheme: basic"))
    assert found[0].value.startswith("Basic ")


def test_a_second_tenant_comes_from_headers_and_the_environment() -> None:
    variables = {
        "SPECDOUBLE_SECOND_ORG": "o",
        "SPECDOUBLE_SECOND_TOKEN": "t",
        "SPECDOUBLE_ORG": "x",
    }
    found = second_tenant(["X-Gw-Ims-Org-Id: other", "X-Team: red"], variables)
    assert [(each.name, each.value, each.variable) for each in found] == [
        ("X-Gw-Ims-Org-Id", "other", "SPECDOUBLE_SECOND_ORG"),
        ("X-Team", "red", "SPECDOUBLE_SECOND_X_TEAM"),
        ("authorization", "Bearer t", "SPECDOUBLE_SECOND_TOKEN"),
    ]
    assert found[2].prefix == "Bearer "


def test_nobody_is_a_second_tenant_unless_told() -> None:
    assert second_tenant([], {"SPECDOUBLE_TOKEN": "t"}) == ()


def test_what_is_no_header_of_a_second_tenant_is_told() -> None:
    with pytest.raises(SettingError, match=r"^--second-tenant: 'x'"):
        second_tenant(["x"], {})
