"""`@pytest.mark.provoke`: a test of a client becomes one for each trouble of the document.

Read `pytest_pyfunc_call` first. Part of the pytest plugin, and imported at every start: all else
of ours is imported where it is needed.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .trouble import NO_TROUBLE, Trouble

ARGUMENT = "specdouble_trouble"
"""The fixture by which a test gets its trouble."""

_HELP = (
    "provoke(only=[], skip=[], timeout=10, allow=()): run a test of a client once for each "
    "trouble of the document; it must neither crash nor hang"
)
_USED = pytest.StashKey[dict[str, frozenset[str]]]()
"""The operations that each test uses without trouble, as far as this process has seen."""

_PASSING = (pytest.skip.Exception, pytest.xfail.Exception, pytest.exit.Exception, KeyboardInterrupt)
"""What is nothing to be judged."""


@dataclass(frozen=True)
class Wish:
    """What a marker asks for: patterns of names, seconds, and what a client may raise."""

    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    timeout: float = 10
    allow: tuple[type[BaseException], ...] = ()


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", _HELP)
    config.stash[_USED] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test with the marker into one for each trouble that it asks for."""
    wish = _wish(metafunc.definition)
    if wish is None:
        return
    if "mock_api" not in metafunc.fixturenames:
        pytest.fail("specdouble: a test to provoke has to use mock_api", pytrace=False)
    from .provocation import chosen_of
    from .provoked import troubles_for

    document = metafunc.config.getoption("--specdouble-document")
    settings = {"document": document, **_settings(metafunc.definition)}
    with _told_plainly():
        troubles = chosen_of(troubles_for(settings), wish.only, wish.skip)
    metafunc.fixturenames.append(ARGUMENT)
    metafunc.parametrize(ARGUMENT, troubles, ids=[each.name for each in troubles], indirect=True)


@pytest.fixture
def specdouble_trouble(request: pytest.FixtureRequest) -> object:
    """What a test is provoked with, a `specdouble.contracts.provocation.Trouble`."""
    return request.param


def pytest_itemcollected(item: pytest.Item) -> None:
    """Where the trouble is another choice, give the test a mock of its own that chooses so."""
    trouble = _trouble(item)
    if trouble is not None and trouble.choices:
        settings = _settings(item)
        settings["choices"] = {**settings.get("choices", {}), **trouble.choices}
        item.add_marker(pytest.mark.mock_settings(**settings), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Let the trouble strike while the test runs, and judge how that ends.

    One that never struck is skipped: at once where the test is known not to go there.
    """
    trouble, wish = _trouble(pyfuncitem), _wish(pyfuncitem)
    if trouble is None or wish is None:
        return (yield)
    from .provoked import Provoked

    seen = pyfuncitem.config.stash[_USED]
    name = pyfuncitem.nodeid.replace(trouble.name, "")
    if name in seen and not trouble.can_strike(seen[name]):
        pytest.skip(trouble.absence)
    with _told_plainly():
        provoked = Provoked(trouble, pyfuncitem.funcargs["mock_api"])
    with provoked.within(wish.timeout, _PASSING):
        yield
    ordeal = provoked.ordeal
    if trouble is NO_TROUBLE:
        seen[name] = ordeal.used
    if ordeal.error is not None and ordeal.is_plain:
        raise ordeal.error
    if not ordeal.is_met:
        pytest.skip(trouble.absence)
    text = ordeal.fault_found(lambda error: _is_word(error, pyfuncitem.path), wish.allow)
    if text:
        pytest.fail(text, pytrace=False)
    return True


def _wish(item: pytest.Item) -> Wish | None:
    """What the marker of a test asks for; None without one."""
    marker = item.get_closest_marker("provoke")
    if marker is None:
        return None
    unknown = [str(each) for each in marker.args] + [
        name for name in marker.kwargs if name not in Wish.__dataclass_fields__
    ]
    if unknown:
        text = f"specdouble: provoke cannot be given {', '.join(unknown)}: {_HELP}"
        pytest.fail(text, pytrace=False)
    return Wish(**marker.kwargs)


def _trouble(item: pytest.Item) -> Trouble | None:
    """The trouble of a test; None without one."""
    callspec = getattr(item, "callspec", None)
    found = callspec.params.get(ARGUMENT) if callspec else None
    return found if isinstance(found, Trouble) else None


def _settings(item: pytest.Item) -> dict[str, Any]:
    """The settings of the mock of a test, as far as it has its own."""
    own = item.get_closest_marker("mock_settings")
    return dict(own.kwargs) if own else {}


def _is_word(error: BaseException, file: Path) -> bool:
    """Whether it is an assertion of a test: pytest leaves a mark where it rewrites them."""
    from .crash import innermost

    if isinstance(error, pytest.fail.Exception):
        return True
    frame = innermost(error) if isinstance(error, AssertionError) else None
    if frame is None:
        return False
    return "@pytest_ar" in frame.f_globals or frame.f_code.co_filename == str(file)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Fail with a sentence, and no traceback, where a user has set up something wrongly."""
    from ..spec.errors import SpecdoubleError

    try:
        yield
    except SpecdoubleError as error:
        pytest.fail(f"specdouble: {error}", pytrace=False)
