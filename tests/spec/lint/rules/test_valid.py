"""The rule `oas/valid`: structure, conditions, and the meta-schema behind them."""

from collections.abc import Callable

import pytest

from specdouble.spec.lint.finding import Finding
from specdouble.spec.lint.linting import lint_text

Find = Callable[..., list[Finding]]

BEARER = "/components/securitySchemes/A/bearerFormat"
PARAMETER = "paths: {}\ncomponents: {parameters: {A: {%s}}}"
SCHEMA = "paths: {}\ncomponents: {schemas: {A: {%s}}}"
SCHEME = "paths: {}\ncomponents: {securitySchemes: {A: {%s}}}"
MEDIA = "paths: {}\ncomponents: {requestBodies: {A: {content: {a/b: {%s}}}}}"


@pytest.mark.parametrize(
    ("text", "version", "pointer", "message"),
    [
        ("paths: {}\ntags: [{name: a}, {name: a}]", "3.1.0", "/tags/1", 'a tag "a" is described'),
        (
            "paths: {/a: {get: {responses: {}}}}",
            "3.1.0",
            "/paths/~1a/get/responses",
            "at least one response",
        ),
        (
            MEDIA % "$ref: x",
            "3.1.0",
            "/components/requestBodies/A/content/a~1b/$ref",
            "cannot stand in the place of a MediaType",
        ),
        (SCHEMA % "anyOf: []", "3.1.0", "/components/schemas/A/anyOf", "at least one schema"),
        ("paths: {/a: {gett: {}}}", "3.1.0", "/paths/~1a/gett", 'a PathItem has no field "gett"'),
        ("paths: []", "3.1.0", "/paths", '"paths" must be a Paths, and is []'),
        ("paths: {}\ntags: {}", "3.1.0", "/tags", '"tags" must be a list, and is {}'),
        ("paths: {}\ntags: [x]", "3.1.0", "/tags/0", '0 must be a Tag, and is "x"'),
        (
            "paths: {}\ntags: [{name: 1}]",
            "3.1.0",
            "/tags/0/name",
            '"name" must be a text, and is 1',
        ),
        ("paths: {}\ntags: [{}]", "3.1.0", "/tags/0", 'a Tag needs "name"'),
        (
            "paths: {}\nwebhooks: {}",
            "3.0.3",
            "/webhooks",
            'no field "webhooks" in OpenAPI 3.0 (it has in 3.1 and 3.2)',
        ),
        ("tags: []", "3.0.3", "", 'an OpenAPI needs "paths"'),
        (
            "paths: {jobs: {}}",
            "3.1.0",
            "/paths/jobs",
            '"jobs" cannot stand here: a path begins with "/"',
        ),
        (
            "paths: {/a: {get: {responses: {20: {description: d}}}}}",
            "3.1.0",
            "/paths/~1a/get/responses/20",
            '"20" cannot stand here',
        ),
        (
            "paths: {}\ncomponents: {schemas: {a b: {}}}",
            "3.1.0",
            "/components/schemas/a b",
            '"a b" cannot stand here',
        ),
        (
            "paths: {}\ncomponents: {responses: {A: {$ref: 3, description: d}}}",
            "3.1.0",
            "/components/responses/A/$ref",
            "a $ref must be a text, got 3",
        ),
        (
            SCHEMA % "type: strng",
            "3.1.0",
            "/components/schemas/A/type",
            '"type" must be one or more of array',
        ),
        (
            SCHEMA % "type: [string]",
            "3.0.3",
            "/components/schemas/A/type",
            '"type" must be array, boolean, integer',
        ),
        (
            SCHEMA % "minLength: -1",
            "3.1.0",
            "/components/schemas/A/minLength",
            "a whole number from 0 on",
        ),
        (
            SCHEMA % "not: true",
            "3.0.3",
            "/components/schemas/A/not",
            '"not" must be a Schema, and is true',
        ),
        (
            SCHEMA % "required: [a, a]",
            "3.1.0",
            "/components/schemas/A/required",
            "a list of names, each once",
        ),
        (
            SCHEMA % "propertys: {}",
            "3.0.3",
            "/components/schemas/A/propertys",
            'a Schema has no field "propertys"',
        ),
        (
            PARAMETER % "name: a, in: query",
            "3.1.0",
            "/components/parameters/A",
            'needs "schema" or "content"',
        ),
        (
            PARAMETER % "name: a, in: query, schema: {}, content: {a/b: {}}",
            "3.1.0",
            "/components/parameters/A/content",
            '"schema" and "content" exclude each other',
        ),
        (
            PARAMETER % "name: a, in: query, content: {a/b: {}, c/d: {}}",
            "3.1.0",
            "/components/parameters/A/content",
            "is one media type",
        ),
        (
            PARAMETER % "name: a, in: path, schema: {}",
            "3.1.0",
            "/components/parameters/A",
            "must be required",
        ),
        (
            PARAMETER % "name: a, in: path, required: false, schema: {}",
            "3.1.0",
            "/components/parameters/A/required",
            "must be required",
        ),
        (
            PARAMETER % "name: a, in: body, schema: {}",
            "3.1.0",
            "/components/parameters/A/in",
            '"in" must be query, header, path or cookie, and is "body"',
        ),
        (
            PARAMETER % "name: a, in: header, style: form, schema: {}",
            "3.1.0",
            "/components/parameters/A/style",
            'the style "form" is not for parameters in header',
        ),
        (
            MEDIA % "example: 1, examples: {}",
            "3.1.0",
            "/components/requestBodies/A/content/a~1b/examples",
            "exclude each other",
        ),
        (
            SCHEME % "type: apiKey, in: header",
            "3.1.0",
            "/components/securitySchemes/A",
            'needs "name", because "type" is apiKey',
        ),
        (
            SCHEME % "type: mutualTLS",
            "3.0.3",
            "/components/securitySchemes/A/type",
            '"type" must be apiKey, http, oauth2 or openIdConnect',
        ),
        (
            SCHEME % "type: oauth2, flows: {implicit: {scopes: {}}}",
            "3.1.0",
            "/components/securitySchemes/A/flows/implicit",
            'the flow implicit needs "authorizationUrl"',
        ),
        (
            "paths: {}\nservers: [{url: /, variables: {a: {default: b, enum: []}}}]",
            "3.1.0",
            "/servers/0/variables/a/enum",
            "an empty enum allows nothing",
        ),
    ],
)
def test_it_says_what_is_wrong_at_its_place(
    find: Find, text: str, version: str, pointer: str, message: str
) -> None:
    found = find("oas/valid", text, version)
    assert [each.spot.pointer for each in found] == [pointer]
    assert message in found[0].message


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("3.0.3", "paths: {x-y: 1}\nx-z: 2"),
        ("3.1.0", "components: {}"),
        ("3.1.0", "paths: {}\nservers: [{url: '{a}://b/{c}', variables: {a: {default: x}}}]"),
        ("3.1.0", "paths: {}\nservers: [{url: /, variables: {a: {default: b, enum: [b]}}}]"),
        (
            "3.1.0",
            "webhooks: {a: {$ref: '#/components/pathItems/B'}}\ncomponents: {pathItems: {B: {}}}",
        ),
        ("3.1.0", "components: {schemas: {A: {unknown: 1, not: true, type: [string, 'null']}}}"),
        ("3.2.0", "components: {mediaTypes: {A: {itemSchema: {}}}, responses: {B: {}}}"),
        ("3.0.3", "paths: {}\ncomponents: {schemas: {A: {additionalProperties: true}}, x-b: 1}"),
    ],
)
def test_what_the_specification_allows_is_left_in_peace(
    find: Find, version: str, text: str
) -> None:
    assert find("oas/valid", text, version) == []


def test_a_misspelt_field_comes_with_the_one_that_was_meant(find: Find) -> None:
    [found] = find("oas/valid", "paths: {/a: {get: {sumary: x}}}")
    assert found.advice == 'did you mean "summary"?'


def test_a_field_like_no_other_may_become_an_extension(find: Find) -> None:
    [found] = find("oas/valid", "paths: {}\nqqq: 1")
    assert found.advice == 'remove it, or call it "x-qqq"'


def test_a_number_in_the_place_of_a_text_lacks_quotes(find: Find) -> None:
    [found] = find("oas/valid", "paths: {}\ntags: [{name: 1}]")
    assert found.advice == "put it in quotes"


def test_a_version_without_its_last_part_is_no_version(find: Find) -> None:
    [found] = find("oas/valid", "paths: {}", "'3.1'")
    assert found.message == '"3.1" is no full version'


@pytest.mark.parametrize(
    ("version", "text", "pointer"),
    [
        (
            "3.0.3",
            SCHEMA % "required: []",
            "/components/schemas/A/required",
        ),
        ("3.1.0", "tags: []", ""),
        ("3.1.0", SCHEME % "type: http, scheme: basic, bearerFormat: JWT", BEARER),
    ],
)
def test_what_only_the_meta_schema_knows_is_told_as_well(
    find: Find, version: str, text: str, pointer: str
) -> None:
    found = find("oas/valid", text, version)
    assert pointer in [each.spot.pointer for each in found]


def test_an_address_is_to_be_an_address() -> None:
    text = 'openapi: 3.0.3\ninfo: {title: t, version: "1", contact: {email: x}}\npaths: {}'
    assert [each.spot.pointer for each in lint_text(text)] == ["/info/contact/email"]


def test_patterns_are_left_to_the_rule_about_patterns(find: Find) -> None:
    assert find("oas/valid", SCHEMA % "pattern: '['", "3.0.3") == []


def test_long_values_are_shortened(find: Find) -> None:
    [found] = find("oas/valid", f"paths: {{}}\ntags: [{{name: {list(range(50))}}}]")
    assert found.message == '"name" must be a text, and is a list of 50'
    [found] = find("oas/valid", f"paths: {{}}\ntags: {'a' * 90}")
    assert found.message.endswith("a…")
