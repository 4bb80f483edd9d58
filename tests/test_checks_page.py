"""The page of checks is their docstrings; `python -m tests.test_checks_page` writes it anew."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from specdouble.contracts.check import CHECKS
from specdouble.contracts.memory import MEMORIES
from specdouble.contracts.scenario import SCENARIOS, Scenario

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"
OURS = "specdouble.contracts."

HEAD = """# What `verify` looks at

Checks judge one exchange, memories what belongs together over several, scenarios ask. The names
are those that `--only` and `--skip` take. How to run all this: [verify.md](verify.md).
"""


def page() -> str:
    """The page as it ought to be."""
    return "\n".join([HEAD, *section("Checks", CHECKS), *section("Memories", MEMORIES), *stories()])


def section(title: str, members: Mapping[str, Callable[..., Any]]) -> Iterator[str]:
    """A heading, and each member with its manual."""
    yield f"## {title}\n"
    for name, member in members.items():
        if member.__module__.startswith(OURS):
            yield f"### {name}\n\n{manual(member)}\n"


def stories() -> Iterator[str]:
    """The scenarios: which document they are told for, and what they leave behind."""
    yield "## Scenarios\n"
    ours = [each for each in SCENARIOS.values() if each.tell.__module__.startswith(OURS)]
    for each in sorted(ours, key=lambda each: (not each.needs, each.name)):
        yield f"### {each.name}\n\n{facts(each)}\n\n{manual(each.tell)}\n"


def facts(scenario: Scenario) -> str:
    """What stands in a scenario's decorator, in words."""
    words = ["For the export jobs." if scenario.needs else "For any document."]
    words += [f"Tags: {', '.join(f'`{tag}`' for tag in scenario.tags)}."] if scenario.tags else []
    words += ["In the profile `quick`, too."] if scenario.is_quick else []
    words += [f"Creates {scenario.writes}."] if scenario.writes else []
    return " ".join(words)


def manual(member: Callable[..., Any]) -> str:
    """A docstring as Markdown: each example a line of its own."""
    text = inspect.getdoc(member) or ""
    return text.replace("\nBad:", "\n\nBad:")


def test_the_page_of_checks_is_current() -> None:
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
