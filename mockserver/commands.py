"""The commands of this room. Thin: what they import late is what they need.

The options of `mock` derive from the fields of `Settings`; see `_option`.
"""

import os
from pathlib import Path

import click

from .settings import ROWS, Row
from .sources import from_environment, from_flags, from_folder, gather


def _option(row: Row) -> click.Parameter:
    """One setting as the command line has it; values stay texts, which `Settings` reads."""
    if row.name == "document":
        return click.Argument([row.name], required=False, metavar="[DOCUMENT]")
    is_switch = isinstance(row.default, bool)
    return click.Option(
        [row.name, row.flag],
        default=None,
        multiple=isinstance(row.default, dict),
        metavar=None if is_switch else row.metavar,
        help=f"{_sentence(row)}  [{row.variable}]",
        type=click.BOOL if is_switch else click.UNPROCESSED,
    )


def _sentence(row: Row) -> str:
    """The description, and the default where it is worth a word."""
    if isinstance(row.default, bool):
        default = row.flag.split("/")[not row.default]
        return f"{row.description}; default {default}."
    default = "" if row.default in (None, {}) else f"; default {row.default}"
    return f"{row.description}{default}."


def _mock(*, print_dialect: bool, **flags: object) -> None:
    """Serve an OpenAPI document as if it were the service; the built-in one without DOCUMENT.

    Each option can also be set by the environment variable in brackets, or in specdouble.toml or
    [tool.specdouble] of pyproject.toml, in the working directory. There its name is that of the
    variable in small letters, without SPECDOUBLE_: strict, journal_size (or journal-size), choices.
    """
    from .app import Application
    from .assembly import assemble
    from .dialect import dialect_of
    from .serving import Listener, run_until_signal

    given = {name: value for name, value in flags.items() if value != ()}
    settings = gather(from_flags(given), from_environment(os.environ), from_folder(Path.cwd()))
    service = assemble(settings)
    if print_dialect:
        click.echo(dialect_of(service.wiring, service.world.choices), nl=False)
        return
    listener = Listener(
        Application(service),
        (settings.host, settings.port),
        threads=settings.threads,
        reaction=0.2,
    )
    count = len(service.api.operations)
    text = (
        f"specdouble mock: {service.title} ({count} operation{'s' * (count != 1)}) at "
        f"{listener.url} — journal at /__specdouble/journal, stop with Ctrl-C"
    )
    run_until_signal(listener, lambda: click.echo(text))


_PRINT_DIALECT = click.Option(
    ["--print-dialect"],
    is_flag=True,
    help="Print what is chosen, as a file for `verify --dialect`, and serve nothing.",
)

mock = click.Command(
    "mock",
    callback=_mock,
    help=_mock.__doc__,
    params=[*(_option(row) for row in ROWS.values()), _PRINT_DIALECT],
)
