"""The commands of this room. Thin: what they import late is what they need."""

import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..spec.api import Api
from ..spec.built_in import DOCUMENT
from ..spec.errors import SettingError, SpecdoubleError
from .ledger import Watch
from .loading import load_api
from .report import REPORTS, Subject, text
from .target import Target, target_for
from .verdict import Verdict
from .verification import Options
from .verification import verify as run
from .walk import Pace

_COLOURS = {"good": "green", "bad": "red", "doubtful": "yellow"}
_DEMO_SECONDS = 5
_SECONDS = click.FloatRange(min=0, min_open=True)


@dataclass(frozen=True, slots=True)
class Flags:
    """The options of `verify` as given; what each means stands beside its option below."""

    url: str | None
    app: str | None
    document: str
    headers: tuple[str, ...]
    time_budget: int
    patience: float
    timeout: float
    seed: int | None
    junit: str | None
    json: str | None


@click.command()
@click.argument("url", required=False)
@click.option("--app", metavar="MODULE:NAME", help="Test a WSGI or ASGI application, not a URL.")
@click.option("--document", metavar="FILE", default=DOCUMENT, help="Default: the built-in one.")
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="Sent with every request; may be repeated. Otherwise the environment is asked for "
    "SPECDOUBLE_TOKEN, SPECDOUBLE_API_KEY, SPECDOUBLE_ORG and SPECDOUBLE_SANDBOX.",
)
@click.option(
    "--time-budget",
    type=click.IntRange(0, 86_400),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long schemathesis may make up random requests, after the fixed ones that it derives "
    "from the document; 0 leaves out both.",
)
@click.option(
    "--patience",
    type=_SECONDS,
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a job to end.",
)
@click.option(
    "--timeout",
    type=_SECONDS,
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for an answer.",
)
@click.option("--seed", type=click.IntRange(0), help="Repeats the made-up requests of a run.")
@click.option("--junit", metavar="FILE", help="Write a JUnit report as well.")
@click.option("--json", metavar="FILE", help="Write everything as JSON as well.")
def verify(**flags: Any) -> None:  # noqa: ANN401  # what Flags declares
    """Say where the server at URL breaks its OpenAPI document.

    URL stands in the place of the document's server, its path included. What will be created
    there is said first.

    An operation whose every request is refused has "no success": its answers were not seen.

    Exit code 0 if nothing is wrong, 1 if something is, 2 if the server could not be asked, or
    if no request at all succeeded, as nothing is verified then.
    """
    sys.exit(_verify(Flags(**flags)))


def _verify(flags: Flags) -> int:
    from .plan import plan

    files = {"junit": flags.junit, "json": flags.json}
    for name, file in files.items():
        _checked(file, f"--{name}")
    api = load_api(flags.document)
    seed = random.randrange(2**32) if flags.seed is None else flags.seed  # noqa: S311  # no secret
    pace = Pace(time.monotonic, time.sleep, patience=flags.patience)
    with _target(api, flags) as target:
        for line in plan(api, target, flags.time_budget):
            click.echo(line)
        subject = _judged(api, target, Options(seed, flags.time_budget, pace))
    for name, file in files.items():
        if file is not None:
            _write(Path(file), f"--{name}", REPORTS[name](subject))
    return _exit_code(subject.verdict)


def _exit_code(verdict: Verdict) -> int:
    if verdict.passed:
        return 0
    return 1 if verdict.violations else 2


def _judged(api: Api, target: Target, options: Options) -> Subject:
    """Verify, showing how far it has come, and print the report."""
    with _progress(options.time_budget) as watch:
        verdict = run(api, target, options, watch)
    subject = Subject(verdict, api, target)
    click.echo("\n" + text(subject, _paint))
    return subject


@click.command()
@click.option("--keep", is_flag=True, help="Leave the mock running until Ctrl-C.")
def demo(*, keep: bool) -> None:
    """Walk the tutorial of the export jobs against a fresh mock, then judge that mock.

    Every request goes over HTTP on this machine. Exit code 0 only if all is well.
    """
    from ..mockserver.testing import Mock
    from .demo import tell_tutorial, told

    with Mock() as mock:
        api, pace = mock.service.api, Pace(time.monotonic, time.sleep, interval=0.5)
        target = target_for(api, mock.url, {})
        click.echo(f"A mock of {api.title} listens at {mock.url}. The tutorial:\n")
        leave = mock.journal.listen(lambda exchange: click.echo("\n".join(told(exchange))))
        wrong = tell_tutorial(api, target, pace)
        leave()
        mock.clock.speed = 10
        click.echo("\nThe contract suite against the same mock, its time running tenfold:\n")
        verdict = _judged(api, target, Options(pace=pace, time_budget=_DEMO_SECONDS)).verdict
        if keep:
            mock.clock.speed = 1
            click.echo(f"\nThe mock goes on at {mock.url}; stop it with Ctrl-C.")
            with suppress(KeyboardInterrupt):
                threading.Event().wait()
    sys.exit(int(bool(wrong) or not verdict.passed))


@contextmanager
def _target(api: Api, flags: Flags) -> Iterator[Target]:
    """Whom to ask, as whom; an application is served as long as it is asked."""
    with _address(api, flags) as url:
        yield target_for(api, url, os.environ, headers=flags.headers, timeout=flags.timeout)


@contextmanager
def _address(api: Api, flags: Flags) -> Iterator[str]:
    if (flags.url is None) == (flags.app is None):
        number = "neither was" if flags.url is None else "both were"
        raise SpecdoubleError(f"verify: give either a URL or --app MODULE:NAME; {number} given")
    if flags.app is None:
        yield flags.url or ""
        return
    from ..mockserver import serving, wire
    from .application import running
    from .once import each_once

    with (
        running(flags.app, str(Path.cwd())) as application,
        each_once(wire.__name__),
        serving.Listener(application, ("127.0.0.1", 0)) as listener,
    ):
        yield f"{listener.url}{api.base_path}"


@contextmanager
def _progress(seconds: int) -> Iterator[Watch]:
    from .progress import bar, lines

    shown = bar(seconds) if sys.stderr.isatty() else lines(click.echo)
    with shown as watch:
        yield watch


def _paint(words: str, meaning: str) -> str:
    """For a terminal; click takes the colours out where the output is none."""
    return click.style(words, fg=_COLOURS.get(meaning), bold=meaning == "strong")


def _checked(file: str | None, option: str) -> None:
    """Refuse a file for which there is no folder, before the work is done."""
    if file is not None and not Path(file).parent.is_dir():
        raise SettingError(option, file, f"there is no folder {str(Path(file).parent)!r}")
    if file is not None and Path(file).is_dir():
        raise SettingError(option, file, "it is a folder")


def _write(file: Path, option: str, report: str) -> None:
    try:
        file.write_text(report, encoding="utf-8")
    except OSError as error:
        raise SettingError(option, str(file), error.strerror or str(error)) from None
