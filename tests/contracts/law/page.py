"""The page `docs/judges.md`, made of the tables."""

from collections.abc import Iterable, Sequence

from .leniencies import LENIENCIES
from .silences import SILENCES

_JUDGES = {"ours": "specdouble", "theirs": "openapi-core", "either": "either", "open": "open"}

_PREFACE = """\
# Two judges

Whether a request or a reply conforms to its document is told by `specdouble.spec` (`read`,
`problems_in_reply`): the mock refuses by it, the checks object by it. There is a second opinion,
[openapi-core](https://pypi.org/project/openapi-core/), asked through
`specdouble.contracts.judge`. The two share no code, and a test, the law, holds them together: it
makes exchanges, right ones and broken ones, and puts each before both judges. Where they differ,
one of them is wrong, or a row of the first table below says why they may.

```sh
pytest tests/contracts/test_law.py                               # some exchanges, always the same
SPECDOUBLE_LAW_EXAMPLES=5000 pytest tests/contracts/test_law.py  # many, new ones in each run
```

`opinion_on_exchange(judge_for(document), exchange)` gives an `Opinion`: the problems that
openapi-core sees, in the codes of `spec/problem.py`, and the parts of the exchange on which it has
none. It is not what the mock asks, because it costs milliseconds where the mock has microseconds,
and because of what follows.

This page is made of tables in `tests/contracts/law/`, and a test shows each row to be true.

"""


_SILENT = """\
What breaks openapi-core, or is known to be misread by it, gets no verdict; the other parts of the
exchange are judged all the same.

"""


def page() -> str:
    """The whole of it."""
    leniencies = [
        (row.name, _JUDGES[row.by], _JUDGES[row.right], row.what, row.why) for row in LENIENCIES
    ]
    silences = [(row.name, _parts(row.parts), row.reason, row.what) for row in SILENCES]
    return "".join(
        [
            _PREFACE,
            "## Where they differ\n\n",
            _table(["", "who objects alone", "who is right", "openapi-core …", "why"], leniencies),
            "\n## Where openapi-core has no opinion\n\n",
            _SILENT,
            _table(["", "part", "because", "when"], silences),
        ]
    )


def _parts(parts: Iterable[str]) -> str:
    return "the whole" if "routing" in parts else ", ".join(parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
