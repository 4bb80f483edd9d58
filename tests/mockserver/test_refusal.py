from pathlib import Path

import pytest

from specdouble.spec.json_types import Json

from .driving import CREDENTIALS, DATASETS, HEADERS, JOBS, KNOWN, PETS, Driven, export

STRICT = Driven()


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in HEADERS.items() if name not in names}


@pytest.mark.parametrize(
    ("name", "status", "error_code"),
    [
        ("Authorization", 401, "403010"),
        ("x-api-key", 403, "403000"),
        ("x-gw-ims-org-id", 400, "400003"),
    ],
)
@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("POST", DATASETS),
        ("POST", JOBS),
        ("GET", JOBS),
        ("GET", f"{JOBS}/1"),
        ("DELETE", f"{JOBS}/1"),
    ],
)
def test_a_missing_credential_is_told_by_the_gateway(
    name: str, status: int, error_code: str, method: str, target: str
) -> None:
    answer = STRICT.ask(method, target, {}, headers=without(name))
    assert answer.status == status
    assert answer.json["error_code"] == error_code
    assert not answer.faults


@pytest.mark.parametrize("token", ["Basic abc", "Bearer", "Bearer ", "Bearer a b", "token", ""])
def test_a_credential_that_is_no_token_is_refused(token: str) -> None:
    answer = STRICT.ask("GET", JOBS, headers={**CREDENTIALS, "Authorization": token})
    assert answer.status == 401
    assert answer.json["error_code"] in {"401013", "403010"}


def test_the_status_of_a_missing_token_is_a_choice() -> None:
    driven = Driven(choices={"missing-token": "403"})
    answer = driven.ask("GET", JOBS, headers=without("Authorization"))
    assert answer.status == 403
    assert "www-authenticate" not in answer.reply.headers
    assert not answer.faults


def test_a_401_says_how_to_authenticate() -> None:
    answer = STRICT.ask("GET", JOBS, headers=without("Authorization"))
    assert answer.reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("PUT", JOBS, "GET, HEAD, OPTIONS, POST"),
        ("DELETE", JOBS, "GET, HEAD, OPTIONS, POST"),
        ("POST", f"{JOBS}/726", "DELETE, GET, HEAD, OPTIONS"),
        ("PATCH", f"{JOBS}/726/", "DELETE, GET, HEAD, OPTIONS"),
        ("GET", DATASETS, "OPTIONS, POST"),
        ("get", JOBS, "GET, HEAD, OPTIONS, POST"),
        ("CONNECT", JOBS, "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_an_unknown_method_is_told_the_known_ones(method: str, target: str, allow: str) -> None:
    answer = STRICT.ask(method, target)
    assert answer.status == 405
    assert answer.reply.headers["Allow"] == allow


@pytest.mark.parametrize(
    ("target", "member"), [(DATASETS, "detail"), (JOBS, "errors"), (f"{JOBS}/1", "errors")]
)
def test_an_unknown_method_is_told_in_the_shape_of_the_service(target: str, member: str) -> None:
    assert member in STRICT.ask("PUT", target).json


@pytest.mark.parametrize(
    "path", ["/", "//", "/x", f"{JOBS}//", f"{JOBS}/1/2", "/data/core/ups/export", "", "*", "/%00"]
)
def test_an_unknown_path_is_told_by_the_gateway(path: str) -> None:
    answer = STRICT.ask("GET", path)
    assert answer.status == 404
    assert answer.json["error_code"] == "404000"


def test_every_problem_is_told_at_once_with_its_place() -> None:
    body: Json = {"fields": 1, "destination": {"segmentPerBatch": "yes"}, "schema": {}}
    answer = STRICT.ask("POST", JOBS, body)
    assert answer.status == 400
    assert {each["pointer"] for each in answer.json["problems"]} == {
        "/destination/datasetId",
        "/destination/segmentPerBatch",
        "/fields",
        "/schema/name",
    }
    assert all(each["message"] in answer.json["title"] for each in answer.json["problems"])


def test_what_is_told_is_what_the_journal_remembers() -> None:
    answer = STRICT.ask("POST", f"{JOBS}?zzz=1", {"fields": 1})
    told = [each["code"] for each in answer.json["problems"]]
    assert told == [code for code in answer.codes if code != "parameter-unknown"]


def test_the_list_of_problems_can_be_left_out() -> None:
    driven = Driven(choices={"error-details": "no"})
    answer = driven.ask("POST", JOBS, {})
    assert answer.status == 400
    assert "problems" not in answer.json


@pytest.mark.parametrize(
    ("field", "status"), [(None, 400), ("text/plain", 400), ("application/json;;x", 400)]
)
def test_catalog_answers_a_wrong_media_type_with_400(field: str | None, status: int) -> None:
    headers = {**CREDENTIALS, **({"Content-Type": field} if field else {})}
    answer = STRICT.ask("POST", DATASETS, {"name": "x"}, headers=headers)
    assert answer.status == status
    assert answer.json["detail"].startswith("A valid content-type must be specified")
    assert not answer.faults


@pytest.mark.parametrize("field", ["text/plain", "application/x-www-form-urlencoded", "json", ";"])
def test_the_profile_service_answers_a_wrong_media_type_with_415(field: str) -> None:
    answer = STRICT.ask("POST", JOBS, export(), headers={**HEADERS, "Content-Type": field})
    assert answer.status == 415
    assert answer.json["type"].endswith("unsupported-media-type")
    assert not answer.faults


@pytest.mark.parametrize(
    "field",
    [
        "application/json;",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/json ;",
    ],
)
def test_json_is_recognised_however_it_is_written(field: str) -> None:
    answer = STRICT.ask("POST", JOBS, export(), headers={**HEADERS, "Content-Type": field})
    assert answer.status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{{body}}",
        b"undefined",
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"NaN",
        b'{"mergePolicy":{"version":NaN}}',
        b'{"mergePolicy":{"version":1e400}}',
        b'{"mergePolicy":{"version":' + b"1" * 6000 + b"}}",
        b'{"a":1,"a":1}',
        b'{"fields":"\\ud800"}',
        b'{"fields":"\x00"}',
        b"\xef\xbb\xbf{}",
        b"{} {}",
        b" ",
    ],
    ids=lambda body: str(body[:40]),
)
@pytest.mark.parametrize("target", [DATASETS, JOBS])
@pytest.mark.parametrize("strict", [True, False])
def test_a_body_that_is_no_json_is_refused(target: str, body: bytes, *, strict: bool) -> None:
    answer = Driven(strict=strict).ask("POST", target, body)
    assert answer.status == 400
    assert answer.codes[0] == "body-malformed"


@pytest.mark.parametrize("target", [DATASETS, JOBS])
@pytest.mark.parametrize("headers", [HEADERS, CREDENTIALS])
def test_no_body_is_refused(target: str, headers: dict[str, str]) -> None:
    answer = STRICT.ask("POST", target, b"", headers=headers)
    assert answer.status == 400
    assert answer.codes == ["body-missing"]


DESTINATION: Json = {"datasetId": KNOWN}


@pytest.mark.parametrize(
    "members",
    [
        {"fields": ["a", "b"]},
        {"destination": {**DESTINATION, "segmentPerBatch": "false"}},
        {"destination": {**DESTINATION, "segmentPerBatch": 0}},
        {"destination": {"dataSetId": KNOWN}},
        {"destination": {"datasetId": 5}},
        {"destination": None},
        {"schema": "_xdm.context.profile"},
        {"mergePolicy": {"id": 5}},
        {"mergePolicy": {"version": "1"}},
        {"mergePolicy": {"version": 1.5}},
        {"additionalFields": {"eventList": {"filter": {"fromIngestTimestamp": "yesterday"}}}},
        {"filter": {"segments": {"segmentId": "x"}}},
        {"filter": {"segments": [{"segmentNs": "ups"}]}},
        {"filter": {"segments": ["x"]}},
        {"evaluationInfo": {"segmentation": "yes"}},
    ],
    ids=str,
)
def test_a_job_that_would_break_typed_clients_is_never_kept(members: dict[str, Json]) -> None:
    driven = Driven()
    answer = driven.ask("POST", JOBS, {**export(), **members})
    assert answer.status == 400
    assert driven.page()["records"] == []


@pytest.mark.parametrize(
    "number", ["abc", "-1", "+1", "1_0", "1.0", "%D9%A1", "01", "%00", "a%2Fb"]
)
def test_what_is_no_id_is_refused(number: str) -> None:
    answer = STRICT.ask("GET", f"{JOBS}/{number}")
    assert answer.status == 400
    assert not answer.faults


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 5000])
def test_an_id_beyond_64_bits_is_refused(number: str) -> None:
    assert STRICT.ask("DELETE", f"{JOBS}/{number}").status == 400


def test_very_many_problems_are_not_all_told() -> None:
    segments: Json = [1] * 100_000
    answer = STRICT.ask("POST", JOBS, {**export(), "filter": {"segments": segments}})
    assert answer.status == 400
    assert len(answer.reply.body) < 100_000


class TestLenient:
    def lenient(self) -> Driven:
        return Driven(strict=False)

    def test_a_request_without_credentials_is_answered(self) -> None:
        answer = self.lenient().ask("GET", JOBS, headers={})
        assert answer.status == 200
        assert answer.codes[:3] == ["credential-missing"] * 3

    def test_a_wrong_parameter_is_left_out(self) -> None:
        driven = self.lenient()
        driven.create()
        assert len(driven.page("limit=zero&start=-1&page=x&sort=y")["records"]) == 1

    def test_a_wrong_body_is_answered_by_an_example_and_kept_nowhere(self) -> None:
        driven = self.lenient()
        answer = driven.ask("POST", JOBS, {"fields": 1})
        assert answer.status == 200
        assert answer.json["status"] == "NEW"
        assert "body-invalid" in answer.codes
        assert not answer.faults
        assert driven.page()["records"] == []

    @pytest.mark.parametrize("target", [JOBS, DATASETS])
    @pytest.mark.parametrize("field", [None, "", "text/plain", ";", "application/"])
    def test_a_body_of_another_media_type_is_answered_by_an_example(
        self, target: str, field: str | None
    ) -> None:
        headers = {**CREDENTIALS, **({"Content-Type": field} if field is not None else {})}
        answer = self.lenient().ask("POST", target, export(), headers=headers)
        assert answer.status in {200, 201}
        assert not answer.faults

    @pytest.mark.parametrize("target", [JOBS, DATASETS])
    def test_no_body_is_answered_by_an_example(self, target: str) -> None:
        answer = self.lenient().ask("POST", target)
        assert answer.status in {200, 201}
        assert not answer.faults

    def test_what_is_no_id_is_answered_by_an_example(self) -> None:
        answer = self.lenient().ask("GET", f"{JOBS}/abc")
        assert answer.status == 200
        assert not answer.faults

    @pytest.mark.parametrize(
        ("method", "target", "status"), [("GET", "/x", 404), ("PUT", JOBS, 405)]
    )
    def test_what_leads_nowhere_is_still_refused(
        self, method: str, target: str, status: int
    ) -> None:
        assert self.lenient().ask(method, target).status == status

    def test_an_unknown_job_is_still_not_found(self) -> None:
        assert self.lenient().ask("GET", f"{JOBS}/1").status == 404


def test_without_a_wiring_errors_are_as_the_document_has_them(tmp_path: Path) -> None:
    document = tmp_path / "pets.yaml"
    document.write_text(PETS, encoding="utf-8")
    answer = Driven(document=document).ask("PUT", "/pets", headers={})
    assert answer.status == 405
    assert answer.reply.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json["status"] == 405
