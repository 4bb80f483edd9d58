import pytest

from specdouble.mockserver.cors import fields, is_preflight, preflight
from specdouble.spec.exchange import Headers, Message

ASKING = {"Origin": "http://page", "Access-Control-Request-Method": "DELETE"}


def options(**more):
    return Message("OPTIONS", "/x", headers=Headers({**ASKING, **more}.items()))


def listed(reply, name):
    return reply.headers[name].lower().split(", ")


def test_a_browsers_question_is_a_preflight():
    assert is_preflight(options())


@pytest.mark.parametrize(
    "message",
    [
        Message("GET", "/x", headers=Headers(ASKING.items())),
        Message("OPTIONS", "/x", headers=Headers([("Origin", "http://page")])),
        Message("OPTIONS", "/x", headers=Headers([("Access-Control-Request-Method", "GET")])),
    ],
    ids=["another method", "no method asked for", "no origin"],
)
def test_anything_else_is_none(message):
    assert not is_preflight(message)


def test_the_answer_is_empty():
    reply = preflight(options(), ())
    assert (reply.status, reply.body) == (204, b"")


@pytest.mark.parametrize(
    "name", ["authorization", "content-type", "x-api-key", "x-gw-ims-org-id", "x-sandbox-name"]
)
def test_the_headers_of_the_service_are_allowed_by_name(name):
    assert name in listed(preflight(options(), ()), "Access-Control-Allow-Headers")


def test_headers_asked_for_are_allowed_once_each():
    asked = options(**{"Access-Control-Request-Headers": "x-mine,, Authorization"})
    allowed = listed(preflight(asked, ()), "Access-Control-Allow-Headers")
    assert (allowed.count("x-mine"), allowed.count("authorization"), "" in allowed) == (1, 1, False)


def test_the_methods_of_the_path_are_allowed_and_the_one_asked_for():
    allowed = preflight(options(), ("GET", "POST")).headers["Access-Control-Allow-Methods"]
    assert allowed == "GET, POST, DELETE"


def test_the_answer_may_be_kept():
    assert int(preflight(options(), ()).headers["Access-Control-Max-Age"]) > 0


def test_a_public_page_may_reach_the_local_mock_if_it_asks():
    asked = options(**{"Access-Control-Request-Private-Network": "true"})
    allowed = "Access-Control-Allow-Private-Network"
    assert allowed in preflight(asked, ()).headers
    assert allowed not in preflight(options(), ()).headers


def test_every_reply_is_readable_by_any_page():
    assert dict(fields(None))["Access-Control-Allow-Origin"] == "*"


def test_an_origin_is_named_so_that_it_may_send_credentials():
    named = dict(fields("http://page"))
    assert named["Access-Control-Allow-Origin"] == "http://page"
    assert named["Access-Control-Allow-Credentials"] == "true"
    assert named["Vary"] == "Origin"


@pytest.mark.parametrize("name", ["etag", "x-request-id", "location", "retry-after", "allow"])
def test_pages_may_read_the_fields_that_matter(name):
    assert name in dict(fields(None))["Access-Control-Expose-Headers"].lower().split(", ")
