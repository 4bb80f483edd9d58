"""Reports of a mutation score: for people, and as JSON. Read `score_text` first."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from .report import Paint, plain
from .scoring import Score
from .trial import Trial

_WORDS = ("killed", "survived", "not seen", "crashed", "allowed")


def score_text(score: Score, paint: Paint = plain) -> str:
    """The survivors, each with its place; tables by kind and by operation; the score."""
    lines = list(_survivors(score, paint))
    for title, key in _TABLES.items():
        lines += ["", *_table(title, score.trials, key)]
    return "\n".join([*lines, "", *_reasons(score), "", _summary(score, paint)])


def score_json(score: Score) -> str:
    """Everything, with one object for each mutant."""
    return json.dumps(
        {
            "document": score.document,
            "score": round(score.percent, 2),
            "killed": score.killed,
            "killable": score.killable,
            "is_whole": score.is_whole,
            "mutants": [asdict(each) for each in score.trials],
        },
        indent=2,
    )


_TABLES: dict[str, Callable[[Trial], str]] = {
    "kind": lambda trial: trial.kind,
    "operation": lambda trial: trial.operation,
}


def _survivors(score: Score, paint: Paint) -> Iterator[str]:
    for trial in score.survivors:
        yield f"{paint(f'{trial.word:<9}', 'bad')} {paint(trial.name, 'strong')}"
        yield f"          {trial.means}"
        yield f"          {trial.place or '(no place in the document)'}"
        yield f"          {trial.reason}"
    if score.survivors:
        yield ""
        yield "Look at one with: specdouble mutate --serve NAME"


def _table(title: str, trials: Iterable[Trial], key: Callable[[Trial], str]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = {}
    for trial in trials:
        counts.setdefault(key(trial), Counter())[trial.word] += 1
    width = max((len(name) for name in (title, *counts)), default=0)
    yield f"{title:<{width}}  " + "  ".join(f"{word:>8}" for word in _WORDS)
    for name, count in counts.items():
        cells = (f"{count[word] or '-':>8}" for word in _WORDS)
        yield f"{name:<{width}}  " + "  ".join(cells)


def _reasons(score: Score) -> Iterator[str]:
    """Why some are not counted: each reason once."""
    reasons = Counter(trial.reason for trial in score.trials if trial.word == "allowed")
    for reason, count in reasons.most_common():
        yield f"not counted: {count:>4}  {reason}"


def _summary(score: Score, paint: Paint) -> str:
    if not score.trials:
        return f"stopped before any of {score.planned} mutants was judged"
    meaning = "bad" if score.survivors else "good"
    told = f"{score.killed} of {score.killable} mutants killed"
    made = f"{len(score.trials)} made"
    if not score.is_whole:
        made = f"stopped: {len(score.trials)} of {score.planned} were judged"
    return f"{paint(f'{score.percent:.1f} %', meaning)}: {told} ({made})"
