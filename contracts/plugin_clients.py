"""The half of the pytest plugin that tests clients of real servers, and sums up what they faced.

Read `checked_session`, then `pytest_terminal_summary`. Imported at every start of pytest: all
else of ours is imported where it is needed.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

_FACED = pytest.StashKey[dict[str, Any]]()
"""A `client_coverage.Faced` for each document that clients of this process have met."""

_TOLD = pytest.StashKey[list[Any]]()
"""What the workers of xdist have told, as `client_summary.facts` have it."""

_WORKER_OUTPUT = "specdouble_faced"


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing faced."""
    config.stash[_FACED] = {}
    config.stash[_TOLD] = []


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401  # of xdist, where it is installed
    """A worker has ended: keep what it tells."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[_TOLD].extend(json.loads(output.get(_WORKER_OUTPUT, "[]")))


@pytest.fixture
def specdouble_faced(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    """Of an API, who is to be told of each exchange of a client."""
    from .client_coverage import Faced

    known = request.config.stash[_FACED]

    def listener(api: Any) -> Any:  # noqa: ANN401  # an Api; types would load it
        """Who remembers for all mocks of one document."""
        document = api.node.document
        key = str(document.file or document.name)
        if key not in known:
            known[key] = Faced(api)
        return known[key].observe

    return listener


@pytest.fixture(scope="session")
def _referee(pytestconfig: pytest.Config) -> object:
    """The judges of the document, made once."""
    from .checked import referee_of

    with _told_plainly():
        return referee_of(pytestconfig.getoption("--specdouble-document"))


@pytest.fixture
def checked_session(request: pytest.FixtureRequest) -> Iterator[object]:
    """A `requests.Session` for any server; what broke the contract fails the test at its end.

    Judged is what goes below `--specdouble-url`, without it everything; the marker
    `allow_contract_problems` lets the client break it.
    """
    from .checked import checked_session as made

    yield from _checked(request, made)


@pytest.fixture
def checked_client(request: pytest.FixtureRequest) -> Iterator[object]:
    """An `httpx.Client`; all else is as for `checked_session`."""
    from .checked import checked_client as made

    yield from _checked(request, made)


def _checked(request: pytest.FixtureRequest, made: Callable[..., Any]) -> Iterator[object]:
    from .client_report import told_in_test

    referee = request.getfixturevalue("_referee")
    url = request.config.getoption("--specdouble-url") or ""
    with _told_plainly():
        client = made(referee, url=url, strict=False)
    client.traffic.listen(request.getfixturevalue("specdouble_faced")(referee.api))
    try:
        yield client
    finally:
        client.close()
    text = told_in_test(client.traffic.exchanges, _sides(request))
    if text:
        pytest.fail(text, pytrace=False)


def _sides(request: pytest.FixtureRequest) -> tuple[Literal["client", "server"], ...]:
    """Who is held to the contract: not a client that may break it, or that the mock has judged."""
    is_allowed = request.node.get_closest_marker("allow_contract_problems") is not None
    return ("server",) if is_allowed or "mock_api" in request.fixturenames else ("client", "server")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Fail with a sentence, and no traceback, where a user has set up something wrongly."""
    from ..spec.errors import SpecdoubleError

    try:
        yield
    except SpecdoubleError as error:
        pytest.fail(f"specdouble: {error}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker tells what it has seen; who has no workers fails the run if that was too little."""
    config = session.config
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output[_WORKER_OUTPUT] = json.dumps(_own_facts(config))
    elif _shortfall(config) and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what the clients had to face, if there were any, and whether that was enough."""
    accounts = _accounts(config)
    if accounts:
        _summarize(terminalreporter, config, accounts)
    shortfall = _shortfall(config)
    if shortfall:
        terminalreporter.write_line(shortfall, red=True)


def _summarize(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config, accounts: list[Any]
) -> None:
    from .client_summary import markdown, short, whole

    terminalreporter.section("what the clients had to face (specdouble)")
    told = whole if config.get_verbosity() > 0 else short
    for line in (line for account in accounts for line in told(account)):
        terminalreporter.write_line(line)
    file = config.getoption("--specdouble-coverage")
    if file:
        _write(Path(file), markdown(accounts), terminalreporter)


def _write(file: Path, page: str, terminalreporter: pytest.TerminalReporter) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        terminalreporter.write_line(f"specdouble: {file} cannot be written: {reason}", red=True)


def _shortfall(config: pytest.Config) -> str:
    """Why the run fails, in a sentence; "" if enough was faced, or nothing was asked for."""
    wanted = config.getoption("--specdouble-fail-under")
    if wanted is None:
        return ""
    from .client_summary import percent

    accounts = _accounts(config)
    faced = percent(accounts) if accounts else 0.0
    if faced >= wanted:
        return ""
    return (
        f"specdouble: the clients had to face {faced:.1f} % of the promised answers, "
        f"less than the {wanted:g} % of --specdouble-fail-under"
    )


def _own_facts(config: pytest.Config) -> list[Any]:
    found = config.stash[_FACED]
    if not found:
        return []
    from .client_summary import account_of, facts

    return [facts(account_of(faced)) for faced in found.values()]


def _accounts(config: pytest.Config) -> list[Any]:
    """What all processes have seen together; empty if there was no client."""
    told = [*config.stash[_TOLD], *_own_facts(config)]
    if not told:
        return []
    from .client_summary import from_facts, joined

    return [each for each in joined(map(from_facts, told)) if each.used]
