"""The only module that imports schemathesis: `python -m specdouble.contracts.suite`.

It reads a task (a line of JSON on standard input), lets schemathesis make requests up, and waits
before the first for a second line. On standard output it tells, one JSON object a line, what was
sent, what came back and what schemathesis thinks of it. `exploration.py` starts it and reads that.
A process of its own keeps what
schemathesis registers, prints and patches out of the user's tests.

Used of schemathesis is what its documentation describes: the command line, its configuration
file, hooks and a handler of events. It writes only below the current directory, which is a
temporary one.
"""

# ruff: noqa: ANN401  # objects of schemathesis and requests, which it does not export

import base64
import contextlib
import json
import math
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import schemathesis
from schemathesis import Case, HookContext, Response, cli
from schemathesis.core.failures import Failure

from .gate import Gate
from .manners import SAFE, HaltError, Manners

_CHECKS_OFF = {
    "use_after_free": "a cancelled job may keep its record",
    "ignored_auth": "the scenario `credentials` can leave out one credential of several",
    "object_level_authorization": "needs a second identity",
    "unsupported_method": "takes 405 only; the check `method` takes any refusal",
}
"""Checks of schemathesis that are left out, and why."""

_SHRUNK = {"fuzzing", "stateful"}
"""Phases whose failures are made smaller; the others go on to their next case at once."""

_PHASE_WORDS = {"stateful_testing": "stateful"}


class Reporter:
    """Writes what happens to a stream, a line each; keeps the phase, and when one last asked."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._troubles: set[tuple[str, str]] = set()
        self.asked_at = 0.0
        self.phase = "probing"

    def tell(self, kind: str, **facts: Any) -> None:
        """One line: its kind and its facts."""
        json.dump({"kind": kind, "phase": self.phase, **facts}, self._out)
        self._out.write("\n")
        self._out.flush()

    def complain(self, label: str, text: str) -> None:
        """Tell of a trouble, once; with time left, schemathesis runs into it again and again."""
        if (label, text) not in self._troubles:
            self._troubles.add((label, text))
            self.tell("trouble", label=label, text=text)


_FIXED = "examples,coverage"
_MADE_UP = "fuzzing,stateful"
_NO_END = 3600
_LONG = 10
"""From so many seconds on, the fixed requests of schemathesis are sent too.

They are a list that ends by itself unless the document is huge, and has a minute of its own;
most of it is what the scenario `input` has sent already.
"""


def main() -> None:
    """Run the task on standard input; exits as schemathesis does."""
    task = json.loads(sys.stdin.readline())
    _forget_surroundings()
    reporter = Reporter(sys.stdout)
    listen(reporter, task["parameters"])
    seconds = task["seconds"]
    is_long = seconds >= _LONG
    behave(reporter, Manners(**task["manners"]), 0 if is_long else seconds)
    passes = [(_FIXED, max(60, seconds)), (_MADE_UP, seconds)] if is_long else [(_MADE_UP, _NO_END)]
    with contextlib.redirect_stdout(sys.stderr):
        codes = [_pass(task, *each) for each in passes]
    sys.exit(max(codes))


def _pass(task: dict[str, Any], phases: str, seconds: int) -> int:
    """One run of the command line; its exit code: 0 or 1 when it could do its work."""
    _write_configuration(task, seconds)
    words = ["--config-file", "schemathesis.toml", "run", task["document"]]
    words += ["--url", task["url"], "--phases", phases]
    if task["manners"]["read_only"]:
        words += [word for method in sorted(SAFE) for word in ("--include-method", method)]
    words += [word for each in task["operations"] for word in ("--include-operation-id", each)]
    try:
        cli.schemathesis.main(args=words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0


def _forget_surroundings() -> None:
    """Requests would take proxies, passwords and authorities from the environment."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}:
            del os.environ[name]
    os.environ["NETRC"] = os.devnull


def behave(reporter: Reporter, manners: Manners, seconds: int) -> None:
    """Register the hook that keeps the manners; the process ends when its requests are spent.

    So it does when the `seconds` since its first request are over, unless they are 0. Before that
    one it waits to be told to go, and how many requests are left by then.

    There is no other way to end at once: schemathesis takes exceptions of hooks for errors of one
    operation, and goes on to the next.
    """
    gate, begun, ends = Gate(), list[Manners](), list[float]()

    @schemathesis.hook
    def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        """Wait for one's turn."""
        if not begun:
            left = json.loads(sys.stdin.readline())["max_requests"]
            begun.append(replace(manners, max_requests=left))
            ends.append(time.monotonic() + seconds if seconds else math.inf)
        if time.monotonic() > ends[0]:
            os._exit(0)
        try:
            gate.admit(case.method, begun[0])
        except HaltError:
            reporter.tell("spent")
            os._exit(0)
        reporter.asked_at = time.monotonic()


def listen(reporter: Reporter, parameters: list[list[str]]) -> None:
    """Register the hooks and the handler that tell the reporter of everything.

    `parameters` are credentials outside of headers: location ("query" or "cookie"), name, value.
    """

    @schemathesis.hook
    def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        """Put the credentials on."""
        for location, name, value in parameters:
            place = case.cookies if location == "cookie" else case.query
            place.setdefault(name, value)

    @schemathesis.hook
    def after_call(_context: HookContext, _case: Case[Any], response: Response) -> None:
        """Tell of every answer."""
        reporter.tell("answer", **exchange_facts(response))

    @schemathesis.hook
    def filter_failure(
        _context: HookContext, failure: Failure, _case: Case[Any], response: Response
    ) -> bool:
        """Tell of every failure; False lets schemathesis go on as if there was none."""
        reporter.tell("failure", **failure_facts(failure), **exchange_facts(response))
        return reporter.phase in _SHRUNK

    @schemathesis.hook
    def after_network_error(_context: HookContext, _case: Case[Any], request: Any) -> None:
        """Tell of every request that got no answer."""
        seconds = time.monotonic() - reporter.asked_at
        reporter.tell("silence", request=request_facts(request), seconds=seconds)

    @cli.handler()
    class Handler(cli.EventHandler[Any]):
        """Follows the phases, and tells of errors that are none of the server's."""

        def handle_event(self, _ctx: Any, event: Any) -> None:
            """Called for each event of a run."""
            follow(reporter, event)


def follow(reporter: Reporter, event: Any) -> None:
    """Tell of an event, if it is of interest."""
    name = type(event).__name__
    if name == "PhaseStarted":
        phase = event.phase.name.name.lower()
        reporter.phase = _PHASE_WORDS.get(phase, phase)
    elif name == "NonFatalError":
        reporter.complain(event.label, str(event.value))
    elif name == "FatalError":
        reporter.complain("", str(event.exception))


def exchange_facts(response: Response) -> dict[str, Any]:
    """A request and its answer, as they were on the wire."""
    pairs = [(name, value) for name, values in response.headers.items() for value in values]
    reply = {"status": response.status_code, "headers": pairs, "body": _coded(response.content)}
    return {"request": request_facts(response.request), "reply": reply}


def request_facts(request: Any) -> dict[str, Any]:
    """A request as it was sent, without what schemathesis adds to find it again."""
    pairs = [
        (name, _text(value))
        for name, value in request.headers.items()
        if name.lower() != "x-schemathesis-testcaseid"
    ]
    return {
        "method": request.method,
        "target": request.path_url,
        "headers": pairs,
        "body": _coded(request.body),
    }


def failure_facts(failure: Failure) -> dict[str, Any]:
    """What schemathesis has found, in its words."""
    checks = failure.checks or (type(failure).__name__,)
    return {"check": checks[0], "title": failure.title, "text": failure.message}


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _coded(body: object) -> str:
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    return base64.b64encode(body if isinstance(body, bytes) else b"").decode()


def _write_configuration(task: dict[str, Any], seconds: int) -> None:
    """The configuration file; the values of headers stay out of it, in the environment."""
    headers = {}
    for number, (name, value) in enumerate(task["headers"]):
        os.environ[f"SUITE_HEADER_{number}"] = value
        headers[name] = f"${{SUITE_HEADER_{number}}}"
    tables = {
        "": {
            "seed": task["seed"],
            "max-time": seconds,
            "max-redirects": 0,
            "workers": 1,
            **_connection(Manners(**task["manners"])),
        },
        "headers": headers,
        "cache": {"enabled": False},
        "output.sanitization": {"enabled": False},
        **({"phases.coverage": {"unexpected-methods": []}} if task["manners"]["read_only"] else {}),
        "generation": {"database": "none", "with-security-parameters": False},
        "checks.not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", 501, 503]},
        **{f"checks.{name}": {"enabled": False} for name in _CHECKS_OFF},
    }
    text = "".join(_table(name, values) for name, values in tables.items())
    Path("schemathesis.toml").write_text(text, encoding="utf-8")


def _connection(manners: Manners) -> dict[str, Any]:
    """How to connect, in the words of schemathesis; what is not set is left out."""
    found = {
        "request-timeout": manners.timeout,
        "proxy": manners.proxy,
        "tls-verify": manners.ca,
        "request-cert": manners.certificate,
        "request-cert-key": manners.key,
    }
    wanted = {name: value for name, value in found.items() if value}
    return {**wanted, "tls-verify": False} if manners.insecure else wanted


def _table(name: str, values: dict[str, Any]) -> str:
    """One table of TOML; strings, numbers and lists are written as in JSON."""
    lines = [f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in values.items()]
    return (f"[{name}]\n" if name else "") + "".join(lines) + "\n"


if __name__ == "__main__":
    main()
