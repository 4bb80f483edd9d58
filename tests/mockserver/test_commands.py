import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import click
import pytest
from click.testing import CliRunner

from specdouble.__main__ import COMMANDS, INTERRUPTED, Rooms, main, specdouble
from specdouble.mockserver.settings import ROWS

HEAVY = {"schemathesis", "hypothesis", "openapi_core", "openapi_spec_validator", "pytest", "rich"}


class Process:
    """The command in a process of its own, ended with the block."""

    def __init__(self, *arguments, python=(), **options):
        self.process = subprocess.Popen(  # noqa: S603  # ourselves
            [sys.executable, *python, "-m", "specdouble", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )
        self.line = self.process.stdout.readline()

    @property
    def url(self):
        return next(word for word in self.line.split() if word.startswith("http://"))

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as reply:  # noqa: S310  # http
            return json.load(reply)

    def end(self, number=signal.SIGTERM):
        """Exit code, the rest of stdout, stderr."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.kill()
        self.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_mock_says_one_line_answers_and_ends_cleanly(number):
    with Process("mock", "--port", "0") as mock:
        title = mock.get("/__specdouble/health")["title"]
        assert mock.line == (
            f"specdouble mock: {title} (5 operations) at {mock.url}"
            " — journal at /__specdouble/journal, stop with Ctrl-C\n"
        )
        assert mock.end(number) == (0, "", "")


def test_mock_reads_the_settings_of_its_folder(tmp_path):
    text = 'port = 0\ntime = "2026-01-31T12:00:00Z"\nspeed = 0'
    (tmp_path / "specdouble.toml").write_text(text, encoding="utf-8")
    with Process("mock", cwd=tmp_path) as mock:
        assert mock.get("/__specdouble/clock")["time"] == "2026-01-31T12:00:00.000Z"


def test_mock_loads_nothing_that_it_does_not_need():
    with Process("mock", "--port", "0", python=["-X", "importtime"]) as mock:
        mock.get("/__specdouble/health")
        _, _, trace = mock.end()
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in trace.splitlines()}
    assert "cheroot" in loaded
    assert loaded & HEAVY == set()


def run(*arguments, **options):
    return CliRunner().invoke(specdouble, arguments, prog_name="specdouble", **options)


def test_help_of_mock_tells_every_setting_under_its_names():
    text = run("mock", "--help").output
    options = [row for row in ROWS.values() if row.name != "document"]
    assert [row.name for row in options if row.variable not in text.replace("\n", "")] == []
    assert [row.name for row in options if row.flag.split("/")[0] not in text] == []


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["--port", "x"], {}, "--port: 'x' cannot be used: a whole number from 0 to 65535"),
        (["--choice", "x"], {}, "--choice: 'x' cannot be used: write it as NAME=VALUE"),
        ([], {"SPECDOUBLE_PORT": "x"}, "SPECDOUBLE_PORT: 'x' cannot be used"),
        (["none.yaml"], {}, "none.yaml"),
    ],
    ids=["flag", "choice", "variable", "document"],
)
def test_what_is_set_up_wrongly_is_one_line_on_stderr_and_exit_code_2(
    arguments, environment, message
):
    result = run("mock", *arguments, env=environment)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("specdouble: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_an_error_too():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("mock", "--port", str(port))
    assert result.exit_code == 2
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr


@pytest.mark.parametrize("document", ["-h", "--nonsense"])
def test_an_option_that_does_not_exist_is_a_usage_error(document):
    assert run("mock", document).exit_code == 2


def test_the_list_of_commands_is_told_without_loading_them():
    script = (
        "import sys; from specdouble.__main__ import main; sys.argv[1:] = ['--help']\n"
        "try: main()\n"
        "finally: print([name for name in sys.modules if 'commands' in name])"
    )
    done = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stdout.endswith("[]\n")


def test_the_version_is_told_on_whatever_stdout_is():
    with contextlib.redirect_stdout(io.StringIO()) as told, pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, told.getvalue()[:20]) == (0, "specdouble, version ")


def test_a_title_that_the_terminal_cannot_show_is_shown_in_part(tmp_path):
    document = {"openapi": "3.1.0", "info": {"title": "5 \u20ac", "version": "1"}, "paths": {}}
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    with Process("mock", "a.json", "--port", "0", cwd=tmp_path, env=environment) as mock:
        assert mock.line.startswith("specdouble mock: 5 \\u20ac (0 operations) at ")


def test_an_unknown_command_is_a_usage_error():
    result = run("nonsense")
    assert (result.exit_code, "No such command 'nonsense'" in result.stderr) == (2, True)


class Interrupted(Rooms):
    """A group whose only command is ended by Ctrl-C."""

    def get_command(self, _context, name):
        def interrupt():
            raise KeyboardInterrupt

        return click.Command(name, callback=interrupt)


def test_ctrl_c_is_told_apart_from_every_verdict():
    result = CliRunner().invoke(Interrupted(), ["verify"])
    assert (result.exit_code, result.output) == (INTERRUPTED, "")


def test_a_reader_that_leaves_is_no_trouble():
    done = subprocess.run(  # noqa: S602  # a fixed text
        f"{sys.executable} -m specdouble mock --help | true",
        shell=True,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""


def test_the_help_of_mock_says_what_lenient_does_and_how_files_name_the_settings():
    text = " ".join(CliRunner().invoke(specdouble, ["mock", "--help"]).output.split())
    assert "wrong parameters are noted" in text
    assert "journal_size (or journal-size)" in text
