"""Linting as a whole: order, other files, and documents on which nothing else can be asked."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.document import load, parse
from specdouble.spec.errors import DocumentError
from specdouble.spec.json_types import Json
from specdouble.spec.lint.finding import Finding
from specdouble.spec.lint.linting import lint, lint_file, lint_text

BROKEN = """\
openapi: 3.1.0
info: {title: t, version: 1}
paths:
  /a/{b}:
    get: {}
security: [{c: []}]
"""


def test_the_built_in_document_has_no_findings() -> None:
    assert lint_file(DOCUMENT) == []


def test_findings_come_in_the_order_of_the_text() -> None:
    found = lint(parse(BROKEN))
    assert [(each.spot.line, each.rule) for each in found] == [
        (2, "oas/valid"),
        (5, "op/operation-id-present"),
        (5, "op/path-parameters"),
        (5, "op/success-response"),
        (6, "security/defined"),
    ]


def test_a_finding_knows_its_line() -> None:
    found = lint(parse(BROKEN))[0]
    assert found.spot.text == "info: {title: t, version: 1}"
    assert (found.spot.file, found.spot.column) == ("document", 27)


def test_json_and_yaml_of_one_meaning_have_the_same_findings() -> None:
    text = json.dumps(parse(BROKEN).root.value)
    pointers = [[each.spot.pointer for each in lint_text(each)] for each in (BROKEN, text)]
    assert sorted(pointers[0]) == sorted(pointers[1])


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\na: 2", 2), ("", 1), ("a:\n\t- 1", 2), (b"\xff", 1), ("- a", 1), ("swagger: '2.0'", 1)],
)
def test_a_document_that_cannot_be_read_has_one_finding_with_its_place(
    text: str | bytes, line: int
) -> None:
    [found] = lint_text(text, "a.yaml")
    assert (found.rule, found.severity) == ("oas/readable", "error")
    assert (found.spot.file, found.spot.line) == ("a.yaml", line)


def test_a_file_that_cannot_be_read_has_one_finding_and_a_missing_one_is_an_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\na: 2")
    assert [each.spot.line for each in lint_file(tmp_path / "a.yaml")] == [2]
    with pytest.raises(DocumentError):
        lint_file(tmp_path / "b.yaml")


def test_findings_of_other_files_come_last(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        "components: {schemas: {A: {$ref: 'b.yaml'}}}\nx: 1\n"
    )
    (tmp_path / "b.yaml").write_text("type: strng\n")
    names = [Path(each.spot.file).name for each in lint_file(tmp_path / "z.yaml")]
    assert names == ["z.yaml", "b.yaml"]


def test_a_deep_document_is_looked_at_without_a_failure() -> None:
    schema = '{"not": ' * 190 + '{"example": 1, "default": 2, "type": "string"}' + "}" * 190
    text = f'{{"openapi": "3.1.0", "components": {{"schemas": {{"A": {schema}}}}}}}'
    assert {each.rule for each in lint_text(text)} >= {"example/valid", "schema/default-valid"}


SOURCE = load(DOCUMENT).root.value
PIECES: list[Json] = [None, True, 0, -1, 1.5, "", "x", "#/components", "\ud83d\ude00", [], {}, [{}]]
PIECES += [{"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": 3}, ["a", 1], {"x": {"y": []}}]
STEPS = st.tuples(st.integers(0, 1000), st.sampled_from(["replace", "remove", "rename", "copy"]))


def mutated(value: Json, path: list[int], action: str, piece: Json) -> Json:
    """A copy with something changed at a place chosen by `path`, one number per level."""
    if not path or not isinstance(value, dict | list) or not value:
        return piece
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    changed = []
    for each, child in pairs:
        if each != key:
            changed.append((each, child))
        elif len(path) > 1:
            changed.append((each, mutated(child, path[1:], action, piece)))
        elif action == "replace":
            changed.append((each, piece))
        elif action in {"rename", "copy"}:
            changed.extend([(f"{each}?", child), *([(each, child)] * (action == "copy"))])
    return dict(changed) if isinstance(value, dict) else [child for _, child in changed]


def assert_well_formed(found: list[Finding]) -> None:
    for each in found:
        assert each.message
        assert each.advice
        assert each.spot.line >= 1
        assert each.spot.column >= 1


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=9),
    st.sampled_from(["replace", "remove", "rename", "copy"]),
    st.sampled_from(PIECES),
    st.sampled_from(["3.0.3", "3.1.0", "3.2.0"]),
)
def test_a_document_changed_anywhere_has_findings_and_never_a_failure(
    path: list[int], action: str, piece: Json, version: str
) -> None:
    assert isinstance(SOURCE, dict)
    changed = mutated({**SOURCE, "openapi": version}, path, action, piece)
    assert_well_formed(lint_text(json.dumps(changed)))


TEXT = DOCUMENT.read_text("utf-8")


@settings(max_examples=40)
@given(st.integers(0, len(TEXT)), st.integers(0, 200), st.text(max_size=5))
def test_a_text_cut_or_patched_anywhere_has_findings_and_never_a_failure(
    start: int, length: int, patch: str
) -> None:
    assert_well_formed(lint_text(TEXT[:start] + patch + TEXT[start + length :]))
    assert_well_formed(lint_text(TEXT[:start]))


@settings(max_examples=60)
@given(st.binary(max_size=60))
def test_any_bytes_have_findings_and_never_a_failure(content: bytes) -> None:
    assert_well_formed(lint_text(b"openapi: 3.1.0\n" + content))
    assert_well_formed(lint_text(content))
