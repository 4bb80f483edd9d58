from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[..., Any]
OPERATIONS = [
    "createDataset",
    "listExportJobs",
    "createExportJob",
    "getExportJob",
    "cancelExportJob",
]


def test_the_mock_passes(tell: Tell) -> None:
    told = tell("credentials")
    assert (told.word, told.messages) == ("pass", [])


@pytest.mark.parametrize("name", ["authorization", "x_api_key", "x_gw_ims_org_id"])
def test_a_credential_that_nobody_asks_for_is_seen(name: str, tell: Tell) -> None:
    def open_door(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if name in asked.headers else (200, {})

    found = tell("credentials", open_door).ledger.violations
    assert {each.operation for each in found if each.check == "refusal"} == set(OPERATIONS)


def test_a_refusal_of_another_kind_is_seen(tell: Tell) -> None:
    def odd(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if "x_api_key" in asked.headers else (409, {})

    messages = [each for each in tell("credentials", odd).messages if "x-api-key" in each]
    assert len(messages) == len(OPERATIONS)
    assert messages[0].startswith("without the header x-api-key it answers 409")


def test_an_unknown_example_may_be_hidden(tell: Tell) -> None:
    def hiding(asked: Any, status: int, answer: Any) -> tuple[int, Any]:
        return (status, answer) if "x_api_key" in asked.headers else (404, {})

    assert not any("x-api-key" in each for each in tell("credentials", hiding).messages)
