import pytest

from specdouble.contracts.asking import message_for, sample_message
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.signing import signed
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.exchange import Message
from specdouble.spec.reading import read


def sample(parameter: str, body: str = "") -> Message:
    """A sample of an operation with one parameter `p` and perhaps a body."""
    text = f"""
openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a/{{p}}:
    post:
      parameters: [{{name: p, in: path, required: true, {parameter}}}]
      {body}
      responses: {{}}
"""
    return sample_message(compile_api(parse(text)).operations[0])


@pytest.mark.parametrize(
    ("parameter", "path"),
    [
        ("example: one", "/a/one"),
        ("examples: {d: {externalValue: there}, e: {value: two}}", "/a/two"),
        ("schema: {example: three}", "/a/three"),
        ("schema: {default: 4}", "/a/4"),
        ("schema: {const: five}", "/a/five"),
        ("schema: {examples: [six]}", "/a/six"),
        ("schema: {enum: [seven]}", "/a/seven"),
        ("schema: {type: integer}", "/a/1"),
        ("schema: {type: boolean}", "/a/true"),
        ("schema: {type: string}", "/a/x"),
        ("schema: {type: [string, 'null']}", "/a/x"),
        ("example: a/b c", "/a/a%2Fb%20c"),
    ],
)
def test_a_parameter_is_sampled_from_the_best_the_document_has(parameter: str, path: str) -> None:
    assert sample(parameter).path == path


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("{application/json: {example: {b: 1}}}", b'{"b": 1}'),
        ("{application/json: {schema: {type: array}}}", b"[]"),
        ("{application/json: {}}", b"{}"),
        ("{text/plain: {example: x}}", b""),
        ("{text/plain: {}, application/x+json: {example: 7}}", b"7"),
    ],
)
def test_a_body_is_sampled_if_it_is_json(content: str, body: bytes) -> None:
    assert sample("example: x", f"requestBody: {{content: {content}}}").body == body


def test_optional_parameters_are_left_out(api: Api) -> None:
    operation = api.operation("listExportJobs")
    assert operation is not None
    assert sample_message(operation).query == ""


def test_the_samples_of_the_built_in_document_keep_to_it(api: Api) -> None:
    messages = [signed(sample_message(each), placeholders(api)) for each in api.operations]
    problems = [problem for each in messages for problem in read(api, each)[1]]
    assert [problem for problem in problems if problem.side == "client"] == []


def test_what_is_given_is_sent(api: Api) -> None:
    operation = api.operation("getExportJob")
    assert operation is not None
    message = message_for(operation, path={"exportJobId": 7}, query={"a": True}, header={"x": 1})
    assert (message.method, message.target) == ("GET", "/data/core/ups/export/jobs/7?a=true")
    assert message.headers.pairs == (("x", "1"),)
