"""The commands of this room. Thin: what they import late is what they need."""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..spec.api import Api
from ..spec.errors import SettingError, SpecdoubleError
from .ledger import Watch
from .loading import load_api
from .report import REPORTS, Subject, text
from .target import Target, target_for
from .verdict import Verdict
from .verification import Options, stories_of
from .verification import verify as run
from .verify_options import Flags, GroupedCommand, manners_of, verify_options
from .walk import Pace

_COLOURS = {"good": "green", "bad": "red", "doubtful": "yellow"}
_DEMO_SECONDS = 2
_PATIENCE, _LOCAL_PATIENCE = 60, 15


@click.command(cls=GroupedCommand)
@verify_options
def verify(**flags: Any) -> None:  # noqa: ANN401  # what Flags declares
    """Say where the server at URL breaks its OpenAPI document.

    URL stands in the place of the document's server, its path included. What will be created
    there is said first.

    An operation whose every request is refused has "no success": its answers were not seen.

    Exit code 0 if nothing is wrong, 1 if something is, 2 if the server could not be asked, or if
    nothing was wrong and no request succeeded, as nothing is verified then; 130 after Ctrl-C.
    """
    sys.exit(_verify(Flags(**flags)))


def _verify(flags: Flags) -> int:
    from .own import load_plugins
    from .plan import Intent, plan

    files = {name: getattr(flags, name) for name in ("junit", "json", "html", "markdown")}
    for name, file in files.items():
        _checked(file, f"--{name}")
    load_plugins(flags.load)
    api = load_api(flags.document)
    options = _options(api, flags)
    with _target(api, flags) as target:
        options = _fitting(options, flags, is_local=target.is_loopback)
        stories, is_brief = tuple(stories_of(api, options)), not flags.dry_run
        intent = Intent(stories, options.seconds, options.cleans, is_brief)
        for line in plan(api, target, intent):
            click.echo(line)
        if flags.dry_run:
            return 0
        subject = _judged(api, target, options)
    for name, file in files.items():
        if file is not None:
            _write(Path(file), f"--{name}", REPORTS[name](subject))
    if flags.keeps_failures and not flags.replay:
        _keep(flags, subject)
    return _exit_code(subject.verdict, flags.fail_under or 0)


def _fitting(options: Options, flags: Flags, *, is_local: bool) -> Options:
    """The options with what depends on where the server is, unless the flags say it."""
    cleans = not is_local if flags.clean_up is None else flags.clean_up
    patience = flags.patience or (_LOCAL_PATIENCE if is_local else _PATIENCE)
    return replace(options, cleans=cleans, pace=replace(options.pace, patience=patience))


def _options(api: Api, flags: Flags) -> Options:
    """What the flags say of how to verify."""
    from .arazzo.workflows import workflows
    from .credentials import second_tenant
    from .dialect import Dialect, read_dialect
    from .selecting import selection_of

    inputs = dict(map(_input, flags.inputs))
    told = tuple(each for file in flags.workflow for each in workflows(file, api, inputs))
    dialect = read_dialect(flags.dialect, api) if flags.dialect else Dialect()
    second = second_tenant(flags.second_tenant, os.environ) or dialect.second_tenant
    recall = _recalled(flags, api.node.document.name)
    chance = random.randrange(2**32)  # noqa: S311  # no secret
    known = recall.seed if recall is not None and flags.replay else chance
    return Options(
        seed=known if flags.seed is None else flags.seed,
        profile=flags.profile,
        time_budget=flags.time_budget,
        selection=selection_of(api, flags.only, flags.skip, [each.name for each in told]),
        dialect=replace(
            dialect,
            second_tenant=second,
            expired_token=flags.expired_token or dialect.expired_token,
        ),
        workflows=told,
        recall=recall,
        only_recall=bool(flags.replay),
        stops_at_first=flags.fail_fast,
    )


def _input(given: str) -> tuple[str, Any]:
    """An input of workflows from NAME=VALUE."""
    name, sign, value = given.partition("=")
    if not name or not sign:
        raise SettingError("--input", given, "write it as NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _recalled(flags: Flags, document: str) -> Any:  # noqa: ANN401  # a Replay or None
    """What failed the last time, if it is to be tried first, or alone."""
    from .replay import recalled

    file = Path(flags.replay or flags.failures)
    if not flags.replay and not (flags.keeps_failures and file.is_file()):
        return None
    try:
        found = recalled(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingError("--replay", str(file), reason or str(error)) from None
    return found if flags.replay or found.document == document else None


def _keep(flags: Flags, subject: Subject) -> None:
    """Keep what failed for the next run; that it cannot be kept is no reason to fail."""
    from .replay import keep, remembered

    try:
        keep(remembered(subject.verdict, subject.target.credentials), Path(flags.failures))
    except OSError as error:
        click.echo(f"note: failures are not kept in {flags.failures}: {error.strerror}", err=True)


def _exit_code(verdict: Verdict, fail_under: float) -> int:
    from .ending import EXIT_CODES
    from .task import percent

    if verdict.ending == "stopped":
        return EXIT_CODES["stopped"]
    if verdict.violations:
        return 1
    if verdict.ending == "trouble" or not verdict.passed:
        return 2
    covered = percent(verdict.coverage)
    if covered < fail_under:
        click.echo(f"{covered:.1f} % of the contract was exercised; --fail-under is {fail_under:g}")
        return 1
    return 0


def _judged(api: Api, target: Target, options: Options) -> Subject:
    """Verify, showing how far it has come, and print the report."""
    with _progress(options.seconds) as watch:
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

    with Mock() as mock, target_for(mock.service.api, mock.url, {}) as target:
        api, pace = mock.service.api, Pace(time.monotonic, time.sleep, 0.5, moment=60)
        click.echo(f"A mock of {api.title} listens at {mock.url}. The tutorial:\n")
        leave = mock.journal.listen(lambda exchange: click.echo("\n".join(told(exchange))))
        wrong = tell_tutorial(api, target, pace)
        leave()
        mock.clock.speed = 10
        click.echo("\nThe contract suite against the same mock, its time running tenfold:\n")
        verdict = _judged(api, target, Options(time_budget=_DEMO_SECONDS)).verdict
        if keep:
            mock.clock.speed = 1
            click.echo(f"\nThe mock goes on at {mock.url}; stop it with Ctrl-C.")
            with suppress(KeyboardInterrupt):
                threading.Event().wait()
    sys.exit(int(bool(wrong) or not verdict.passed))


@contextmanager
def _target(api: Api, flags: Flags) -> Iterator[Target]:
    """Whom to ask, as whom; an application is served as long as it is asked."""
    from .authorizing import Renewal

    with (
        _address(api, flags) as url,
        target_for(
            api,
            url,
            os.environ,
            headers=flags.headers,
            manners=manners_of(flags),
            renewal=Renewal(flags.auth_command) if flags.auth_command else None,
        ) as target,
    ):
        yield target


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
