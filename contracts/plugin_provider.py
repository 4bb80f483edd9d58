"""The half of the pytest plugin that tests servers: the contract, as one test for each part.

Read `contract_case` first. Imported at every start of pytest: all else of ours is imported where
it is needed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_SPEED = 10
"""How fast the time of a mock runs that is tested, so that nobody waits for its jobs."""


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Fail with a sentence, and no traceback, where a user has set up something wrongly."""
    from ..spec.errors import SpecdoubleError

    try:
        yield
    except SpecdoubleError as error:
        pytest.fail(f"specdouble: {error}", pytrace=False)


@pytest.fixture
def contract_target(request: pytest.FixtureRequest) -> object:
    """The server under test: `--specdouble-url`, else a fresh mock.

    Override it in a conftest.py with a fixture of the same name that gives another URL, a WSGI or
    ASGI application, or a function without parameters that makes one: it is called for each test.
    """
    url = request.config.getoption("--specdouble-url")
    if url:
        return str(url)
    mock = request.getfixturevalue("_shared_mock")
    mock.reset()
    mock.clock.speed = _SPEED
    return str(mock.url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test that asks for `contract_case` into one test for each case."""
    if "contract_case" in metafunc.fixturenames:
        from .cases import api_of, cases_of

        with _told_plainly():
            cases = cases_of(api_of(metafunc.config.getoption("--specdouble-document")))
        names = [each.name for each in cases]
        metafunc.parametrize("contract_case", cases, ids=names, indirect=True)


@pytest.fixture
def contract_case(request: pytest.FixtureRequest, contract_target: object) -> Iterator[object]:
    """A part of the contract, a `specdouble.contracts.cases.ContractCase`: call its `verify()`.

    Whoever asks for it gets a test for each operation and for each scenario, and one of made-up
    requests. Credentials for a server that is not on this machine come from the environment, as
    for the command.
    """
    from .cases import ContractCase, api_of
    from .hosting import hosted
    from .target import target_for

    with _told_plainly():
        api = api_of(request.config.getoption("--specdouble-document"))
        with hosted(contract_target, api) as url, target_for(api, url, os.environ) as target:
            yield ContractCase(request.param, api, target)
