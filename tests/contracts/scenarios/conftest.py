"""Liars that lie about what is on the wire, and scenarios told to them in any situation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from werkzeug.test import run_wsgi_app

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.dialect import Dialect
from specdouble.contracts.ledger import Ledger
from specdouble.contracts.manners import Manners
from specdouble.contracts.scenario import SCENARIOS
from specdouble.contracts.storytelling import tell_all
from specdouble.contracts.target import Target
from specdouble.contracts.verdict import Story
from specdouble.contracts.walk import Pace, Situation, Walk
from specdouble.mockserver.app import create_app
from specdouble.spec.api import Api


@dataclass(frozen=True)
class Answered:
    """What the honest mock has answered: the liar changes it."""

    status: int
    headers: dict[str, str]
    body: bytes


Wire = Callable[[WSGIEnvironment, Answered], Answered]
"""A request, and the honest answer, to that of the liar."""


@dataclass(frozen=True)
class Outcome:
    """How some scenarios went."""

    story: Story
    messages: list[str]
    checks: list[str]
    notes: tuple[str, ...]
    asked: list[tuple[str, str]] = field(default_factory=list)


Before = Callable[[WSGIEnvironment], WSGIEnvironment]
"""What the liar makes of a request before the honest mock sees it."""


def lying(
    application: WSGIApplication, before: Before, wire: Wire, asked: list[tuple[str, str]]
) -> WSGIApplication:
    """A server that is made wrong on purpose, from its status to its last byte."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        body, status, headers = run_wsgi_app(application, before(environ), buffered=True)
        honest = Answered(int(status.split()[0]), dict(headers), b"".join(body))
        told = wire(environ, honest)
        fields = dict(told.headers)
        if told.body != honest.body:
            fields["Content-Length"] = str(len(told.body))
        start_response(f"{told.status} x", list(fields.items()))
        return [told.body]

    return answer


@pytest.fixture
def told(api: Api, serve: Callable[[WSGIApplication], str]) -> Callable[..., Outcome]:
    """Tells scenarios to the mock or a liar, one after the other; the last one is the outcome."""

    def make(
        *names: str,
        wire: Wire = lambda _, answered: answered,
        before: Before = lambda environ: environ,
        dialect: Dialect | None = None,
        profile: str = "documented",
        read_only: bool = False,
        **settings: object,
    ) -> Outcome:
        mock = create_app(speed=0, **settings)
        clock = mock.service.world.clock
        pace = Pace(lambda: clock.now() / 1000, lambda seconds: clock.advance(seconds=seconds))
        asked: list[tuple[str, str]] = []
        ledger = Ledger(api, lambda _: None)
        situation = Situation(profile, 1, dialect or Dialect())
        url, manners = serve(lying(mock, before, wire, asked)), Manners(read_only=read_only)
        with Target(url, placeholders(api), manners) as target:
            walk = Walk(api, target, pace, ledger, situation)
            stories = tell_all([SCENARIOS[name] for name in names], walk, ledger)
        found = ledger.violations
        messages, checks = [each.message for each in found], [each.check for each in found]
        return Outcome(stories[-1], messages, checks, ledger.notes, asked)

    return make


@pytest.fixture
def changed() -> Callable[..., Answered]:
    """A copy of an answer with something else in it."""
    return replace
