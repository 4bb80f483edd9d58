import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.wsgi import message_of, send
from specdouble.spec.exchange import Headers, Reply

BASE = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": ""}


def message(limit=100, **environ):
    return message_of({**BASE, "wsgi.input": io.BytesIO(), **environ}, limit)


def read(**environ):
    return message(**environ)[0]


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"REQUEST_URI": "/a%2Fb%20?c=1"}, "/a%2Fb%20"),
        ({"RAW_URI": "/a%2Fb?c=1"}, "/a%2Fb"),
        ({"REQUEST_URI": "http://h:1/a?c"}, "/a"),
        ({"REQUEST_URI": "http://h"}, "/"),
        ({"REQUEST_URI": "*"}, "*"),
        ({"REQUEST_URI": "/caf\xc3\xa9"}, "/caf%C3%A9"),
        ({"REQUEST_URI": "/a b\x00\u20ac"}, "/a%20b%00\\u20ac"),
        ({"PATH_INFO": "/a b/caf\xc3\xa9%;"}, "/a%20b/caf%C3%A9%25;"),
        ({"PATH_INFO": "/\xff"}, "/%FF"),
        ({"PATH_INFO": "/\u20ac"}, "/%5Cu20ac"),
        ({"PATH_INFO": ""}, "/"),
        ({"SCRIPT_NAME": "/my app", "REQUEST_URI": "/my%20app/a%2Fb"}, "/a%2Fb"),
        ({"SCRIPT_NAME": "/m", "REQUEST_URI": "/m", "PATH_INFO": ""}, "/"),
        ({"SCRIPT_NAME": "/m", "REQUEST_URI": "/%6D/a", "PATH_INFO": "/a"}, "/a"),
        ({"SCRIPT_NAME": "/m", "PATH_INFO": "/a"}, "/a"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_path_is_as_it_was_sent_or_encoded_anew(environ, path):
    assert read(**environ).path == path


@pytest.mark.parametrize(
    ("query", "seen"), [("a=%20&b", "a=%20&b"), ("a=\xe9 ", "a=%E9%20"), ("", "")]
)
def test_the_query_is_as_it_was_sent(query, seen):
    assert read(QUERY_STRING=query).query == seen


def test_a_query_that_the_server_leaves_out_is_empty():
    environ = {"REQUEST_METHOD": "GET", "wsgi.input": io.BytesIO()}
    assert message_of(environ, 1)[0].query == ""


def test_fields_get_their_names_back():
    headers = read(HTTP_X_API_KEY="k", CONTENT_TYPE="a/b", CONTENT_LENGTH="").headers
    assert headers.pairs == (("X-Api-Key", "k"), ("Content-Type", "a/b"))


def test_a_content_type_that_the_server_passes_twice_is_one():
    headers = read(HTTP_CONTENT_TYPE="a/b", CONTENT_TYPE="a/b").headers
    assert headers.pairs == (("Content-Type", "a/b"),)


class Slow:
    """A source that gives one byte at a time, and has no more than PEP 3333 asks for."""

    def __init__(self, content):
        self._rest = io.BytesIO(content)

    def read(self, size):
        return self._rest.read(min(size, 1))


@pytest.mark.parametrize("source", [io.BytesIO, Slow])
def test_a_body_is_read_up_to_its_length(source):
    got, problems = message(CONTENT_LENGTH="5", **{"wsgi.input": source(b"hello, more")})
    assert (got.body, problems) == (b"hello", [])


def test_a_body_in_chunks_is_read_to_its_end():
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    got, problems = message(**chunked, **{"wsgi.input": io.BytesIO(b"hello")})
    assert (got.body, problems) == (b"hello", [])


@pytest.mark.parametrize(
    "environ",
    [{}, {"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": ""}],
    ids=["nothing", "a server that does not tell the end", "empty length"],
)
def test_without_a_length_there_is_no_body(environ):
    got, problems = message(**environ, **{"wsgi.input": io.BytesIO(b"hello")})
    assert (got.body, problems) == (b"", [])


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("environ", "limit", "expected"),
    [
        ({"CONTENT_LENGTH": "5"}, 5, []),
        ({"CONTENT_LENGTH": "6"}, 5, ["message-too-large"]),
        ({"CONTENT_LENGTH": "7"}, 100, ["message-malformed"]),
        ({"CONTENT_LENGTH": "7", "wsgi.input_terminated": 1}, 100, ["message-malformed"]),
        ({"CONTENT_LENGTH": "-1"}, 5, ["message-malformed"]),
        ({"CONTENT_LENGTH": "٣"}, 5, ["message-malformed"]),
        ({"CONTENT_LENGTH": "9" * 15}, 5, ["message-too-large"]),
        ({"CONTENT_LENGTH": "9" * 5000}, 5, ["message-malformed"]),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": 1}, 6, []),
        (
            {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": 1},
            5,
            ["message-too-large"],
        ),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_body_is_a_problem(environ, limit, expected):
    _, problems = message(limit, **environ, **{"wsgi.input": io.BytesIO(b"hello!")})
    assert codes(problems) == expected


def test_a_body_that_is_too_large_is_read_to_its_end_but_not_kept():
    source = io.BytesIO(b"x" * 1_000_000)
    got, _ = message(10, CONTENT_LENGTH="1000000", **{"wsgi.input": source})
    assert (got.body, source.read()) == (b"", b"")


@pytest.mark.parametrize("fault", [ValueError("no chunk"), TimeoutError("timed out")])
def test_a_body_that_cannot_be_read_is_a_problem(fault):
    class Broken:
        def read(self, size):
            del size
            raise fault

    _, problems = message(CONTENT_LENGTH="5", **{"wsgi.input": Broken()})
    assert [(each.code, each.message) for each in problems] == [("message-malformed", str(fault))]


NATIVE = st.text(st.characters(max_codepoint=255))


@given(st.dictionaries(st.sampled_from(["PATH_INFO", "REQUEST_URI", "QUERY_STRING"]), NATIVE))
def test_whatever_a_server_passes_the_target_is_visible_ascii(environ):
    target = read(**environ).target
    assert target.isascii()
    assert target.isprintable()
    assert " " not in target


def sent(reply, method="GET", more=()):
    started = []
    environ = {"REQUEST_METHOD": method}
    body = b"".join(send(reply, more, environ, lambda *start: started.append(start)))
    [(line, fields)] = started
    return line, dict(fields), body


def reply(status=200, body=b"hi", **fields):
    pairs = [(name.replace("_", "-"), value) for name, value in fields.items()]
    return Reply(status, Headers([("Content-Type", "text/plain"), *pairs]), body)


def test_a_reply_is_sent_with_its_length():
    fields = {"Content-Type": "text/plain", "Content-Length": "2"}
    assert sent(reply()) == ("200 OK", fields, b"hi")


def test_a_wrong_length_is_put_right():
    assert sent(reply(Content_Length="77"))[1]["Content-Length"] == "2"


def test_an_empty_body_has_the_length_0():
    assert sent(reply(body=b""))[1]["Content-Length"] == "0"


@pytest.mark.parametrize("status", [204, 304])
def test_a_reply_without_content_has_neither_a_body_nor_a_length(status):
    line, fields, body = sent(reply(status, X_A="1"))
    assert (line[:3], fields["X-A"], body) == (str(status), "1", b"")
    assert "Content-Length" not in fields


def test_no_media_type_is_made_up():
    assert "Content-Type" not in sent(Reply(200, Headers(), b"hi"))[1]


@pytest.mark.parametrize(
    ("answer", "length"),
    [(reply(), "2"), (reply(body=b"", Content_Length="77"), "77"), (reply(body=b""), None)],
    ids=["body", "length", "neither"],
)
def test_a_reply_to_head_has_the_length_but_not_the_body(answer, length):
    _, fields, body = sent(answer, "HEAD")
    assert (fields.get("Content-Length"), body) == (length, b"")


def test_more_fields_come_after_those_of_the_reply():
    _, fields, _ = sent(reply(), more=[("X-More", "1")])
    assert fields["X-More"] == "1"


def test_repeated_fields_are_sent_as_they_are():
    started = []
    cookies = Reply(200, Headers([("Set-Cookie", "a"), ("Set-Cookie", "b")]))
    send(cookies, (), {"REQUEST_METHOD": "GET"}, lambda *start: started.append(start))
    assert started[0][1][:2] == [("Set-Cookie", "a"), ("Set-Cookie", "b")]


@pytest.mark.parametrize(("status", "line"), [(299, "299 UNKNOWN"), (418, "418 I'M A TEAPOT")])
def test_every_status_has_a_reason(status, line):
    assert sent(reply(status))[0] == line


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("caf\xe9", "caf\xe9"),
        ("a\r\nX-Evil: 1", "a%0D%0AX-Evil: 1"),
        ("\u20ac 5", "%E2%82%AC 5"),
        ("\ud800\n", "%ED%A0%80%0A"),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_value_cannot_break_the_head(value, shown):
    assert sent(reply(X_A=value))[1]["X-A"] == shown


@pytest.mark.parametrize(
    ("place", "shown"),
    [("/jobs/1", "/jobs/1"), ("http://h/a b", "http://h/a%20b"), ("http://h:port/", None)],
)
@pytest.mark.parametrize("name", ["Location", "Content_Location"])
def test_a_location_is_sent_if_it_is_a_url(name, place, shown):
    assert sent(reply(**{name: place}))[1].get(name.replace("_", "-")) == shown


def test_a_name_that_is_none_is_left_out():
    assert "X Foo:\r\n" not in sent(Reply(200, Headers([("X Foo:\r\n", "1")])))[1]


@given(st.text(), st.integers(200, 599), st.binary(), st.sampled_from(["GET", "HEAD", "POST"]))
def test_whatever_a_reply_holds_it_can_be_put_on_the_wire(value, status, body, method):
    _, fields, _ = sent(reply(status, body, X_A=value, Location=value), method)
    line = fields["X-A"].encode("latin-1")
    assert b"\n" not in line
    assert b"\r" not in line
