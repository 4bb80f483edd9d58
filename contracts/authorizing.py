"""A token from a command of the user: what `--auth-command` means. Read `token_of` first.

The command is run by the shell at the start of a run, again before schemathesis starts, and again
when an answer becomes 401 after the token was taken before. Its output is a secret: it is shown
as $SPECDOUBLE_TOKEN, like a token from the environment.
"""

import json
import re
import subprocess
import threading
from dataclasses import replace
from typing import NoReturn

from ..spec.errors import SettingError
from ..spec.exchange import Headers, Message
from .credentials import Credential

_OPTION = "--auth-command"
_SECONDS = 60.0
_MEMBERS = ("access_token", "accessToken", "token", "id_token")
_TOKEN = re.compile(r"(?:(?P<scheme>[A-Za-z]+) +)?(?P<token>[!-~]+)")


def token_of(command: str, seconds: float = _SECONDS) -> Credential:
    """What a command prints, as the credential it is: a token, or JSON with an `access_token`.

    It has `seconds` to end. A scheme in front ("Basic …") is kept; without one it is Bearer.
    Raises SettingError.
    """
    text = _output(command, seconds).strip()
    match = _TOKEN.fullmatch(_member(text))
    if match is None:
        _refuse(command, "it printed no token, and no JSON with an access_token")
    prefix = f"{match['scheme'] or 'Bearer'} "
    value = prefix + match["token"]
    return Credential("header", "Authorization", value, "SPECDOUBLE_TOKEN", prefix)


class Renewal:
    """The token of a run, which may change on the way; messages keep the one they were made with.

    `current` is the one to show now. Safe for threads: whoever comes first runs the command.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._former: set[str] = set()
        self._is_taken = False
        self._first = token_of(command)
        self.current = self._first

    def freshened(self, message: Message) -> Message:
        """The message with the token of now in the place of an older one."""
        is_old = message.headers.get("authorization") in self._former
        return _with(message, self.current) if is_old else message

    def as_begun(self, message: Message) -> Message:
        """The message with the first token of the run: the one that reports know as a secret."""
        known = {*self._former, self.current.value}
        is_ours = message.headers.get("authorization") in known
        return _with(message, self._first) if is_ours else message

    def shows(self, message: Message) -> bool:
        """Whether a message carries the token of now."""
        return message.headers.get("authorization") == self.current.value

    def took(self) -> None:
        """The token has been taken; so a later 401 means that its time is up."""
        self._is_taken = True

    def refused(self, message: Message) -> bool:
        """After a 401: whether there is another token now, with which to ask again."""
        with self._lock:
            if not self.shows(message):
                return self.freshened(message) is not message
            return self._is_taken and self._renewed()

    def renew(self) -> Credential:
        """Run the command again, without being asked; the token there is now."""
        with self._lock:
            self._renewed()
        return self.current

    def _renewed(self) -> bool:
        before, self._is_taken = self.current, False
        self.current = token_of(self._command)
        self._former = {*self._former, before.value} - {self.current.value}
        return self.current.value != before.value


def _with(message: Message, token: Credential) -> Message:
    pairs = [
        (name, token.value if name.lower() == "authorization" else value)
        for name, value in message.headers.pairs
    ]
    return replace(message, headers=Headers(pairs))


def _output(command: str, seconds: float) -> str:
    try:
        done = subprocess.run(  # noqa: S602  # the user's own command, as they would type it
            command,
            shell=True,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        _refuse(command, f"it did not end within {seconds:g} s")
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        _refuse(command, f"it ended with exit code {done.returncode}" + (last and f": {last}"))
    return done.stdout.decode("utf-8", "replace")


def _refuse(command: str, reason: str) -> NoReturn:
    """Only the first word of a command is told: what follows may hold a secret."""
    first, *rest = command.split(maxsplit=1) or [""]
    raise SettingError(_OPTION, f"{first} …" if rest else first, reason) from None


def _member(text: str) -> str:
    """The token in a JSON object; any other text as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(found, dict):
        return found if isinstance(found, str) else text
    return next((found[name] for name in _MEMBERS if isinstance(found.get(name), str)), "")
