"""The contract in cases, each a test of its own: the operations, the stories, and chance.

Read `ContractCase.verify` first, then `cases_of`; `plugin_provider.py` makes a pytest item of each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..spec.api import Api
from ..spec.built_in import DOCUMENT
from ..spec.errors import TargetError
from .loading import load_api
from .report import Subject, text
from .scenario import scenarios_for
from .selection import Selection
from .target import Target
from .verification import Options, verify

EXPLORATION = "schemathesis"
"""The name of the case in which requests are made up, over all operations and in chains."""

_PREPARING = ("tutorial", "resource")
"""Stories that leave something behind to ask for; the first that fits is told before others."""

_OPERATION_SECONDS, _EXPLORATION_SECONDS = 1, 10


@dataclass(frozen=True, slots=True)
class Case:
    """One part of a contract: its name, unique in the document, and how to verify it."""

    name: str
    options: Options


@dataclass(frozen=True, slots=True)
class ContractCase:
    """A case, and the server that it is about."""

    case: Case
    api: Api
    target: Target

    @property
    def name(self) -> str:
        """The operationId, the name of the story, or "schemathesis"."""
        return self.case.name

    def verify(self) -> None:
        """Hold the server to this part of the contract.

        Raises AssertionError with a report of what is wrong, or why the server cannot be asked.
        """
        __tracebackhide__ = True
        try:
            verdict = verify(self.api, self.target, self.case.options)
        except TargetError as error:
            raise AssertionError(str(error)) from None
        if not verdict.passed:
            raise AssertionError("\n" + text(Subject(verdict, self.api, self.target)))


def api_of(document: str | None) -> Api:
    """The API of a file, None for the built-in document. Raises DocumentError."""
    return load_api(document or DOCUMENT)


def cases_of(api: Api) -> list[Case]:
    """A case for each operation, for each story that fits, and one of made-up requests.

    A story that is called like an operation is called "story <name>".
    """
    operations = [each.operation_id for each in api.operations]
    fitting = scenarios_for(api)
    first = next((name for name in _PREPARING if name in {each.name for each in fitting}), "")
    general = frozenset({first, *(each.name for each in fitting if not each.needs)})
    return [
        *(_of_operation(name, general) for name in operations),
        *(Case(name, options) for name, options in _of_stories(api, operations)),
    ]


def _of_operation(name: str, general: frozenset[str]) -> Case:
    """What every operation is held to, and requests that are derived from the document."""
    selection = Selection(stories=general, operations=frozenset({name}))
    return Case(name, Options(selection=selection, time_budget=_OPERATION_SECONDS))


def _of_stories(api: Api, taken: list[str]) -> Iterator[tuple[str, Options]]:
    for each in scenarios_for(api):
        selection = Selection(stories=frozenset({each.name}))
        yield _free(each.name, taken), Options(selection=selection, time_budget=0)
    nothing = Selection(stories=frozenset())
    options = Options(selection=nothing, time_budget=_EXPLORATION_SECONDS)
    yield _free(EXPLORATION, taken), options


def _free(name: str, taken: list[str]) -> str:
    return f"story {name}" if name in taken else name
