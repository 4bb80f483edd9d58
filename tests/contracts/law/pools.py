"""What people send: right, wrong and strange, as it stands on the wire."""

from specdouble.spec.json_types import Json

RAWS = [
    *["", "0", "-1", "1", "7", "01", "007", "1_0", "1__0", "+5", "%2B5", "5+", "5.0", "0.5", "-0"],
    *["1e2", "1e400", "5e-1", ".5", "5.", "-", "0x10", "nan", "inf", "100", "101", "9999999999"],
    *["2147483648", "-2147483649", "9223372036854775808", "%EF%BC%91", "%D9%A1", "%201", "%09"],
    *["true", "false", "TRUE", "yes", "on", "t", "Y", "None", "null", "a", "b", "x", "AB", "ab"],
    *["AB%0A", "%41B", "a,b", "a%2Cb", "1,2", "1, 2", "1,a", ",", "%2C", "1,", ",1", "1,,2"],
    *["1|2", "a|b", "1%7C2", "1%7c2", "|", "1%202", "1+2", "%20", "+", "true,false", "r", "r,1"],
    *["r,", "r,1,g", "r,1,g,2", "r,1,r,2", "r=1", "r=", "r=1,g", "r=1,g=2", "r=1=2", "x=1=2"],
    *["R,1", "x,1", "=", "a=b", "a;b", "%C3%A9", "%FF", "%FF,1", "%00", "%221%22", "[]", "{}"],
    *['{"a":1}', "{", "2024-02-29", "2024-02-30", "2024-2-9", "0000-01-01", ".", ".red", ";size=5"],
    *["2024-02-29T12:00:00Z", "123e4567-e89b-12d3-a456-426614174000", "SUCCEEDED", "id:desc"],
]
"""Values of parameters and headers."""

FIELDS = [*RAWS, "é", "1 ", " 1"]
"""Values of headers, which are not percent-decoded."""

VALUES: list[Json] = [
    *[None, True, False, 0, -1, 1, 2, 3, 9, 10, 100, 0.5, 1.0, 1.5, 3.0, -0.0, 0.07, 4.35, 19.99],
    *[1e22, 1e300, 2**31, -(2**31) - 1, 2**63, -(2**63) - 1, 1538573416687],
    *["", "a", "ab", "abcdef", "b", "0", "1", "null", "é", "\n", "a\n", "😀😀😀😀😀😀", "٣"],
    *["2024-02-29", "2024-02-30", "2024-2-9", "0000-01-01", "2024-02-29T12:00:00Z"],
    *["2024-02-29T12:00:00", "2024-02-29t12:00:00z", "2024-02-29 12:00:00Z"],
    *["2016-12-31T23:59:60Z", "2024-02-29T24:00:00Z", "2024-02-29T12:00:00+24:00"],
    *["2024-02-29T12:00:00.123456789Z", "2024-02-29T12:00:00-00:00"],
    *["12:00:00Z", "12:00:00", "25:00:00Z", "P1D", "P", "PT1H"],
    *["192.0.2.1", "256.1.1.1", "1.2.3", "192.0.02.1", "::1", "::1%eth0", "fe80::g"],
    *["a@b", "@", "a@b@c", "a b@c.d", "example.com", "-x-.y", "a_b.c"],
    *["https://example.com/a", "http://a b", "http://", "urn:x", "//x", "/a/b", "a/b", "/a~2"],
    *["%zz", "aGk", "aGk=", "aGk!", "aGk=\n", "(", "^a$", "\\p{L}"],
    *["123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"],
    *["123E4567-E89B-12D3-A456-426614174000", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"],
    *["NEW", "SUCCEEDED", "FAILED", "@/dataSets/x", "@/datasets/", "/jobs?offset=1_2"],
    *[[], [1], [1, 1], [2, 2], [1, True], [0, False], ["x", "x"], [1, "a"], [1, "a", 2], ["a", 1]],
    *[
        {},
        {"a": 1},
        {"a": "x"},
        {"a": 1, "b": 2},
        {"a": 1, "b": 1, "c": 1},
        {"left": 1, "right": 2},
    ],
    *[{"radius": 1}, {"radius": 1, "side": 1}, {"x-a": 1}, {"x-a": "a"}, {"abcde": 1}],
    *[{"kind": "Cat"}, {"kind": "kitty"}, {"kind": "Dog", "b": 1}, {"kind": "Cow"}],
    *[{"kind": "kitty", "b": 1}, {"kind": 1}, {"name": "x"}, {"datasetId": "x"}, {"next": ""}],
]
"""Values of members."""

_PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'

BODIES = [
    *[b"", b" ", b"{}", b"[]", b"null", b"true", b"1", b'"a"', b"{", b"{},", b"'a", b"01", b"\x00"],
    *[b'{"a":1,"a":2}', b"NaN", b"[Infinity]", b"1e999", b'"\\ud800"', b"\xef\xbb\xbf{}", b"\xff"],
    *["{}".encode("utf-16"), b"[" * 200 + b"]" * 200, b"[" * 6000, b"1" * 5000, b"[1,2]", b"[1,1]"],
    *[b"[1,2,3,4]", b'{"title":"x"}', b'{"a":1}', b'{"a":"b"}', b'{"name":"One","number":1}'],
    *[
        b"name=One",
        b"name=",
        b"name",
        b"&",
        b"count=3&name=a",
        b"name=One&name=Two",
        b"name=a&count=",
    ],
    *[
        b"name=a&count=",
        b"name=a&name=toolong",
        b"name=a&count=x",
        b"name=a&count=1_0",
        b"name=a&count=5.0",
    ],
    *[b"name=a&tags=x&tags=y", b"name=a&tags=", b"name=a&tags[]=x", b"tags=x", b"name=toolong"],
    *[
        b"name=%C3%A9",
        b"name=%FF&x",
        b"name=a+b",
        b"=x&name=a",
        b"name=a;count=1",
        "name=é".encode(),
    ],
    *[b"no", b"short", b"far too long", b"\x80", b"\xe9"],
    _PART % (b"name", b"One") + b"--x--\r\n",
    _PART % (b"name", b"\xff") + b"--x--\r\n",
    _PART % (b"count", b"x") + b"--x--\r\n",
    b"".join(_PART % each for each in [(b"name", b"a"), (b"tags", b"x"), (b"tags", b"y")])
    + b"--x--",
    *[b"--x--\r\n", b"--x\r\n\r\nOne\r\n--x--\r\n"],
]

CONTENT_TYPES = [
    *["application/json", "APPLICATION/JSON", "application/json; charset=utf-8"],
    *['application/json; charset="utf-8"', "application/json ;charset=utf-8", "application/json;"],
    *["application/json; a", "application/json; =", "application/json;a=b=c", "", ";", "/", "json"],
    *["text/plain", "text/html", "text/csv", "text/plain; charset=latin-1", "text/plain; charset="],
    *["text/plain; charset=iso-8859-1", "text/plain; charset=no", "text/plain; charset=utf-16"],
    *["application/*", "*/*", "image/png", "application/octet-stream", "application/problem+json"],
    *["application/vnd.thing+json", "application/merge-patch+json"],
    *["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=latin-1"],
    *["multipart/form-data; boundary=x", "multipart/form-data", 'multipart/form-data; boundary=""'],
]

STATUSES = [99, 100, 200, 201, 204, 205, 302, 304, 400, 404, 418, 500, 599]

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "HEAD", "OPTIONS", "FOO", "get"]

AUTHORIZATIONS = [
    *["Bearer t0ken", "bearer t0ken", "Bearer", "Bearer ", "Bearer a b", "Basic dXNlcjpwYXNz"],
    *["Basic dXNlcg==", "Basic x", "Digest x", "t0ken", "", " "],
]

SECRETS = ["cred", "", " ", "a b"]
