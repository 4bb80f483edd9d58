"""Credentials: whether a message carries what the operation's security asks for.

Only presence and form are judged; whose they are is for the one who answers.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping

from .api import Operation, SecurityScheme
from .exchange import Message
from .problem import Problem

_TOKEN = re.compile(r"\S+")


def problems_in_credentials(
    message: Message, operation: Operation, raws: Mapping[str, Mapping[str, list[str]]]
) -> list[Problem]:
    """What keeps a message from being let in; empty if one alternative is satisfied.

    Where none is, the reasons of the alternative that is closest. `raws` holds the raw
    parameters by location.
    """
    best: list[Problem] | None = None
    for alternative in operation.security:
        problems = [
            problem
            for scheme in alternative
            if (problem := _problem(message, scheme, raws)) is not None
        ]
        if not problems:
            return []
        if best is None or len(problems) < len(best):
            best = problems
    return best or []


def _problem(
    message: Message, scheme: SecurityScheme, raws: Mapping[str, Mapping[str, list[str]]]
) -> Problem | None:
    """What is wrong with one credential."""
    if scheme.kind == "mutualTLS":
        return None
    value = (
        message.headers.get(scheme.name, "")
        if scheme.location == "header"
        else (raws.get(scheme.location, {}).get(scheme.name) or [""])[0]
    ).strip()
    position = f"/components/securitySchemes/{scheme.title}"
    if not value:
        text = f"the {scheme.location} {scheme.name} is missing ({scheme.title})"
        return Problem("credential-missing", text, scheme.location, scheme.name, position)
    reason = _FORMS[scheme.scheme](value) if scheme.scheme in _FORMS else ""
    if reason:
        text = f"the {scheme.location} {scheme.name} {reason}"
        return Problem("credential-invalid", text, scheme.location, scheme.name, position)
    return None


def _bearer(value: str) -> str:
    scheme, _, token = value.partition(" ")
    if scheme.lower() != "bearer":
        return f"is not a Bearer token but {scheme[:20]!r}"
    return "" if _TOKEN.fullmatch(token.strip()) else "holds no token after Bearer"


def _basic(value: str) -> str:
    scheme, _, coded = value.partition(" ")
    if scheme.lower() != "basic":
        return f"is not Basic but {scheme[:20]!r}"
    try:
        pair = base64.b64decode(coded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return "is not base64 after Basic"
    return "" if b":" in pair else "holds no user:password after Basic"


_FORMS: dict[str, Callable[[str], str]] = {"bearer": _bearer, "basic": _basic}
