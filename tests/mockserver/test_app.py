import json
from types import SimpleNamespace

import pytest
from werkzeug.test import Client

from specdouble.mockserver import create_app
from specdouble.mockserver.app import Application
from specdouble.mockserver.settings import Settings
from specdouble.spec.errors import DocumentError, SettingError

JOBS = "/data/core/ups/export/jobs"
CREDENTIALS = {
    "Authorization": "Bearer token-of-a-test",
    "x-api-key": "key",
    "x-gw-ims-org-id": "ABC@AdobeOrg",
    "x-sandbox-name": "prod",
}


@pytest.fixture(scope="module")
def app():
    return create_app()


@pytest.fixture
def client(app):
    return Client(app)


def test_a_request_is_answered_from_the_document(client):
    reply = client.get(JOBS, headers=CREDENTIALS)
    assert (reply.status_code, reply.content_type) == (200, "application/json")


def test_a_trailing_slash_is_no_redirect(client):
    assert client.get(f"{JOBS}/", headers=CREDENTIALS).status_code == 200


def test_every_exchange_is_in_the_journal(app, client):
    client.get(f"{JOBS}?limit=7", headers=CREDENTIALS)
    assert app.service.journal[-1].call.message.target == f"{JOBS}?limit=7"


def test_head_is_answered_like_get_without_the_body(client):
    head = client.head(JOBS, headers=CREDENTIALS)
    whole = client.get(JOBS, headers=CREDENTIALS)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(whole.data))


def test_bare_options_tells_the_methods(client):
    reply = client.options(JOBS)
    assert (reply.status_code, sorted(reply.allow)) == (204, ["GET", "HEAD", "OPTIONS", "POST"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("PATCH", JOBS, 405), ("GET", JOBS, 401)],
)
def test_an_error_is_json_that_a_page_may_read(client, method, path, status):
    reply = client.open(path, method=method, headers={"Origin": "http://page"})
    assert (reply.status_code, reply.content_type) == (status, "application/json")
    assert isinstance(reply.get_json(), dict)
    assert reply.headers["Access-Control-Allow-Origin"] == "http://page"


PREFLIGHT = {"Origin": "http://page", "Access-Control-Request-Method": "DELETE"}


def test_a_preflight_needs_no_credentials_and_names_the_methods_of_the_path(client):
    reply = client.options(f"{JOBS}/1", headers=PREFLIGHT)
    methods = reply.headers["Access-Control-Allow-Methods"]
    assert (reply.status_code, methods) == (204, "DELETE, GET, HEAD, OPTIONS")
    assert reply.headers["Access-Control-Allow-Origin"] == "http://page"


def test_a_preflight_of_an_unknown_path_lets_the_request_come_and_see(client):
    reply = client.options("/nowhere", headers=PREFLIGHT)
    methods = reply.headers["Access-Control-Allow-Methods"]
    assert (reply.status_code, methods) == (204, "DELETE")


def test_a_preflight_is_no_exchange(app, client):
    before = app.service.journal.total
    client.options(JOBS, headers=PREFLIGHT)
    assert app.service.journal.total == before


def test_without_cors_a_preflight_is_an_ordinary_options():
    reply = Client(create_app(cors=False)).options(JOBS, headers=PREFLIGHT)
    assert (reply.status_code, "Access-Control-Allow-Origin" in reply.headers) == (204, False)


def test_a_body_over_the_limit_is_413_and_in_the_journal():
    app = create_app(max_body=100)
    reply = Client(app).post(
        JOBS, headers=CREDENTIALS, data=b"x" * 101, content_type="application/json"
    )
    assert (reply.status_code, reply.content_type) == (413, "application/json")
    assert app.service.journal.problems()[0].code == "message-too-large"


def test_a_body_cut_short_is_400(client):
    short = {"CONTENT_LENGTH": "50", "CONTENT_TYPE": "application/json"}
    reply = client.post(JOBS, headers=CREDENTIALS, environ_overrides=short)
    assert (reply.status_code, reply.content_type) == (400, "application/json")


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b'{"destination": NaN}',
        b'{"a": 1e400}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b"9" * 6000,
        b"",
        b"{{body}}",
    ],
    ids=lambda body: repr(body[:12]),
)
@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json;", "application/json; charset=x; =", ";", "\xff"],
)
def test_no_body_and_no_media_type_is_a_fault_of_the_server(client, body, content_type):
    reply = client.post(JOBS, headers=CREDENTIALS, data=body, content_type=content_type)
    assert 400 <= reply.status_code < 500
    assert isinstance(reply.get_json(), dict)


@pytest.mark.parametrize("path", ["/%ff", "/%", "//", "/%00", "/..%2f..", "/\xe9", "/a;b?c=%zz&%"])
def test_no_path_is_a_fault_of_the_server(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("identifier", ["+1", "1_0", " 1", "٣", "1.0", "0x1", "%00", "9" * 6000])
def test_no_id_is_a_fault_of_the_server(client, identifier):
    assert 400 <= client.get(f"{JOBS}/{identifier}", headers=CREDENTIALS).status_code < 500


def test_the_admin_pages_are_mounted(client):
    assert client.get("/__specdouble/health").get_json()["status"] == "ok"


def test_settings_are_keywords():
    assert create_app(seed=7).service.settings.seed == 7


def test_a_wrong_setting_is_told_at_once():
    with pytest.raises(SettingError):
        create_app(port="x")


def test_a_document_that_is_not_there_is_told_at_once(tmp_path):
    with pytest.raises(DocumentError):
        create_app(document=tmp_path / "none.yaml")


def fail(_message):
    raise LookupError("a bug")


def test_a_fault_of_ours_is_a_500_in_json_and_a_trace_in_the_log(caplog):
    pipeline = SimpleNamespace(handle=fail)
    service = SimpleNamespace(settings=Settings(), pipeline=pipeline)
    reply = Client(Application(service)).get("/")
    assert (reply.status_code, json.loads(reply.data)["status"]) == (500, 500)
    assert caplog.records[0].exc_info[0] is LookupError
