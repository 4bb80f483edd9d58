import json
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from specdouble.__main__ import specdouble
from specdouble.contracts.scenario import SCENARIOS
from specdouble.mockserver.app import create_app
from specdouble.spec.built_in import DOCUMENT

Serve = Callable[[WSGIApplication], str]
Run = Callable[..., Result]

APP = """
from specdouble.mockserver.app import create_app
app = create_app(speed=100)
"""
READ_ONLY = """
openapi: 3.1.0
info: {title: Things, version: '2'}
paths:
  /things:
    get:
      operationId: listThings
      responses: {'200': {description: all, content: {application/json: {schema: {type: array}}}}}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs `specdouble verify` in a folder of its own, without schemathesis unless asked for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def invoke(*words: str, **environment: str) -> Result:
        budget = [] if "--time-budget" in words else ["--time-budget", "0"]
        return CliRunner(env=environment).invoke(specdouble, ["verify", *words, *budget])

    yield invoke
    sys.modules.pop("my_app", None)


@pytest.fixture
def mock_url(serve: Serve) -> str:
    """A mock in a hurry."""
    return serve(create_app(speed=100))


def test_an_honest_server_gives_0(run: Run, mock_url: str) -> None:
    result = run(mock_url, "--seed", "7")
    assert result.exit_code == 0, result.output
    assert "no violations (" in result.output
    assert result.output.rstrip().endswith("seed 7)")


def test_the_plan_stands_before_anything_else(run: Run, mock_url: str) -> None:
    lines = run(mock_url).output.splitlines()
    assert lines[0] == f"target       {mock_url}"
    assert "credentials  Authorization (placeholder)" in lines[2]
    assert lines[3].startswith("scenarios    ")
    assert any(each.startswith("will create  ") and "--dry-run" in each for each in lines)


def test_a_dry_run_says_what_each_scenario_does(run: Run, mock_url: str) -> None:
    lines = run(mock_url, "--dry-run").output.splitlines()
    assert "will create  1 dataset and 6 export jobs (page_walk)" in lines


def test_a_server_that_is_wrong_gives_1(run: Run, serve: Serve) -> None:
    def wrong(environ: Any, start_response: Any) -> list[bytes]:
        del environ
        start_response("200 x", [("Content-Type", "application/json")])
        return [b"[]"]

    result = run(serve(wrong))
    assert result.exit_code == 1
    assert "1. createDataset: " in result.output
    assert "curl -sS -i" in result.output


def test_reports_are_written_where_one_wants_them(run: Run, mock_url: str, tmp_path: Path) -> None:
    assert run(mock_url, "--junit", "a.xml", "--json", "a.json").exit_code == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["passed"] is True
    assert ET.parse(tmp_path / "a.xml").getroot().tag == "testsuites"  # noqa: S314  # our own


def test_a_report_that_cannot_be_written_gives_2(run: Run, mock_url: str) -> None:
    result = run(mock_url, "--json", "no/such/folder.json")
    assert result.exit_code == 2
    assert result.stderr == (
        "specdouble: --json: 'no/such/folder.json' cannot be used: there is no folder 'no/such'\n"
    )
    assert result.stdout == ""


def test_a_report_in_the_place_of_a_folder_gives_2(run: Run, mock_url: str, tmp_path: Path) -> None:
    result = run(mock_url, "--junit", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("it is a folder\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_report_that_breaks_off_gives_2(run: Run, mock_url: str) -> None:
    result = run(mock_url, "--json", "/dev/full")
    assert result.exit_code == 2
    assert "No space left" in result.stderr


@pytest.mark.parametrize(
    "text", ["just: x", "swagger: '2.0'\npaths: {}", "openapi: 4.0.0\npaths: {}", "openapi: 3.1"]
)
def test_what_is_no_openapi_3_is_not_verified_against(
    text: str, run: Run, mock_url: str, tmp_path: Path
) -> None:
    (tmp_path / "api.yaml").write_text(text)
    result = run(mock_url, "--document", "api.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("specdouble: api.yaml:1:")


def test_a_server_that_refuses_everything_gives_2(run: Run, serve: Serve, tmp_path: Path) -> None:
    def refusing(environ: Any, start_response: Any) -> list[bytes]:
        del environ
        start_response("403 x", [("Content-Type", "application/json")])
        return [b"{}"]

    lax = READ_ONLY.replace("responses: {", "responses: {'4XX': {description: no}, ")
    (tmp_path / "api.yaml").write_text(lax)
    result = run(serve(refusing), "--document", "api.yaml", "--time-budget", "1", "--seed", "3")
    assert result.exit_code == 2, result.output
    assert "nothing was verified: no request succeeded (" in result.output


def test_a_document_without_operations_gives_2(run: Run, mock_url: str, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}")
    result = run(mock_url, "--document", "api.yaml")
    assert result.exit_code == 2
    assert "nothing was verified" in result.stdout


BASED = """
def app(environ, start_response):
    is_there = environ["PATH_INFO"] == "/api/v2/things"
    start_response("200 x" if is_there else "404 x", [("Content-Type", "application/json")])
    return [b"[]"]
"""


def test_an_application_is_asked_below_the_path_of_the_server(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my_app.py").write_text(BASED)
    (tmp_path / "api.yaml").write_text(f"servers: [{{url: /api/v2}}]\n{READ_ONLY}")
    words = ("--document", "api.yaml", "--time-budget", "1", "--seed", "3")
    result = run("--app", "my_app:app", *words)
    assert "/api/v2\n" in result.output.splitlines(keepends=True)[0]
    assert "404" not in result.output.split("operation")[1]
    assert "200 (" in result.output


RAISING = """
def app(environ, start_response):
    raise RuntimeError(environ["PATH_INFO"])
"""


def test_an_application_that_raises_is_told_of_once(
    run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "my_app.py").write_text(RAISING)
    assert run("--app", "my_app:app").exit_code == 1
    assert len([each for each in caplog.records if each.exc_info]) == 1


def test_credentials_come_from_the_environment(run: Run, mock_url: str) -> None:
    variables = {"SPECDOUBLE_TOKEN": "t0ken", "SPECDOUBLE_API_KEY": "k", "SPECDOUBLE_ORG": "o"}
    result = run(mock_url, **variables)
    assert result.exit_code == 0, result.output
    assert "authorization ($SPECDOUBLE_TOKEN), x-api-key ($SPECDOUBLE_API_KEY)" in result.output
    assert "t0ken" not in result.output


def test_credentials_come_from_headers(run: Run, mock_url: str) -> None:
    words = [f"--header={each}" for each in ("Authorization: Bearer t0ken", "x-api-key: k")]
    result = run(mock_url, *words, "--header=x-gw-ims-org-id: o", "--header=x-sandbox-name: dev")
    assert result.exit_code == 0, result.output
    assert "x-sandbox-name (--header)" in result.output


def test_an_application_is_served_while_it_is_tested(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my_app.py").write_text(APP)
    result = run("--app", "my_app:app")
    assert result.exit_code == 0, result.output


def test_another_document_is_judged_by(run: Run, serve: Serve, tmp_path: Path) -> None:
    def things(environ: Any, start_response: Any) -> list[bytes]:
        is_there = environ["PATH_INFO"] == "/things"
        is_read = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        status = 404 if not is_there else 200 if is_read else 405
        start_response(
            f"{status} x", [("Content-Type", "application/json"), ("Allow", "GET, HEAD")]
        )
        return [b"[]"]

    (tmp_path / "api.yaml").write_text(READ_ONLY)
    result = run(serve(things), "--document", "api.yaml", "--time-budget", "1", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert "document     api.yaml: Things 2, 1 operation" in result.output
    assert "coverage " in result.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["api.yaml"]


def test_without_a_seed_one_is_drawn(run: Run, mock_url: str) -> None:
    assert run(mock_url).output.rstrip().rpartition("seed ")[2][:-1].isdigit()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "specdouble: verify: give either a URL or --app MODULE:NAME; neither was given"),
        (("http://h", "--app", "a:b"), "give either a URL or --app MODULE:NAME; both were given"),
        (("nonsense",), "URL: 'nonsense' cannot be used: write it as http://host:port"),
        (("http://127.0.0.1:1", "--header", "x"), "write it as 'Name: value'"),
        (("http://127.0.0.1:1", "--document", "absent.yaml"), "absent.yaml"),
        (("--app", "nonsense"), "--app: 'nonsense' cannot be used"),
    ],
)
def test_what_is_given_wrongly_gives_2_and_one_line(
    words: tuple[str, ...], message: str, run: Run
) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_server_that_is_not_there_gives_2_and_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    result = run(url)
    assert result.exit_code == 2
    assert result.stderr == (
        f"specdouble: {url} cannot be tested: nothing listens there; is it started, "
        "and is the port right?\n"
    )


def test_a_server_that_cuts_the_connection_gives_2_and_one_line(run: Run, speak: Any) -> None:
    result = run(speak(b""))
    assert result.exit_code == 2
    assert result.stderr.endswith("it closes the connection without an answer\n")


def test_a_web_site_gives_2_and_one_line(run: Run, speak: Any) -> None:
    page = b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>"
    result = run(speak(page))
    assert result.exit_code == 2
    assert "it answers with web pages (HTML, status 200)" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--time-budget", "--patience", "--timeout", "--seed"])
def test_an_option_that_is_no_number_gives_2(option: str, run: Run) -> None:
    assert run("http://127.0.0.1:1", option, "x").exit_code == 2


def test_an_input_reaches_the_workflow(run: Run, mock_url: str) -> None:
    words = ("--workflow", str(DOCUMENT.with_name("profile-export.arazzo.yaml")), "--fail-fast")
    only = ("--only", "workflow:cancelExport", "--time-budget", "0")
    assert run(mock_url, *words, *only).exit_code == 0
    assert run(mock_url, *words, *only, "--input", "datasetId=nobody-knows-it").exit_code == 0
    assert run(mock_url, *words, *only, "--input", "datasetId=7").exit_code == 1


@pytest.mark.parametrize("text", ["dataset", "=7"])
def test_an_input_without_a_name_or_a_value_gives_2(text: str, run: Run, mock_url: str) -> None:
    assert run(mock_url, "--input", text).exit_code == 2


def test_a_scenario_of_ones_own_is_told_in_the_profile_quick(
    run: Run, mock_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SCENARIOS, "_members", dict(SCENARIOS))
    file = tmp_path / "own.py"
    text = "@scenario('of_ones_own')\ndef of_ones_own(walk):\n    walk.note('was told')\n"
    file.write_text(f"from specdouble.contracts.own import scenario\n{text}", "utf-8")
    result = run(mock_url, "--load", str(file), "--profile", "quick", "--only", "of_ones_own")
    assert "note: of_ones_own: was told" in result.output
