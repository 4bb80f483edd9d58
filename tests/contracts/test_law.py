"""The law: two judges that share no code agree on every exchange, or differ as the table says.

Bounded by default; SPECDOUBLE_LAW_EXAMPLES=5000 tries so many exchanges of each document, new
ones in every run, and the whole of the grids.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from specdouble.spec.exchange import Message, Reply

from .law.agreement import differences
from .law.leniencies import explained
from .law.subjects import SUBJECTS, Subject
from .law.traffic import traffic

EXAMPLES = int(os.environ.get("SPECDOUBLE_LAW_EXAMPLES", "0"))
BOUNDS = settings(
    max_examples=EXAMPLES or 300,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def unexplained(
    subject: Subject, message: Message, reply: Reply
) -> list[tuple[str, str, str, str]]:
    """Differences between the judges that no row of the table knows."""
    exchange = subject.exchange(message, reply)
    found = differences(exchange, subject.opinion(exchange))
    return [
        (each.by, each.problem.code, each.problem.pointer, each.problem.message)
        for each in found
        if not explained(each)
    ]


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_judges_differ_only_where_the_table_says_so(name: str) -> None:
    subject = SUBJECTS[name]

    @BOUNDS
    @given(traffic(subject))
    def law(exchanged: tuple[Message, Reply]) -> None:
        assert unexplained(subject, *exchanged) == []

    law()
