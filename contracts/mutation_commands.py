"""The command `mutate`: who judges the judge. Thin: what it imports late is what it needs."""

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import click

from ..spec.api import Api
from ..spec.built_in import DOCUMENT
from ..spec.errors import SettingError
from ..spec.exchange import Message, Reply
from ..spec.problem import Problem
from .loading import load_api
from .mutant import Handle, Mutant, mutants_of
from .playback import Fresh, Server
from .score_report import score_json, score_text
from .scoring import Plan, Score, Watch, score
from .walk import Pace

_INTERRUPTED = 130
_COLOURS = {"good": "green", "bad": "red"}


@dataclass(frozen=True, slots=True)
class Flags:
    """The options of `mutate` as given; what each means stands beside its option below."""

    document: str
    only: str
    sample: int
    jobs: int
    json: str | None
    fail_under: float
    list: bool
    serve: str | None
    port: int
    command: str | None


@click.command()
@click.argument("document", default=str(DOCUMENT), metavar="[DOCUMENT]")
@click.option("--only", metavar="PATTERN", default="*", help="Only mutants of such names.")
@click.option("--sample", type=click.IntRange(0), default=0, help="At most so many, evenly taken.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--json", metavar="FILE", help="Write every mutant as JSON as well.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=100,
    show_default=True,
    metavar="PERCENT",
    help="Exit with 1 below this score.",
)
@click.option("--list", is_flag=True, help="Say which mutants there are, and judge none.")
@click.option("--serve", metavar="NAME", help="Serve that one mutant over HTTP until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Where --serve listens.")
@click.option(
    "--command",
    metavar="'COMMAND …'",
    help="Judge a suite of your own: run it against each mutant, whose URL is in the environment "
    "variable SPECDOUBLE_URL.",
)
def mutate(**flags: Any) -> None:  # noqa: ANN401  # what Flags declares
    """Say which broken promises the contract suite would not notice.

    A mock of DOCUMENT (the built-in one by default) is made wrong in one way at a time, each
    derived from the document, and judged by `verify` in this process; the score is the share of
    these mutants that it finds out. "not seen" are mutants that no request made do wrong.

    Exit code 0 if the score is high enough, 1 if it is not, 2 if nothing can be told, 130 after
    Ctrl-C: the score is that of the mutants judged until then.
    """
    sys.exit(_mutate(Flags(**flags)))


def _mutate(flags: Flags) -> int:
    if flags.json is not None and not Path(flags.json).parent.is_dir():
        raise SettingError("--json", flags.json, "there is no such folder")
    if flags.command is not None and not flags.command.strip():
        raise SettingError("--command", flags.command, "it is empty")
    if flags.list or flags.serve is not None:
        return _serve(flags) if flags.serve is not None else _list(flags)
    plan = Plan(flags.document, flags.only, flags.sample)
    with _progress() as watch:
        found = _by_command(plan, flags, watch) if flags.command else _by_judge(plan, flags, watch)
    if not found.trials and found.is_whole:
        raise SettingError("--only", flags.only, "no mutant has such a name; see --list")
    click.echo(score_text(found, _paint))
    if flags.json is not None:
        Path(flags.json).write_text(score_json(found), encoding="utf-8")
    return int(found.percent < flags.fail_under) if found.is_whole else _INTERRUPTED


def _by_judge(plan: Plan, flags: Flags, watch: Watch) -> Score:
    return score(plan, opened, jobs=flags.jobs, watch=watch)


def _by_command(plan: Plan, flags: Flags, watch: Watch) -> Score:
    """One after the other: who knows whether a suite can be run twice at a time."""
    from .suite_trial import attempt

    mutants = plan.mutants(load_api(plan.document))
    judged = attempt(flags.command or "", opened(plan.document, speed=1.0), _served, os.environ)
    trials = []
    with suppress(KeyboardInterrupt):
        for mutant in mutants:
            trials.append(judged(mutant))
            watch(len(trials), len(mutants))
    return Score(plan.document, tuple(trials), len(mutants))


def _list(flags: Flags) -> int:
    for mutant in Plan(flags.document, flags.only, flags.sample).mutants(load_api(flags.document)):
        click.echo(f"{mutant.name}\n    {mutant.means}")
    return 0


def _serve(flags: Flags) -> int:
    mutant = _named(load_api(flags.document), flags.serve or "")
    handle = mutant.spoil(opened(flags.document, speed=1.0)().handle)
    with _served(handle, flags.port) as url:
        click.echo(f"{mutant.name}: {mutant.means}\n{mutant.place}\n{url}\nStop it with Ctrl-C.")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def _named(api: Api, name: str) -> Mutant:
    for mutant in mutants_of(api):
        if mutant.name == name:
            return mutant
    raise SettingError("--serve", name, "no mutant has that name; see --list")


def opened(document: str, choices: Mapping[str, str] | None = None, speed: float = 0.0) -> Fresh:
    """Honest mocks of a document, each the same one as on its first day.

    `choices` are those that differ from the mock's own. With the speed 0 their time moves only
    when the judge waits.
    """
    from ..mockserver.admin import reset
    from ..mockserver.app import create_app

    is_built_in = Path(document) == DOCUMENT
    settings = {} if is_built_in else {"document": document}
    application = create_app(speed=speed, seed=1, choices=dict(choices or {}), **settings)
    clock, limit = application.service.world.clock, application.service.settings.max_body

    def handle(message: Message) -> Reply:
        """What the application answers, over HTTP or not."""
        is_large = len(message.body) > limit
        text = f"the body has more than {limit} bytes"
        problems = [Problem("message-too-large", text, "body")] if is_large else []
        return application.reply_to(message, problems)

    def sleep(seconds: float) -> None:
        """Move the time on."""
        clock.advance(seconds=seconds)

    def fresh() -> Server:
        """As on the first day."""
        reset(application.service)
        return Server(handle, Pace(lambda: clock.now() / 1000, sleep))

    return fresh


@contextmanager
def _served(handle: Handle, port: int = 0) -> Iterator[str]:
    from ..mockserver.serving import Listener
    from ..mockserver.wsgi import message_of, send

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The handler as WSGI knows it."""
        message, _ = message_of(environ, _LARGEST)
        return send(handle(message), (), environ, start_response)

    with Listener(application, ("127.0.0.1", port)) as listener:
        yield listener.url


_LARGEST = 64 * 1024 * 1024


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on a terminal, nothing elsewhere."""
    with click.progressbar(length=1, label="mutants", file=sys.stderr) as bar:

        def watch(over: int, count: int) -> None:
            """Move the bar."""
            bar.length = count
            bar.update(over - bar.pos)

        yield watch


def _paint(words: str, meaning: str) -> str:
    return click.style(words, fg=_COLOURS.get(meaning), bold=meaning == "strong")
