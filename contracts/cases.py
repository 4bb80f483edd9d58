"""The contract in cases, each a test of its own: the scenarios, and what schemathesis makes up.

Read `ContractCase.verify` first; `plugin.py` makes a pytest item of each case.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..spec.api import Api
from ..spec.built_in import DOCUMENT
from ..spec.errors import TargetError
from .loading import load_api
from .report import Subject, text
from .scenario import scenarios_for
from .target import Target, target_for
from .verification import TIME_BUDGET, Options, verify

EXPLORATION = "schemathesis"
"""The name of the case in which requests are made up."""


@dataclass(frozen=True, slots=True)
class ContractCase:
    """One part of a contract, and the server that it is about."""

    name: str
    api: Api
    target: Target
    time_budget: int = TIME_BUDGET

    def verify(self) -> None:
        """Hold the server to this part of the contract.

        Raises AssertionError with a report of what is wrong, or why the server cannot be asked.
        """
        __tracebackhide__ = True
        explores = self.name == EXPLORATION
        options = Options(
            scenarios=() if explores else (self.name,),
            time_budget=self.time_budget if explores else 0,
        )
        try:
            verdict = verify(self.api, self.target, options)
        except TargetError as error:
            raise AssertionError(str(error)) from None
        if not verdict.passed:
            raise AssertionError("\n" + text(Subject(verdict, self.api, self.target)))


def api_of(document: str | None) -> Api:
    """The API of a file, None for the built-in document. Raises DocumentError."""
    return load_api(document or DOCUMENT)


def case_names(document: str | None) -> list[str]:
    """The cases of a document: every scenario that fits it, and the exploration."""
    return [*(each.name for each in scenarios_for(api_of(document))), EXPLORATION]


def case_for(
    name: str, document: str | None, url: str, environment: Mapping[str, str]
) -> ContractCase:
    """One case against the server at `url`; credentials are those of the environment."""
    api = api_of(document)
    return ContractCase(name, api, target_for(api, url, environment))
