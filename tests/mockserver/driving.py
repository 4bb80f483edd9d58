"""A mock in this process and without HTTP, its time standing still: for tests of what it says."""

import json
from dataclasses import dataclass

from specdouble.mockserver.assembly import Service, assemble
from specdouble.mockserver.sources import from_keywords, gather
from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json
from specdouble.spec.problem import Problem

START = 1_769_860_800_000
"""2026-01-31T12:00:00Z, when time starts here."""

DATASETS = "/data/foundation/catalog/dataSets"
JOBS = "/data/core/ups/export/jobs"
KNOWN = "5b020a27e7040801dedba61b"
UNION = "https://ns.adobe.com/xdm/context/profile__union"
CREDENTIALS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "A@AdobeOrg",
    "x-sandbox-name": "prod",
}
HEADERS = {**CREDENTIALS, "Content-Type": "application/json"}

PETS = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: {type: array, items: {type: string}}
              example: [rex]
"""
"""A document without behaviours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply and what the journal says of the exchange."""

    reply: Reply
    problems: tuple[Problem, ...]

    @property
    def status(self) -> int:
        return self.reply.status

    @property
    def json(self) -> Json:
        return json.loads(self.reply.body)

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]

    @property
    def faults(self) -> list[Problem]:
        """What the mock itself did against its document."""
        return [problem for problem in self.problems if problem.side == "server"]


class Driven:
    """A service, and short ways to ask it."""

    def __init__(self, **settings: object) -> None:
        frozen = {"time": "2026-01-31T12:00:00Z", "speed": 0}
        self.service: Service = assemble(gather(from_keywords({**frozen, **settings})))
        self.clock = self.service.world.clock

    def send(self, message: Message) -> Answer:
        reply = self.service.pipeline.handle(message)
        return Answer(reply, self.service.journal[-1].problems)

    def ask(
        self,
        method: str,
        target: str,
        body: "Json | bytes" = b"",
        *,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Anything but bytes is sent as JSON; `headers` take the place of the usual ones."""
        path, _, query = target.partition("?")
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = Headers((HEADERS if headers is None else headers).items())
        return self.send(Message(method, path, query, sent, raw))

    def create(self, dataset: str = KNOWN, **members: Json) -> dict[str, Json]:
        """A new job."""
        answer = self.ask("POST", JOBS, export(dataset, **members))
        assert answer.status == 200, answer.reply
        return answer.json

    def job(self, number: Json) -> dict[str, Json]:
        """A job as it is now."""
        answer = self.ask("GET", f"{JOBS}/{number}")
        assert answer.status == 200, answer.reply
        return answer.json

    def page(self, query: str = "") -> dict[str, Json]:
        """A page of the list."""
        answer = self.ask("GET", f"{JOBS}?{query}")
        assert answer.status == 200, answer.reply
        return answer.json


def export(dataset: str = KNOWN, **members: Json) -> dict[str, Json]:
    """What a client sends to start a job."""
    schema = {"name": "_xdm.context.profile"}
    return {"destination": {"datasetId": dataset}, "schema": schema, **members}
