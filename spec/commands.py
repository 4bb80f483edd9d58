"""The commands of this room. Thin: what they import late is what they need."""

import os
import sys

import click

from .built_in import DOCUMENT
from .errors import DocumentError
from .lint.finding import Finding
from .lint.reporters import REPORTERS, Report


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="How to report; all but text are for machines.",
)
@click.option(
    "--allow",
    multiple=True,
    metavar="FOLDER",
    help="References may lead below this folder as well; repeatable.",
)
@click.option("--explain", metavar="RULE", help="Print the manual of a rule, or with 'all' a list.")
def lint(files: tuple[str, ...], style: str, allow: tuple[str, ...], explain: str | None) -> None:
    """Say what is wrong with OpenAPI documents: files, or "-" for standard input.

    Without FILE the built-in document is looked at. Exit code 0 if there are no errors (there may
    be warnings), 1 if there are, 2 if a file could not be read at all.
    """
    if explain is not None:
        click.echo(_explained(explain))
        return
    named = files or (os.path.relpath(DOCUMENT),)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    report = _looked_at(named, allow, colour=colour)
    written = REPORTERS[style](report)
    if written:
        click.echo(written, color=colour)
    for error in report.unread:
        click.echo(f"specdouble: {error}", err=True)
    failed = any(finding.severity == "error" for finding in report.findings)
    sys.exit(2 if report.unread else int(failed))


def _looked_at(files: tuple[str, ...], allow: tuple[str, ...], *, colour: bool) -> Report:
    """The findings of all files, and why some could not be read."""
    from .lint.linting import STDIN, lint_file, lint_text

    findings: list[Finding] = []
    looked_at: list[str] = []
    unread: list[DocumentError] = []
    for file in files:
        try:
            if file == "-":
                findings += lint_text(sys.stdin.buffer.read())
            else:
                findings += lint_file(file, allow=allow)
            looked_at.append(STDIN if file == "-" else file)
        except DocumentError as error:
            unread.append(error)
    return Report(findings, looked_at, colour, unread)


def _explained(name: str) -> str:
    from .lint.manual import explained, listed
    from .lint.rule import RULES

    if name == "all":
        return listed()
    if name not in RULES:
        raise click.BadParameter(
            f"no rule is called {name!r}; --explain all lists them", param_hint="--explain"
        )
    return explained(name)
