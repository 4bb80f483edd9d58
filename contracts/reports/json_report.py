"""For programs: everything, under names that stay.

One object. `version` rises when a member goes or changes its meaning. Its members:

- `passed`, `target`, `document`, `seed`, `seconds`, `requests`: the run;
- `operations`: for each `operation`, `method`, `path`, `tried` (requests by phase), `statuses`
  (answers by status), `violations` (how many) and `verdict`;
- `scenarios`: `name`, `verdict`, `reason`;
- `violations`: each once with `check`, `operation`, `phase`, `message`, `expected`, `got`, `place`,
  `frame` (lines of the document: `number`, `text`, `is_meant`), `meaning` (`why`, `good`, `bad`),
  `request` (a curl command), `reply` (in short), `sent` and `received` (in full);
- `faults`: the violations told together, each the one to read, with the other operations that
  show it in `elsewhere`, the requests just before it in `earlier`, and what else is wrong here for
  the same reason in `alike`;
- `coverage`: `percent`, `kinds` (`kind`, `done`, `possible`, `beyond`), and `tasks` (`kind`,
  `operation`, `name`, `place`, `done`, `provokable`, `reason`); null if nobody kept count;
- `warnings` and `notes`: texts.

No text holds a secret. What is not ASCII is escaped.
"""

import json
from dataclasses import asdict

from ..subject import Subject
from ..task import percent, tallies

VERSION = 2


def as_json(subject: Subject) -> str:
    """The object described above, as JSON."""
    verdict = subject.verdict
    found = {
        "version": VERSION,
        "passed": verdict.passed,
        "target": verdict.url,
        "document": verdict.document,
        "seed": verdict.seed,
        "seconds": round(verdict.seconds, 3),
        "requests": verdict.requests,
        "operations": [{**asdict(row), "verdict": row.word} for row in verdict.rows],
        "scenarios": [
            {"name": each.name, "verdict": each.word, "reason": each.reason}
            for each in subject.stories
        ],
        "violations": [asdict(each) for each in subject.violations],
        "faults": [asdict(each) for each in subject.faults],
        "coverage": _coverage(subject),
        "warnings": subject.warnings,
        "notes": subject.notes,
    }
    return json.dumps(found, indent=2) + "\n"


def _coverage(subject: Subject) -> dict[str, object] | None:
    tasks = subject.verdict.coverage
    if not tasks:
        return None
    return {
        "percent": round(percent(tasks), 1),
        "kinds": [asdict(each) for each in tallies(tasks)],
        "tasks": [asdict(each) for each in tasks],
    }
