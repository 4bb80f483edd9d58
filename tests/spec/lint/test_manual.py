"""What is to be read about the rules."""

from pathlib import Path

from specdouble.spec.lint.manual import explained, listed, reference
from specdouble.spec.lint.rule import RULES

PAGE = Path(__file__).parents[3] / "docs" / "lint.md"


def test_the_page_about_the_rules_is_what_their_docstrings_say() -> None:
    assert PAGE.read_text("utf-8") == reference(), "write reference() of spec/lint/manual.py to it"


def test_a_rule_is_explained_by_its_docstring_and_its_advice() -> None:
    text = explained("security/defined")
    assert text.startswith("security/defined (error): Every scheme")
    assert text.endswith("What to do: define it in components.securitySchemes.")


def test_the_list_has_a_line_for_each_rule() -> None:
    assert [line.split()[0] for line in listed().splitlines()] == list(RULES)
