"""The README keeps its word: its files are written, its commands run, their output compared.

In a `console` block a line after "$ " is a command, what follows is what it prints; "..." stands
for any text. A command that ends in "&" runs until the end. A block under a line "`name`:" is
the file of that name. Blocks after `<!-- not run: reason -->` are left alone.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_BLOCK = re.compile(
    r"(?P<before>[^\n]*)\n+```(?P<kind>\w+)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE
)
_FILE = re.compile(r"`(?P<name>[\w./-]+)`:")
_PORT = "4010"


@dataclass(frozen=True)
class Step:
    """A command of the README and what it says the command prints."""

    command: str
    output: str


def blocks() -> Iterator[re.Match[str]]:
    """The fenced blocks that are run."""
    return (
        block for block in _BLOCK.finditer(README) if not block["before"].startswith("<!-- not run")
    )


def files() -> dict[str, str]:
    """The files that the README shows, by name."""
    named = ((_FILE.search(block["before"]), block["text"]) for block in blocks())
    return {name["name"]: text for name, text in named if name}


def steps() -> list[Step]:
    """Every command in order, with the output shown below it."""
    found = []
    for block in blocks():
        if block["kind"] == "console":
            _, *parts = re.split(r"^\$ ", block["text"], flags=re.MULTILINE)
            for part in parts:
                lines = part.replace("\\\n", "\\\0").split("\n", 1)
                found.append(Step(lines[0].replace("\\\0", "\\\n"), lines[1]))
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether a command printed what the README shows; "..." is any text."""
    parts = [re.escape(part) for part in shown.strip().split("...")]
    return re.fullmatch(".*?".join(parts), printed.strip(), re.DOTALL) is not None


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_every_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    port = free_port()
    bin_folder = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([bin_folder, os.environ["PATH"]]),
        "SPECDOUBLE_PORT": port,
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    for name, text in files().items():
        (tmp_path / name).write_text(text.replace(_PORT, port), "utf-8")
    with ExitStack() as running:
        for step in steps():
            printed = run(step, tmp_path, environment | {"PORT": port}, running)
            shown = step.output.replace(_PORT, port)
            assert matches(shown, printed), f"$ {step.command}\n{printed}\n--- README:\n{shown}"


def run(step: Step, folder: Path, environment: dict[str, str], running: ExitStack) -> str:
    """What a command prints; one in the background, the first lines that the README shows."""
    command = step.command.replace(_PORT, environment["PORT"])
    process = subprocess.Popen(  # noqa: S603  # the README's own commands
        ["bash", "-c", f"exec {command.rstrip('& ')}" if command.endswith("&") else command],  # noqa: S607
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    if not command.endswith("&"):
        return process.communicate(timeout=120)[0]
    running.callback(process.communicate)
    running.callback(process.terminate)
    assert process.stdout is not None
    return "".join(process.stdout.readline() for _ in step.output.strip().splitlines())


def test_ci_runs_the_command_that_the_readme_gives_for_the_tests() -> None:
    commands = re.findall(r"^(python3 -m venv .*)$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_map_of_the_readme_names_files_that_exist() -> None:
    table = README.partition("## Where does it go?")[2].partition("\n## ")[0]
    named = re.findall(r"`((?:spec|mockserver|contracts|tests)/[\w./<>-]+)`", table)
    assert named
    for name in named:
        assert (ROOT / re.sub(r"<\w+>.*", "", name)).exists(), name
