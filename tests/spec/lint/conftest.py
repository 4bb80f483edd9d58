"""What the tests of the linter share."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from specdouble.spec.lint.finding import Finding
from specdouble.spec.lint.linting import lint_file, lint_text

Find: TypeAlias = Callable[..., list[Finding]]

HEAD = 'openapi: {version}\ninfo: {{title: t, version: "1"}}\n'


@pytest.fixture
def find() -> Find:
    """The findings of one rule (of all, if none is named) in a document without its head."""

    def found(rule: str, text: str, version: str = "3.1.0") -> list[Finding]:
        document = HEAD.format(version=version) + textwrap.dedent(text)
        return [each for each in lint_text(document) if each.rule == rule or not rule]

    return found


@pytest.fixture
def find_in_files(tmp_path: Path) -> Find:
    """The same for several files; the first is the document and gets the head."""

    def found(rule: str, files: dict[str, str], version: str = "3.1.0") -> list[Finding]:
        first = next(iter(files))
        for name, text in files.items():
            head = HEAD.format(version=version) if name == first else ""
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(head + textwrap.dedent(text), "utf-8")
        return [each for each in lint_file(tmp_path / first) if each.rule == rule]

    return found
