"""The gateway: who may come in. `refusal` looks at the credentials of one request."""

import base64
import binascii
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .choices import Choices

TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
ORG = re.compile(r"[0-9A-Fa-f]{24}@AdobeOrg")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the gateway turns a request away; `reason` is what bugs speak of."""

    reason: str
    status: int
    code: str
    message: str


def token(headers: Mapping[str, str], choices: Choices) -> Refusal | None:
    given = headers.get("Authorization")
    if given is None or not given.strip():
        missing = choices.token_missing
        return Refusal("token-missing", missing, "403010", "Oauth token is missing.")
    reason = token_fault(given)
    return Refusal(reason, 401, "401013", "Oauth token is not valid") if reason else None


def token_fault(given: str) -> str:
    scheme, _, rest = given.strip().partition(" ")
    if scheme.lower() != "bearer":
        return "token-scheme"
    if not rest.strip():
        return "token-empty"
    if not TOKEN.fullmatch(rest.strip()):
        return "token-malformed"
    return "token-expired" if expired(rest.strip()) else ""


def expired(value: str) -> bool:
    """Whether a token says of itself that its time is over."""
    if value == "expired":
        return True
    parts = value.split(".")
    if len(parts) != 3:
        return False
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return False
    end = claims.get("exp") if isinstance(claims, dict) else None
    return isinstance(end, (int, float)) and end < time.time()


def key(headers: Mapping[str, str], _choices: Choices) -> Refusal | None:
    given = headers.get("x-api-key")
    if given is None:
        return Refusal("key-missing", 403, "403000", "Api Key is required")
    if not re.fullmatch(r"[!-~]+", given.strip()):
        return Refusal("key-malformed", 403, "403003", "Api Key is invalid")
    return None


def org(headers: Mapping[str, str], _choices: Choices) -> Refusal | None:
    given = headers.get("x-gw-ims-org-id")
    if given is None:
        return Refusal("org-missing", 400, "400003", "Missing header")
    if not ORG.fullmatch(given.strip()):
        return Refusal("org-malformed", 403, "403027", "User region is missing")
    return None


def sandbox(headers: Mapping[str, str], choices: Choices) -> Refusal | None:
    if choices.sandbox_required and not headers.get("x-sandbox-name", "").strip():
        return Refusal("sandbox-missing", 400, "400003", "Missing header")
    return None


LOOKS: dict[str, Callable[[Mapping[str, str], Choices], Refusal | None]] = {
    "token": token,
    "key": key,
    "org": org,
    "sandbox": sandbox,
}


def refusal(
    headers: Mapping[str, str], choices: Choices, pardoned: Callable[[str], bool]
) -> Refusal | None:
    """The first reason to turn a request away, if it is not pardoned."""
    for name in choices.gate_order:
        found = LOOKS[name](headers, choices)
        if found and not pardoned(found.reason):
            return found
    return None
