"""One exchange for each row of the tables, to show that it is so."""

import json

from specdouble.spec.exchange import Headers, Message, Reply
from specdouble.spec.json_types import Json

Shown = tuple[str, Message, Reply]

_NO_REPLY = Reply(599)
_BEARER = {"Authorization": "Bearer t0ken"}


def _get(target: str, headers: dict[str, str] | None = None, document: str = "3.0") -> Shown:
    return _ask("GET", target, headers or {}, document)


def _ask(method: str, target: str, headers: dict[str, str], document: str = "3.0") -> Shown:
    path, _, query = target.partition("?")
    return document, Message(method, path, query, Headers(headers.items())), _NO_REPLY


def _post(content_type: str, body: bytes, document: str = "3.0") -> Shown:
    headers = Headers([("Content-Type", content_type)])
    return document, Message("POST", "/things", "", headers, body), _NO_REPLY


def _thing(document: str = "3.0", **members: Json) -> Shown:
    """A thing sent; from 3.1 on with the readOnly number that openapi-core asks for."""
    number = {} if document == "3.0" else {"number": 1}
    body = json.dumps({"name": "One", **number, **members}, ensure_ascii=False).encode()
    return _post("application/json", body, document)


def _put(body: bytes) -> Shown:
    headers = Headers([("Content-Type", "application/json")])
    return "3.0", Message("PUT", "/things/12", "", headers, body), _NO_REPLY


def _answered(shown: Shown, status: int, content_type: str, body: bytes) -> Shown:
    document, message, _ = shown
    return document, message, Reply(status, Headers([("Content-Type", content_type)]), body)


DIFFERENCES: dict[str, Shown] = {
    "server-last": _ask("POST", "/x/objects", {}),
    "trailing-slash": _get("/spread/", document="3.2"),
    "ambiguous-path": _get("/jobs/1:stop"),
    "empty-path-value": _get("/parts/:cut"),
    "ignored-headers": _get("/defaults"),
    "absent-default": _get("/defaults"),
    "empty-credential": _get("/things/special", {"Cookie": "sid="}),
    "credential-form": _get("/things/12", {"Authorization": "Basic x"}),
    "oauth": _ask("DELETE", "/things/12", {}),
    "repeated-parameter": _get("/things?need=a&need=b"),
    "python-numbers": _get("/things?need=a&limit=1_0"),
    "boolean-words": _get("/things?need=a&flag=yes"),
    "untyped-value": _get("/things?need=a&pick=1"),
    "empty-value": _get("/things?need=a&free="),
    "empty-list": _get("/lists?piped="),
    "space-delimited": _get("/lists?spaced=1%202"),
    "late-split": _get("/lists?ids=1%2C2"),
    "spread-object": _get("/spread?g=1"),
    "deep-object": _get("/objects?filter[min]=1&filter[min]=x"),
    "half-pair": _get("/objects?flat=r"),
    "equals-in-member": _get("/objects", {"X-Wide": "x=1=2"}),
    "not-utf8": _get("/things?need=%FF"),
    "no-body": _answered(_ask("DELETE", "/things/12", _BEARER), 204, "text/plain", b"x"),
    "no-promise": _answered(_get("/mute", document="3.1"), 200, "text/plain", b"a"),
    "unread-media-type": _answered(
        _get("/things/12", _BEARER), 200, "application/json", b'{"a":1}'
    ),
    "loose-content-type": _post("application/json; =", b'{"name":"One"}'),
    "text-bytes": _post("text/plain", b"\xff"),
    "odd-charset": _post("text/plain; charset=latin-1", b"far too long"),
    "typed-text": _answered(_get("/defaults"), 200, "text/plain", b"7"),
    "repeated-field": _post("application/x-www-form-urlencoded", b"name=a&name=toolong"),
    "empty-form": _post("application/x-www-form-urlencoded", b""),
    "duplicate-members": _put(b'{"a":1,"a":2}'),
    "no-json-numbers": _put(b'{"a":NaN}'),
    "half-surrogates": _answered(_thing(), 400, "application/problem+json", b'{"title":"\\ud800"}'),
    "other-encodings": _put(b'\xef\xbb\xbf{"a":1}'),
    "deep-json": _put(b'{"a":' + b"[" * 200 + b"]" * 200 + b"}"),
    "one-way-members": _post("application/json", b'{"name":"One"}', "3.1"),
    "discriminator": _thing(animal={"kind": "Cow"}),
    "broken-schema": _get("/broken?pair=a", document="3.1"),
    "unchecked-formats": _thing(link="no URI", mail="a@b@c"),
    "byte-format": _thing("3.2", raw="!"),
    "time-offset": _thing(hour="12:00:00"),
    "python-dates": _thing(when="2016-12-31T23:59:60Z", day="0000-01-01"),
    "python-patterns": _thing(digits="٣", word="a\n"),
    "python-regex": _thing(regex="\\p{L}"),
    "binary-fractions": _thing(cents=4.35),
    "wide-floats": _thing("3.1", wide=1e300),
    "whole-floats": _thing(count=3.0),
}

SILENCES: dict[str, Shown] = {
    "written-methods": _ask("HEAD", "/spread", {}),
    "member-methods": _ask("parameters", "/spread", {}),
    "decoded-paths": _get("/things/1%2F2"),
    "trailing-slash": _get("/things/"),
    "path-styles": _get("/labels/.red/;size=5"),
    "querystring": _get("/whole?a", document="3.2"),
    "several-types": _get("/nullable?n=1", document="3.1"),
    "bare-deep-object": _get("/objects?filter[min]=1&filter=1"),
    "no-responses": _ask("POST", "/mute", {}, "3.1"),
    "media-type-parameters": _post("application/json;", b"{}"),
    "unknown-charset": _post("text/plain; charset=no", b"a"),
    "no-multipart": _post("multipart/form-data; boundary=x", b"a"),
    "deep-json": _put(b"[" * 9000),
    "byte-format": _thing(raw="é"),
    "ecma-patterns": _thing(letters="a"),
}
