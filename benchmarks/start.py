"""How long `specdouble mock` takes from process start to its first answer.

    python benchmarks/start.py

Wall-clock milliseconds, beside an interpreter that does nothing and one that only imports what the
mock is built on, in the same run. The exit code is 1 if the median is over the budget.
"""

import re
import statistics
import subprocess
import sys
import time
from urllib.request import urlopen

BUDGET = 500
ROUNDS = 10
LIBRARIES = "import cheroot.wsgi, click, jsonschema_rs, werkzeug.wrappers, yaml"


def first_answer() -> float:
    """From the start of the process to the end of the first answer, in milliseconds."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "specdouble", "mock", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        line = process.stdout.readline() if process.stdout else ""
        url = re.search(r"http://\S+", line)
        if url is None:
            raise SystemExit(f"no address in {line!r}")
        urlopen(f"{url[0]}/__specdouble/health").read()  # noqa: S310  # our own process
        taken = time.perf_counter() - start
        process.terminate()
    return taken * 1000


def run(program: str) -> float:
    """How long an interpreter takes to run a program, in milliseconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Print the medians and their ratio; 1 if the budget is exceeded."""
    first_answer()
    ours, bare, libraries = (
        statistics.median(measure() for _ in range(ROUNDS))
        for measure in (first_answer, lambda: run("pass"), lambda: run(LIBRARIES))
    )
    print(f"bare interpreter  {bare:6.0f} ms")
    print(f"its libraries     {libraries:6.0f} ms")
    print(f"first answer      {ours:6.0f} ms  budget {BUDGET}, {ours / libraries:.1f} x libraries")
    return int(ours > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
