from collections.abc import Callable
from dataclasses import replace

import pytest

from specdouble.contracts.check import observe
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange, Headers, Message, Reply

Exchanged = Callable[..., Exchange]
Objections = Callable[[Exchange, str], list[str]]
LEAKS = {
    "a Python traceback": "Traceback (most recent call last):\n  boom",
    "Python frames": 'File "/x/y.py", line 12, in look',
    "a Java stack trace": "at com.foo.Bar.baz(Bar.java:12)",
    "a native Java frame": "at java.lang.Thread.run(Native Method)",
    "a JavaScript stack trace": "at Object.get (/app/server.js:10:5)",
    "a .NET stack trace": "at Jobs.Get(Int32 id) in C:/src/Jobs.cs:line 7",
    "a Ruby backtrace": "app/jobs.rb:12:in `look'",
    "a PHP error": "Warning: boom in /x/jobs.php on line 12",
    "a Go stack trace": "goroutine 1 [running]:",
    "a Rust panic": "thread 'main' panicked at src/main.rs",
    "a debugger's page": "<title>KeyError // Werkzeug Debugger</title>",
    "an SQL error": "You have an error in your SQL syntax; check the manual",
    "a SQLite error": "UNIQUE constraint failed: jobs.id",
    "the name of an exception": "java.lang.NullPointerException",
    "a Python exception": "KeyError: 'destination'",
    "a JavaScript exception": "Cannot read properties of undefined (reading 'id')",
    "a path of the server's disk": "no such file: /srv/app/jobs.json",
    "a Windows path": "C:\\inetpub\\jobs\\web.config",
}
PLAIN = [
    "Oauth token is not valid",
    'expected integer, got "x" at /destination',
    "no path of the document fits '/data/core/ups/export/jobsx'",
    "A valid content-type must be specified",
    "see https://ns.adobe.com/aep/errors/UPAPI-000001-400",
    "BadRequestError",
    "the value must be one of NEW, FAILED",
    "https://example.com/usr/share/doc.html",
]


def told(api: Api, message: Message, status: int, text: str, **headers: str) -> Exchange:
    return observe(api, message, Reply(status, Headers(headers.items()), text.encode()))


@pytest.mark.parametrize("text", LEAKS.values(), ids=LEAKS)
def test_an_error_that_gives_something_away_is_seen(
    text: str, api: Api, objections: Objections
) -> None:
    exchange = told(api, Message("GET", "/elsewhere"), 500, text)
    found = objections(exchange, "internals")
    assert [each.startswith("the error gives away") for each in found] == [True]


@pytest.mark.parametrize("text", PLAIN)
def test_an_error_in_plain_words_is_fine(text: str, api: Api, objections: Objections) -> None:
    assert objections(told(api, Message("GET", "/elsewhere"), 400, text), "internals") == []


def test_a_trace_in_a_success_is_not_looked_at(
    failed: object, exchanged: Exchanged, objections: Objections
) -> None:
    exchange = exchanged("getExportJob", 200, failed, path={"exportJobId": 722})
    assert objections(exchange, "internals") == []


def test_what_the_request_has_said_may_come_back(api: Api, objections: Objections) -> None:
    message = Message("GET", "/etc/hosts.json")
    exchange = told(api, message, 404, "there is no /etc/hosts.json here")
    assert objections(exchange, "internals") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer my-own-token"),
        ("X-Api-Key", "my-own-key"),
        ("password", "12345678"),
    ],
)
def test_a_secret_that_comes_back_is_seen(
    name: str, value: str, api: Api, objections: Objections
) -> None:
    message = Message("GET", "/elsewhere", headers=Headers([(name, value)]))
    exchange = told(api, message, 401, f"who is {value}?")
    assert objections(exchange, "internals") == [f"the error repeats what was sent as {name}"]


def test_a_secret_of_the_query_that_comes_back_in_a_header_is_seen(
    api: Api, objections: Objections
) -> None:
    message = Message("GET", "/elsewhere", "api_key=my%2Down-key&page_token=123456789")
    exchange = told(api, message, 401, "123456789", echo="key my-own-key")
    assert objections(exchange, "internals") == ["the error repeats what was sent as api_key"]


def test_a_short_secret_may_be_a_word(api: Api, objections: Objections) -> None:
    message = Message("GET", "/elsewhere", headers=Headers([("Authorization", "Bearer error")]))
    assert objections(told(api, message, 401, "an error"), "internals") == []


def test_the_organisation_is_no_secret(exchanged: Exchanged, objections: Objections) -> None:
    exchange = exchanged("listExportJobs", 403)
    organisation = exchange.call.message.headers["x-gw-ims-org-id"].encode()
    reply = replace(exchange.reply, body=organisation)
    assert objections(replace(exchange, reply=reply), "internals") == []
