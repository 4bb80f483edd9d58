from collections.abc import Callable
from typing import Any

import pytest

from specdouble.contracts.memory import Memory
from specdouble.spec.api import Api
from specdouble.spec.exchange import Exchange

Exchanged = Callable[..., Exchange]


def test_two_datasets_with_one_id_are_seen(api: Api, exchanged: Exchanged) -> None:
    memory = Memory(api)
    exchange = exchanged("createDataset", 201, ["@/dataSets/5b0"], body={})
    assert list(memory.observe(exchange)) == []
    found = [(name, each.message) for name, each in memory.observe(exchange)]
    assert found == [("dataset", "two datasets were created, and both have the id '5b0'")]


@pytest.mark.parametrize(("status", "answer"), [(201, {}), (201, [7, ""]), (400, ["@/dataSets/1"])])
def test_an_answer_that_names_nothing_is_not_remembered(
    status: int, answer: Any, api: Api, exchanged: Exchanged
) -> None:
    memory = Memory(api)
    exchange = exchanged("createDataset", status, answer, body={})
    assert [list(memory.observe(exchange)) for _ in range(2)] == [[], []]
