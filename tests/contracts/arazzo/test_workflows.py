"""Workflows told to a shop of pets, and the tutorial's to the mock."""

from typing import Any

import pytest
import yaml

from specdouble.contracts.arazzo.reading import read_book
from specdouble.contracts.arazzo.request import replaced, request_of
from specdouble.contracts.arazzo.scope import Scope
from specdouble.contracts.arazzo.workflows import workflows
from specdouble.contracts.manners import Manners
from specdouble.contracts.walk import Pace
from specdouble.mockserver.app import create_app
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.compiling import compile_api
from specdouble.spec.decoding import ABSENT
from specdouble.spec.document import load, parse
from specdouble.spec.errors import DocumentError

from ..pets.shop import Serve, Shop, api_of, document, tell

API = api_of(document())
TUTORIAL = DOCUMENT.with_name("profile-export.arazzo.yaml")
ADD = {"stepId": "add", "operationId": "addPet", "requestBody": {"payload": {"name": "Tom"}}}
OUT = {"id": "$response.body#/id", "where": "$url", "none": "$response.body#/none"}


def book(*steps: dict[str, Any], more: tuple[dict[str, Any], ...] = (), **fields: Any) -> Any:
    """A document of one workflow of these steps, `main`, and perhaps more."""
    components = fields.pop("components", {})
    text = {
        "arazzo": "1.0.1",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": [{"name": "pets", "url": "pets.json", "type": "openapi"}],
        "workflows": [{"workflowId": "main", "steps": list(steps), **fields}, *more],
        "components": components,
    }
    return parse(yaml.safe_dump(text, sort_keys=False), "w.yaml")


def read(name: str = "add", **fields: Any) -> dict[str, Any]:
    """A step that reads the pet that another has added."""
    value = f"$steps.{name}.outputs.id"
    parameters = [{"name": "petId", "in": "path", "value": value}]
    return {"stepId": "read", "operationId": "getPet", "parameters": parameters, **fields}


def run(made: Any, url: str, api: Api = API, **options: Any) -> Any:
    """Tell the first workflow of a document."""
    return tell(workflows(made, api, **options)[0], api, url)


def criteria(*conditions: str) -> list[dict[str, str]]:
    return [{"condition": each} for each in conditions]


@pytest.mark.parametrize("choices", [{}, {"cancelled-job": "remove", "cancel-reply": "200"}])
def test_the_tutorial_runs_against_the_mock(choices: dict[str, str], serve: Serve) -> None:
    api, mock = compile_api(load(DOCUMENT)), create_app(speed=0, choices=choices)
    clock = mock.service.world.clock
    pace = Pace(lambda: clock.now() / 1000, lambda seconds: clock.advance(seconds=seconds))
    url = serve(mock)
    told = [tell(each, api, url, pace=pace) for each in workflows(TUTORIAL, api)]
    assert [(each.word, each.messages) for each in told] == [("pass", [])] * 3


def test_a_job_that_never_ends_is_told(serve: Serve) -> None:
    api = compile_api(load(DOCUMENT))
    told = tell(workflows(TUTORIAL, api)[1], api, serve(create_app(speed=0)))
    assert ["$response.body#/status is NEW" in each for each in told.messages] == [True]


def test_the_names_and_what_is_left_behind() -> None:
    found = workflows(TUTORIAL, compile_api(load(DOCUMENT)))
    assert [each.name for each in found] == [
        "workflow:createDataset",
        "workflow:exportProfiles",
        "workflow:cancelExport",
    ]
    assert "createDataset, createExportJob" in found[1].writes


def test_values_go_from_step_to_step(serve: Serve) -> None:
    made = book(
        {**ADD, "outputs": OUT},
        read(successCriteria=criteria("$statusCode == 200", "$response.body#/name == 'tom'")),
    )
    shop = Shop()
    assert run(made, serve(shop)).word == "pass"
    assert shop.asked == ["POST /pets", "GET /pets/1"]


def test_a_criterion_that_fails_is_told_with_its_place(serve: Serve) -> None:
    made = book({**ADD, "successCriteria": criteria("$response.body#/name == 'Jerry'")})
    told = run(made, serve(Shop()))
    assert told.word == "fail"
    assert told.messages == [
        (
            "the step add fails at w.yaml:18:7: $response.body#/name == 'Jerry' "
            "($response.body#/name is Tom)"
        )
    ]


@pytest.mark.parametrize(
    ("criterion", "word"),
    [
        ({"context": "$statusCode", "condition": "^20[01]$", "type": "regex"}, "pass"),
        ({"context": "$response.body#/name", "condition": "^J", "type": "regex"}, "fail"),
        ({"context": "$response.body", "condition": "$[?@ == 'Tom']", "type": "jsonpath"}, "pass"),
        ({"context": "$response.body", "condition": "$.none", "type": "jsonpath"}, "fail"),
        ({"context": "$response.body#/none", "condition": ".", "type": "regex"}, "fail"),
        (
            {
                "context": "$response.body",
                "condition": "$.name",
                "type": {"type": "jsonpath", "version": "draft-goessner-dispatch-jsonpath-00"},
            },
            "pass",
        ),
    ],
)
def test_criteria_of_other_types(criterion: dict[str, Any], word: str, serve: Serve) -> None:
    assert run(book({**ADD, "successCriteria": [criterion]}), serve(Shop())).word == word


def test_without_criteria_a_refusal_fails(serve: Serve) -> None:
    told = run(book(ADD), serve(Shop(("refuses",))))
    assert told.messages == ["the step add fails at w.yaml:12:5: it is answered 409"]


def test_a_value_that_is_not_there_fails(serve: Serve) -> None:
    told = run(book(ADD, read()), serve(Shop()))
    assert "petId is $steps.add.outputs.id, which finds nothing" in told.messages[0]


def test_a_retry_waits_until_it_is_good(serve: Serve) -> None:
    limit = {"name": "again", "type": "retry", "retryAfter": 2, "retryLimit": 3}
    wanted = {**ADD, "successCriteria": criteria("$response.body#/id == 3"), "onFailure": [limit]}
    shop = Shop()
    assert run(book(wanted), serve(shop)).word == "pass"
    assert len(shop.asked) == 3


def test_a_retry_ends_and_then_fails(serve: Serve) -> None:
    limit = {"name": "again", "type": "retry", "retryLimit": 2}
    wanted = {**ADD, "successCriteria": criteria("$response.body#/id == 9"), "onFailure": [limit]}
    shop = Shop()
    assert run(book(wanted), serve(shop)).word == "fail"
    assert len(shop.asked) == 3


def test_a_retry_may_do_something_first(serve: Serve) -> None:
    first = {"name": "first", "type": "retry", "stepId": "add"}
    steps = (
        {**ADD, "outputs": OUT},
        {**read(), "successCriteria": criteria("$response.body#/id == 2"), "onFailure": [first]},
    )
    assert run(book(*steps), serve(Shop())).word == "pass"


def test_an_action_may_run_another_workflow_first(serve: Serve) -> None:
    other = {"workflowId": "other", "steps": [{**ADD, "outputs": OUT}]}
    first = {"name": "first", "type": "retry", "workflowId": "other"}
    wanted = {**ADD, "successCriteria": criteria("$response.body#/id == 3"), "onFailure": [first]}
    assert run(book(wanted, more=(other,)), serve(Shop())).word == "pass"


def test_a_failure_that_is_taken_care_of_is_none(serve: Serve) -> None:
    away = {"name": "away", "type": "goto", "stepId": "last"}
    steps = (
        {**ADD, "successCriteria": criteria("$statusCode == 200"), "onFailure": [away]},
        {**ADD, "stepId": "skipped"},
        {"stepId": "last", "operationId": "listPets"},
    )
    shop = Shop()
    assert run(book(*steps), serve(shop)).word == "pass"
    assert shop.asked == ["POST /pets", "GET /pets"]


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        ({"type": "end"}, 1),
        ({"type": "goto", "stepId": "last"}, 2),
        ({"type": "goto", "workflowId": "other"}, 2),
        ({"type": "end", "criteria": criteria("$statusCode == 500")}, 3),
    ],
)
def test_success_goes_where_it_is_told(action: dict[str, Any], asked: int, serve: Serve) -> None:
    other = {"workflowId": "other", "steps": [ADD]}
    shop, last = Shop(), {"stepId": "last", "operationId": "listPets"}
    steps = ({**ADD, "onSuccess": [{"name": "a", **action}]}, {**ADD, "stepId": "two"}, last)
    assert run(book(*steps, more=(other,)), serve(shop)).word == "pass"
    assert len(shop.asked) == asked


def test_a_failure_that_ends_the_workflow_is_a_failure(serve: Serve) -> None:
    end = {"name": "end", "type": "end"}
    made = book({**ADD, "successCriteria": criteria("$statusCode == 200"), "onFailure": [end]})
    assert run(made, serve(Shop())).word == "fail"


def test_a_circle_comes_to_an_end(serve: Serve) -> None:
    back = {"name": "back", "type": "goto", "stepId": "add"}
    step = {"stepId": "add", "operationId": "listPets", "onSuccess": [back]}
    assert "goes round in circles" in run(book(step), serve(Shop())).messages[0]


def test_workflows_that_call_each_other_come_to_an_end(serve: Serve) -> None:
    told = run(book({"stepId": "self", "workflowId": "main"}, more=()), serve(Shop()))
    assert told.word == "skipped"


def test_a_step_calls_a_workflow_with_inputs(serve: Serve) -> None:
    other = {
        "workflowId": "other",
        "inputs": {"required": ["name"], "properties": {"name": {}, "kind": {"default": "dog"}}},
        "steps": [
            {
                **ADD,
                "requestBody": {"payload": {"name": "{$inputs.name}!", "kind": "$inputs.kind"}},
                "outputs": OUT,
            }
        ],
        "outputs": {"id": "$steps.add.outputs.id"},
    }
    call = {
        "stepId": "call",
        "workflowId": "other",
        "parameters": [{"name": "name", "value": "Tom"}],
        "outputs": {"id": "$outputs.id"},
    }
    shop = Shop()
    made = book(call, read("call"), more=(other,))
    assert run(made, serve(shop)).word == "pass"
    assert shop.pets[1] == {"id": 1, "name": "Tom!", "kind": "dog"}
    assert [each.name for each in workflows(made, API)] == ["workflow:main"]


def test_a_failure_inside_of_a_call_is_told_once(serve: Serve) -> None:
    other = {"workflowId": "other", "steps": [ADD]}
    made = book({"stepId": "call", "workflowId": "other"}, more=(other,))
    assert len(run(made, serve(Shop(("refuses",)))).messages) == 1


def test_what_a_workflow_depends_on_runs_first(serve: Serve) -> None:
    other = {
        "workflowId": "other",
        "steps": [{**ADD, "outputs": OUT}],
        "outputs": {"id": "$steps.add.outputs.id"},
    }
    step = read()
    step["parameters"][0]["value"] = "$workflows.other.outputs.id"
    assert run(book(step, more=(other,), dependsOn=["other"]), serve(Shop())).word == "pass"
    told = run(book(step, more=(other,), dependsOn=["other"]), serve(Shop(("refuses",))))
    assert told.word == "fail"


def test_an_input_that_is_missing_skips_the_workflow(serve: Serve) -> None:
    inputs = {"required": ["id"], "properties": {"id": {"type": "integer"}}}
    made = book(ADD, inputs=inputs)
    assert "the input 'id' of main is not given" in run(made, serve(Shop())).reason
    assert run(made, serve(Shop()), inputs={"id": 3, "other": 4}).word == "pass"


def test_components_are_used_again(serve: Serve) -> None:
    components = {
        "parameters": {"few": {"name": "limit", "in": "query", "value": 1}},
        "failureActions": {"away": {"name": "away", "type": "end"}},
        "successActions": {"done": {"name": "done", "type": "end"}},
        "inputs": {"none": {"type": "object"}},
    }
    step = {
        "stepId": "list",
        "operationId": "$sourceDescriptions.pets.listPets",
        "parameters": [{"reference": "$components.parameters.few", "value": 2}],
        "onFailure": [{"reference": "$components.failureActions.away"}],
        "successCriteria": criteria("$request.query.limit == 2", "$method == 'get'"),
    }
    fields = {
        "components": components,
        "inputs": {"$ref": "#/components/inputs/none"},
        "successActions": [{"reference": "$components.successActions.done"}],
        "parameters": [{"name": "limit", "in": "query", "value": 9}],
    }
    shop = Shop()
    assert run(book(step, {**ADD, "stepId": "never"}, **fields), serve(shop)).word == "pass"
    assert shop.asked == ["GET /pets"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"payload": '{"name": "{$inputs.name}"}'}, "Tom"),
        ({"payload": {}, "replacements": [{"target": "/name", "value": "$inputs.name"}]}, "Tom"),
        ({"payload": "$inputs.whole"}, "Tim"),
        ({"payload": {"name": "$5", "list": ["$inputs.name"]}}, "$5"),
    ],
    ids=["template", "replacement", "expression", "dollar"],
)
def test_bodies_are_filled(body: dict[str, Any], name: str, serve: Serve) -> None:
    defaults = {"name": {"default": "Tom"}, "whole": {"default": {"name": "Tim"}}}
    shop = Shop()
    made = book({**ADD, "requestBody": body}, inputs={"properties": defaults})
    assert run(made, serve(shop)).word == "pass"
    assert shop.pets[1]["name"] == name


@pytest.mark.parametrize(
    "body",
    [
        {"payload": {"name": ["$response.body#/none"]}},
        {"payload": {}, "replacements": [{"target": "/name", "value": "$inputs.none"}]},
    ],
)
def test_a_body_that_cannot_be_filled_fails(body: dict[str, Any], serve: Serve) -> None:
    step = {"stepId": "list", "operationId": "listPets"}
    told = run(book(step, {**ADD, "requestBody": body}), serve(Shop()))
    assert "which finds nothing" in told.messages[0]


def test_a_run_that_only_reads_skips_a_workflow_that_writes(serve: Serve) -> None:
    shop = Shop()
    told = tell(workflows(book(ADD), API)[0], API, serve(shop), manners=Manners(read_only=True))
    assert (told.word, shop.asked) == ("skipped", [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stepID": "x"}, 'a Step has no field "stepID"; did you mean "stepId"?'),
        ({"operationId": "getPets"}, "there is no operation 'getPets'; did you mean 'getPet'?"),
        ({"operationId": None}, "a text is wanted here"),
        ({"workflowId": "main"}, "a step names one of"),
        ({"parameters": {}}, "a list is wanted here"),
        ({"parameters": [{"name": "x"}]}, 'a Parameter needs "value"'),
        ({"parameters": [{"name": "x", "value": 1}]}, 'needs an "in"'),
        ({"parameters": [{"name": "x", "value": 1, "in": "path"}]}, "no path parameter 'x'"),
        ({"parameters": [{"name": "x", "value": 1, "in": "paht"}]}, "did you mean path?"),
        ({"parameters": [{"reference": "$components.parameters.x"}]}, "leads nowhere"),
        ({"successCriteria": criteria("$statusCode = 200")}, "cannot be read there"),
        ({"successCriteria": [{"condition": "(", "type": "regex"}]}, 'needs a "context"'),
        (
            {"successCriteria": [{"context": "$url", "condition": "(", "type": "regex"}]},
            "the regular expression '(':",
        ),
        (
            {"successCriteria": [{"context": "$url", "condition": "$[", "type": "jsonpath"}]},
            "the JSONPath '$[':",
        ),
        (
            {"successCriteria": [{"context": "$url", "condition": "/", "type": "xpath"}]},
            "criteria of type xpath are not done here",
        ),
        (
            {"successCriteria": [{"context": "$url", "condition": "/", "type": "jq"}]},
            "one of simple, regex, jsonpath is wanted here",
        ),
        ({"outputs": {"x": "$steps.ad.outputs.y"}}, "there is no step 'ad'; did you mean 'add'?"),
        ({"outputs": {"x": "$response.bdy"}}, "is no runtime expression"),
        ({"onSuccess": [{"name": "a", "type": "goto"}]}, "an action goes to one stepId"),
        (
            {"onSuccess": [{"name": "a", "type": "goto", "stepId": "x"}]},
            "there is no step or workflow 'x'",
        ),
        ({"onSuccess": [{"name": "a", "type": "retry"}]}, "one of end, goto is wanted here"),
    ],
)
def test_a_mistake_is_refused_at_its_place(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(DocumentError) as error:
        workflows(book({**ADD, **change}), API)
    assert reason in str(error.value)
    assert str(error.value).startswith("w.yaml:")
    assert error.value.line > 1


def test_two_steps_of_one_name_are_refused() -> None:
    with pytest.raises(DocumentError, match="there are two of the stepId 'add'"):
        workflows(book(ADD, ADD), API)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", 'it has no "arazzo"'),
        ("arazzo: 2.0.0", "Arazzo 2.0.0 is not read"),
        ("arazzo: 1.0.1", 'an Arazzo needs "info"'),
        ("arazzo: 1.0.1\ninfo: 3", "an Info is wanted here, as a mapping"),
    ],
)
def test_what_is_no_arazzo_document_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DocumentError) as error:
        workflows(parse(text, "w.yaml"), API)
    assert reason in str(error.value)


def test_an_operation_by_its_path(serve: Serve) -> None:
    path = "{$sourceDescriptions.pets.url}#/paths/~1pets/get"
    made = book({"stepId": "list", "operationPath": path})
    shop = Shop()
    run(made, serve(shop))
    assert shop.asked == ["GET /pets"]


def test_a_form_is_sent_as_a_form() -> None:
    payload = {"contentType": "application/x-www-form-urlencoded", "payload": {"a": ["b", 1]}}
    made = book({**ADD, "requestBody": payload})
    step = read_book(made.root, API).workflows["main"].steps[0]
    message = request_of(step, step.operation, Scope({}, {}, {}))  # type: ignore[arg-type]  # set
    assert (message.headers["content-type"], message.body) == (payload["contentType"], b"a=b&a=1")


def test_a_text_is_sent_as_it_is_and_cookies_in_their_header() -> None:
    cookie = {"name": "c", "in": "cookie", "value": 1}
    body = {"contentType": "text/plain", "payload": "hello {$inputs.name}"}
    made = book({**ADD, "requestBody": body, "parameters": [cookie]})
    step = read_book(made.root, API).workflows["main"].steps[0]
    message = request_of(step, step.operation, Scope({"name": "Tom"}, {}, {}))  # type: ignore[arg-type]  # set
    assert (message.headers["cookie"], message.body) == ("c=1", b"hello Tom")


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", 9),
        ("/a/b", {"a": {"b": 9}, "l": [1, 2]}),
        ("/l/1", {"a": 1, "l": [1, 9]}),
        ("/x~1y", {"a": 1, "l": [1, 2], "x/y": 9}),
    ],
)
def test_a_replacement_goes_where_its_pointer_leads(pointer: str, expected: object) -> None:
    assert replaced({"a": 1, "l": [1, 2]}, pointer, 9) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$inputs.a.b", 1),
        ("$inputs.c.d", 2),
        ("$inputs.a#/b", 1),
        ("$sourceDescriptions.pets.url", "pets.json"),
        ("$sourceDescriptions.pets.name", ABSENT),
        ("$steps.none.outputs.x", ABSENT),
        ("$components.parameters.x", ABSENT),
        ("$statusCode", ABSENT),
    ],
)
def test_expressions_look_into_the_scope(expression: str, expected: object) -> None:
    scope = Scope({"a": {"b": 1}, "c.d": 2}, {}, {"pets": "pets.json"})
    assert scope.find(expression) == expected


def test_workflows_of_other_documents_are_refused() -> None:
    made = book(ADD)
    text = made.source.text.replace("type: openapi", "type: arazzo")
    with pytest.raises(DocumentError, match="workflows of other Arazzo documents are not run"):
        workflows(parse(text, "w.yaml"), API)
