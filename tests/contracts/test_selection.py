from dataclasses import replace

import pytest

from specdouble.contracts.selection import Selection
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.exchange import Call, Exchange, Message, Reply

EXCHANGE = Exchange(Call(Message("GET", "/"), None), Reply(200))
VIOLATION = Violation("conforms", "getExportJob", Objection("wrong"), EXCHANGE)


def wants(selection: Selection, check: str, operation: str = "getExportJob") -> bool:
    return selection.wants(replace(VIOLATION, check=check, operation=operation))


@pytest.mark.parametrize("check", ["conforms", "memory dataset", "scenario cancel", "answers"])
def test_without_a_word_everything_is_wanted(check: str) -> None:
    assert wants(Selection(), check)
    assert Selection().tells("anything")


@pytest.mark.parametrize(
    ("check", "wanted"),
    [
        ("conforms", True),
        ("memory dataset", True),
        ("refusal", False),
        ("memory export_job", False),
        ("schemathesis ignored", False),
        ("answers", True),
        ("scenario cancel", True),
        ("dialect", True),
    ],
)
def test_checks_and_memories_are_chosen_by_name_and_stories_are_not_silenced(
    check: str, *, wanted: bool
) -> None:
    assert wants(Selection(checks=frozenset({"conforms", "dataset"})), check) is wanted


def test_stories_are_chosen_by_name() -> None:
    selection = Selection(stories=frozenset({"cancel"}))
    assert (selection.tells("cancel"), selection.tells("echo")) == (True, False)
    assert wants(selection, "refusal")


@pytest.mark.parametrize("check", ["conforms", "scenario cancel", "answers", "dialect"])
def test_violations_of_other_operations_are_not_wanted(check: str) -> None:
    selection = Selection(operations=frozenset({"getExportJob"}))
    assert wants(selection, check)
    assert not wants(selection, check, "createDataset")
