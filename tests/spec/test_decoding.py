"""Parameters are read as OpenAPI 3.1, 4.8.12 writes them, and strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.decoding import (
    ABSENT,
    Decoded,
    RepeatedError,
    Style,
    caster,
    decoder,
    empty_or,
    text_of,
)
from specdouble.spec.json_types import Json
from specdouble.spec.strict_json import MalformedError

from ..small_documents import document

WHOLE: Json = {"type": "integer"}
LIST: Json = {"type": "array", "items": WHOLE}
COLOUR: Json = {
    "type": "object",
    "properties": {"R": WHOLE, "G": WHOLE, "name": {"type": "string"}},
}
DEFAULTS = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def read(
    location: str,
    style: str,
    written: Json,
    raws: dict[str, list[str]],
    *,
    explode: bool | None = None,
) -> Decoded:
    """The value of the parameter `p`."""
    style = style or DEFAULTS[location]
    exploded = style == "form" if explode is None else explode
    schema = document(**{"x-it": written}).at("/x-it")
    return decoder(Style("p", location, style, exploded), schema, None)(raws)


@pytest.mark.parametrize(
    ("location", "style", "explode", "raw", "value"),
    [
        ("path", "simple", False, "3,4", [3, 4]),
        ("path", "simple", True, "3,4", [3, 4]),
        ("path", "label", False, ".3,4", [3, 4]),
        ("path", "label", True, ".3.4", [3, 4]),
        ("path", "matrix", False, ";p=3,4", [3, 4]),
        ("path", "matrix", True, ";p=3;p=4", [3, 4]),
        ("query", "form", False, "3,4", [3, 4]),
        ("query", "spaceDelimited", False, "3%204", [3, 4]),
        ("query", "spaceDelimited", False, "3+4", [3, 4]),
        ("query", "pipeDelimited", False, "3|4", [3, 4]),
        ("query", "pipeDelimited", False, "3%7C4", [3, 4]),
        ("query", "form", False, "", []),
        ("header", "simple", False, "3, 4", [3, 4]),
        ("cookie", "form", False, "3,4", [3, 4]),
        ("query", "form", False, "3,x", [3, "x"]),
    ],
)
def test_a_list_is_read(location: str, style: str, explode: bool, raw: str, value: Json) -> None:  # noqa: FBT001
    assert read(location, style, LIST, {"p": [raw]}, explode=explode) == value


def test_a_list_may_be_a_parameter_given_often() -> None:
    assert read("query", "form", LIST, {"p": ["3", "4%20"]}) == [3, "4 "]


@pytest.mark.parametrize(
    ("location", "style", "explode", "raw"),
    [
        ("path", "simple", False, "R,1,name,a%2Cb"),
        ("path", "simple", True, "R=1,name=a%2Cb"),
        ("path", "label", False, ".R,1,name,a%2Cb"),
        ("path", "label", True, ".R=1.name=a%2Cb"),
        ("path", "matrix", False, ";p=R,1,name,a%2Cb"),
        ("path", "matrix", True, ";R=1;name=a%2Cb"),
        ("query", "form", False, "R,1,name,a%2Cb"),
        ("query", "pipeDelimited", False, "R|1|name|a%2Cb"),
    ],
)
def test_an_object_is_read(location: str, style: str, explode: bool, raw: str) -> None:  # noqa: FBT001
    found = read(location, style, COLOUR, {"p": [raw]}, explode=explode)
    assert found == {"R": 1, "name": "a,b"}


def test_an_object_may_be_spread_over_parameters() -> None:
    raws = {"R": ["1"], "name": ["a"], "other": ["2"]}
    assert read("query", "form", COLOUR, raws) == {"R": 1, "name": "a"}


def test_a_deep_object_is_read() -> None:
    raws = {"p[R]": ["1"], "p[new]": ["x"], "q[R]": ["2"], "p": ["3"], "p[": ["4"]}
    raws.pop("p")
    assert read("query", "deepObject", COLOUR, raws) == {"R": 1, "new": "x"}


def test_an_object_without_members_is_empty() -> None:
    assert read("query", "deepObject", COLOUR, {"p": [""]}) == {}


NESTED: Json = {
    "type": "object",
    "properties": {
        "list": LIST,
        "inner": {"type": "object", "properties": {"n": WHOLE}},
        "items": {"type": "array", "items": {"type": "object", "properties": {"n": WHOLE}}},
        "either": {"anyOf": [LIST, {"enum": [""]}]},
        "map": {"type": "object", "additionalProperties": {"properties": {"n": WHOLE}}},
    },
}


@pytest.mark.parametrize(
    ("raws", "value"),
    [
        ({"p[inner][n]": ["1"]}, {"inner": {"n": 1}}),
        ({"p[list]": ["1", "2"]}, {"list": [1, 2]}),
        ({"p[list][]": ["1", "2"]}, {"list": [1, 2]}),
        ({"p[list][1]": ["2"], "p[list][0]": ["1"]}, {"list": [1, 2]}),
        ({"p[items][1][n]": ["2"], "p[items][0][n]": ["1"]}, {"items": [{"n": 1}, {"n": 2}]}),
        ({"p[list][a]": ["1"]}, {"list": {"a": "1"}}),
        ({"p[list]": [""]}, {"list": [""]}),
        ({"p[either]": [""]}, {"either": ""}),
        ({"p[either]": ["1"]}, {"either": [1]}),
        ({"p[map][a][n]": ["1"]}, {"map": {"a": {"n": 1}}}),
        ({"p[new][a][b]": ["x", "y"]}, {"new": {"a": {"b": "y"}}}),
        ({"p[new]": ["x"], "p[new][a]": ["y"]}, {"new": "x"}),
        ({"p[new][a]": ["y"], "p[new]": ["x"]}, {"new": {"a": "y"}}),
        ({"p[" + "a][" * 50 + "b]": ["1"]}, ABSENT),
    ],
    ids=str,
)
def test_brackets_lead_deeper(raws: dict[str, list[str]], value: Decoded) -> None:
    assert read("query", "deepObject", NESTED, raws) == value


def test_a_deep_list_is_read() -> None:
    assert read("query", "deepObject", LIST, {"p[]": ["1", "2"]}) == [1, 2]


def test_a_text_or_a_list_is_read_as_what_it_is() -> None:
    written: Json = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    assert read("query", "form", written, {"p": ["a"]}) == "a"
    assert read("query", "form", written, {"p": ["a", "b"]}) == ["a", "b"]
    assert read("query", "form", written, {}) is ABSENT


EITHER: Json = {"anyOf": [{"properties": {"gt": WHOLE}}, WHOLE]}


@pytest.mark.parametrize(
    ("raws", "value"), [({"p[gt]": ["5"]}, {"gt": 5}), ({"p": ["5"]}, 5), ({"p": ["x"]}, "x")]
)
def test_an_object_or_a_number_is_read_as_what_it_is(
    raws: dict[str, list[str]], value: Json
) -> None:
    assert read("query", "deepObject", EITHER, raws) == value


@pytest.mark.parametrize("written", [WHOLE, LIST, COLOUR, EITHER, {}], ids=str)
@pytest.mark.parametrize("style", ["form", "deepObject", "pipeDelimited"])
def test_what_is_not_there_is_absent(written: Json, style: str) -> None:
    assert read("query", style, written, {"q": ["1"]}) is ABSENT


@pytest.mark.parametrize(
    ("location", "raw", "value"),
    [
        ("query", "a%20b+c", "a b c"),
        ("path", "a%20b+c", "a b+c"),
        ("header", " a%20b ", "a%20b"),
        ("cookie", "a%20b", "a%20b"),
        ("query", "%C3%A9", "é"),
    ],
)
def test_text_is_decoded_where_it_is_coded(location: str, raw: str, value: str) -> None:
    assert read(location, "", {"type": "string"}, {"p": [raw]}) == value


@pytest.mark.parametrize(
    ("location", "style", "written", "raws", "explode"),
    [
        ("query", "form", {}, {"p": ["%FF"]}, True),
        ("query", "form", COLOUR, {"p": ["R,1,name"]}, False),
        ("path", "simple", COLOUR, {"p": ["R,1"]}, True),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused(
    location: str,
    style: str,
    written: Json,
    raws: dict[str, list[str]],
    explode: bool,  # noqa: FBT001  # from the table
) -> None:
    with pytest.raises(MalformedError):
        read(location, style, written, raws, explode=explode)


@pytest.mark.parametrize("written", [WHOLE, COLOUR], ids=str)
def test_one_value_is_not_given_twice(written: Json) -> None:
    with pytest.raises(RepeatedError, match="given 2 times"):
        read("query", "pipeDelimited", written, {"p": ["1", "2"]})


def test_a_parameter_can_be_json() -> None:
    decode = decoder(Style("p", "query", "form", explode=True), None, "application/json")
    assert decode({"p": ["%7B%22a%22%3A1%7D"]}) == {"a": 1}
    assert decode({}) is ABSENT
    with pytest.raises(MalformedError):
        decode({"p": ["zz"]})


def test_an_empty_value_can_count_as_none() -> None:
    decode = empty_or("p", lambda raws: raws["p"][0])
    assert decode({"p": [""]}) is ABSENT
    assert decode({"p": ["a"]}) == "a"


@pytest.mark.parametrize(
    ("kinds", "text", "value"),
    [
        ({"integer"}, "-12", -12),
        ({"integer"}, "1_0", "1_0"),
        ({"integer"}, "01", "01"),
        ({"integer"}, "+1", "+1"),
        ({"integer"}, "1.0", "1.0"),
        ({"integer"}, "１", "１"),  # noqa: RUF001  # a full-width digit
        ({"integer"}, "9" * 5000, "9" * 5000),
        ({"number"}, "1", 1),
        ({"number"}, "1.5e3", 1500.0),
        ({"number"}, "nan", "nan"),
        ({"number"}, "1e999", "1e999"),
        ({"number"}, "9" * 5000, "9" * 5000),
        ({"boolean"}, "true", True),
        ({"boolean"}, "True", "True"),
        ({"null"}, "", None),
        ({"null", "integer"}, "5", 5),
        ({"string", "integer"}, "5", 5),
        ({"string"}, "5", "5"),
        (set(), "5", "5"),
    ],
    ids=lambda each: str(sorted(each) if isinstance(each, set) else each)[:20],
)
def test_text_becomes_the_strictest_type_it_fits(kinds: set[str], text: str, value: Json) -> None:
    found = caster(frozenset(kinds))(text)
    assert (type(found), found) == (type(value), value)


def test_broken_percent_signs_stay() -> None:
    assert text_of("50%") == "50%"


@given(st.text("pRG=,;.|[]% +x1", max_size=20))
def test_any_raw_text_is_read_or_refused(raw: str) -> None:
    for location, style in (("query", "form"), ("path", "matrix"), ("query", "deepObject")):
        for written in (WHOLE, LIST, COLOUR, EITHER):
            for explode in (True, False):
                try:
                    read(location, style, written, {"p": [raw], "p[R]": [raw]}, explode=explode)
                except (MalformedError, RepeatedError) as error:
                    assert str(error)  # noqa: PT017  # either way is right
