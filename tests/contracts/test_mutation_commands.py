"""The command `mutate`."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from specdouble.__main__ import specdouble
from specdouble.contracts.mutation_commands import opened
from specdouble.spec.exchange import Message

SHELF = """
openapi: 3.1.0
info: {title: Shelf, version: '1'}
paths:
  /books:
    get:
      operationId: getBook
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema: {type: object, required: [title], properties: {title: {type: string}}}
              example: {title: Emma}
"""

SUITE = """
import json, os, sys, urllib.request
book = json.load(urllib.request.urlopen(os.environ["SPECDOUBLE_URL"] + "/books"))
sys.exit("title" not in book)
"""


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    file = tmp_path / "shelf.yaml"
    file.write_text(SHELF, "utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(specdouble, ["mutate", *arguments])


def test_a_full_score_is_0(shelf: str) -> None:
    result = run(shelf, "--only", "member-*", "--jobs", "1")
    assert result.exit_code == 0
    assert "100.0 %" in result.output


def test_a_score_below_the_bar_is_1(shelf: str, tmp_path: Path) -> None:
    suite = tmp_path / "suite.py"
    suite.write_text("", "utf-8")
    arguments = ("--command", f"{sys.executable} {suite}", "--only", "member-dropped:*")
    assert run(shelf, *arguments).exit_code == 1
    assert run(shelf, *arguments, "--fail-under", "0").exit_code == 0


def test_json_is_written(shelf: str, tmp_path: Path) -> None:
    run(shelf, "--only", "member-dropped:*", "--jobs", "1", "--json", str(tmp_path / "a.json"))
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [each["kind"] for each in told["mutants"]] == ["member-dropped"]


def test_mutants_are_listed(shelf: str) -> None:
    result = run(shelf, "--list", "--only", "member-dropped:*")
    assert result.output.splitlines()[0] == "member-dropped:getBook:200 /title required"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--only", "nothing"), "no mutant has such a name"),
        (("--serve", "nothing"), "no mutant has that name"),
        (("--json", "/no/such/folder/a.json"), "there is no such folder"),
        (("--command", "/no/such/program"), "--command"),
        (("--command", " "), "it is empty"),
        (("--command", f"{sys.executable} -c exit(3)"), "exit code 3"),
    ],
)
def test_what_cannot_be_done_is_2(arguments: tuple[str, ...], reason: str, shelf: str) -> None:
    result = run(shelf, "--jobs", "1", *arguments)
    assert result.exit_code == 2
    assert reason in result.output


def test_a_suite_of_ones_own_is_judged(shelf: str, tmp_path: Path) -> None:
    suite = tmp_path / "suite.py"
    suite.write_text(SUITE, "utf-8")
    command = f"{sys.executable} {suite}"
    result = run(shelf, "--command", command, "--only", "member-*")
    assert result.exit_code == 1
    words = {
        line.split()[1]: line.split()[0]
        for line in result.output.splitlines()
        if ":getBook:" in line
    }
    assert "member-dropped:getBook:200" not in words
    assert words["member-null:getBook:200"] == "survived"


def test_a_large_body_is_refused_as_over_http(shelf: str) -> None:
    reply = opened(shelf)().handle(Message("GET", "/books", body=b"x" * 20_000_000))
    assert reply.status == 413


def test_ctrl_c_is_130_and_says_how_far_it_came(shelf: str, tmp_path: Path) -> None:
    stop = tmp_path / "stop.py"
    stop.write_text(
        "import os, pathlib, signal\n"
        "seen = pathlib.Path(__file__).with_suffix('.seen')\n"
        "if seen.exists(): os.kill(os.getppid(), signal.SIGINT)\n"
        "seen.touch()\n",
        "utf-8",
    )
    result = run(shelf, "--command", f"{sys.executable} {stop}", "--only", "member-*")
    assert result.exit_code == 130
    assert "stopped before any of " in result.output


def test_a_mutant_is_served_until_ctrl_c(shelf: str) -> None:
    command = [sys.executable, "-m", "specdouble", "mutate", shelf]
    name = "member-dropped:getBook:200 /title required"
    with subprocess.Popen(  # noqa: S603  # our own command
        [*command, "--serve", name], stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        title, _, url, _ = (served.stdout.readline().strip() for _ in range(4))
        with urllib.request.urlopen(f"{url}/books") as answer:  # noqa: S310  # our own server
            assert json.load(answer) == {}
        served.send_signal(signal.SIGINT)
    assert title.startswith(name)
    assert served.returncode == 0
