"""Every rule keeps what its manual shows: the examples in the docstrings, run."""

import re

import pytest

from specdouble.spec.lint.linting import lint_text
from specdouble.spec.lint.manual import Sample, samples
from specdouble.spec.lint.rule import RULES

SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample.kind}-{number}")
    for name, rule in RULES.items()
    for number, sample in enumerate(samples(rule))
]


@pytest.mark.parametrize("name", RULES)
def test_a_manual_begins_with_a_sentence_and_has_a_good_and_a_bad_example(name: str) -> None:
    rule = RULES[name]
    first = rule.manual.splitlines()[0]
    assert first.endswith(".")
    assert {sample.kind for sample in samples(rule)} == {"Good", "Bad"}
    assert re.fullmatch(r"[a-z]+/[a-z-]+", name)
    assert not rule.advice.endswith(".")


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_an_example_is_found_on_its_line_if_it_is_bad_and_not_at_all_if_it_is_good(
    name: str, sample: Sample
) -> None:
    found = [each.spot.line for each in lint_text(sample.document) if each.rule == name]
    assert found == ([sample.line] if sample.kind == "Bad" else [])


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_bad_example_breaks_no_other_rule_that_is_an_error(name: str, sample: Sample) -> None:
    errors = {each.rule for each in lint_text(sample.document) if each.severity == "error"}
    assert errors - {name} == set()
