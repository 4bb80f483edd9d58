"""What one request costs the judge's client: CPU milliseconds of its thread, median of rounds.

    python benchmarks/sending.py

A mock listens in this process and answers over loopback with kept connections; only the time of
the sending thread is counted. The budget is what this project holds itself to; the exit code is 1
if it is exceeded.
"""

import statistics
import sys
import time

from specdouble.contracts.credentials import placeholders
from specdouble.contracts.loading import load_api
from specdouble.contracts.signing import signed
from specdouble.contracts.target import Target
from specdouble.mockserver.testing import Mock
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.exchange import Message

ROUNDS = 9
REQUESTS = 200
BUDGET = 0.35


def main() -> int:
    """Measure, print the figure, and say by the exit code whether it is within the budget."""
    shown = placeholders(load_api(DOCUMENT))
    message = signed(Message("GET", "/data/core/ups/export/jobs", "limit=2"), shown)
    with Mock() as mock, Target(mock.url, shown) as target:
        median = statistics.median(_round(target, message) for _ in range(ROUNDS))
    print(f"Target.send  {median:.3f} ms of CPU a request (budget {BUDGET} ms)")
    return int(median > BUDGET)


def _round(target: Target, message: Message) -> float:
    began = time.thread_time()
    for _ in range(REQUESTS):
        target.send(message)
    return (time.thread_time() - began) / REQUESTS * 1000


if __name__ == "__main__":
    sys.exit(main())
