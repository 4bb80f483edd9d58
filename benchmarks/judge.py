"""How many planted bugs `specdouble verify` finds, and whether it finds any where there is none.

    python benchmarks/judge.py [--bugs] [--variants] [--only PATTERN] [--kind KIND] [--raw] ...

The bugs and the variants are those of the second server, tests/contracts/second, which shares no
code with the judge. The judge runs through its command line in a child process. A bug counts as
found if something is reported that the honest server is not accused of: a violation, or a warning
if the bug is slowness. `--raw` runs plain schemathesis on the same servers, to which the dataset
of the document's examples is known, as it would create no job otherwise. The exit code is 1 if a
variant is accused.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "contracts"))

from second.bugs import BUGS  # noqa: E402  # the bench lies beside the tests
from second.choices import VARIANTS, Choices  # noqa: E402
from second.planting import Bug  # noqa: E402
from second.server import running  # noqa: E402
from second.service import Service  # noqa: E402

DOCUMENT = ROOT / "spec" / "profile-export.openapi.yaml"
JUDGE_WORDS: tuple[str, ...] = ()
"""Words that the judge is given besides: a second tenant, an expired token, a dialect."""

NO_VERDICT = "no verdict"
Judge = Callable[[str, Iterable[str], float], tuple[list[str], list[str], int]]
CREDENTIALS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
    "x-sandbox-name": "prod",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judge said of one server; `found` is its first word, empty if it found nothing.

    `broken` says why there is no verdict: then nothing is counted.
    """

    judge: str
    kind: str
    name: str
    found: str
    seconds: float
    requests: int
    count: int
    broken: str = ""


def judged(url: str, words: Iterable[str], limit: float) -> tuple[list[str], list[str], int]:
    """What `specdouble verify` reports: violations, notes, and the number of its requests."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "specdouble", "verify", url, "--seed", "1"]
        command += ["--json", str(report), *JUDGE_WORDS, *words]
        try:
            ended = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, timeout=limit, check=False, cwd=folder
            )
        except subprocess.TimeoutExpired:
            return [], [f"{NO_VERDICT} in {limit} s"], 0
        if not report.exists():
            last = (ended.stderr or ended.stdout).strip().splitlines()[-1:] or ["no word"]
            return [], [f"{NO_VERDICT}, exit code {ended.returncode}: {last[0]}"], 0
        told = json.loads(report.read_text(encoding="utf-8"))
    violations = [
        f"{each['check']} on {each['operation']} in {each['phase']}: {each['message']}"
        for each in told["violations"]
    ]
    notes = [str(note) for note in (*told["notes"], *told.get("warnings", ()))]
    return violations, notes, int(told["requests"])


def fuzzed(url: str, words: Iterable[str], limit: float) -> tuple[list[str], list[str], int]:
    """What plain schemathesis reports, all phases and all its default checks."""
    headers = [word for name, value in CREDENTIALS.items() for word in ("-H", f"{name}: {value}")]
    program = "from schemathesis.cli import schemathesis; schemathesis()"
    command = [sys.executable, "-c", program, "run", str(DOCUMENT), "--url", url, *headers, *words]
    command += ["--phases", "examples,coverage,fuzzing,stateful", "--seed", "1", "--no-color"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            ended = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, timeout=limit, check=False, cwd=folder
            )
        except subprocess.TimeoutExpired:
            return [], [f"{NO_VERDICT} in {limit} s"], 0
    if ended.returncode not in (0, 1):
        last = (ended.stderr or ended.stdout).strip().splitlines()[-1:] or ["no word"]
        return [], [f"{NO_VERDICT}, exit code {ended.returncode}: {last[0]}"], 0
    kinds = re.findall(r"^- (.+?)(?: \(\d+ violations?\))?$", ended.stdout, re.MULTILINE)
    made = re.search(r"(\d+) generated", ended.stdout)
    return kinds, [], int(made[1]) if made else 0


def outcome(
    judge: Judge,
    service: Service,
    kind: str,
    name: str,
    options: argparse.Namespace,
) -> Outcome:
    """One server under one judge; `options.known` are false alarms, which find no bug."""
    if judge is fuzzed:
        service.choices = replace(service.choices, seeded=True)
    with running(service) as url:
        start = time.perf_counter()
        violations, notes, requests = judge(url, options.words, options.limit)
        seconds = time.perf_counter() - start
    known = options.known.get(judge, set())
    if kind != "variant":
        violations = [each for each in violations if shape(each) not in known]
    slow = [note for note in notes if "slow" in note or "times" in note]
    broken = next((note for note in notes if note.startswith(NO_VERDICT)), "")
    found = violations or (slow if name.startswith("slow") else [])
    first = found[0] if found else ""
    label = "raw" if judge is fuzzed else "specdouble"
    made = Outcome(label, kind, name, first, seconds, requests, len(violations), broken)
    if options.verbose:
        said = first or broken
        print(f"{seconds:6.1f} s  {label:10} {kind:12} {name:38} {said[:110]}", flush=True)
    return made


def shape(violation: str) -> str:
    """A violation without what differs from run to run."""
    return re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "#", violation)


def false_alarms(judge: Judge, options: argparse.Namespace) -> set[str]:
    """What a judge holds against the honest server."""
    with running(Service(Choices(seeded=judge is fuzzed))) as url:
        return {shape(each) for each in judge(url, options.words, options.limit)[0]}


def planted(bug: Bug) -> Service:
    """A server with one bug."""
    service = Service()
    bug.plant(service)
    return service


def servers(options: argparse.Namespace) -> Iterable[tuple[Service, str, str]]:
    """Every server asked for, made when it is needed."""
    both = options.bugs == options.variants
    if options.bugs or both:
        for bug in list(BUGS.values())[:: options.every]:
            if options.kind in ("", bug.kind) and re.search(options.only, bug.name):
                yield planted(bug), bug.kind, bug.name
    if (options.variants or both) and options.kind in ("", "variant"):
        for name, choices in list(VARIANTS.items())[:: options.every]:
            if re.search(options.only, name):
                yield Service(choices), "variant", name


def table(outcomes: list[Outcome]) -> None:
    """Print what was found by kind, the missed ones, times, and false alarms."""
    for label in dict.fromkeys(each.judge for each in outcomes):
        of_judge = [each for each in outcomes if each.judge == label]
        bugs = [each for each in of_judge if each.kind != "variant"]
        print(f"\n{label}")
        for kind in dict.fromkeys(each.kind for each in bugs):
            print_kind(kind, [each for each in bugs if each.kind == kind])
        if bugs:
            print_kind("all", bugs)
            names = "; ".join(each.name for each in bugs if not each.found and not each.broken)
            print(f"  missed: {names or 'none'}")
        for each in of_judge:
            if each.broken:
                print(f"  {each.name}: {each.broken[:160]}")
        taken = [each.seconds for each in of_judge]
        print(f"  seconds: median {statistics.median(taken):.1f}, most {max(taken):.1f}")
        variants = [each for each in of_judge if each.kind == "variant"]
        if variants:
            accused = [each for each in variants if each.found]
            print(f"  false alarms: {len(accused)} of {len(variants)} variants")
            for each in accused:
                print(f"    {each.name}: {each.count}, first {each.found[:160]}")


def print_kind(kind: str, bugs: list[Outcome]) -> None:
    """One row: those found of those that got a verdict."""
    judged_bugs = [each for each in bugs if not each.broken]
    found = sum(bool(each.found) for each in judged_bugs)
    share = 100 * found // max(1, len(judged_bugs))
    print(f"  {kind:12} {found:3} of {len(judged_bugs):3}  {share:3} %")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bugs", action="store_true", help="only bugs")
    parser.add_argument("--variants", action="store_true", help="only variants")
    parser.add_argument("--only", default="", metavar="PATTERN", help="names that match")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth only")
    parser.add_argument("--kind", default="", help="one kind of bugs, or variant")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at once")
    parser.add_argument("--raw", action="store_true", help="plain schemathesis as well")
    parser.add_argument("--raw-only", action="store_true", help="plain schemathesis alone")
    parser.add_argument("--limit", type=float, default=180, help="seconds for one verdict")
    parser.add_argument("--json", type=Path, help="write every outcome as JSON")
    parser.add_argument("--quiet", dest="verbose", action="store_false", help="the table only")
    parser.add_argument("words", nargs="*", help="more words for the judge, after --")
    return parser.parse_args()


def main() -> int:
    """Run, print, and say with the exit code whether a variant was accused."""
    options = arguments()
    judges = [] if options.raw_only else [judged]
    judges += [fuzzed] if options.raw or options.raw_only else []
    options.known = {judge: false_alarms(judge, options) for judge in judges}
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = [
            pool.submit(outcome, judge, service, kind, name, options)
            for judge in judges
            for service, kind, name in servers(options)
        ]
        outcomes = [run.result() for run in runs]
    table(outcomes)
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in outcomes], indent=1))
    return int(any(each.kind == "variant" and each.found for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
