"""The rules `example/valid` and `schema/default-valid`: values against schemas."""

from collections.abc import Callable

import pytest

from specdouble.spec.lint.finding import Finding

Find = Callable[..., list[Finding]]
RULE = "example/valid"


def response(content: str) -> str:
    return f"components: {{responses: {{R: {{description: d, content: {{{content}}}}}}}}}"


def request(content: str) -> str:
    return f"components: {{requestBodies: {{R: {{content: {{{content}}}}}}}}}"


def parameter(rest: str) -> str:
    return f"components: {{parameters: {{P: {{name: p, in: query, {rest}}}}}}}"


INTEGER = "schema: {type: integer}"
JOB = (
    "schema: {type: object, required: [id, secret], properties: "
    "{id: {type: integer, readOnly: true}, secret: {type: string, writeOnly: true}}}"
)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (response(f"application/json: {{{INTEGER}, example: x}}"), "/example"),
        (response(f"application/json: {{{INTEGER}, examples: {{a: {{value: x}}}}}}"), "/value"),
        (response(f"application/hal+json: {{{INTEGER}, example: x}}"), "/example"),
        (response(f"'*/*': {{{INTEGER}, example: x}}"), "/example"),
        (response(f"multipart/form-data: {{{INTEGER}, example: {{}}}}"), "/example"),
        (request(f"application/json: {{{INTEGER}, example: x}}"), "/example"),
        (parameter(f"{INTEGER}, example: x"), "/example"),
        (parameter(f"{INTEGER}, examples: {{a: {{value: x}}}}"), "/value"),
        (parameter(f"content: {{application/json: {{{INTEGER}, example: x}}}}"), "/example"),
        (f"components: {{headers: {{H: {{{INTEGER}, example: x}}}}}}", "/example"),
        ("components: {schemas: {S: {type: integer, example: x}}}", "/example"),
        ("components: {schemas: {S: {type: integer, examples: [1, x]}}}", "/examples/1"),
        ("components: {schemas: {S: {items: {type: integer, example: x}}}}", "/items/example"),
        ("components: {schemas: {S: {type: string, format: date, example: x}}}", "/example"),
        ("components: {schemas: {S: {enum: [a], example: x}}}", "/example"),
    ],
)
def test_an_example_is_held_against_its_schema_wherever_it_stands(
    find: Find, text: str, pointer: str
) -> None:
    [found] = find(RULE, text)
    assert found.spot.pointer.endswith(pointer)


@pytest.mark.parametrize(
    "text",
    [
        response(f"application/xml: {{{INTEGER}, example: x}}"),
        response(f"text/plain: {{{INTEGER}, example: x}}"),
        request("application/x-www-form-urlencoded: {schema: {type: object}, example: a=b}"),
        parameter("schema: {type: array}, example: 'a,b'"),
        parameter("schema: {$ref: '#/no'}, example: 'a,b'"),
        response(f"application/json: {{{INTEGER}, examples: {{a: {{externalValue: x}}}}}}"),
        response(f"application/json: {{{INTEGER}, examples: {{a: {{$ref: '#/no'}}}}}}"),
        response("application/json: {example: x}"),
        "components: {schemas: {S: {type: integer, properties: {example: {type: string}}}}}",
        "components: {schemas: {S: {type: [string, 'null'], example: null}}}",
        "components: {schemas: {S: {type: number, example: 1}}}",
        "components: {schemas: {S: {type: number, example: 1.5}}}",
        "components: {schemas: {S: {type: boolean, example: false}}}",
        "components: {schemas: {S: {type: integer, example: 1.0}}}",
        "components: {schemas: {S: {$ref: '#/no', example: x}}}",
        "components: {schemas: {S: {example: x}}}",
        "components: {schemas: {S: true}}",
    ],
)
def test_what_fits_or_cannot_be_compared_is_left_in_peace(find: Find, text: str) -> None:
    assert find(RULE, text) == []


def test_an_example_behind_a_reference_is_found_where_it_stands(find: Find) -> None:
    text = f"""
    components:
      responses:
        R:
          description: d
          content:
            application/json: {{{INTEGER}, examples: {{a: {{$ref: "#/components/examples/E"}}}}}}
      examples:
        E: {{value: x}}
    """
    [found] = find(RULE, text)
    assert (found.spot.line, found.spot.pointer) == (11, "/components/examples/E/value")
    assert found.related[0].message == "because of type"
    assert found.related[0].spot.line == 9


def test_the_new_name_of_a_value_in_3_2_is_known(find: Find) -> None:
    text = response(f"application/json: {{{INTEGER}, examples: {{a: {{dataValue: x}}}}}}")
    assert len(find(RULE, text, "3.2.0")) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (request(f"application/json: {{{JOB}, example: {{secret: s}}}}"), 0),
        (request(f"application/json: {{{JOB}, example: {{id: 1}}}}"), 1),
        (response(f"application/json: {{{JOB}, example: {{id: 1}}}}"), 0),
        (response(f"application/json: {{{JOB}, example: {{secret: s}}}}"), 1),
        (f"components: {{schemas: {{S: {{{JOB[9:-1]}, example: {{id: 1}}}}}}}}", 0),
        (f"components: {{schemas: {{S: {{{JOB[9:-1]}, example: {{secret: s}}}}}}}}", 0),
        (f"components: {{schemas: {{S: {{{JOB[9:-1]}, example: {{}}}}}}}}", 1),
    ],
)
def test_what_a_direction_does_not_carry_is_not_required_in_it(
    find: Find, text: str, count: int
) -> None:
    assert len(find(RULE, text)) == count


def test_all_errors_are_told_each_at_its_own_place(find: Find) -> None:
    text = """
    components:
      schemas:
        S:
          type: array
          items: {type: integer}
          example:
            - 1
            - x
            - y
    """
    assert [each.spot.line for each in find(RULE, text)] == [11, 12]


def test_members_missing_from_one_place_are_one_finding(find: Find) -> None:
    names = ["a", "b", "c", "d", "e", "f", "g"]
    text = f"components: {{schemas: {{S: {{required: {names}, example: {{}}}}}}}}"
    [found] = find(RULE, text)
    assert found.message == 'the members "a", "b", "c", "d", "e" and 2 more are missing'
    text = f"components: {{schemas: {{S: {{items: {{required: {names[:2]}}}, example: [{{}}]}}}}}}"
    [found] = find(RULE, text)
    assert found.message == 'the members "a", "b" are missing at /0'


@pytest.mark.parametrize(
    ("example", "advice"),
    [
        ("'[1]'", "the example is a text that holds JSON: write it as a value"),
        ("'x'", "mend the example, or the schema"),
        ("{$ref: '#/components/examples/E'}", "a $ref inside of a value is not followed"),
        ("{a: 1}", "mend the example, or the schema"),
    ],
)
def test_the_usual_mistakes_are_explained(find: Find, example: str, advice: str) -> None:
    text = f"components: {{schemas: {{S: {{type: array, example: {example}}}}}}}"
    assert find(RULE, text)[0].advice.startswith(advice)


def test_an_example_is_held_against_a_schema_in_another_file(find_in_files: Find) -> None:
    files = {
        "api.yaml": response("application/json: {schema: {$ref: 'b.yaml#/S'}, example: x}"),
        "b.yaml": "S: {type: integer}",
    }
    [found] = find_in_files(RULE, files)
    assert found.spot.pointer.endswith("/example")


def test_a_bound_that_a_format_implies_stands_where_the_format_does(find: Find) -> None:
    text = "components: {schemas: {S: {type: integer, format: int32, example: 3000000000}}}"
    [found] = find(RULE, text)
    assert "2147483647" in found.message
    assert [related.spot.pointer for related in found.related] == ["/components/schemas/S/format"]


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ("{type: integer, default: 1}", 0),
        ("{type: integer, default: x}", 1),
        ("{type: object, properties: {default: {type: string}}}", 0),
        ("{items: {enum: [a], default: b}}", 1),
    ],
)
def test_a_default_is_held_against_its_schema(find: Find, schema: str, count: int) -> None:
    assert len(find("schema/default-valid", f"components: {{schemas: {{S: {schema}}}}}")) == count


@pytest.mark.parametrize(
    ("version", "schema", "advice"),
    [
        ("3.0.3", "nullable: true, enum: [a]", 'put a "type" beside "nullable"'),
        ("3.0.3", "nullable: true, type: string, enum: [a]", "put null into the enum"),
        ("3.1.0", "nullable: true, type: string", 'write type: [..., "null"]'),
        ("3.1.0", "type: string", "mend the default"),
    ],
)
def test_what_nullable_means_is_explained_where_null_does_not_fit(
    find: Find, version: str, schema: str, advice: str
) -> None:
    text = f"paths: {{}}\ncomponents: {{schemas: {{S: {{{schema}, default: null}}}}}}"
    [found] = find("schema/default-valid", text, version)
    assert found.advice.startswith(advice)
