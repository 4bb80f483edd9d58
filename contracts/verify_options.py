"""The options of `verify`: what can be said on the command line, in groups, and as a record.

Read `Flags` first; `verify_options` puts the options of the tables below on a command, and
`manners_of` reads from them how to ask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from ..spec.built_in import DOCUMENT
from ..spec.errors import SettingError
from .manners import Manners, rate_of
from .profile import PROFILES
from .replay import FILE, FOLDER

_Function = TypeVar("_Function", bound=Callable[..., Any])
_SECONDS = click.FloatRange(min=0, min_open=True)
_HEADER = "'NAME: VALUE'"


@dataclass(frozen=True, slots=True)
class Flags:
    """The options of `verify` as given; what each means stands beside its option below.

    None stands for what was not given; of `time_budget` the profile decides then, of `clean_up`
    the target.
    """

    url: str | None
    app: str | None
    document: str
    headers: tuple[str, ...]
    auth_command: str
    second_tenant: tuple[str, ...]
    expired_token: str
    profile: str
    dialect: str | None
    only: tuple[str, ...]
    skip: tuple[str, ...]
    load: tuple[str, ...]
    workflow: tuple[str, ...]
    inputs: tuple[str, ...]
    time_budget: int | None
    fail_fast: bool
    patience: float | None
    timeout: float
    rate: str
    max_requests: int | None
    read_only: bool
    dry_run: bool
    clean_up: bool | None
    proxy: str
    ca_file: str
    insecure: bool
    cert: str
    key: str
    seed: int | None
    replay: str | None
    failures: str
    keeps_failures: bool
    junit: str | None
    json: str | None
    html: str | None
    markdown: str | None
    fail_under: float | None


def manners_of(flags: Flags) -> Manners:
    """How to ask, of all flags. Raises SettingError for what does not go together."""
    if flags.key and not flags.cert:
        raise SettingError("--key", flags.key, "give the certificate it belongs to with --cert")
    if flags.insecure and flags.ca_file:
        raise SettingError("--insecure", "yes", "with --ca-file there is something to check")
    return Manners(
        timeout=flags.timeout,
        rate=rate_of(flags.rate) if flags.rate else 0.0,
        max_requests=flags.max_requests or 0,
        read_only=flags.read_only,
        proxy=flags.proxy,
        ca=flags.ca_file,
        insecure=flags.insecure,
        certificate=flags.cert,
        key=flags.key,
    )


def _split(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or with commas between them."""
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())


_WHAT = (
    click.option("--app", metavar="MODULE:NAME", help="Test a WSGI or ASGI application, no URL."),
    click.option("--document", metavar="FILE", default=DOCUMENT, help="Default: the built-in one."),
    click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        default="documented",
        show_default=True,
        help="How thorough to be: "
        + "; ".join(f"{name}: {each.means}" for name, each in PROFILES.items())
        + ".",
    ),
    click.option(
        "--dialect",
        metavar="FILE",
        help="What the implementation chooses where the contract leaves it free; "
        "`specdouble mock --print-dialect` prints an example.",
    ),
    click.option(
        "--only",
        multiple=True,
        metavar="NAME",
        callback=_split,
        help="Only this check, scenario, operation or tag; may be repeated, or a list with commas.",
    ),
    click.option("--skip", multiple=True, metavar="NAME", callback=_split, help="All but this."),
    click.option(
        "--load",
        multiple=True,
        metavar="FILE",
        help="A Python file with checks and scenarios of your own; may be repeated.",
    ),
    click.option(
        "--workflow",
        multiple=True,
        metavar="FILE",
        help="A workflow in Arazzo 1.0, run as a scenario; may be repeated.",
    ),
    click.option(
        "--input",
        "inputs",
        multiple=True,
        metavar="NAME=VALUE",
        help="An input of the workflows; a value that is JSON is taken as such.",
    ),
    click.option(
        "--time-budget",
        type=click.IntRange(0, 86_400),
        metavar="SECONDS",
        help="How long schemathesis may make up random requests, after the fixed ones that it "
        "derives from the document; 0 leaves out both. Default: that of the profile.",
    ),
    click.option("--fail-fast", is_flag=True, help="Stop at the first violation."),
)
_WHOM = (
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar=_HEADER,
        help="Sent with every request; may be repeated. Otherwise the environment is asked for "
        "SPECDOUBLE_TOKEN, SPECDOUBLE_API_KEY, SPECDOUBLE_ORG and SPECDOUBLE_SANDBOX.",
    ),
    click.option(
        "--auth-command",
        metavar="COMMAND",
        default="",
        help="Prints a token, or JSON with an access_token; run by the shell at the start, and "
        "again when its time is up.",
    ),
    click.option(
        "--second-tenant",
        multiple=True,
        metavar=_HEADER,
        help="A header of another tenant, which must see nothing of the first; may be repeated. "
        "Otherwise SPECDOUBLE_SECOND_TOKEN, _SECOND_API_KEY, _SECOND_ORG and _SECOND_SANDBOX.",
    ),
    click.option(
        "--expired-token",
        metavar="TOKEN",
        default="",
        envvar="SPECDOUBLE_EXPIRED_TOKEN",
        help="One that must be refused; better in SPECDOUBLE_EXPIRED_TOKEN.",
    ),
)
_HOW = (
    click.option("--dry-run", is_flag=True, help="Print what would be done, and ask for nothing."),
    click.option("--read-only", is_flag=True, help="Send only GET, HEAD, OPTIONS and TRACE."),
    click.option(
        "--max-requests",
        type=click.IntRange(1),
        metavar="NUMBER",
        help="End the run when so many have been sent; cleaning up is not counted.",
    ),
    click.option("--rate", metavar="5/s", default="", help="At most so many; or 30/m, or 100/h."),
    click.option(
        "--timeout",
        type=_SECONDS,
        default=10,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for an answer.",
    ),
    click.option(
        "--patience",
        type=_SECONDS,
        metavar="SECONDS",
        help="How long to wait for a job to end. Default: 60, on this machine 15.",
    ),
    click.option(
        "--clean-up/--keep",
        default=None,
        help="Remove at the end what was created, where the document has a way; or leave it. "
        "Default: remove it, but not from a server on this machine.",
    ),
    click.option("--proxy", metavar="URL", default="", help="As http://user:password@host:port."),
    click.option("--ca-file", metavar="FILE", default="", help="An authority to trust, in PEM."),
    click.option("--insecure", is_flag=True, help="Trust any certificate of the server."),
    click.option("--cert", metavar="FILE", default="", help="A certificate of yours, in PEM."),
    click.option("--key", metavar="FILE", default="", help="Its key, if it is not in that file."),
)
_AGAIN = (
    click.option("--seed", type=click.IntRange(0), help="Repeats what a run has made up."),
    click.option("--replay", metavar="FILE", help="Try only the failures kept in a file."),
    click.option(
        "--failures",
        metavar="FILE",
        default=f"{FOLDER}/{FILE}",
        show_default=True,
        help="Where failures are kept, so that the next run tries them first.",
    ),
    click.option(
        "--no-failures", "keeps_failures", flag_value=False, default=True, help="Keep none."
    ),
)
_REPORTS = (
    click.option("--junit", metavar="FILE", help="Write a JUnit report as well."),
    click.option("--json", metavar="FILE", help="Write everything as JSON as well."),
    click.option("--html", metavar="FILE", help="Write a page for a browser as well."),
    click.option("--markdown", metavar="FILE", help="Write Markdown as well."),
    click.option(
        "--fail-under",
        type=click.FloatRange(0, 100),
        metavar="PERCENT",
        help="Exit with 1 if less of the contract was exercised.",
    ),
)

GROUPS: Mapping[str, tuple[Callable[[Any], Any], ...]] = {
    "What to test": _WHAT,
    "As whom": _WHOM,
    "How to ask": _HOW,
    "Once more": _AGAIN,
    "Reports": _REPORTS,
}
"""The options by the heading that they stand under in the help."""


def verify_options(function: _Function) -> _Function:
    """Put the options of all groups on a command's function, and the argument URL."""
    for options in reversed(list(GROUPS.values())):
        for option in reversed(options):
            function = option(function)
    return click.argument("url", required=False)(function)


class GroupedCommand(click.Command):
    """A command whose help shows its options under the headings of `GROUPS`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each group, then one for what is left."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        sizes = [(title, len(group)) for title, group in GROUPS.items()]
        for title, size in [*sizes, ("Others", len(options))]:
            records = [each.get_help_record(ctx) for each in options[:size]]
            options = options[size:]
            if records:
                with formatter.section(title):
                    formatter.write_dl([each for each in records if each is not None])
