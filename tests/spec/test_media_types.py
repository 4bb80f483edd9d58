"""Bodies are read by the media type they claim, and by no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.api import MediaType
from specdouble.spec.decoding import ABSENT, Decoded
from specdouble.spec.json_types import Json
from specdouble.spec.media_types import ContentType, chosen, content_type, decoded
from specdouble.spec.strict_json import MalformedError

from ..small_documents import media_type


def read(body: bytes, field: str, schema: Json = None) -> Decoded:
    kind = content_type(field)
    assert kind is not None
    entry = media_type(field) if schema is None else media_type(field, schema=schema)
    return decoded(body, kind, entry)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("application/json", ContentType("application/json")),
        (
            "Application/JSON; Charset=UTF-8",
            ContentType("application/json", (("charset", "UTF-8"),)),
        ),
        ("application/json;", ContentType("application/json")),
        ("application/json ; ; a=b", ContentType("application/json", (("a", "b"),))),
        ('a/b; q="x; y"; z=1', ContentType("a/b", (("q", "x; y"), ("z", "1")))),
        ("application/vnd.api+json", ContentType("application/vnd.api+json")),
        ("application", None),
        ("application/json; a", None),
        ("application/json, text/plain", None),
        ("", None),
        ("a/b; c=é", None),
    ],
)
def test_a_content_type_is_parsed(field: str, found: ContentType | None) -> None:
    assert content_type(field) == found


@pytest.mark.parametrize(
    ("essence", "is_json"),
    [
        ("application/json", True),
        ("text/json", True),
        ("application/problem+json", True),
        ("application/x-ndjson", False),
        ("text/plain", False),
    ],
)
def test_json_has_several_names(essence: str, is_json: bool) -> None:  # noqa: FBT001  # from the table
    assert ContentType(essence).is_json is is_json


@pytest.mark.parametrize(
    ("names", "essence", "place"),
    [
        (["text/plain", "application/json"], "application/json", 1),
        (["Application/JSON ; charset=utf-8"], "application/json", 0),
        (["*/*", "application/*", "application/json"], "application/json", 2),
        (["*/*", "application/*"], "application/xml", 1),
        (["application/*", "*/*"], "text/plain", 1),
        (["*"], "text/plain", 0),
        (["application/json"], "text/plain", None),
        ([], "text/plain", None),
    ],
)
def test_the_entry_that_fits_best_is_chosen(
    names: list[str], essence: str, place: int | None
) -> None:
    content = [MediaType(name, None, media_type().node) for name in names]
    found = chosen(content, ContentType(essence))
    assert found is (None if place is None else content[place])


OBJECT: Json = {
    "type": "object",
    "properties": {
        "n": {"type": "integer"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "point": {"type": "object"},
        "own[]": {"type": "integer"},
        "points": {"type": "array", "items": {"type": "object"}},
    },
}


@pytest.mark.parametrize(
    ("field", "body", "schema", "value"),
    [
        ("application/json", b'{"a": 1}', None, {"a": 1}),
        ("application/hal+json", b"[]", None, []),
        ("text/plain", "é".encode(), None, "é"),
        ("text/plain; charset=iso-8859-1", b"\xe9", None, "é"),
        ("text/plain; charset=unheard-of", b"\xe9", None, ABSENT),
        ("text/plain", b"5", {"type": "integer"}, 5),
        ("text/plain", b"5", {"type": "string"}, "5"),
        ("text/csv", b"a,b", {"type": "array"}, ABSENT),
        ("text/xml", b"<a/>", {"type": "object"}, ABSENT),
        ("text/html", b"<a>", {"type": ["object", "string"]}, "<a>"),
        ("image/png", b"\x89", None, ABSENT),
        ("application/xml", b"<a/>", {"type": "object"}, ABSENT),
    ],
    ids=str,
)
def test_a_body_becomes_a_value(field: str, body: bytes, schema: Json, value: Decoded) -> None:
    assert read(body, field, schema) == value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"a=1&b=x+y%21&&c", {"a": "1", "b": "x y!", "c": ""}),
        (b"n=5", {"n": 5}),
        (b"list=1&list=2", {"list": [1, 2]}),
        (b"list=1", {"list": [1]}),
        (b"point=%7B%22x%22%3A1%7D", {"point": {"x": 1}}),
        (b"point=x", {"point": "x"}),
        (b"points=%7B%7D&points=y", {"points": [{}, "y"]}),
        (b"point[x]=1&points[0][y]=2", {"point": {"x": "1"}, "points": [{"y": "2"}]}),
        (b"list%5B%5D=1&list[]=2", {"list": [1, 2]}),
        (b"own[]=1&new[a]=2", {"own[]": 1, "new[a]": "2"}),
        (b"", {}),
    ],
)
def test_a_form_becomes_an_object(body: bytes, value: Json) -> None:
    assert read(body, "application/x-www-form-urlencoded", OBJECT) == value


def test_a_form_without_a_schema_is_all_text() -> None:
    assert read(b"n=5", "application/x-www-form-urlencoded") == {"n": "5"}


def multipart(*parts: tuple[str, bytes]) -> bytes:
    """Parts with the header lines in the first of each pair."""
    inside = b"".join(
        b"--b\r\n" + head.encode() + b"\r\n\r\n" + body + b"\r\n" for head, body in parts
    )
    return inside + b"--b--\r\n"


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ([('Content-Disposition: form-data; name="n"', b"5")], {"n": 5}),
        ([("content-disposition: form-data; name=n", b"5")], {"n": 5}),
        ([('Content-Disposition: form-data; name="é"', b"x")], {"é": "x"}),
        (
            [('Content-Disposition: form-data; name="f"; filename="a.bin"', b"\xff\x00")],
            {"f": "\xff\x00"},
        ),
        (
            [
                ('Content-Disposition: form-data; name="list"', b"1"),
                ('Content-Disposition: form-data; name="list"', b"2"),
                ('Content-Type: a/b\r\nContent-Disposition: form-data; name="point"', b"{}"),
            ],
            {"list": [1, 2], "point": {}},
        ),
        (
            [
                (
                    'Content-Disposition: form-data; name="m"\r\nContent-Type: message/rfc822',
                    b"A: b\r\n",
                )
            ],
            {"m": ""},
        ),
        ([], {}),
    ],
    ids=str,
)
def test_a_multipart_form_becomes_an_object(parts: list[tuple[str, bytes]], value: Json) -> None:
    assert read(multipart(*parts), "multipart/form-data; boundary=b", OBJECT) == value


@pytest.mark.parametrize(
    ("field", "body", "reason"),
    [
        ("application/json", b"{", "Expecting property name"),
        ("text/plain", b"\xff", "byte 0 is not UTF-8"),
        ("text/plain; charset=us-ascii", b"a\xff", "byte 1 is not US-ASCII"),
        ("application/x-www-form-urlencoded", b"\xff", "byte 0 is not UTF-8"),
        ("application/x-www-form-urlencoded", b"a=%ff", "its percent-encoded bytes are not UTF-8"),
        ("multipart/form-data", b"--b--", "its Content-Type has no boundary"),
        ("multipart/form-data; boundary=b", b"x", "it holds no part between its boundaries"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--", "a part of it has no name"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(field: str, body: bytes, reason: str) -> None:
    with pytest.raises(MalformedError, match=reason):
        read(body, field)


@given(
    st.lists(
        st.sampled_from([b"--b", b"--b--", b"\r\n", b'form-data; name="', b'"', b":", b"\xff"])
    )
)
def test_any_multipart_bytes_are_read_or_refused(pieces: list[bytes]) -> None:
    body = b"--b\r\nContent-Disposition: " + b"".join(pieces)
    try:
        value = read(body, "multipart/form-data; boundary=b", OBJECT)
    except MalformedError as error:
        assert str(error)  # noqa: PT017  # either way is right
    else:
        assert isinstance(value, dict)
        "".join(value).encode()
