"""What is to be read about the rules: made of their docstrings, for `--explain` and `docs/lint.md`.

Also the Good and Bad examples in them, which the tests run.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .rule import RULES, Rule

MARK = re.compile(r"\s*# <-$", re.MULTILINE)
_EXAMPLE = re.compile(r"^(Good|Bad):\n((?:(?:    .*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """An example of a manual: a document, and the line the finding must be on (0 if good)."""

    kind: Literal["Good", "Bad"]
    document: str
    line: int


def samples(rule: Rule) -> Iterator[Sample]:
    """The examples of one rule, in the order of its manual."""
    for found in _EXAMPLE.finditer(rule.manual + "\n"):
        document = textwrap.dedent(found[2]).rstrip() + "\n"
        marked = [n for n, line in enumerate(document.splitlines(), 1) if MARK.search(line)]
        plain = MARK.sub("", document)
        if found[1] == "Good":
            yield Sample("Good", plain, 0)
        else:
            yield Sample("Bad", plain, marked[0])


def explained(name: str) -> str:
    """The manual of one rule, as `--explain` prints it."""
    rule = RULES[name]
    return f"{rule.name} ({rule.severity}): {rule.manual}\n\nWhat to do: {rule.advice}."


def listed() -> str:
    """One line per rule."""
    width = max(map(len, RULES))
    return "\n".join(f"{rule.name:{width}}  {_summary(rule)}" for rule in RULES.values())


def reference() -> str:
    """The page `docs/lint.md`."""
    rows = [
        f"| [{rule.name}](#{_anchor(rule)}) | {rule.severity} | {_escaped(_summary(rule))} |"
        for rule in RULES.values()
    ]
    table = ["| rule | severity | |", "|---|---|---|", *rows]
    sections = [_section(rule) for rule in RULES.values()]
    return "\n".join([_PREFACE, *table, "", *sections])


_PREFACE = """\
# The linter: `specdouble lint FILE...`

The exit code is 0 if there are no errors (there may be warnings), 1 if there are, and 2 if a file
could not be read at all. A file that is neither YAML nor JSON, or no OpenAPI 3 document, has one
finding that says so. References are followed into files below the document's folder and below
each `--allow FOLDER`, never into the network.

## Formats

`--format text` is for people. The others are for machines and stand alone on standard output.

`--format github` prints one workflow command per finding, which GitHub shows beside the line.

`--format json` prints one object:

| member | |
|---|---|
| `version` | 1; rises when a member is removed or changes its meaning |
| `files` | the files that were looked at; standard input is `<stdin>` |
| `unread` | the files that could not be read, each with `file` and `reason` |
| `errors`, `warnings` | how many findings there are of each severity |
| `findings` | in the order of the text, those of each file together |

Each finding has `rule`, `severity` ("error" or "warning"), `message`, `advice`, its place, and
`related`, a list of places with a `message` each. A place is `file`, `line` and `column` (from 1; 0
where they are not known) and `pointer`, a JSON pointer (RFC 6901) into the file.

## Rules

This part is made of the docstrings of the rules (`spec/lint/rules/`). In the bad examples the
finding is on the line marked `# <-`. `specdouble lint --explain RULE` prints the same.
"""


def _anchor(rule: Rule) -> str:
    return rule.name.replace("/", "")


def _summary(rule: Rule) -> str:
    return rule.manual.splitlines()[0]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _section(rule: Rule) -> str:
    def fenced(found: "re.Match[str]") -> str:
        """An example as a block of code."""
        return f"{found[1]}:\n\n```yaml\n{textwrap.dedent(found[2]).rstrip()}\n```\n\n"

    body = _EXAMPLE.sub(fenced, rule.manual + "\n").rstrip()
    return f"### {rule.name}\n\n{body}\n\nSeverity: {rule.severity}. What to do: {rule.advice}.\n"
