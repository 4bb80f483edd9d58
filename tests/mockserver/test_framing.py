import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.framing import Body, Chunks, read_fields


def fields_of(*lines):
    fields: dict[bytes, bytes] = {}
    read_fields(io.BytesIO(b"\r\n".join((*lines, b"", b""))), fields)
    return fields


def test_fields_are_known_by_their_title_cased_name():
    assert fields_of(b"x-api-KEY:  a b \t", b"Empty:") == {b"X-Api-Key": b"a b", b"Empty": b""}


def test_repeated_fields_are_joined_by_a_comma():
    assert fields_of(b"A: 1", b"a: 2") == {b"A": b"1, 2"}


def test_repeated_cookies_are_joined_by_a_semicolon():
    assert fields_of(b"Cookie: a=1", b"Cookie: b=2") == {b"Cookie": b"a=1; b=2"}


def test_a_name_with_an_underscore_cannot_pass_for_one_with_a_hyphen():
    assert fields_of(b"X_Api_Key: evil", b"X-Api-Key: good") == {b"X-Api-Key": b"good"}


@pytest.mark.parametrize("name", [b"Content_Length", b"content_type", b"Transfer_Encoding"])
def test_a_name_with_an_underscore_cannot_pass_for_one_that_frames(name):
    assert fields_of(name + b": 5") == {}


def test_a_name_with_an_underscore_alone_is_kept():
    assert fields_of(b"api_key: k") == {b"Api_Key": b"k"}


def test_bytes_beyond_ascii_stay_as_they_are():
    assert fields_of(b"A: caf\xe9") == {b"A": b"caf\xe9"}


@pytest.mark.parametrize(
    "line",
    [
        b"no colon",
        b": no name",
        b"blank : 1",
        b"A: 1\r\n folded",
        b"A: nul\x00",
        b"A: bare\rreturn",
        b"\xe9: 1",
    ],
    ids=repr,
)
def test_a_line_that_is_no_field_is_refused(line):
    with pytest.raises(ValueError, match="a header line is malformed"):
        fields_of(line)


@pytest.mark.parametrize("text", [b"", b"A: 1", b"A: 1\n\r\n", b"A: 1\r\n"], ids=repr)
def test_fields_that_do_not_end_are_refused(text):
    with pytest.raises(ValueError, match="cut short"):
        read_fields(io.BytesIO(text), {})


@pytest.mark.parametrize("length", [b"", b"-1", b"+1", b"1_0", b"0x5", b"\xd9\xa3", b"9" * 16])
def test_a_length_that_is_no_length_is_refused(length):
    with pytest.raises(ValueError, match="the Content-Length is malformed"):
        fields_of(b"Content-Length: " + length)


def test_two_lengths_are_refused():
    with pytest.raises(ValueError, match="the Content-Length is malformed"):
        fields_of(b"Content-Length: 5", b"Content-Length: 5")


def test_a_length_beside_chunks_is_refused():
    with pytest.raises(ValueError, match="both a Content-Length and a Transfer-Encoding"):
        fields_of(b"Content-Length: 5", b"Transfer-Encoding: chunked")


def test_two_hosts_are_refused():
    with pytest.raises(ValueError, match="more than one Host"):
        fields_of(b"Host: a", b"Host: b")


def body(text):
    """All of a chunked body, and what is left of the connection after it."""
    source = io.BytesIO(text)
    return io.BufferedReader(Body(Chunks(source).read, list)).read(), source.read()


def test_chunks_make_a_body_and_leave_what_follows_it():
    assert body(b"5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nGET") == (b"hello!", b"GET")


def test_extensions_and_trailers_are_no_part_of_it():
    text = b'5;a=1;b="x" \r\nhello\r\n0 ;last\r\nTrailer: 1\r\nOther: 2\r\n\r\nGET'
    assert body(text) == (b"hello", b"GET")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"5\r\nhel",
        b"5\r\nhello",
        b"5\r\nhello!\r\n",
        b"5\r\nhello\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"1_0\r\nhello\r\n0\r\n\r\n",
        b"\r\n",
        b";ext\r\n",
        b"5\nhello\n0\n\n",
        b"0\r\n",
        b"0\r\nTrailer: 1",
        b"0\r\n" + b"x" * 5000 + b"\r\n\r\n",
        b"5;" + b"x" * 5000 + b"\r\nhello\r\n0\r\n\r\n",
        b"f" * 13 + b"\r\n",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_body_that_is_not_in_chunks_is_refused(text):
    with pytest.raises(ValueError, match=r"chunk|cut short"):
        body(text)


@given(st.lists(st.binary(min_size=1)), st.integers(1, 50))
def test_chunks_joined_are_the_body_however_it_is_read(pieces, size):
    text = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    chunks = Chunks(io.BytesIO(text + b"0\r\n\r\n"))
    assert b"".join(iter(lambda: chunks.read(size), b"")) == b"".join(pieces)


def test_after_its_end_a_body_stays_empty():
    chunks = Chunks(io.BytesIO(b"0\r\n\r\n0\r\n\r\n"))
    assert (chunks.read(5), chunks.read(5)) == (b"", b"")


@pytest.mark.parametrize("fault", [ValueError, TimeoutError])
def test_a_fault_is_told_before_it_is_raised(fault):
    told = []

    def fail(_size):
        raise fault

    reader = io.BufferedReader(Body(fail, lambda: told.append("fault")))
    with pytest.raises(fault):
        reader.read(1)
    assert told == ["fault"]
