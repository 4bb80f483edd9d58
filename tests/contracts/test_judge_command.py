"""`specdouble judge`: what a recording shows, and whose fault it is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from specdouble.contracts.judge_command import judge
from specdouble.mockserver import Mock
from specdouble.spec.errors import SettingError
from specdouble.spec.json_types import Json

JSON = {"name": "Content-Type", "value": "application/json"}
PET = {"type": "object", "required": ["name"]}
DOCUMENT: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "paths": {
        "/pets": {
            "post": {
                "operationId": "addPet",
                "security": [{"key": []}],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": PET}},
                },
                "responses": {
                    "201": {
                        "description": "made",
                        "content": {"application/json": {"schema": PET}},
                    },
                    "400": {"description": "refused"},
                    "401": {"description": "unknown"},
                },
            }
        }
    },
}


def entry(sent: str, status: int, answer: str | None, host: str = "http://x", **more: Json) -> Json:
    headers = [JSON, {"name": "X-Key", "value": "key"}]
    content: Json = {"size": 9} if answer is None else {"size": len(answer), "text": answer}
    return {
        "request": {
            "method": "POST",
            "url": f"{host}/pets",
            "headers": headers,
            "postData": {"mimeType": "application/json", "text": sent},
            **more,
        },
        "response": {
            "status": status,
            "headers": [JSON] if answer != "" else [],
            "content": content,
        },
    }


GOOD = '{"name": "Rex"}'
Say = Callable[..., Result]


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Runs the command on a HAR file with these entries."""

    def run(*entries: Json, options: tuple[str, ...] = ()) -> Result:
        recording, document = tmp_path / "it.har", tmp_path / "pets.json"
        recording.write_text(json.dumps({"log": {"entries": list(entries)}}), "utf-8")
        document.write_text(json.dumps(DOCUMENT), "utf-8")
        words = [str(recording), "--document", str(document), *options]
        return CliRunner().invoke(judge, words)

    return run


def test_nothing_is_wrong_with_good_traffic(say: Say) -> None:
    result = say(entry(GOOD, 201, GOOD))
    assert (result.exit_code, result.output) == (0, "1 exchange judged, 0 of them wrong\n")


def test_the_fault_of_a_client_is_told_by_the_number_of_the_exchange(say: Say) -> None:
    result = say(entry(GOOD, 201, GOOD), entry("{}", 400, ""))
    assert result.exit_code == 1
    assert "2. POST /pets was answered 400\n   client  body-invalid: " in result.output
    assert "the client broke the contract in 1 exchange, the server in 0" in result.output


def test_the_fault_of_a_server_is_told_apart(say: Say) -> None:
    result = say(entry(GOOD, 201, "{}"))
    assert result.exit_code == 1
    assert "   server  conforms: " in result.output
    assert "client  " not in result.output


def test_checks_look_at_a_recording_too(say: Say) -> None:
    result = say(entry("{}", 201, GOOD))
    assert "   server  refusal: " in result.output


def test_memories_look_at_a_recording_too(tmp_path: Path) -> None:
    """A dataset id that is given out twice belongs to two exchanges."""
    with Mock() as mock:
        headers = {
            "Authorization": "Bearer token-of-some-length",
            "x-api-key": "key",
            "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
            "x-sandbox-name": "prod",
        }
        address = f"{mock.url}/data/foundation/catalog/dataSets"
        for _ in range(2):
            requests.post(address, json={}, headers=headers, timeout=5)
        told = mock.journal.as_json()
    file = tmp_path / "journal.json"
    file.write_text(json.dumps(told), "utf-8")
    assert CliRunner().invoke(judge, [str(file)]).exit_code == 0
    first, second = told["entries"]  # type: ignore[misc]  # a list of two
    second["reply"]["body"] = first["reply"]["body"]  # type: ignore[index, call-overload]  # objects
    file.write_text(json.dumps(told), "utf-8")
    result = CliRunner().invoke(judge, [str(file)])
    assert result.exit_code == 1
    assert (
        "2. POST /data/foundation/catalog/dataSets was answered 201\n   server  " in result.output
    )


def test_a_base_url_leaves_out_what_went_elsewhere(say: Say) -> None:
    here, there = entry(GOOD, 201, GOOD, "http://x/v1"), entry("{}", 500, "", "http://y")
    result = say(there, here, options=("--base-url", "http://x/v1/"))
    assert (result.exit_code, result.output) == (0, "1 exchange judged, 0 of them wrong\n")


def test_a_recording_without_credentials_can_be_judged(say: Say) -> None:
    bare = entry(GOOD, 201, GOOD, headers=[JSON])
    assert "credential-missing" in say(bare).output
    assert say(bare, options=("--no-credentials",)).exit_code == 0


def test_a_body_that_was_not_recorded_is_not_judged(say: Say) -> None:
    result = say(entry(GOOD, 201, None))
    assert result.exit_code == 0
    assert "   note    the body of the reply was not recorded" in result.output


def test_what_else_is_wrong_beside_such_a_body_is_told(say: Say) -> None:
    result = say(entry(GOOD, 418, None))
    assert result.exit_code == 1
    assert "   server  status-undocumented: " in result.output


@pytest.mark.parametrize("options", [(), ("--base-url", "http://y")], ids=["empty", "elsewhere"])
def test_a_recording_with_nothing_to_judge_is_refused(say: Say, options: tuple[str, ...]) -> None:
    result = say(*([entry(GOOD, 201, GOOD)] if options else []), options=options)
    assert isinstance(result.exception, SettingError)
    assert "it holds no answered request" in str(result.exception)
