"""The table of OpenAPI's objects, and the walk through documents that goes by it."""

import json
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.document import load, parse
from specdouble.spec.errors import DocumentError
from specdouble.spec.grammar import VALUES, VERSIONS, grammar, read_kind
from specdouble.spec.json_types import Json
from specdouble.spec.objects import OBJECTS
from specdouble.spec.walk import Place, walk


def walked(text: str) -> list[tuple[str, str]]:
    return [(place.kind, place.node.pointer) for place in walk(parse(text))]


def document(components: str, version: str = "3.1.0") -> str:
    return f"openapi: {version}\ninfo: {{title: t, version: '1'}}\ncomponents: {components}"


def test_every_kind_of_the_table_is_an_object_or_a_value() -> None:
    for version in VERSIONS:
        for kind in grammar(version).values():
            fields = [*kind.fields.values(), *([kind.other] if kind.other else [])]
            named = {name for field in fields for name in field.kinds}
            assert named <= OBJECTS.keys() | VALUES.keys()


@pytest.mark.parametrize(
    ("kind", "field", "versions"),
    [
        ("OpenAPI", "webhooks", "3.1 3.2"),
        ("OpenAPI", "paths", "3.0 3.1 3.2"),
        ("Schema", "nullable", "3.0"),
        ("Schema", "const", "3.1 3.2"),
        ("PathItem", "query", "3.2"),
        ("Header", "allowReserved", "3.0"),
    ],
)
def test_a_field_is_known_to_the_versions_that_have_it(
    kind: str, field: str, versions: str
) -> None:
    having = [version for version in VERSIONS if field in grammar(version)[kind].fields]
    assert having == versions.split()


def test_a_field_can_be_required_in_some_versions() -> None:
    required = [grammar(version)["OpenAPI"].fields["paths"].required for version in VERSIONS]
    assert required == [True, False, False]


def test_true_is_a_schema_from_3_1_on() -> None:
    kinds = [grammar(version)["Schema"].fields["not"].kinds for version in VERSIONS]
    assert kinds == [("Schema",), ("Schema", "boolean"), ("Schema", "boolean")]


def test_the_name_of_an_extension_has_no_field() -> None:
    paths = grammar("3.1")["Paths"]
    assert paths.field("x-y") is None
    assert paths.field("/jobs") == paths.other


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Info: no line of the table is 'title'"):
        read_kind("Info", "title", "3.0")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("any", [None, 1], []),
        ("text", ["", "x"], [None, 1, ["x"]]),
        ("boolean", [True], [0, "true", None]),
        ("number", [1, 1.5, -1], [True, "1", None]),
        ("positive", [1, 0.1], [0, -1, True, "1"]),
        ("count", [0, 3, 3.0], [-1, 1.5, True, "1"]),
        ("names", [[], ["a", "b"]], ["a", ["a", "a"], [1], None]),
        ("types", ["string", ["string", "null"]], ["str", [], ["string", "string"], [1], None]),
    ],
)
def test_values_are_told_by_what_they_are(kind: str, good: list[Json], bad: list[Json]) -> None:
    assert [value for value in good if not VALUES[kind].fits(value)] == []
    assert [value for value in bad if VALUES[kind].fits(value)] == []


def meta_schema(version: str) -> Json:
    package = find_spec("openapi_spec_validator")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / f"resources/schemas/v{version}/schema.json"
    found: Json = json.loads(file.read_bytes())
    return found


KNOWN_TO_META_SCHEMA_ONLY = {"body"}
"""`body` of a link: a slip of the published meta-schema, where `server` is meant."""


@pytest.mark.parametrize("version", ["3.1", "3.2"])
def test_the_table_has_every_field_of_the_published_meta_schema(version: str) -> None:
    definitions = parse(json.dumps(meta_schema(version))).at("/$defs")
    kinds = {name.lower(): kind for name, kind in grammar(version).items()}
    for name, definition in definitions.items():
        kind = kinds.get(name.replace("-", ""))
        if kind is not None and kind.name != "Schema":
            wanted = definition.child("properties").mapping().keys() - KNOWN_TO_META_SCHEMA_ONLY
            assert wanted <= kind.fields.keys()


def test_the_walk_gives_each_object_with_its_kind_in_the_order_of_the_text() -> None:
    text = """
    openapi: 3.1.0
    info: {title: t, version: "1", contact: {name: n}}
    paths:
      x-paths: {get: {}}
      /a:
        get:
          parameters: [{name: p, in: query, schema: {type: string}}]
          responses:
            x-more: {description: d}
            "200": {description: d, content: {text/plain: {schema: true}}}
          callbacks: {c: {"{$url}": {post: {}}}}
    """
    assert walked(text) == [
        ("OpenAPI", ""),
        ("Info", "/info"),
        ("Contact", "/info/contact"),
        ("Paths", "/paths"),
        ("PathItem", "/paths/~1a"),
        ("Operation", "/paths/~1a/get"),
        ("Parameter", "/paths/~1a/get/parameters/0"),
        ("Schema", "/paths/~1a/get/parameters/0/schema"),
        ("Responses", "/paths/~1a/get/responses"),
        ("Response", "/paths/~1a/get/responses/200"),
        ("MediaType", "/paths/~1a/get/responses/200/content/text~1plain"),
        ("Schema", "/paths/~1a/get/responses/200/content/text~1plain/schema"),
        ("Callback", "/paths/~1a/get/callbacks/c"),
        ("PathItem", "/paths/~1a/get/callbacks/c/{$url}"),
        ("Operation", "/paths/~1a/get/callbacks/c/{$url}/post"),
    ]


def test_a_property_is_never_taken_for_the_keyword_of_its_name() -> None:
    schema = "{properties: {default: {type: string}, example: {enum: [{type: x}]}, $ref: {}}}"
    assert walked(document(f"{{schemas: {{properties: {schema}}}}}"))[3:] == [
        ("Schema", "/components/schemas/properties"),
        ("Schema", "/components/schemas/properties/properties/default"),
        ("Schema", "/components/schemas/properties/properties/example"),
        ("Schema", "/components/schemas/properties/properties/$ref"),
    ]


def test_what_is_an_example_a_default_or_an_extension_is_not_entered() -> None:
    inner = "{$ref: '#/x', properties: {a: {}}}"
    schema = f"{{example: {inner}, default: {inner}, enum: [{inner}], x-y: {inner}}}"
    assert len(walked(document(f"{{schemas: {{A: {schema}}}}}"))) == 4


def test_what_has_the_wrong_type_is_left_out() -> None:
    text = document("{schemas: {A: 1, B: {allOf: {}, properties: []}}, headers: 1, links: {C: x}}")
    assert walked(text)[2:] == [
        ("Components", "/components"),
        ("Schema", "/components/schemas/B"),
    ]


def places(text: str) -> list[Place]:
    return list(walk(parse(text)))


def test_a_reference_is_given_with_the_kind_it_should_lead_to() -> None:
    text = document("{responses: {A: {$ref: '#/components/responses/B'}, B: {description: d}}}")
    assert [(p.kind, p.expected) for p in places(text)[3:]] == [
        ("Reference", "Response"),
        ("Response", "Response"),
    ]


def test_from_3_1_on_a_schema_with_a_reference_is_both() -> None:
    schemas = "{schemas: {A: {$ref: '#/components/schemas/B', not: {}}, B: {}}}"
    kinds = [Counter(kind for kind, _ in walked(document(schemas, v))) for v in ("3.0.3", "3.1.0")]
    assert [(found["Reference"], found["Schema"]) for found in kinds] == [(1, 1), (1, 3)]


def test_what_only_a_reference_leads_to_comes_last_and_once() -> None:
    text = document("{schemas: {A: {$ref: '#/x-more/S'}, B: {$ref: '#/x-more/S'}}}", "3.0.3")
    text += "\nx-more: {S: {properties: {c: {$ref: '#/x-more/T'}}}, T: {$ref: '#/x-more/S'}}"
    assert walked(text)[3:] == [
        ("Reference", "/components/schemas/A"),
        ("Reference", "/components/schemas/B"),
        ("Schema", "/x-more/S"),
        ("Reference", "/x-more/S/properties/c"),
        ("Reference", "/x-more/T"),
    ]


def test_a_response_in_an_extension_is_given_once_however_many_refer_to_it() -> None:
    text = document("{responses: {A: {$ref: '#/x-r'}, B: {$ref: '#/x-r'}}}")
    text += "\nx-r: {description: d}"
    assert [each for each in walked(text) if each[0] == "Response"] == [("Response", "/x-r")]


def test_references_in_a_circle_and_into_nowhere_are_given_and_not_followed() -> None:
    refs = [f"{a}: {{$ref: '#/components/links/{b}'}}" for a, b in ("AB", "BA", "CC", "DX")]
    assert len(walked(document(f"{{links: {{{', '.join(refs)}}}}}"))) == 7


def test_the_walk_enters_other_files(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(document("{schemas: {A: {$ref: 'b.yaml#/S'}}}"))
    (tmp_path / "b.yaml").write_text("S: {properties: {n: {$ref: '#/S'}}}")
    found = [(p.kind, p.node.document.name[-6:], p.node.pointer) for p in walk(
        load(tmp_path / "api.yaml"))]  # fmt: skip
    assert found[-2:] == [
        ("Reference", "b.yaml", "/S/properties/n"),
        ("Schema", "b.yaml", "/S/properties/n"),
    ]


def test_a_schema_shared_by_an_alias_is_given_once() -> None:
    text = document("{schemas: {A: &a {properties: {b: {}}}, C: *a, D: *a}}")
    assert Counter(kind for kind, _ in walked(text))["Schema"] == 2


def test_a_place_knows_whether_it_is_part_of_a_request_or_of_a_response() -> None:
    content = "content: {text/plain: {schema: {}}}"
    text = document(
        f"{{schemas: {{A: {{}}}}, requestBodies: {{B: {{{content}}}}}, "
        f"responses: {{C: {{description: d, {content}}}}}, parameters: "
        "{D: {name: d, in: query, schema: {}}}}"
    )
    directions = [place.direction for place in places(text) if place.kind == "Schema"]
    assert directions == ["both", "request", "response", "request"]


def test_what_is_no_openapi_document_cannot_be_walked() -> None:
    with pytest.raises(DocumentError):
        places("swagger: '2.0'")


NAMES = sorted({name for kind in grammar("3.1").values() for name in kind.fields})
ANY = st.recursive(
    st.none() | st.booleans() | st.sampled_from(["#/components", "#", "#/paths", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "/a", "$ref"]), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["paths", "components", "webhooks", "tags"]), ANY))
def test_the_walk_ends_and_gives_no_object_twice(rest: dict[str, Json]) -> None:
    found = places(json.dumps({"openapi": "3.1.0", **rest}))
    assert len({(place.kind, place.node) for place in found}) == len(found)
