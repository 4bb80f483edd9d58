"""All checks in order, stopping at none: `python -m tests`. Exits 1 if any failed.

Arguments are handed to pytest: `python -m tests -k paging` runs all checks, but those tests only.
"""

import subprocess
import sys
import time

PYTHON = sys.executable
STEPS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "tests": [PYTHON, "-m", "coverage", "run", "-m", "pytest", "-n", "2", *sys.argv[1:]],
    "mutants": [PYTHON, "-m", "tests.test_mutants", "check"],
    "combine": [PYTHON, "-m", "coverage", "combine", "-q"],
    "coverage": [PYTHON, "-m", "coverage", "report"],
}


def main() -> int:
    """Run each step and tell how it went; the number of failed ones."""
    results = {}
    for name, command in STEPS.items():
        print(f"--- {name}: {' '.join(command[1:])}", flush=True)  # noqa: T201  # a command
        start = time.monotonic()
        code = subprocess.run(command, check=False).returncode  # noqa: S603  # our own table
        results[name] = (code, time.monotonic() - start)
    for name, (code, seconds) in results.items():
        print(f"{'FAILED' if code else 'ok':6} {name} ({seconds:.0f} s)")  # noqa: T201  # a command
    return 1 if any(code for code, _ in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
