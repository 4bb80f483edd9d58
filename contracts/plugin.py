"""The pytest plugin: a mock for tests of clients, the contract as tests of servers.

Read `mock_api` first. pytest imports this module at every start, of projects that never use it
too, so everything else of ours is imported by the fixture that needs it, and types are told by
docstrings: `mock_api` is a `specdouble.mockserver.Mock`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

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


def pytest_configure(config: pytest.Config) -> None:
    """Register our markers."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)


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
    from ..mockserver.testing import Mock

    own = request.node.get_closest_marker("mock_settings")
    if own is not None:
        document = request.config.getoption("--specdouble-document")
        with _told_plainly():
            mock = Mock(**{"document": document, **own.kwargs}).start()
        with mock:
            yield mock
    else:
        mock = request.getfixturevalue("_shared_mock")
        mock.reset()
        yield mock
    if request.node.get_closest_marker("allow_contract_problems") is None:
        from .client_report import told

        text = told(mock.journal)
        if text:
            pytest.fail(text, pytrace=False)


@pytest.fixture
def contract_target(request: pytest.FixtureRequest) -> str:
    """The URL of the server under test: `--specdouble-url`, else of a fresh mock.

    Override it in a conftest.py with a fixture of the same name that gives another URL.
    """
    url = request.config.getoption("--specdouble-url")
    if url:
        return str(url)
    mock = request.getfixturevalue("_shared_mock")
    mock.reset()
    return str(mock.url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test that asks for `contract_case` into one test for each case."""
    if "contract_case" in metafunc.fixturenames:
        from .cases import case_names

        with _told_plainly():
            names = case_names(metafunc.config.getoption("--specdouble-document"))
        metafunc.parametrize("contract_case", names, indirect=True)


@pytest.fixture
def contract_case(request: pytest.FixtureRequest, contract_target: str) -> object:
    """A part of the contract, a `specdouble.contracts.cases.ContractCase`: call its `verify()`.

    Whoever asks for it gets a test for each scenario, and one of made-up requests. Credentials
    for a server that is not on this machine come from the environment, as for the command.
    """
    from .cases import case_for

    document = request.config.getoption("--specdouble-document")
    with _told_plainly():
        return case_for(request.param, document, contract_target, os.environ)
