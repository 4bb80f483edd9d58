"""JSON from strangers is read strictly, and nothing in it crashes the reader."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.json_types import Json
from specdouble.spec.strict_json import MAX_DEPTH, MalformedError, parse_json


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Expecting value (line 1, column 1)"),
        (b'{"a": 1,\n "b"}', "Expecting ':' delimiter (line 2, column 5)"),
        (b"[1] 2", "Extra data (line 1, column 5)"),
        (b"\xff", "byte 0 is not UTF-8"),
        (b'{"a": 1, "b": 2, "a": 3}', 'the member "a" is given twice'),
        (b"NaN", "NaN is not JSON"),
        (b"[-Infinity]", "-Infinity is not JSON"),
        (b"1e400", "the number 1e400 is beyond a double"),
        (b"-1e400", "the number -1e400 is beyond a double"),
        (b"9" * 5000, "it holds an integer of too many digits"),
        (b'"\\ud800"', "it holds half of a surrogate pair"),
        (b'{"\\uDC00": 1}', "it holds half of a surrogate pair"),
        (b"[" * 100_000, f"it is nested more than {MAX_DEPTH} deep"),
        (b"[" * 200 + b"]" * 200, f"it is nested more than {MAX_DEPTH} deep"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, f"it is nested more than {MAX_DEPTH} deep"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_what_is_no_json_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedError) as caught:
        parse_json(body)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b" [1, 2.5, -0] ", [1, 2.5, 0]),
        (b"1e5", 100_000.0),
        (b"12345678901234567890123", 12345678901234567890123),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"' + b"[" * 500 + b'"', "[" * 500),
        (b'["' + b'\\"' * 200 + b'"]' + b" " * 3, ['"' * 200]),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
        (b"[" + b"[]," * 500 + b"[]]", [[]] * 501),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_json_is_read(body: bytes, value: Json) -> None:
    assert value is None or parse_json(body) == value
    parse_json(body)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES)
def test_what_python_writes_is_read_back(value: Json) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=60) | st.text('[]{}",:\\ud8N1e+', max_size=60).map(str.encode))
def test_any_bytes_are_survived(body: bytes) -> None:
    try:
        value = parse_json(body)
    except MalformedError as error:
        assert str(error)  # noqa: PT017  # either way is right
    else:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize("ends", [(b"[", b"]"), (b'{"a":', b"}")], ids=["list", "object"])
def test_nesting_is_bounded(ends: tuple[bytes, bytes]) -> None:
    begin, end = ends
    parse_json(begin * MAX_DEPTH + b"1" + end * MAX_DEPTH)
    with pytest.raises(MalformedError, match="nested more than"):
        parse_json(begin * (MAX_DEPTH + 1) + b"1" + end * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "body",
    [b"[" + b"[[]]," * 500 + b"[]]", b'["' + b"[" * 500 + b'"]', b'["' + b'\\"[' * 500 + b'"]'],
    ids=["wide", "in a text", "after an escaped quote"],
)
def test_many_brackets_are_not_deep(body: bytes) -> None:
    assert isinstance(parse_json(body), list)
