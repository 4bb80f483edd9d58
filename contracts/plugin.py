"""The pytest plugin: a mock for tests of clients, the contract as tests of servers.

Read `mock_api` first. pytest imports this module at every start, of projects that never use it
too, so everything else of ours is imported by the fixture that needs it, and types are told by
docstrings: `mock_api` is a `specdouble.mockserver.Mock`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_PARTS = ("provoke", "plugin_provider", "plugin_clients")
"""The modules with the rest of the plugin."""

_MARKERS = (
    "allow_contract_problems: let a test send requests that break the contract",
    "mock_settings(**settings): give a test a mock of its own, with these fields of Settings",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options, in a group of their own."""
    group = parser.getgroup("specdouble", "contract tests with specdouble")
    group.addoption(
        "--specdouble-document",
        metavar="FILE",
        help="the OpenAPI document to serve and to test against; without it, the built-in one",
    )
    group.addoption(
        "--specdouble-url",
        metavar="URL",
        help="the server that contract_target names; without it, the mock itself",
    )
    group.addoption(
        "--specdouble-coverage",
        metavar="FILE.md",
        help="write which promised answers the clients had to face, and which they never saw",
    )
    group.addoption(
        "--specdouble-fail-under",
        metavar="PERCENT",
        type=float,
        help="fail the run if the clients had to face less of the promised answers",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register our markers."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)
    for name in _PARTS:
        config.pluginmanager.import_plugin(f"specdouble.contracts.{name}")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Fail with a sentence, and no traceback, where a user has set up something wrongly."""
    from ..spec.errors import SpecdoubleError

    try:
        yield
    except SpecdoubleError as error:
        pytest.fail(f"specdouble: {error}", pytrace=False)


@pytest.fixture(scope="session")
def _shared_mock(pytestconfig: pytest.Config) -> Iterator[object]:
    """One running mock for a session (in each worker of xdist), reset before each test."""
    from ..mockserver.testing import Mock

    with _told_plainly():
        mock = Mock(document=pytestconfig.getoption("--specdouble-document")).start()
    with mock:
        yield mock


@pytest.fixture
def mock_api(request: pytest.FixtureRequest) -> Iterator[object]:
    """A running `specdouble.mockserver.Mock`, as on its first day.

    A test whose client sent a request that breaks the contract fails when it ends, even if the
    client swallowed the error; the marker `allow_contract_problems` turns that off.
    """
    mock = request.getfixturevalue(_mock_of(request.node))
    leave = mock.journal.listen(request.getfixturevalue("specdouble_faced")(mock.service.api))
    yield mock
    leave()
    if request.node.get_closest_marker("allow_contract_problems") is None:
        from .client_report import told_in_test

        text = told_in_test(mock.journal)
        if text:
            pytest.fail(text, pytrace=False)


def _mock_of(node: pytest.Item) -> str:
    """The fixture that has the mock for a test: one of its own if it has settings of its own."""
    return "_own_mock" if node.get_closest_marker("mock_settings") else "_fresh_mock"


@pytest.fixture
def _fresh_mock(_shared_mock: object) -> object:
    """The shared mock, as on its first day."""
    _shared_mock.reset()  # type: ignore[attr-defined]  # a Mock
    return _shared_mock


@pytest.fixture
def _own_mock(request: pytest.FixtureRequest) -> Iterator[object]:
    """A mock of a test's own, with the settings of its marker."""
    from ..mockserver.testing import Mock

    own = request.node.get_closest_marker("mock_settings")
    document = request.config.getoption("--specdouble-document")
    with _told_plainly():
        mock = Mock(**{"document": document, **(own.kwargs if own else {})}).start()
    with mock:
        yield mock
