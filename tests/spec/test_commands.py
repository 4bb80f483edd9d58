"""The command `specdouble lint`, as a user runs it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from specdouble.spec.commands import lint
from specdouble.spec.document import load

GOOD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
WARNED = GOOD.replace("{}\n", "{/a: {get: {responses: {'204': {description: d}}}}}\n")
BAD = GOOD + "security: [{a: []}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"good": GOOD, "warned": WARNED, "bad": BAD, "broken": "a: 1\na: 2"}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


def run(*arguments: str | Path, given: str | bytes = "") -> Result:
    result = CliRunner().invoke(lint, [str(each) for each in arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_without_a_file_the_built_in_document_is_looked_at() -> None:
    result = run()
    assert result.exit_code == 0
    assert "profile-export.openapi.yaml: nothing found" in result.stdout


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["good"], 0),
        (["warned"], 0),
        (["bad"], 1),
        (["broken"], 1),
        (["good", "bad"], 1),
        (["missing"], 2),
        (["bad", "missing"], 2),
    ],
)
def test_the_exit_code_tells_findings_from_files_that_cannot_be_read(
    folder: Path, names: list[str], code: int
) -> None:
    assert run(*(folder / f"{name}.yaml" for name in names)).exit_code == code


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.yaml", "there is no such file"), (".", "this is a folder")]
)
def test_a_file_that_cannot_be_read_is_one_line_on_standard_error(
    folder: Path, name: str, reason: str
) -> None:
    result = run(folder / name)
    assert result.stderr.count("\n") == 1
    assert reason in result.stderr


def test_the_other_files_are_looked_at_all_the_same(folder: Path) -> None:
    assert "bad.yaml:4:13: error" in run(folder / "missing.yaml", folder / "bad.yaml").stdout


def test_a_file_that_was_not_read_is_not_said_to_be_without_findings(folder: Path) -> None:
    assert run(folder / "missing.yaml").stdout == ""
    both = run(folder / "missing.yaml", folder / "good.yaml").stdout
    assert both == f"{folder}/good.yaml: nothing found\n"


def test_the_json_report_lists_unread_files_apart(folder: Path) -> None:
    missing, good = str(folder / "missing.yaml"), str(folder / "good.yaml")
    report = json.loads(run(missing, good, "--format", "json").stdout)
    assert report["files"] == [good]
    [unread] = report["unread"]
    assert unread["file"] == missing
    assert "there is no such file" in unread["reason"]


def test_references_may_lead_below_the_folders_that_are_allowed(folder: Path) -> None:
    (folder / "in").mkdir()
    text = "components: {schemas: {A: {$ref: '../schema.yaml'}}}\n"
    (folder / "in/api.yaml").write_text(GOOD + text)
    (folder / "schema.yaml").write_text("type: string\n")
    assert run(folder / "in/api.yaml").exit_code == 1
    assert run(folder / "in/api.yaml", "--allow", folder).exit_code == 0


def test_standard_input_is_a_file_called_minus() -> None:
    result = run("-", given=BAD)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:4:13: error: no security scheme is called")


def test_standard_input_has_one_name_in_every_report() -> None:
    assert run("-", given=GOOD).stdout == "<stdin>: nothing found\n"
    assert json.loads(run("-", "--format", "json", given=GOOD).stdout)["files"] == ["<stdin>"]


def test_a_format_for_machines_stands_alone_on_standard_output(folder: Path) -> None:
    report = json.loads(run(folder / "bad.yaml", "--format", "json").stdout)
    assert [each["rule"] for each in report["findings"]] == ["security/defined"]


def test_nothing_to_annotate_is_nothing_at_all(folder: Path) -> None:
    assert run(folder / "good.yaml", "--format", "github").output == ""


def test_a_rule_can_be_explained() -> None:
    assert run("--explain", "ref/resolvable").output.startswith("ref/resolvable (error): ")


def test_all_rules_can_be_listed() -> None:
    assert "security/defined " in run("--explain", "all").output


def test_a_rule_nobody_knows_is_a_mistake_of_usage() -> None:
    result = run("--explain", "security/defind")
    assert result.exit_code == 2
    assert "no rule is called 'security/defind'" in result.stderr


HOOK = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


@pytest.mark.parametrize(
    ("file", "matches"),
    [
        ("openapi.yaml", True),
        ("docs/petstore.OpenAPI.json", True),
        ("api/my-oas.yml", True),
        ("openapi/readme.md", False),
        ("settings.yaml", False),
    ],
)
def test_the_hook_runs_the_linter_on_files_that_are_named_like_a_document(
    file: str, *, matches: bool
) -> None:
    hook = load(HOOK).at("/0")
    assert hook.text("entry") == "specdouble lint"
    assert bool(re.search(hook.text("files"), file)) == matches
