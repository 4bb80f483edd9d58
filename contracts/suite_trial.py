"""A suite of one's own before the mutants: a command, run against each over HTTP.

Read `attempt` first: a mutant is killed by an exit code other than 0.
"""

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TypeAlias

from ..spec.errors import SettingError, SpecdoubleError
from .mutant import Handle, Mutant
from .playback import Fresh
from .trial import Trial, told

Serve: TypeAlias = Callable[[Handle], AbstractContextManager[str]]
"""Serves a handler over HTTP while in use; gives its URL."""

VARIABLE = "SPECDOUBLE_URL"
"""The environment variable that tells a suite whom to ask."""


def attempt(
    command: str, fresh: Fresh, serve: Serve, environment: Mapping[str, str]
) -> Callable[[Mutant], Trial]:
    """A way to judge mutants by a command; it is run against the honest server at once.

    Raises SpecdoubleError if it objects to that, SettingError if it cannot be run.
    """

    def run(handle: Handle) -> int:
        """The exit code against a server."""
        with serve(handle) as url:
            return _exit_code(command, {**environment, VARIABLE: url})

    code = run(fresh().handle)
    if code:
        reason = f"the command fails (exit code {code}) against the honest mock"
        raise SpecdoubleError(f"mutate: {reason}; mend that first, or the score means nothing")

    def judged(mutant: Mutant) -> Trial:
        """Killed if the suite fails."""
        if mutant.allowed:
            return told(mutant, "allowed", mutant.allowed)
        code = run(mutant.spoil(fresh().handle))
        if code:
            return told(mutant, "killed", f"exit code {code}")
        return told(mutant, "survived", "the command was content")

    return judged


def _exit_code(command: str, environment: Mapping[str, str]) -> int:
    """Run it without a shell; what it prints is not shown."""
    try:
        words = shlex.split(command, posix=os.name == "posix")
        done = subprocess.run(  # noqa: S603  # the command is the user's own
            words, env=dict(environment), capture_output=True, check=False
        )
    except (OSError, ValueError, IndexError) as error:
        raise SettingError("--command", command, str(error)) from None
    return done.returncode
