"""Documents as they are read: values, places, references, and what is refused where."""

import gc
import inspect
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.document import Document, Node, Position, load, parse
from specdouble.spec.errors import DocumentError
from specdouble.spec.json_types import Json
from specdouble.spec.marks import MAX_DEPTH

OPENAPI = "openapi: 3.1.0\n"


def value(text: str) -> Json:
    return parse(text).root.value


def refusal(text: str | bytes, name: str = "a.yaml") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse(text, name)
    assert "\n" not in str(caught.value)
    return caught.value


def write(folder: Path, files: dict[str, str]) -> Document:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return load(folder / next(iter(files)))


def follow(document: Document, pointer: str) -> Node:
    return document.at(pointer).follow()


def failure(document: Document, pointer: str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        follow(document, pointer)
    return caught.value


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2024-01-31", "2024-01-31"),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1_000", "1_000"),
        ("+7", 7),
        ("-7", -7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("True", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("Null", None),
        ("=", "="),
        ("-", ["x"]),
        ("1.2.3", "1.2.3"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
        ("! 1", "1"),
        ("!!int 1", 1),
        ("!!float 1", 1.0),
        ("!!float 1.5", 1.5),
        ("!!bool true", True),
        ("!!null ''", None),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(scalar: str, expected: Json) -> None:
    text = "a:\n  - x" if scalar == "-" else f"a: {scalar}"
    assert value(text) == {"a": expected}


@pytest.mark.parametrize("key", ["200", "null", "true", "1.5", "2024-01-31"])
def test_a_key_is_always_text(key: str) -> None:
    assert value(f"{key}: 1") == {key: 1}


def test_json_and_yaml_of_one_meaning_are_read_alike() -> None:
    document = {"a": [1, 2.5, None, True, "é"], "b": {"c": {}}, "d": []}
    assert value(json.dumps(document)) == value("a: [1, 2.5, null, true, é]\nb: {c: {}}\nd: []")


def test_yaml_that_begins_like_json_is_yaml() -> None:
    assert value("{a: 1, b: [no]}") == {"a": 1, "b": ["no"]}


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert parse(b"\xef\xbb\xbfa: 1").at("/a").key_position == Position(1, 1)
    assert parse("\ufeffa: 1").at("/a").key_position == Position(1, 1)


def test_an_alias_is_the_same_value() -> None:
    root = parse("a: &x {b: 1}\nc: *x\nd: &y text\ne: *y\n&k f: *k").root.value
    assert root == {"a": {"b": 1}, "c": {"b": 1}, "d": "text", "e": "text", "f": "f"}


def test_merged_members_give_way_to_own_ones_and_to_earlier_merges() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n"
    assert parse(text).at("/c").value == {"z": 3, "x": 1, "y": 1}


def test_merged_members_stand_where_they_were_written() -> None:
    document = parse("a: &a {x: 1}\nc:\n  <<: *a\n  y: 2\n")
    assert document.at("/c/x").key_position == Position(1, 8)
    assert document.at("/c/y").position == Position(4, 6)


def test_a_quoted_merge_key_is_a_key() -> None:
    assert value('"<<": {a: 1}') == {"<<": {"a": 1}}


YAML = """\
openapi: 3.1.0
é: {"a": 'b', c: [1, {d: e}]}
f:
  - g: h
    i:
"""


@pytest.mark.parametrize(
    ("pointer", "key", "place"),
    [
        ("", (1, 1), (1, 1)),
        ("/openapi", (1, 1), (1, 10)),
        ("/é", (2, 1), (2, 4)),
        ("/é/a", (2, 5), (2, 10)),
        ("/é/c/1/d", (2, 23), (2, 26)),
        ("/f", (3, 1), (4, 3)),
        ("/f/0", (4, 5), (4, 5)),
        ("/f/0/g", (4, 5), (4, 8)),
        ("/f/0/i", (5, 5), (5, 7)),
    ],
)
def test_yaml_knows_where_keys_and_values_stand(
    pointer: str, key: tuple[int, int], place: tuple[int, int]
) -> None:
    node = parse(YAML).at(pointer)
    assert (node.key_position, node.position) == (Position(*key), Position(*place))


JSON = '{"openapi" : "3.1.0",\r\n "é": {"a\\"": [ ], "c": [1 , {"d": null}, [{}]]}}'


@pytest.mark.parametrize(
    ("pointer", "key", "place"),
    [
        ("", (1, 1), (1, 1)),
        ("/openapi", (1, 2), (1, 14)),
        ('/é/a"', (2, 8), (2, 15)),
        ("/é/c/0", (2, 26), (2, 26)),
        ("/é/c/1/d", (2, 31), (2, 36)),
        ("/é/c/2/0", (2, 44), (2, 44)),
    ],
)
def test_json_knows_where_keys_and_values_stand(
    pointer: str, key: tuple[int, int], place: tuple[int, int]
) -> None:
    node = parse(JSON).at(pointer)
    assert (node.key_position, node.position) == (Position(*key), Position(*place))


def test_a_line_is_given_without_its_break() -> None:
    source = parse("a: 1\r\nb: 2\rc: 3").source
    assert [source.line(number) for number in range(5)] == ["", "a: 1", "b: 2", "c: 3", ""]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def descendants(node: Node) -> list[Node]:
    below = [*(child for _, child in node.items()), *node.elements()]
    return [node, *(each for child in below for each in descendants(child))]


@given(VALUES, st.sampled_from([None, 2]))
def test_every_value_of_a_json_text_is_found_at_its_place(
    document: Json, indent: int | None
) -> None:
    text = json.dumps(document, indent=indent)
    read = parse(text, "a.json")
    for node in descendants(read.root):
        lines = text.split("\n")[node.position.line - 1 :]
        rest = "\n".join(lines)[node.position.column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == node.value
        assert read.at(node.pointer) == node


@given(VALUES)
def test_json_read_as_yaml_is_the_same(document: Json) -> None:
    text = json.dumps({"a": document}, ensure_ascii=True)
    try:
        read = parse(f"# not JSON\n{text}", "a.yaml").root.value
    except DocumentError as error:
        assert "unicode" in error.reason.lower() or "\\ud" in text  # noqa: PT017
    else:
        assert read == {"a": document}


@given(st.text(alphabet="ab:-&*<{}[]#|>'\"%@!?,\n\t 1.~", max_size=40))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        parse(text, "a.yaml")
    except DocumentError as error:
        assert error.line >= 1  # noqa: PT017
        assert error.column >= 1  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\na: 2\n", 2, 1, '"a" stands twice in one mapping, first on line 1'),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, 3, "first on line 2"),
        ("a:\n\t- b\n", 2, 1, "a tab indents here"),
        ("", 1, 1, "the document is empty"),
        ("# nothing\n", 1, 1, "the document is empty"),
        ("a: *x", 1, 4, "no anchor &x"),
        ("a: &x [*x]", 1, 8, "stands inside of what it means"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document"),
        ("? [1]\n: 2", 1, 3, "the key of a mapping must be"),
        ("? {a: 1}\n: 2", 1, 3, "the key of a mapping must be"),
        ("b: &x [1]\n*x : 2", 2, 1, "the key of a mapping must be"),
        ("a: .inf", 1, 4, ".inf is not a JSON number"),
        ("a: -.INF", 1, 4, "not a JSON number"),
        ("a: .nan", 1, 4, "not a JSON number"),
        ("a: 1e999", 1, 4, "too large"),
        ("a: " + "9" * 5000, 1, 4, "thousands of digits"),
        ("a: !foo 3", 1, 4, "the tag !foo"),
        ("a: !foo [3]", 1, 4, "the tag !foo"),
        ("a: !!int x", 1, 4, "does not fit its tag"),
        ("<<: 3", 1, 5, "<< merges mappings"),
        ("a: [1", 1, 6, "did not find expected ',' or ']'"),
        ("a: b: c", 1, 5, "mapping values are not allowed"),
        ("a: @", 1, 4, "cannot start any token"),
        ("a: b\0c", 1, 5, "U+0000"),
        ("a: \x1b", 1, 4, "U+001B"),
        ("\ud800", 1, 1, "half of a surrogate pair"),
        (b"a: 1\nb: \xff", 2, 4, "0xff is not UTF-8"),
        (b"\xff\xfea\x00", 1, 1, "UTF-16"),
        ("a: " + "[" * 1000, 1, MAX_DEPTH + 3, "levels deep"),
    ],
)
def test_broken_yaml_is_refused_in_one_line_at_its_place(
    text: str | bytes, line: int, column: int, words: str
) -> None:
    error = refusal(text)
    assert words in error.reason
    assert (error.path, error.line, error.column) == ("a.yaml", line, column)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ('{"a": 1, "a": 2}', 10, '"a" stands twice in one mapping, first on line 1'),
        ('[{"a": {"b": "a"}}, {"a": 1, "\\u0061": 2}]', 30, '"a" stands twice'),
        ('{"a": NaN}', 7, "NaN is not JSON"),
        ("[1, -Infinity]", 5, "-Infinity is not JSON"),
        ("[1e999]", 2, "too large"),
        ("[" + "1" * 5000 + "]", 2, "thousands of digits"),
        ("[" * 100_000, MAX_DEPTH + 1, "levels deep"),
        ("[" * 210 + "]" * 210, MAX_DEPTH + 1, "levels deep"),
        ('{"a": }', 7, "not JSON: expecting value"),
        ("", 1, "not JSON: expecting value"),
        ('{"a": "\x01"}', 8, "not JSON: invalid control character"),
        ("openapi: 3.1.0", 1, "not JSON: expecting value"),
    ],
)
def test_broken_json_is_refused_in_one_line_at_its_place(
    text: str, column: int, words: str
) -> None:
    error = refusal(text, "a.json")
    assert words in error.reason
    assert (error.line, error.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (r'"\ud800"', 2),
        (r'"a\\\ud800b"', 5),
        (r'"\udc00\ud800"', 2),
        (r'"\ud83d\ude00\uDFFF"', 14),
        (r'"\ud83d\ude00"', 0),
        (r'"\\ud800"', 0),
    ],
)
def test_half_a_surrogate_pair_is_refused_in_json(text: str, column: int) -> None:
    if column:
        assert refusal(text, "a.json").column == column
    else:
        assert parse(text, "a.json").root.value == json.loads(text)


def test_json_too_deep_for_what_is_left_of_the_stack_is_refused() -> None:
    text = "[" * 190 + "]" * 190

    def at_depth(levels: int) -> DocumentError:
        return at_depth(levels - 1) if levels else refusal(text, "a.json")

    assert "JSON" in at_depth(sys.getrecursionlimit() - len(inspect.stack()) - 100).reason


def test_the_garbage_collector_is_left_as_it_was() -> None:
    for switch in (gc.disable, gc.enable):
        switch()
        before = gc.isenabled()
        parse("a: 1")
        assert gc.isenabled() == before


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "once aliases are written out" in refusal("\n".join(lines)).reason


def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    deep = "[" * 150 + "]" * 150
    error = refusal(f"a: &a {deep}\nb: {'[' * 100}*a{']' * 100}\n")
    assert (error.line, "levels deep" in error.reason) == (2, True)


def test_a_missing_file_a_folder_and_a_name_no_file_has_are_refused(tmp_path: Path) -> None:
    for name, words in [("no.yaml", "no such file"), (".", "a folder"), ("a\0b", "such a name")]:
        with pytest.raises(DocumentError, match=words) as caught:
            load(f"{tmp_path}/{name}")
        assert caught.value.line == 0


def test_a_file_that_goes_on_and_on_is_refused(tmp_path: Path) -> None:
    endless = tmp_path / "a.yaml"
    with endless.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    with pytest.raises(DocumentError, match="larger than 256 MB"):
        load(endless)


def test_a_name_that_is_too_long_is_refused_in_the_words_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="name too long"):
        load(tmp_path / ("a" * 300))


@pytest.mark.parametrize(
    ("text", "version"),
    [("3.0.3", "3.0"), ("3.1.0", "3.1"), ("3.1.1-rc", "3.1"), ("3.2.0", "3.2")],
)
def test_the_version_is_the_minor_one(text: str, version: str) -> None:
    assert parse(f"openapi: {text}").version == version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("swagger: '2.0'", "convert the document"),
        ("title: x", 'has no "openapi"'),
        ("[1]", 'has no "openapi"'),
        ("openapi: 3.1", 'write openapi: "3.1.0"'),
        ("openapi: 4.0.0", "the versions known are 3.0, 3.1, 3.2"),
        ("openapi: [3]", "must be a text"),
    ],
)
def test_what_is_no_openapi_3_document_says_so_when_asked(text: str, words: str) -> None:
    document = parse(text)
    with pytest.raises(DocumentError, match=words):
        _ = document.version


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [("", {"a/b": {"~": [1]}}), ("/a~1b/~0/0", 1), ("/a~1b/~0", [1])],
)
def test_a_pointer_leads_to_a_value_and_back(pointer: str, expected: Json) -> None:
    node = parse('{"a/b": {"~": [1]}}').at(pointer)
    assert (node.value, node.pointer) == (expected, pointer)


@pytest.mark.parametrize(
    "pointer",
    ["a", "/x", "/x/y", "/a/1", "/a/00", "/a/-", "/a/0/b", "/a/b", "/a/\N{FULLWIDTH DIGIT ZERO}"],
)
def test_a_pointer_that_leads_nowhere_is_an_error(pointer: str) -> None:
    with pytest.raises(DocumentError, match="nothing stands at"):
        parse('{"a": [1]}').at(pointer)


def test_members_are_read_with_the_type_that_is_wanted() -> None:
    node = parse("{t: x, f: true, m: {a: 1}, l: [1]}").root
    assert (node.text("t"), node.text("f"), node.text("no", "d")) == ("x", "", "d")
    assert (node.flag("f"), node.flag("t"), node.flag("no", default=True)) == (True, False, True)
    assert node.child("m").mapping() == {"a": 1}
    assert node.child("l").mapping() == {}
    assert node.child("no").mapping() == {}
    assert node.get("l") is not None
    assert [each.value for each in node.child("l").elements()] == [1]
    assert node.child("l").get(1) is None
    assert node.child("t").get("x") is None
    assert node.get(0) is None


@pytest.mark.parametrize(
    "reference",
    [
        "#/a~1b/c%20d/0",
        "#/a%7E1%7E1b",
        "#name",
        "#other",
        "https://example.com/s",
        "https://example.com/s#/is",
        "https://example.com/api#/a~1~1b",
    ],
    ids=["escapes", "percent", "anchor", "dynamic anchor", "$id", "in $id", "$self"],
)
def test_a_reference_leads_to_its_place_in_the_file(reference: str) -> None:
    text = f"""
    x: {{$ref: "{reference}"}}
    a/b: {{c d: [found]}}
    a//b: found
    s: [{{$anchor: name, is: found}}, {{deep: {{$dynamicAnchor: other, is: found}}}}]
    i: {{$id: "https://example.com/s#", is: found}}
    $self: https://example.com/api
    """
    target = follow(parse(text), "/x")
    assert target.value == "found" or target.text("is") == "found"


def test_references_are_followed_through_chains_and_step_by_step() -> None:
    document = parse('{"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": {"d": 1}}')
    assert follow(document, "/a").pointer == "/c"
    assert document.at("/a").step().pointer == "/b"
    assert document.at("/c").follow() == document.at("/c")


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("#/no", "leads nowhere"),
        ("#no", "leads nowhere"),
        ("#/x", "leads back to itself"),
        ("other.yaml", "no folder"),
        ("https://example.com/a.yaml", "the network"),
        ("//example.com/a.yaml", "the network"),
        ("http://[", "Invalid IPv6 URL"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_an_error_at_its_place(
    reference: str, words: str
) -> None:
    error = failure(parse(f'y: 1\nx: {{$ref: "{reference}"}}'), "/x")
    assert words in error.reason
    assert (error.line, error.column) == (2, 11)


def test_a_reference_leads_into_other_files_and_back(tmp_path: Path) -> None:
    files = {
        "api.yaml": "a: {$ref: 'parts/b%20c.json#/d'}\ne: {f: 1}",
        "parts/b c.json": '{"d": {"$ref": "../api.yaml#/e"}, "whole": {"$ref": "#"}}',
    }
    document = write(tmp_path, files)
    target = follow(document, "/a")
    assert target.document is document
    assert target.value == {"f": 1}
    assert document.at("/a").step().document.entry is document


def test_a_whole_file_can_be_referred_to(tmp_path: Path) -> None:
    document = write(tmp_path, {"api.yaml": "a: {$ref: b.yaml}", "b.yaml": "c: 1"})
    assert follow(document, "/a").value == {"c": 1}


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("../secret.yaml", "out of the document's folder"),
        ("/etc/hostname", "out of the document's folder"),
        ("link.yaml", "out of the document's folder"),
        ("no.yaml", "no such file"),
        ("broken.yaml", "twice"),
        ("b.yaml#/x", "leads nowhere in"),
        ("a%00.yaml", "does not name a file"),
    ],
)
def test_a_reference_to_a_file_that_may_not_or_cannot_be_read_is_an_error(
    tmp_path: Path, reference: str, words: str
) -> None:
    (tmp_path / "secret.yaml").write_text("a: 1")
    files = {
        "in/api.yaml": f"a: {{$ref: '{reference}'}}",
        "in/b.yaml": "c: 1",
        "in/broken.yaml": "a: 1\na: 2",
    }
    document = write(tmp_path, files)
    (tmp_path / "in/link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert words in failure(document, "/a").reason


def test_more_folders_can_be_allowed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/b.yaml").write_text("c: 1")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/api.yaml").write_text("a: {$ref: ../shared/b.yaml}")
    document = load(tmp_path / "in/api.yaml", allow=[tmp_path / "shared"])
    assert follow(document, "/a").value == {"c": 1}


def test_links_that_go_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    with pytest.raises(DocumentError):
        load(tmp_path / "a.yaml")
