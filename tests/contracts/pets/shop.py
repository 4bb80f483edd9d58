"""A small pet shop with a state of its own, and the lies it can be made to tell, one at a time."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import COURTEOUS, Manners
from specdouble.contracts.scenario import SCENARIOS, Scenario
from specdouble.contracts.storytelling import tell_all
from specdouble.contracts.target import Target
from specdouble.contracts.walk import Pace, Situation, Walk
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string", "maxLength": 40},
        "kind": {"type": "string", "enum": ["cat", "dog"]},
        "born": {"type": "string", "format": "date-time"},
        "weight": {"type": "number"},
    },
}
SHOWN = {"200": {"description": "", "content": {"application/json": {"schema": PET}}}}
EXAMPLE = {"name": "Tom", "kind": "cat", "born": "2020-01-01T00:00:00Z", "weight": 4}
BODY = {"required": True, "content": {"application/json": {"schema": PET, "example": EXAMPLE}}}
QUERY = ("limit", "offset", "page")
LIST = {"type": "object", "properties": {"items": {"type": "array", "items": PET}}}
LINKS = {
    "Get": {"operationId": "getPet", "parameters": {"petId": "$response.body#/id"}},
    "Delete": {
        "operationRef": "#/paths/~1pets~1{petId}/delete",
        "parameters": {"path.petId": "$response.body#/id"},
    },
    "Optional": {"operationId": "getPet", "parameters": {"petId": "$response.body#/mother"}},
}


def document(version: str = "3.1.0", **changes: Any) -> dict[str, Any]:
    """The shop's document; `changes` replace operations by their operationId."""
    missing = {"404": {"description": "", "content": {"application/json": {}}}}
    identified = {"parameters": [{"name": "petId", "in": "path", "required": True}]}
    identified["parameters"][0]["schema"] = {"type": "integer"}
    items = {"200": {"description": "", "content": {"application/json": {"schema": LIST}}}}
    operations = {
        "listPets": {"parameters": [number(each) for each in QUERY], "responses": items},
        "addPet": {
            "requestBody": BODY,
            "responses": {
                "201": {**SHOWN["200"], "links": LINKS},
                "202": SHOWN["200"],
                "409": missing["404"],
            },
        },
        "getPet": {**identified, "responses": {**SHOWN, **missing}},
        "putPet": {**identified, "requestBody": BODY, "responses": {**SHOWN, **missing}},
        "deletePet": {**identified, "responses": {"204": {"description": ""}, **missing}},
    }
    operations = {**operations, **changes}
    named = {name: {"operationId": name, **each} for name, each in operations.items() if each}
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": _kept({"get": named.get("listPets"), "post": named.get("addPet")}),
            "/pets/{petId}": _kept(
                {
                    "get": named.get("getPet"),
                    "put": named.get("putPet"),
                    "delete": named.get("deletePet"),
                }
            ),
        },
    }


def number(name: str) -> dict[str, Any]:
    """A query parameter that is a whole number."""
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0}}


def _kept(item: dict[str, Any]) -> dict[str, Any]:
    return {method: each for method, each in item.items() if each}


@dataclass
class Shop:
    """The shop: honest but for the lies it is told to tell."""

    lies: tuple[str, ...] = ()
    pets: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: int = 0
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        self.asked.append(f"{request.method} {request.path}")
        try:
            name, values = RULES.bind_to_environ(environ).match()
            response: Any = getattr(self, name)(request, **values)
        except HTTPException as error:
            response = _json({"error": str(error)}, error.code or 500)
        return response(environ, start)  # type: ignore[no-any-return]  # a werkzeug response

    def lists(self, request: Request) -> Response:
        """GET /pets"""
        pets = list(self.pets.values())
        if "unlisted" in self.lies:
            pets = pets[:-1]
        if "static" in self.lies:
            return _json({"items": pets}, 200)
        limit = int(request.args.get("limit", 3))
        page, start = int(request.args.get("page", 1)), int(request.args.get("offset", 0))
        begin = start + (page - 1) * limit
        if "offset" in self.lies and start:
            begin += 1
        if "page" in self.lies and page > 1:
            begin -= 1
        if "limit" in self.lies:
            limit += 1
        end = begin + limit
        body: dict[str, Any] = {"items": pets[begin:end]}
        more = f"/pets?limit={limit}&offset={end}"
        if "lost" in self.lies:
            more = f"/pets?limit={limit}&offset={end + 1}"
        if "loop" in self.lies:
            more = f"/pets?limit={limit}&offset={begin}"
        headers = {}
        if end < len(pets) and "header" in self.lies:
            headers["Link"] = f'<{more}>; rel="next", </>; rel=home'
        elif end < len(pets):
            body["_links"] = {"next": {"href": more}}
        return _json(body, 200, headers)

    def add(self, request: Request) -> Response:
        """POST /pets"""
        if "refuses" in self.lies:
            return _json({}, 409)
        if "particular" in self.lies and any(
            pet["name"] == request.json["name"] for pet in self.pets.values()
        ):
            return _json({}, 409)
        for _ in range(2 if "twins" in self.lies else 1):
            if not ("same" in self.lies and self.last):
                self.last += 1
            pet = {**request.json, "id": self.last}
            self.pets[self.last] = dict(pet)
        self._spoil(self.pets[self.last])
        if "forgets" in self.lies:
            self.pets.pop(self.last)
        if "anonymous" in self.lies:
            pet.pop("id")
        return _json(pet, 202 if "accepted" in self.lies else 201)

    def _spoil(self, pet: dict[str, Any]) -> None:
        if "changes" in self.lies:
            pet["name"] = "Somebody"
        if "respells" in self.lies:
            pet["name"] = f" {pet['name'].upper()}"
            pet["born"] = "2020-01-01T01:00:00+01:00"

    def get(self, _: Request, pet: int) -> Response:
        """GET /pets/{petId}"""
        if "anything" in self.lies and pet not in self.pets:
            return _json({"name": "nobody"}, 200)
        if "other" in self.lies and pet in self.pets:
            return _json({**self.pets[pet], "id": pet + 1000}, 200)
        return _json(self.pets[pet], 200) if pet in self.pets else _json({}, 404)

    def put(self, request: Request, pet: int) -> Response:
        """PUT /pets/{petId}"""
        if pet not in self.pets:
            return _json({}, 404)
        if "deaf" not in self.lies:
            self.pets[pet] = {**request.json, "id": pet}
        return _json(self.pets[pet], 200)

    def delete(self, _: Request, pet: int) -> Response:
        """DELETE /pets/{petId}"""
        if pet not in self.pets:
            return _json({}, 404)
        if "marks" in self.lies:
            self.pets[pet]["kind"] = "dog" if self.pets[pet].get("kind") == "cat" else "cat"
        elif "keeps" not in self.lies:
            del self.pets[pet]
        return Response(status=204)


RULES = Map(
    [
        Rule("/pets", endpoint="lists", methods=["GET"]),
        Rule("/pets", endpoint="add", methods=["POST"]),
        Rule("/pets/<int:pet>", endpoint="get", methods=["GET"]),
        Rule("/pets/<int:pet>", endpoint="put", methods=["PUT"]),
        Rule("/pets/<int:pet>", endpoint="delete", methods=["DELETE"]),
    ]
)


def _json(body: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")


def api_of(document: dict[str, Any]) -> Api:
    """A document in memory, ready to judge by."""
    return compile_api(parse(json.dumps(document), "pets.json"))


@dataclass(frozen=True)
class Told:
    """How a scenario went."""

    word: str
    reason: str
    messages: list[str]
    notes: tuple[str, ...]
    requests: int


def tell(  # noqa: PLR0913  # three of them are options
    name: str | Scenario,
    api: Api,
    url: str,
    situation: Situation | None = None,
    *,
    pace: Pace | None = None,
    manners: Manners = COURTEOUS,
) -> Told:
    """Tell one scenario to a server, in time that passes by itself."""
    now = [0.0]
    pace = pace or Pace(lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
    ledger = Ledger(api, lambda _: None)
    scenario = SCENARIOS[name] if isinstance(name, str) else name
    with Target(url, placeholders(api), manners) as target:
        walk = Walk(api, target, pace, ledger, situation)
        story = tell_all([scenario], walk, ledger)[0]
    messages = [violation.message for violation in ledger.violations]
    requests = sum(sum(row.tried.values()) for row in ledger.rows())
    return Told(story.word, story.reason, messages, ledger.notes, requests)


Serve = Callable[[WSGIApplication], str]
