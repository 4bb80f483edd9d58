import json
from collections.abc import Callable

import pytest

from specdouble.contracts.check import observe
from specdouble.contracts.coverage import Coverage
from specdouble.contracts.ledger import NO_REPLY
from specdouble.contracts.task import Task, percent, tallies
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply
from specdouble.spec.json_types import Json

from ..small_documents import api as small
from ..small_documents import response

JSON = "application/json"


def body_api(schema: Json, version: str = "3.1.0", **more: Json) -> Api:
    """POST /things with a JSON body of a schema."""
    request: Json = {"required": True, "content": {JSON: {"schema": schema}}}
    answers: Json = {"201": {"description": "d"}, "400": {"description": "d"}}
    written: Json = {"operationId": "make", "requestBody": request, "responses": answers}
    return small({"/things": {"post": written}}, version, **more)


def get_api(**operation: Json) -> Api:
    """GET /things/{id}, which answers 200 with an object unless told otherwise."""
    written: Json = {
        "operationId": "read",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": {"200": response(schema={"type": "object"})},
        **operation,
    }
    return small({"/things/{id}": {"get": written}})


def posted(api: Api, body: Json, status: int) -> Exchange:
    message = Message(
        "POST", "/things", "", Headers([("Content-Type", JSON)]), json.dumps(body).encode()
    )
    return observe(api, message, Reply(status))


def got(
    api: Api, target: str, status: int = 200, body: Json = None, method: str = "GET"
) -> Exchange:
    path, _, query = target.partition("?")
    raw = b"" if body is None else json.dumps(body).encode()
    return observe(
        api, Message(method, path, query), Reply(status, Headers([("Content-Type", JSON)]), raw)
    )


def tasks_after(api: Api, *exchanges: Exchange) -> dict[str, Task]:
    """The tasks by kind and name."""
    coverage = Coverage(api)
    for each in exchanges:
        coverage.observe(each)
    return {f"{each.kind}: {each.name}": each for each in coverage.tasks()}


def done(tasks: dict[str, Task]) -> set[str]:
    return {name for name, each in tasks.items() if each.done}


def test_of_an_operation_that_was_never_called_nothing_is_done() -> None:
    tasks = tasks_after(get_api())
    assert done(tasks) == set()
    assert {each.reason for each in tasks.values()} == {"the operation was never called"}


def test_an_operation_is_done_by_a_success() -> None:
    assert tasks_after(get_api(), got(get_api(), "/things/1"))["operation: succeeds"].done


def test_an_operation_that_only_refused_says_how() -> None:
    api = get_api()
    tasks = tasks_after(api, got(api, "/things/1", 401), got(api, "/things/1", 403))
    assert tasks["operation: succeeds"].reason == "it never succeeded, it answered 401, 403"


@pytest.mark.parametrize(
    ("status", "is_provokable"),
    [("404", True), ("413", False), ("429", False), ("503", False), ("5XX", False)],
)
def test_a_status_that_nobody_can_provoke_is_known(status: str, is_provokable: bool) -> None:  # noqa: FBT001
    api = get_api(responses={"200": response(), status: response()})
    task = tasks_after(api, got(api, "/things/1"))[f"response: {status}"]
    assert (task.done, task.provokable) == (False, is_provokable)
    assert task.reason.startswith(f"no request was answered {status}")


def test_a_default_response_is_up_to_the_server_only_beside_others() -> None:
    alone, beside = ({"default": response()}, {"200": response(), "default": response()})
    assert tasks_after(get_api(responses=alone))["response: default"].provokable
    api = get_api(responses=beside)
    task = tasks_after(api, got(api, "/things/1"))["response: default"]
    assert not task.provokable
    assert "no entry of its own" in task.reason


def test_what_was_seen_counts_even_if_nobody_can_provoke_it() -> None:
    api = get_api(responses={"503": response()})
    task = tasks_after(api, got(api, "/things/1", 503))["response: 503"]
    assert task.done
    assert [each.beyond for each in tallies([task])] == [0]


LIMIT: Json = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}
WORD: Json = {"name": "word", "in": "query", "schema": {"type": "string"}}


def test_a_parameter_is_sent_left_out_and_refused() -> None:
    api = small({"/things": {"get": {"parameters": [LIMIT], "responses": {"200": response()}}}})
    tasks = tasks_after(
        api, got(api, "/things"), got(api, "/things?limit=2"), got(api, "/things?limit=0", 400)
    )
    names = ("sent", "left out", "refused when wrong")
    assert {f"parameter: query limit {each}" for each in names} <= done(tasks)


def test_a_wrong_parameter_that_is_taken_is_not_refused() -> None:
    api = small({"/things": {"get": {"parameters": [LIMIT], "responses": {"200": response()}}}})
    tasks = tasks_after(api, got(api, "/things?limit=0"))
    assert tasks["parameter: query limit refused when wrong"].reason == (
        "sent wrong, and never refused"
    )
    assert tasks["parameter: query limit sent"].reason == "never sent"


def test_a_parameter_sent_only_with_refused_requests_is_not_done() -> None:
    api = small({"/things": {"get": {"parameters": [LIMIT], "responses": {"200": response()}}}})
    tasks = tasks_after(api, got(api, "/things?limit=2", 403))
    task = tasks["parameter: query limit sent"]
    assert (task.done, task.reason) == (False, "sent, but only with requests that were refused")


def test_a_parameter_that_takes_everything_cannot_be_wrong() -> None:
    api = small({"/things": {"get": {"parameters": [WORD], "responses": {"200": response()}}}})
    tasks = tasks_after(api, got(api, "/things"))
    task = tasks["parameter: query word refused when wrong"]
    assert (task.provokable, task.reason) == (
        False,
        "never sent wrong: no value of it is invalid",
    )


def test_a_required_parameter_can_be_missing_and_one_without_schema_cannot_be_wrong() -> None:
    required: Json = {**WORD, "required": True}  # type: ignore[dict-item]  # a mapping
    free: Json = {"name": "any", "in": "query", "content": {"text/plain": {}}}
    api = small({"/t": {"get": {"parameters": [required, free], "responses": {}}}})
    tasks = tasks_after(api)
    assert tasks["parameter: query word refused when wrong"].provokable
    assert "parameter: query word left out" not in tasks
    assert not tasks["parameter: query any refused when wrong"].provokable


THING: Json = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1, "pattern": "^[a-z]*$"},
        "size": {"enum": ["S", "L"]},
        "tags": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        "made": {"type": "string", "format": "date-time"},
        "id": {"type": "string", "readOnly": True},
    },
}


def test_rules_are_kept_by_what_is_accepted() -> None:
    api = body_api(THING)
    tasks = done(tasks_after(api, posted(api, {"name": "a", "size": "S"}, 201)))
    assert {
        "request media type: application/json",
        "request keyword: / required name kept",
        "request keyword: / additionalProperties kept",
        "request keyword: /name minLength kept",
        "request keyword: /name pattern kept",
        "request keyword: /size enum 'S' kept",
    } <= tasks
    assert "request keyword: /size enum 'L' kept" not in tasks
    assert "request keyword: /tags uniqueItems kept" not in tasks


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "/ required name"),
        ({"name": "a", "more": 1}, "/ additionalProperties"),
        ({"name": ""}, "/name minLength"),
        ({"name": "A"}, "/name pattern"),
        ({"name": 1}, "/name type"),
        ({"name": "a", "size": "M"}, "/size enum"),
        ({"name": "a", "tags": ["x", "x"]}, "/tags uniqueItems"),
        ({"name": "a", "tags": [1]}, "/tags/* type"),
        ({"name": "a", "made": "today"}, "/made format date-time"),
    ],
)
def test_a_rule_is_broken_by_what_is_refused(body: Json, name: str) -> None:
    api, task = body_api(THING), f"request keyword: {name} broken is refused"
    assert done(tasks_after(api, posted(api, body, 400))) >= {task}
    taken = tasks_after(api, posted(api, body, 201))
    assert (taken[task].done, taken[task].reason) == (False, "sent, but never refused")


def test_a_body_that_nobody_may_send_has_no_task() -> None:
    assert not any("/id " in name for name in tasks_after(body_api(THING)))


def test_a_required_body_can_be_left_out() -> None:
    api = body_api(THING)
    exchange = observe(api, Message("POST", "/things"), Reply(400))
    assert "request keyword: required body left out is refused" in done(tasks_after(api, exchange))


def test_a_refusal_for_want_of_credentials_says_nothing_of_the_body() -> None:
    schemes: Json = {"key": {"type": "apiKey", "in": "header", "name": "k"}}
    api = body_api(THING, components={"securitySchemes": schemes}, security=[{"key": []}])
    assert not any("broken" in name for name in done(tasks_after(api, posted(api, {}, 401))))


def test_alternatives_are_kept_by_branch_and_broken_as_a_whole() -> None:
    branches: Json = [{"type": "string", "maxLength": 3}, {"type": "integer"}]
    api = body_api({"type": "object", "properties": {"a": {"anyOf": branches}}})
    kept = done(tasks_after(api, posted(api, {"a": 1}, 201)))
    assert "request keyword: /a type kept" in kept
    assert "request keyword: /a maxLength kept" not in kept
    for wrong in ([], "long"):
        broken = done(tasks_after(api, posted(api, {"a": wrong}, 400)))
        assert "request keyword: /a anyOf broken is refused" in broken


def test_a_schema_put_together_is_one() -> None:
    parts: Json = [{"$ref": "#/components/schemas/Base"}, {"required": ["b"]}]
    base: Json = {"type": "object", "properties": {"b": {"type": "integer"}}}
    api = body_api({"allOf": parts}, components={"schemas": {"Base": base}})
    kept = done(tasks_after(api, posted(api, {"b": 1}, 201)))
    assert {"request keyword: / required b kept", "request keyword: /b type kept"} <= kept


def test_a_schema_that_contains_itself_ends() -> None:
    tree: Json = {
        "type": "object",
        "properties": {"kids": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
        "additionalProperties": {"type": "integer", "minimum": 1},
    }
    api = body_api({"$ref": "#/components/schemas/T"}, components={"schemas": {"T": tree}})
    kept = done(tasks_after(api, posted(api, {"kids": [{"kids": [], "x": 1}]}, 201)))
    assert {"request keyword: /kids type kept", "request keyword: /* minimum kept"} <= kept


@pytest.mark.parametrize("where", ["allOf", "anyOf"])
def test_a_circle_without_an_object_in_between_ends(where: str) -> None:
    circle: Json = {where: [{"$ref": "#/components/schemas/T"}]}
    ref: Json = {"$ref": "#/components/schemas/T"}
    api = body_api(ref, components={"schemas": {"T": circle}})
    assert tasks_after(api)


def test_bounds_of_openapi_3_0_are_told() -> None:
    schema: Json = {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "nullable": True}
    api = body_api({"type": "object", "properties": {"n": schema}}, "3.0.3")
    assert "request keyword: /n minimum kept" in done(tasks_after(api, posted(api, {"n": 2}, 201)))


def test_a_reference_that_leads_nowhere_has_no_tasks() -> None:
    api = body_api({"type": "object", "properties": {"a": {"$ref": "#/nowhere"}}})
    assert "request keyword: / type kept" in tasks_after(api)


SHOWN: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "owner": {"type": "object", "required": ["n/é"], "properties": {"n/é": {}}},
        "secret": {"type": "string", "writeOnly": True},
    },
}


def test_members_of_answers_are_seen() -> None:
    api = get_api(responses={"200": response(schema=SHOWN)})
    tasks = tasks_after(api, got(api, "/things/1", body={"id": 1}))
    assert tasks["response member: 200 /id"].done
    assert tasks["response media type: 200 application/json"].done
    assert tasks["response member: 200 /owner"].reason == (
        "in no answer: the server may leave it out"
    )
    assert not tasks["response member: 200 /owner/n/é"].provokable
    assert "response member: 200 /secret" not in tasks


def test_members_that_were_in_vain_often_are_found_still_in_other_bodies() -> None:
    api = get_api(responses={"200": response(schema=SHOWN)})
    vain = [got(api, "/things/1", body={"x": {"owner": 1}}) for _ in range(30)]
    told = got(api, "/things/1", body={"id": 1, "owner": {"n/é": 1}})
    assert tasks_after(api, *vain, told)["response member: 200 /owner"].done


def test_members_that_were_not_answered_say_which_answer_was_not() -> None:
    api = get_api(responses={"200": response(), "404": response(schema=SHOWN)})
    tasks = tasks_after(api, got(api, "/things/1"))
    assert tasks["response member: 404 /id"].reason == "no request was answered 404"


def test_a_reply_that_cannot_be_read_has_its_status_and_type() -> None:
    api = get_api(responses={"200": response(schema=SHOWN)})
    reply = Reply(200, Headers([("Content-Type", JSON)]), b'{"id": ')
    tasks = done(tasks_after(api, observe(api, Message("GET", "/things/1"), reply)))
    assert {"response: 200", "response media type: 200 application/json"} <= tasks
    assert "response member: 200 /id" not in tasks


@pytest.mark.parametrize("body", [b'{"id": 1}' + b" " * 1_000_000, b"<id>"])
def test_a_reply_that_is_vast_or_of_another_type_is_not_looked_into(body: bytes) -> None:
    entry: Json = {"schema": SHOWN}
    content: Json = {JSON: entry, "application/xml": {"schema": SHOWN}}
    api = get_api(responses={"200": {"description": "d", "content": content}})
    kind = JSON if body.startswith(b"{") else "application/xml"
    reply = Reply(200, Headers([("Content-Type", kind)]), body)
    tasks = done(tasks_after(api, observe(api, Message("GET", "/things/1"), reply)))
    assert f"response media type: 200 {kind}" in tasks
    assert "response member: 200 /id" not in tasks


def test_a_405_stands_with_the_operations_of_its_path() -> None:
    api = get_api(responses={"200": response(), "405": response()})
    other = observe(api, Message("PUT", "/things/1"), Reply(405))
    assert tasks_after(api, other)["response: 405"].done
    nowhere = observe(api, Message("PUT", "/nowhere"), Reply(405))
    assert not tasks_after(api, nowhere)["response: 405"].done


def test_what_is_no_exchange_of_an_operation_shows_nothing() -> None:
    api = get_api()
    head = got(api, "/things/1", method="HEAD")
    silent = Exchange(head.call, NO_REPLY)
    undocumented = got(api, "/things/1", 599)
    foreign = got(small({"/a": {"get": {"operationId": "other", "responses": {}}}}), "/a")
    tasks = tasks_after(api, head, silent, undocumented, foreign)
    assert done(tasks) == set()


def linked(expression: Json, **link: Json) -> Api:
    """POST /things answers an id, and a link leads from there to GET /things/{id}."""
    link = {"operationId": "read", "parameters": {"id": expression}, **link}
    made: Json = {**response(), "links": {"Read": link}}
    parameters: Json = [{"name": "id", "in": "path", "required": True, "schema": {}}]
    return small(
        {
            "/things": {"post": {"operationId": "make", "responses": {"201": made}}},
            "/things/{id}": {
                "get": {
                    "operationId": "read",
                    "parameters": parameters,
                    "responses": {"200": response()},
                }
            },
        }
    )


def link_task(api: Api, *exchanges: Exchange) -> Task:
    return next(each for each in tasks_after(api, *exchanges).values() if each.kind == "link")


@pytest.mark.parametrize("expression", ["$response.body#/a/0/id", 7, "{$response.body#/a/0/id}"])
def test_a_link_is_followed_by_a_request_with_its_value(expression: Json) -> None:
    api = linked(expression)
    made = got(api, "/things", 201, {"a": [{"id": 7}]}, "POST")
    assert link_task(api, made, got(api, "/things/7"), made).done
    other = link_task(api, made, got(api, "/things/8"))
    assert (other.done, other.reason) == (
        False,
        "no later request to read took id from a reply",
    )
    assert not link_task(api, got(api, "/things/7"), made).done


def test_a_link_may_name_the_location_and_the_operation_by_its_place() -> None:
    place = "#/paths/~1things~1{id}/get"
    api = linked("-", operationRef=place, parameters={"path.id": "$response.body#/id"})
    made = got(api, "/things", 201, {"id": "a"}, "POST")
    assert link_task(api, made, got(api, "/things/a")).done


def test_a_link_without_its_value_is_not_offered() -> None:
    api = linked("$response.body#/id")
    made = got(api, "/things", 201, {}, "POST")
    assert link_task(api, made).reason == ("make never gave an answer 201 with what the link needs")


@pytest.mark.parametrize(
    "link", [{"operationId": "absent"}, {"operationRef": "#/nowhere"}, {"$ref": "#/nowhere"}]
)
def test_a_link_that_leads_nowhere_is_no_task(link: dict[str, Json]) -> None:
    tasks = tasks_after(linked("$url", **link))
    assert not any(each.kind == "link" for each in tasks.values())


def test_a_link_is_not_looked_for_without_end() -> None:
    api = linked("$response.body#/id")
    others = [got(api, "/things", 201, {"id": "x" * 5000}, "POST") for _ in range(300)]
    late = got(api, "/things", 201, {"id": "late"}, "POST")
    assert not link_task(api, *others, late, got(api, "/things/late")).done


def test_percent_is_about_what_a_judge_can_do() -> None:
    def task(kind: str, *, is_done: bool, provokable: bool = True) -> Task:
        return Task(kind, "o", "n", "/p", is_done, provokable)  # type: ignore[arg-type]  # one of them

    tasks = [
        task("operation", is_done=True),
        task("response", is_done=False),
        task("response", is_done=False, provokable=False),
        task("response", is_done=True, provokable=False),
    ]
    assert percent(tasks) == pytest.approx(200 / 3)
    assert [(each.kind, each.done, each.possible, each.beyond) for each in tallies(tasks)] == [
        ("operation", 1, 1, 0),
        ("response", 1, 2, 1),
    ]
    assert percent([]) == 100


def test_every_promise_of_the_built_in_document_is_told_once(api: Api) -> None:
    tasks = Coverage(api).tasks()
    kept = [(each.kind, each.operation, each.name, each.place) for each in tasks]
    assert len(kept) == len(set(kept))
    assert {each.kind for each in tasks} == {
        "operation",
        "response",
        "parameter",
        "request media type",
        "request keyword",
        "response media type",
        "response member",
        "link",
    }


def test_each_place_leads_somewhere(api: Api) -> None:
    for task in Coverage(api).tasks():
        assert api.node.document.at(task.place)


def test_an_exchange_of_another_compilation_counts(
    api: Api, exchanged: Callable[..., Exchange]
) -> None:
    tasks = tasks_after(api, exchanged("listExportJobs", 200, {"records": []}))
    assert any(each.done and each.operation == "listExportJobs" for each in tasks.values())


def test_a_body_that_need_not_come_is_never_left_out_wrongly() -> None:
    request: Json = {"content": {JSON: {}, "text/plain": {"schema": {"type": "string"}}}}
    api = small({"/things": {"post": {"requestBody": request, "responses": {"201": response()}}}})
    tasks = tasks_after(api, posted(api, {}, 201), posted(api, {}, 403))
    assert "request media type: application/json" in done(tasks)
    assert not any(name.startswith("request keyword") for name in tasks)


def test_a_body_refused_for_another_reason_is_tried_in_vain() -> None:
    api = body_api(THING)
    task = tasks_after(api, posted(api, {"name": "a"}, 403))["request media type: application/json"]
    assert (task.done, task.reason) == (False, "sent, but only with requests that were refused")


def test_of_a_vast_schema_the_outer_parts_are_told() -> None:
    properties: Json = {f"p{each}": {"type": "integer"} for each in range(400)}
    tasks = tasks_after(body_api({"type": "object", "properties": properties}))
    assert 300 <= sum("kept" in name for name in tasks) <= 400


def test_a_value_deeper_than_anybody_writes_is_looked_into_to_some_depth() -> None:
    tree: Json = {"type": "object", "properties": {"kid": {"$ref": "#/components/schemas/T"}}}
    responses: Json = {"200": response(schema={"$ref": "#/components/schemas/T"})}
    written: Json = {"operationId": "read", "responses": responses}
    api = small({"/t": {"get": written}}, components={"schemas": {"T": tree}})
    deep: Json = {}
    for _ in range(120):
        deep = {"kid": deep}
    assert "response member: 200 /kid" in done(tasks_after(api, got(api, "/t", body=deep)))


def test_an_answer_without_a_documented_schema_has_its_type() -> None:
    api = get_api(responses={"200": response()})
    tasks = done(tasks_after(api, got(api, "/things/1", body={"id": 1})))
    assert "response media type: 200 application/json" in tasks


def test_only_the_parameter_that_was_wrong_is_refused() -> None:
    written: Json = {"parameters": [WORD, LIMIT], "responses": {"200": response()}}
    api = small({"/things": {"get": written}})
    refused = done(tasks_after(api, got(api, "/things?limit=0", 400)))
    assert "parameter: query limit refused when wrong" in refused
    assert "parameter: query word refused when wrong" not in refused
