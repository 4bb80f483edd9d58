import pytest
from werkzeug.test import Client

from specdouble.mockserver import create_app
from specdouble.mockserver.admin import PREFIX, ROUTES

JOBS = "/data/core/ups/export/jobs"
DATASETS = "/data/foundation/catalog/dataSets"
CREDENTIALS = {
    "Authorization": "Bearer token-of-a-test",
    "x-api-key": "key",
    "x-gw-ims-org-id": "ABC@AdobeOrg",
    "x-sandbox-name": "prod",
}


@pytest.fixture
def app():
    return create_app(time="2026-01-31T12:00:00Z", speed=0)


@pytest.fixture
def client(app):
    return Client(app)


def page(client, path, method="GET", **options):
    reply = client.open(f"{PREFIX}/{path}", method=method, **options)
    return reply.status_code, reply.get_json()


@pytest.mark.parametrize("path", ["/__specdouble", "/__specdouble/", "/__specdouble//"])
def test_the_index_lists_every_route(client, path):
    routes = client.get(path).get_json()["routes"]
    assert {(each["method"], each["path"]) for each in routes} == {
        (method, f"{PREFIX}/{name}") for name, methods in ROUTES.items() for method in methods
    }


def test_a_path_that_only_begins_alike_is_not_ours(client):
    assert "routes" not in client.get("/__specdoubles").get_json()


def test_an_unknown_page_is_404_and_lists_what_there_is(client):
    status, answer = page(client, "nothing")
    assert (status, len(answer["routes"])) == (404, sum(map(len, ROUTES.values())))


def test_a_wrong_method_is_405_and_tells_the_right_ones(client):
    reply = client.put(f"{PREFIX}/clock")
    assert (reply.status_code, sorted(reply.allow)) == (405, ["GET", "HEAD", "OPTIONS", "POST"])


def test_head_is_only_allowed_where_get_is(client):
    assert client.head(f"{PREFIX}/reset").status_code == 405
    assert client.head(f"{PREFIX}/health").status_code == 200


def test_options_tells_the_methods(client):
    reply = client.options(f"{PREFIX}/reset")
    assert (reply.status_code, sorted(reply.allow)) == (204, ["OPTIONS", "POST"])


def test_health_tells_what_is_served(client):
    _, answer = page(client, "health")
    assert (answer["status"], answer["operations"], answer["exchanges"]) == ("ok", 5, 0)


def dataset(client):
    body = {"name": "d", "schemaRef": {"id": "https://ns.adobe.com/xdm/context/profile__union"}}
    assert client.post(DATASETS, json=body, headers=CREDENTIALS).status_code == 201


def test_state_shows_what_was_made(client):
    dataset(client)
    _, answer = page(client, "state")
    assert [len(items) for kind in answer["items"].values() for items in kind.values()] == [1]


def test_reset_forgets_items_exchanges_and_time_passed(client):
    first = page(client, "state")[1]
    dataset(client)
    page(client, "clock", "POST", json={"advance": {"days": 1}})
    assert page(client, "reset", "POST") == (200, {"reset": True})
    assert page(client, "state")[1] == first
    assert page(client, "journal")[1]["entries"] == []


def test_the_journal_shows_exchanges(client):
    client.get(JOBS, headers=CREDENTIALS)
    _, answer = page(client, "journal")
    [entry] = answer["entries"]
    assert (entry["request"]["target"], entry["reply"]["status"]) == (JOBS, 200)


def test_the_journal_shows_the_last_ones_on_demand(client):
    for path in ("/1", "/2", "/3"):
        client.get(path)
    _, answer = page(client, "journal?last=2")
    assert [entry["request"]["target"] for entry in answer["entries"]] == ["/2", "/3"]


@pytest.mark.parametrize(("query", "count"), [("problems=1", 1), ("problems=0", 2), ("", 2)])
def test_the_journal_shows_only_faulty_ones_on_demand(client, query, count):
    client.get(JOBS, headers=CREDENTIALS)
    client.get("/nowhere")
    assert len(page(client, f"journal?{query}")[1]["entries"]) == count


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "%D9%A3", "9" * 5000])
def test_a_number_that_is_none_is_400(client, last):
    status, answer = page(client, f"journal?last={last}")
    assert (status, "a whole number is wanted" in answer["detail"]) == (400, True)


def test_the_journal_can_be_cleared(client):
    client.get("/nowhere")
    assert page(client, "journal", "DELETE") == (200, {"cleared": 1})


def test_the_clock_tells_the_time(client):
    assert page(client, "clock")[1]["time"] == "2026-01-31T12:00:00.000Z"


@pytest.mark.parametrize(
    ("command", "member", "value"),
    [
        ({"advance": {"minutes": 20}}, "time", "2026-01-31T12:20:00.000Z"),
        ({"set": "2026-02-01T00:00:00Z"}, "time", "2026-02-01T00:00:00.000Z"),
        ({"speed": 60}, "speed", 60.0),
        ({"freeze": False}, "frozen", False),
        ({"freeze": True}, "frozen", True),
    ],
    ids=str,
)
def test_the_clock_takes_commands(client, command, member, value):
    status, answer = page(client, "clock", "POST", json=command)
    assert (status, answer[member]) == (200, value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"5",
        b"{}",
        b"[" * 100_000,
        b'{"advance": 5}',
        b'{"advance": {"minutes": "1"}}',
        b'{"advance": {"minutes": true}}',
        b'{"advance": {"minutes": -1}}',
        b'{"advance": {"self": 1}}',
        b'{"advance": {"days": 1e300}}',
        b'{"set": "1999-01-01T00:00:00Z"}',
        b'{"set": null}',
        b'{"set": true}',
        b'{"speed": -1}',
        b'{"speed": null}',
        b'{"speed": "x"}',
        b'{"freeze": 1}',
        b'{"melt": true}',
        b'{"freeze": true, "speed": 1}',
    ],
    ids=lambda body: repr(body[:35]),
)
def test_a_command_that_is_none_is_400_and_told_why(client, body):
    status, answer = page(client, "clock", "POST", data=body)
    assert (status, answer["status"], "cannot be used" in answer["detail"]) == (400, 400, True)


def test_a_message_that_is_not_all_there_is_refused(client):
    status, answer = page(client, "reset", "POST", environ_overrides={"CONTENT_LENGTH": "9"})
    assert (status, answer["detail"]) == (400, "the body is cut short: 0 of 9 bytes came")


def test_choices_are_told(app, client):
    assert page(client, "choices") == (200, dict(app.service.world.choices))


def test_the_document_served_is_there(client):
    _, document = page(client, "openapi.json")
    assert document["openapi"].startswith("3.")
    assert JOBS in document["paths"]


def test_what_is_asked_here_is_no_exchange(app, client):
    page(client, "health")
    assert app.service.journal.total == 0
