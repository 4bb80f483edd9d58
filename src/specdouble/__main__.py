"""The command `specdouble`: finds the sub-commands in the rooms, each loaded when asked for.

Whatever a user can set up wrongly is one line on stderr and exit code 2.
"""

import importlib
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from . import __version__
from .spec.errors import SpecdoubleError

COMMANDS = {
    "demo": ("contracts.commands", "Walk the tutorial against a fresh mock, then judge the mock."),
    "judge": ("contracts.judge_command", "Say what in recorded traffic breaks a document."),
    "lint": ("spec.commands", "Say what is wrong with OpenAPI documents."),
    "mock": ("mockserver.commands", "Serve an OpenAPI document as if it were the service."),
    "mutate": (
        "contracts.mutation_commands",
        "Say which broken promises `verify` would not notice.",
    ),
    "verify": ("contracts.commands", "Say where a server breaks its OpenAPI document."),
}
"""Every sub-command: the module that has it under that name, and a line of help."""

INTERRUPTED = 130
"""What a shell reports for a command that Ctrl-C ended (128 + SIGINT)."""


class Rooms(click.Group):
    """A group that imports a sub-command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without loading anything."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None if there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        """Run the sub-command; our errors are for people, and Ctrl-C is no failure of a check."""
        try:
            return super().invoke(ctx)
        except SpecdoubleError as error:
            click.echo(f"specdouble: {' '.join(str(error).split())}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group("specdouble", cls=Rooms)
@click.version_option(__version__, prog_name="specdouble")
def specdouble() -> None:
    """A test double for both sides of an HTTP API, driven by its OpenAPI document."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, that of the process by default; ends in SystemExit.

    Titles of documents may hold what a terminal cannot show.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    specdouble(arguments, prog_name="specdouble")


if __name__ == "__main__":
    main()
