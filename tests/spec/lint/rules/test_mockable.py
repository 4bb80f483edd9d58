"""The rule `test/mockable`, and whether a schema has a value at all."""

from collections.abc import Callable

import pytest

from specdouble.spec.document import parse
from specdouble.spec.lint.finding import Finding
from specdouble.spec.lint.possible import is_possible

Find = Callable[..., list[Finding]]


def operation(responses: str) -> str:
    return f"paths: {{/a: {{get: {{responses: {{{responses}}}}}}}}}"


@pytest.mark.parametrize(
    "responses",
    [
        "'204': {description: d}",
        "'200': {description: d, content: {application/json: {example: 1}}}",
        "'200': {description: d, content: {application/json: {examples: {a: {value: 1}}}}}",
        "'200': {description: d, content: {application/json: {schema: {}}}}",
        "'200': {description: d, content: {image/png: {}}}",
        "'200': {description: d, content: {application/json: {}, text/plain: {}}}",
        "'200': {description: d, content: {}}",
        "'200': {$ref: '#/no'}",
        "'404': {description: d, content: {application/json: {}}}",
        "'200': {description: d}, '201': {description: d, content: {application/json: {}}}",
    ],
)
def test_what_can_be_served_is_left_in_peace(find: Find, responses: str) -> None:
    assert find("test/mockable", operation(responses)) == []


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        (
            "'200': {description: d, content: {application/json: {}}}",
            "has neither an example nor a schema",
        ),
        ("2XX: {description: d, content: {application/json: {}}}", "has neither"),
        ("default: {description: d, content: {application/json: {}}}", "has neither"),
        (
            "default: {description: d, content: {a/json: {examples: {a: {externalValue: x}}}}}",
            "has neither",
        ),
        (
            "'200': {description: d, content: {application/json: {schema: false}}}",
            "has a schema that no value fits",
        ),
        (
            "'200': {description: d, content: {image/png: {schema: {enum: []}}}}",
            "has a schema that no value fits",
        ),
    ],
)
def test_what_leaves_a_mock_with_nothing_to_send_is_found(
    find: Find, responses: str, message: str
) -> None:
    [found] = find("test/mockable", operation(responses))
    assert found.message == f"the answer to GET /a {found.message[21:]}"
    assert message in found.message


@pytest.mark.parametrize(
    "schema",
    [
        "true",
        "{}",
        "{type: object, required: [a], properties: {b: false}}",
        "{required: [a], properties: {a: false}}",
        "{type: object, properties: {a: {$ref: '#'}}}",
        "{type: [object, 'null'], required: [a], properties: {a: {$ref: '#'}}}",
        "{type: object, nullable: true, required: [a], properties: {a: {$ref: '#'}}}",
        "{type: 'null', allOf: [false]}",
        "{type: array, items: {$ref: '#'}}",
        "{type: array, minItems: 0, items: {$ref: '#'}}",
        "{type: array, prefixItems: [{}, {}], items: false, minItems: 2}",
        "{type: array, prefixItems: [{}, false], items: false, minItems: 1}",
        "{type: array, prefixItems: [false]}",
        "{type: array, prefixItems: [{}], minItems: 2}",
        "{anyOf: [{$ref: '#'}, {type: string}]}",
        "{enum: [a], allOf: [{$ref: '#'}]}",
        "{const: 1, allOf: [false]}",
        "{$ref: '#/no'}",
    ],
)
def test_a_schema_with_a_way_out_is_possible(schema: str) -> None:
    assert is_possible(parse(schema).root)


@pytest.mark.parametrize(
    "schema",
    [
        "false",
        "{enum: []}",
        "{allOf: [{}, false]}",
        "{anyOf: [false, {enum: []}]}",
        "{oneOf: [{$ref: '#'}]}",
        "{type: object, required: [a], properties: {a: {$ref: '#'}}}",
        "{type: [object], required: [a], properties: {a: {allOf: [{$ref: '#'}]}}}",
        "{type: array, minItems: 1, items: {$ref: '#'}}",
        "{type: array, minItems: 3, items: false, prefixItems: [{}, {}]}",
        "{type: array, minItems: 2, prefixItems: [{}, false]}",
    ],
)
def test_a_schema_without_one_is_not(schema: str) -> None:
    assert not is_possible(parse(schema).root)


def test_a_search_without_end_is_given_up() -> None:
    names = [f"s{number}" for number in range(40)]
    every = ", ".join(f"{{$ref: '#/{name}'}}" for name in names)
    text = "\n".join(f"{name}: {{anyOf: [{every}]}}" for name in names)
    assert is_possible(parse(text).at("/s0"))


def test_a_chain_too_long_to_follow_is_taken_for_possible() -> None:
    links = [f"s{n}: {{type: object, required: [a], properties: {{a: {{$ref: '#/s{n + 1}'}}}}}}"
             for n in range(200)]  # fmt: skip
    assert is_possible(parse("\n".join([*links, "s200: false"])).at("/s0"))
