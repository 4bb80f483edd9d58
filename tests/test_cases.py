"""Runs the stories of `cases/*.yaml` over real HTTP, each against a fresh mock whose time stands.

A story is a name, `settings` of the mock, `headers` that every request carries, and `steps`. A
step advances the clock, or sends a request and says what it expects:

    - advance: {minutes: 5}
    - request: POST /data/foundation/catalog/dataSets
      headers: {x-sandbox-name: null}         # null leaves one of the story's headers out
      json: {name: Profile Data Export}       # or `body`, sent as it stands
      status: 201
      expect-headers: {content-type: application/json, allow: null}     # null: it is not there
      expect: ['@/dataSets/<dataset:[0-9a-f]{24}>']
      problems: [parameter-recommended]       # codes that the journal has, if it matters

`expect` is a subset: members that it does not name may be there, `<absent>` ones may not; a list
is expected whole; '' means no body. `<name>` stands for any value, which is remembered; where the
name is remembered already it stands for that value, in requests as well. After a colon may stand
the regular expression of a text.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from specdouble.mockserver import Mock
from specdouble.spec.json_types import Json

CREDENTIALS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "A@AdobeOrg",
    "x-sandbox-name": "prod",
}
FROZEN = {"time": "2026-01-31T12:00:00Z", "speed": 0}
STEP = {
    "request",
    "headers",
    "json",
    "body",
    "status",
    "expect",
    "expect-headers",
    "problems",
    "advance",
}

_SLOT = re.compile(r"<([a-z][a-z0-9_]*)(?::([^>]+))?>")

Step = dict[str, Json]


@dataclass(frozen=True)
class Received:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Telling:
    """A story while it is told: whom to ask, and what is remembered."""

    mock: Mock
    headers: dict[str, str | None]
    connection: HTTPConnection
    remembered: dict[str, Json] = field(default_factory=dict)

    def filled(self, value: Json) -> Json:
        """What is to be sent, with every remembered value in its place."""
        if isinstance(value, dict):
            return {name: self.filled(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if not isinstance(value, str):
            return value
        whole = _SLOT.fullmatch(value)
        if whole and whole[1] in self.remembered:
            return self.remembered[whole[1]]
        return _SLOT.sub(lambda slot: str(self.remembered.get(slot[1], slot[0])), value)

    def send(self, step: Step) -> Received:
        method, _, target = str(self.filled(step["request"])).partition(" ")
        own = step.get("headers", {})
        headers = {**self.headers, **{name: self.filled(text) for name, text in own.items()}}
        body = str(self.filled(step["body"])).encode() if "body" in step else None
        if "json" in step:
            headers = {"Content-Type": "application/json", **headers}
            body = json.dumps(self.filled(step["json"])).encode()
        kept = {name: str(text) for name, text in headers.items() if text is not None}
        self.connection.request(method, target, body, kept)
        response = self.connection.getresponse()
        fields = {name.lower(): text for name, text in response.getheaders()}
        return Received(response.status, fields, response.read().decode())

    def mismatches(self, step: Step, received: Received) -> Iterator[str]:
        """What is not as the step expects it."""
        yield from self.compared("status", step["status"], received.status)
        for name, text in step.get("expect-headers", {}).items():
            yield from self.compared(
                f"header {name}", "<absent>" if text is None else text, received.headers.get(name)
            )
        if step.get("expect") == "":
            yield from self.compared("body", "", received.text)
        elif "expect" in step:
            yield from self.compared("", step["expect"], json.loads(received.text))
        if "problems" in step:
            codes = [problem.code for problem in self.mock.journal[-1].problems]
            yield from self.compared("problems", step["problems"], codes)

    def compared(self, place: str, expected: Json, got: Json) -> Iterator[str]:
        """Where `got` is not what is expected; remembers what a placeholder stands for."""
        if isinstance(expected, dict) and isinstance(got, dict):
            for name, each in expected.items():
                if each == "<absent>" and name in got:
                    yield f"{place}/{name}: expected to be absent, got {got[name]!r}"
                elif each != "<absent>":
                    yield from self.compared(f"{place}/{name}", each, got.get(name))
        elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
            for index, each in enumerate(expected):
                yield from self.compared(f"{place}/{index}", each, got[index])
        elif not self.fits(expected, got):
            yield f"{place}: expected {self.filled(expected)!r}, got {got!r}"

    def fits(self, expected: Json, got: Json) -> bool:
        if expected == "<absent>":
            return got is None
        if not isinstance(expected, str) or not _SLOT.search(expected):
            return type(expected) is type(got) and expected == got
        whole = _SLOT.fullmatch(expected)
        if whole and not whole[2]:
            return got is not None and self.remembered.setdefault(whole[1], got) == got
        match = re.fullmatch(self.pattern(expected), got) if isinstance(got, str) else None
        self.remembered |= match.groupdict() if match else {}
        return match is not None

    def pattern(self, expected: str) -> str:
        """A text with placeholders as a regular expression; what is remembered stands as it is."""
        pattern, place = "", 0
        for slot in _SLOT.finditer(expected):
            pattern += re.escape(expected[place : slot.start()])
            if slot[1] in self.remembered:
                pattern += re.escape(str(self.remembered[slot[1]]))
            else:
                pattern += f"(?P<{slot[1]}>{slot[2] or '.+'})"
            place = slot.end()
        return pattern + re.escape(expected[place:])


def stories() -> Iterator[object]:
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        for story in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield pytest.param(story, id=f"{file.stem}: {story['story']}")


@pytest.mark.parametrize("story", list(stories()))
def test_story(story: dict[str, Json]) -> None:
    with Mock(**{**FROZEN, **story.get("settings", {})}) as mock:
        tell(story, mock)
        assert mock.journal.problems("server") == []


def tell(story: dict[str, Json], mock: Mock) -> None:
    headers = {**CREDENTIALS, **story.get("headers", {})}
    parts = urlsplit(mock.url)
    with closing(HTTPConnection(str(parts.hostname), parts.port, timeout=10)) as connection:
        telling = Telling(mock, headers, connection)
        for number, step in enumerate(story["steps"], 1):
            assert step.keys() <= STEP, f"step {number} has {step.keys() - STEP}"
            play(telling, number, step)


def play(telling: Telling, number: int, step: Step) -> None:
    if "advance" in step:
        telling.mock.clock.advance(**step["advance"])
        return
    received = telling.send(step)
    wrong = list(telling.mismatches(step, received))
    if wrong:
        told = "\n  ".join(wrong)
        reply = f"{received.status} {received.headers}\n{received.text[:2000]}"
        pytest.fail(f"step {number}, {step['request']}:\n  {told}\n\n{reply}", pytrace=False)


LIST: Step = {"request": "GET /data/core/ups/export/jobs", "status": 200}


@pytest.mark.parametrize(
    ("untrue", "told"),
    [
        ({"status": 201}, "status: expected 201, got 200"),
        ({"expect": {"records": [{}]}}, "/records: expected [{}], got []"),
        ({"expect": {"page": {"pageSize": False}}}, "/page/pageSize: expected False, got 0"),
        ({"expect": {"page": {"other": "<any>"}}}, "/page/other: expected '<any>', got None"),
        ({"expect": {"page": {"sort": "<absent>"}}}, "expected to be absent, got 'desc'"),
        ({"expect": {"page": {"sort": "<up:a.*>"}}}, "/page/sort: expected '<up:a.*>'"),
        (
            {"expect": {"page": {"sort": "<same>", "sortField": "<same>"}}},
            "/page/sortField: expected 'desc', got 'createdTime'",
        ),
        ({"expect": ""}, "body: expected '', got"),
        ({"expect-headers": {"content-type": None}}, "header content-type: expected '<absent>'"),
        ({"expect-headers": {"allow": "<any>"}}, "header allow: expected '<any>', got None"),
        ({"problems": ["body-missing"]}, "problems: expected ['body-missing'], got []"),
    ],
    ids=str,
)
def test_a_step_that_is_not_true_fails_and_says_why(untrue: Step, told: str) -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        test_story({"story": "untrue", "steps": [{**LIST, **untrue}]})
    assert f"step 1, {LIST['request']}" in str(failure.value)
    assert told in str(failure.value)
