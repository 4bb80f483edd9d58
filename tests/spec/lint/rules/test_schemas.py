"""The rules `schema/required-exists`, `schema/pattern-valid` and `ref/unused-component`."""

from collections.abc import Callable

import pytest

from specdouble.spec.lint.finding import Finding

Find = Callable[..., list[Finding]]


TO_B = "{$ref: '#/components/schemas/B'}"
WANTS_A = "required: [a], properties: {b: {}}"
HAS_A = "properties: {a: {}}"


def schemas(text: str) -> str:
    return f"components: {{schemas: {{{text}}}}}"


@pytest.mark.parametrize(
    "text",
    [
        "A: {required: [a]}",
        "A: {required: [a], properties: {}}",
        "A: {required: [a], properties: {a: {}}}",
        "A: {required: [a, 1], properties: {b: {}}, patternProperties: {^a: {}}}",
        "A: {required: [a], properties: {b: {}}, patternProperties: {'[': {}}}",
        "A: {required: [a], properties: {b: {}}, additionalProperties: {type: string}}",
        "A: {required: [a], properties: {b: {}}, allOf: [{properties: {a: {}}}]}",
        "A: {required: [a], properties: {b: {}}, then: {properties: {a: {}}}}",
        "A: {required: [a], properties: {b: {}}, dependentSchemas: {b: {properties: {a: {}}}}}",
        "A: {properties: {a: {}}, oneOf: [{required: [a], properties: {b: {}}}]}",
        f"A: {{{WANTS_A}, allOf: [{TO_B}]}}, B: {{{HAS_A}}}",
        f"B: {{{WANTS_A}}}, C: {{{HAS_A}, allOf: [{TO_B}]}}",
        f"A: {{{WANTS_A}, {TO_B[1:-1]}}}, B: {{{HAS_A}}}",
        "A: {required: [a], properties: {required: {type: array}, a: {}}}",
    ],
)
def test_a_required_member_may_be_described_anywhere_around(find: Find, text: str) -> None:
    assert find("schema/required-exists", schemas(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "A: {required: [a], properties: {b: {}}}",
        "A: {required: [a], properties: {b: {}}, additionalProperties: false}",
        "A: {required: [a], properties: {b: {}}, allOf: [{$ref: '#/no'}, {properties: {c: {}}}]}",
        f"B: {{{WANTS_A}}}, C: {{{HAS_A}, items: {TO_B}}}",
        "A: {required: [a], properties: {b: {}}, allOf: [{$ref: '#/components/schemas/A'}]}",
    ],
)
def test_a_required_member_that_nobody_describes_is_found(find: Find, text: str) -> None:
    [found] = find("schema/required-exists", schemas(text))
    assert found.message == '"a" is required, and no property is called so'


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        (r"{pattern: '(?i)a\Z'}", "/components/schemas/A/pattern"),
        ("{patternProperties: {'[': {}}}", "/components/schemas/A/patternProperties/["),
    ],
)
def test_a_pattern_of_another_dialect_is_found(find: Find, schema: str, pointer: str) -> None:
    [found] = find("schema/pattern-valid", schemas(f"A: {schema}"))
    assert found.spot.pointer == pointer


@pytest.mark.parametrize("pattern", [r"'^\p{L}+$'", "'(?=a)b'", r"'^[\w-]+$'", "3"])
def test_a_pattern_of_ecmascript_and_what_is_none_are_left_in_peace(
    find: Find, pattern: str
) -> None:
    assert find("schema/pattern-valid", schemas(f"A: {{pattern: {pattern}}}")) == []


UNUSED = "ref/unused-component"


def used(rest: str) -> str:
    return f"paths: {{/a: {{get: {{responses: {{'200': {rest}}}}}}}}}\n"


REF = "{description: d, content: {a/b: {schema: {$ref: '#/components/schemas/%s'}}}}"


@pytest.mark.parametrize(
    "text",
    [
        used(REF % "A") + schemas("A: {items: {$ref: '#/components/schemas/B'}}, B: {}"),
        used(REF % "A/properties/b") + schemas("A: {properties: {b: {}}}"),
        used(REF % "A") + schemas("A: {discriminator: {propertyName: p, mapping: {b: B}}}, B: {}"),
        used(REF % "A")
        + schemas(
            "A: {discriminator: {propertyName: p, mapping: {b: '#/components/schemas/B'}}}, B: {}"
        ),
        used(REF % "A")
        + schemas(
            "A: {discriminator: {propertyName: p}}, B: {allOf: [{$ref: '#/components/schemas/A'}]}"
        ),
        "security: [{S: []}]\npaths: {/a: {}}\ncomponents: {securitySchemes: {S: {type: http}}}",
        "paths: {/a: {x-b: [{c: {$ref: '#/components/schemas/A'}}]}}\n" + schemas("A: {}"),
        "webhooks: {w: {$ref: '#/components/pathItems/A'}}\ncomponents: {pathItems: {A: {}}}",
        "paths: {}\n" + schemas("A: {}"),
        "paths: {$ref: '#/paths'}\ncomponents: {}",
        schemas("A: {}"),
        "paths: {/a: {}}\ncomponents: {x-own: {A: {}}}",
    ],
)
def test_what_is_used_in_any_way_is_used(find: Find, text: str) -> None:
    assert find(UNUSED, text) == []


def test_what_only_unused_components_use_is_unused_as_well(find: Find) -> None:
    text = "paths: {/a: {}}\n" + schemas("A: {not: {$ref: '#/components/schemas/B'}}, B: {}")
    assert [each.message for each in find(UNUSED, text)] == [
        '"A" of components.schemas is not used',
        '"B" of components.schemas is used only by what is itself unused',
    ]


def test_a_discriminator_may_name_what_is_elsewhere(find: Find) -> None:
    mapping = "{discriminator: {propertyName: p, mapping: {b: other.yaml, c: 3}}}"
    text = used(REF % "A") + schemas(f"A: {mapping}, B: {{}}")
    assert [each.spot.pointer for each in find(UNUSED, text)] == ["/components/schemas/B"]


def test_what_uses_only_itself_is_unused(find: Find) -> None:
    text = "paths: {/a: {}}\n" + schemas("A: {not: {$ref: '#/components/schemas/A'}}")
    assert [each.message for each in find(UNUSED, text)] == [
        '"A" of components.schemas is not used'
    ]


@pytest.mark.parametrize("reference", ["'#/no'", "'https://example.com'", "3"])
def test_a_reference_that_leads_nowhere_uses_nothing(find: Find, reference: str) -> None:
    node = f"{{$ref: {reference}}}"
    text = f"paths: {{/a: {{x-b: {node}, get: {{requestBody: {node}}}}}}}\n"
    assert len(find(UNUSED, text + schemas("A: {}"))) == 1


def test_a_reference_from_another_file_is_a_use(find_in_files: Find) -> None:
    files = {
        "api.yaml": "paths: {/a: {$ref: b.yaml}}\ncomponents: {responses: {R: {description: d}}}",
        "b.yaml": "get: {responses: {'200': {$ref: 'api.yaml#/components/responses/R'}}}",
    }
    assert find_in_files(UNUSED, files) == []


@pytest.mark.parametrize(
    ("reference", "unused"),
    [
        ("'#foo'", ["C"]),
        ("'#/components/schemas/C'", ["A", "B"]),
        ("'#no'", ["A", "B", "C"]),
        ("3", ["A", "B", "C"]),
    ],
)
def test_a_dynamic_reference_uses_all_that_it_may_lead_to(
    find: Find, reference: str, unused: list[str]
) -> None:
    text = f"""
    paths: {{/a: {{get: {{responses: {{"200": {{description: d, content: {{application/json: {{
      schema: {{type: array, items: {{$dynamicRef: {reference}}}}}}}}}}}}}}}}}}}
    components:
      schemas:
        A: {{$dynamicAnchor: foo, type: string}}
        B: {{$dynamicAnchor: foo, type: integer}}
        C: {{type: object}}
    """
    found = find(UNUSED, text)
    assert [each.spot.pointer.rpartition("/")[2] for each in found] == unused
