"""The page of choices follows the behaviours file; `python -m tests.test_docs` writes it anew."""

from pathlib import Path

from specdouble.spec import built_in
from specdouble.spec.document import load

PAGE = Path(__file__).parent.parent / "docs" / "choices.md"

HEAD = """# Choices

What no source says of the service had to be chosen. Each choice can be made otherwise: with
`specdouble mock --choice NAME=VALUE`, under `[choices]` in `specdouble.toml`, or with
`Mock(choices={...})`. `GET /__specdouble/choices` tells what holds in a running mock.

| choice | what it means | values, the default first |
| --- | --- | --- |
"""


def page() -> str:
    """The page as it ought to be."""
    return HEAD + "".join(rows())


def rows() -> list[str]:
    """A line for each choice of the built-in behaviours."""
    found = []
    for name, choice in load(built_in.BEHAVIOURS).root.child("choices").items():
        default = choice.text("default")
        listed = [str(each.value) for each in choice.child("values").elements()]
        others = [value for value in listed if value != default]
        values = ", ".join(f"`{value}`" for value in [default, *others])
        found.append(f"| `{name}` | {choice.text('means')} | {values} |\n")
    return found


def test_the_page_of_choices_is_current() -> None:
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
