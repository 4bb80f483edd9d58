"""The rules of the area `op/`, and what is about all operations alike."""

from collections.abc import Callable

import pytest

from specdouble.spec.lint.finding import Finding

Find = Callable[..., list[Finding]]

ID = "{name: id, in: path, required: true, schema: {}}"


def messages(found: list[Finding]) -> list[str]:
    return [each.message for each in found]


def test_operations_behind_a_reference_are_looked_at(find: Find) -> None:
    text = """
    paths: {/a: {$ref: "#/components/pathItems/A"}, /b: {$ref: "#/no"}}
    components: {pathItems: {A: {get: {}}}}
    """
    assert messages(find("op/operation-id-present", text)) == ["GET /a has no operationId"]


def test_additional_operations_are_operations(find: Find) -> None:
    text = "paths: {/a: {query: {}, additionalOperations: {COPY: {}}}}"
    found = find("op/operation-id-present", text, "3.2.0")
    assert messages(found) == ["QUERY /a has no operationId", "COPY /a has no operationId"]


def test_ids_of_callbacks_and_webhooks_are_ids_as_well(find: Find) -> None:
    text = """
    paths: {/a: {get: {operationId: x, callbacks: {c: {"{$url}": {post: {operationId: x}}}}}}}
    webhooks: {w: {post: {operationId: x}}}
    """
    found = find("op/operation-id-unique", text)
    assert [each.spot.line for each in found] == [4, 5] or len(found) == 2
    assert found[0].related[0].message == "taken here"


def test_an_id_that_is_no_text_is_not_compared(find: Find) -> None:
    text = "paths: {/a: {get: {operationId: 1}, put: {operationId: 1}, post: {}}}"
    assert find("op/operation-id-unique", text) == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (f"{{parameters: [{ID}], get: {{}}}}", []),
        (
            f"{{get: {{parameters: [{ID}]}}, put: {{}}}}",
            ['PUT /a/{id} has no parameter "id" in: path'],
        ),
        (
            f"{{get: {{parameters: [{ID.replace('path', 'query')}]}}}}",
            ['GET /a/{id} has no parameter "id" in: path'],
        ),
        (
            f"{{get: {{parameters: [{ID}, {ID.replace('id', 'no')}]}}}}",
            ['the path /a/{id} has no "{no}"'],
        ),
        (
            f"{{parameters: [{ID}, {ID.replace('id', 'no')}], get: {{}}, put: {{}}}}",
            ['the path /a/{id} has no "{no}"'],
        ),
        ("{get: {parameters: [{$ref: '#/no'}]}}", []),
        ("{get: {parameters: [{$ref: '#/components/parameters/Id'}]}}", []),
        ("{get: {parameters: [3]}}", ['GET /a/{id} has no parameter "id" in: path']),
        ("{summary: s}", []),
    ],
)
def test_paths_and_their_parameters_agree(find: Find, item: str, expected: list[str]) -> None:
    text = f"paths: {{'/a/{{id}}': {item}}}\ncomponents: {{parameters: {{Id: {ID}}}}}"
    assert messages(find("op/path-parameters", text)) == expected


def test_headers_differ_by_more_than_case(find: Find) -> None:
    header = "{name: %s, in: header, schema: {}}"
    text = f"paths: {{/a: {{parameters: [{header % 'x-a'}, {header % 'X-A'}]}}}}"
    assert messages(find("op/parameters-unique", text)) == [
        'a parameter "x-a" in: header is listed already'
    ]


def test_an_operation_may_replace_a_parameter_of_its_path_item(find: Find) -> None:
    text = f"paths: {{'/a/{{id}}': {{parameters: [{ID}], get: {{parameters: [{ID}]}}}}}}"
    assert find("op/parameters-unique", text) == []


@pytest.mark.parametrize("status", ["200", "2XX", "302", "101", "default"])
def test_a_redirect_and_a_default_count_as_success(find: Find, status: str) -> None:
    text = f"paths: {{/a: {{get: {{responses: {{'{status}': {{description: d}}}}}}}}}}"
    assert find("op/success-response", text) == []


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        ("{responses: {'404': {description: d}}}", "/paths/~1a/get/responses"),
        ("{responses: {x-y: 1}}", "/paths/~1a/get/responses"),
        ("{}", "/paths/~1a/get"),
    ],
)
def test_no_response_at_all_is_none_for_success(find: Find, operation: str, pointer: str) -> None:
    [found] = find("op/success-response", f"paths: {{/a: {{get: {operation}}}}}")
    assert found.spot.pointer == pointer


@pytest.mark.parametrize(("operation", "version"), [("{}", "3.0.3"), ("{responses: {}}", "3.1.0")])
def test_what_is_told_as_a_fault_of_structure_is_not_told_twice(
    find: Find, operation: str, version: str
) -> None:
    text = f"paths: {{/a: {{get: {operation}}}}}"
    assert find("op/success-response", text, version) == []
    assert len(find("oas/valid", text, version)) == 1


def test_a_uri_may_name_a_security_scheme_from_3_2_on(find: Find) -> None:
    text = "security: [{'./schemes.yaml#/token': []}]\npaths: {}"
    assert find("security/defined", text, "3.2.0") == []
    assert len(find("security/defined", text, "3.1.0")) == 1


def test_a_requirement_of_an_operation_is_looked_at(find: Find) -> None:
    text = "paths: {/a: {get: {security: [{}, {token: []}]}}}"
    assert messages(find("security/defined", text)) == ['no security scheme is called "token"']


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/b/{x}", "/b/{y}"], ["/b/{y} is the same path as /b/{x}"]),
        (["/b/{x}", "/b/{y}", "/b/{z}"], ["/b/{y} is the same path as", "/b/{z} is the same"]),
        (["/{x}/b/{y}", "/{y}/b/{x}"], ["/{y}/b/{x} is the same path as /{x}/b/{y}"]),
        (["/b/{x}.json", "/b/{y}.json"], ["/b/{y}.json is the same path as"]),
        (["/b/{x}", "/b/{x}/", "/b/c", "/c/{x}", "/b/{x}.json", "x-b", "x-c"], []),
    ],
    ids=str,
)
def test_paths_that_differ_in_names_only_are_one(
    find: Find, paths: list[str], expected: list[str]
) -> None:
    listed = ", ".join(f"'{path}': {{}}" for path in paths)
    found = find("op/paths-distinct", f"paths: {{{listed}}}")
    assert len(found) == len(expected)
    assert all(words in each.message for words, each in zip(expected, found, strict=True))
