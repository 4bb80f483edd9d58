"""Simple conditions: literals, operators, loose comparisons, and what cannot be read."""

import pytest

from specdouble.contracts.arazzo.conditions import ConditionError, parse
from specdouble.spec.decoding import ABSENT

VALUES = {
    "$statusCode": 200,
    "$response.body#/status": "Succeeded",
    "$response.body#/text": "12",
    "$response.body#/flag": "TRUE",
    "$inputs.list": [{"a-b": 1}, {"name": "x"}],
    "$inputs.zero": 0,
    "$inputs.null": None,
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("$statusCode == 200", True),
        ("$statusCode == '200'", True),
        ("$statusCode == 'two'", False),
        ("{$statusCode == 200}", True),
        ("$statusCode != 200", False),
        ("$statusCode >= 200 && $statusCode < 300", True),
        ("$statusCode > 200 || $statusCode <= 100", False),
        ("!($statusCode == 404)", True),
        ("$response.body#/status == 'SUCCEEDED'", True),
        ("$response.body#/status == 'it''s'", False),
        ("$response.body#/status > 'NEW'", True),
        ("$response.body#/text > 9", True),
        ("12 == $response.body#/text", True),
        ("$response.body#/flag == true", True),
        ("$response.body#/none == null", False),
        ("$response.body#/none", False),
        ("$response.body#/none < 1", False),
        ("$inputs.null == null", True),
        ("$inputs.null", False),
        ("$inputs.zero", True),
        ("$inputs.list[1].name == 'X'", True),
        ("$inputs.list[0].a-b == 1.0", True),
        ("$inputs.list[7].name == 'X'", False),
        ("true == false", False),
        ("-1.5e1 < 0", True),
    ],
)
def test_a_condition_holds_or_not(text: str, holds: object) -> None:
    assert parse(text).holds(lambda name: VALUES.get(name, ABSENT)) is holds


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$statusCode ==", "a value is missing"),
        ("", "a value is missing"),
        ("== 3", "a value is missing before '=='"),
        ("($statusCode == 200", "a ) is missing"),
        ("$statusCode = 200", "'= 200' cannot be read there"),
        ("$statusCode == 200 300", "'300' is not expected there"),
        ("$inputs.list[x]", "cannot be read there"),
        ("$inputs.list['x']", "an index is a whole number"),
        ('$inputs.name == "x"', "cannot be read there"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(ConditionError, match=r".*") as error:
        parse(text)
    assert reason in str(error.value)


def test_a_condition_names_its_expressions() -> None:
    condition = parse("$statusCode == 200 && !$inputs.a.b")
    assert condition.expressions == ("$statusCode", "$inputs.a.b")
