"""Cross-origin requests, as the Fetch standard has them: what a browser must read to go on.

Read `is_preflight` and `preflight` first. Pages of any origin may use the mock, with or without
credentials: it listens on the loopback and holds nothing worth protecting.
"""

from collections.abc import Iterable
from typing import TypeAlias

from ..spec.exchange import Headers, Message, Reply

Pairs: TypeAlias = tuple[tuple[str, str], ...]

ALLOWED_HEADERS = (
    "accept",
    "authorization",
    "cache-control",
    "content-type",
    "if-match",
    "if-none-match",
    "prefer",
    "x-api-key",
    "x-gw-ims-org-id",
    "x-request-id",
    "x-sandbox-name",
)
"""Named one by one: to a browser "*" does not cover `authorization`."""

EXPOSED_HEADERS = (
    "Allow",
    "Content-Range",
    "ETag",
    "Link",
    "Location",
    "Preference-Applied",
    "Retry-After",
    "WWW-Authenticate",
    "X-Location",
    "X-Request-Id",
)
"""What a page may read of a reply, beside what it always may."""

_EXPOSE = ("Access-Control-Expose-Headers", ", ".join(EXPOSED_HEADERS))
_FOR_ALL: Pairs = (("Access-Control-Allow-Origin", "*"), _EXPOSE)
_MAX_AGE = "86400"


def is_preflight(message: Message) -> bool:
    """Whether a browser asks if it may send a request; it does so without credentials."""
    return (
        message.method == "OPTIONS"
        and "origin" in message.headers
        and "access-control-request-method" in message.headers
    )


def preflight(message: Message, methods: Iterable[str]) -> Reply:
    """Yes to what is asked, be it documented or not: the request itself gets the true answer.

    `methods` are those of the path, empty if it is unknown.
    """
    asked_method = message.headers["access-control-request-method"]
    asked_headers = message.headers.get("access-control-request-headers", "").lower()
    pairs = [
        ("Access-Control-Allow-Methods", _joined((*methods, asked_method))),
        ("Access-Control-Allow-Headers", _joined((*ALLOWED_HEADERS, *asked_headers.split(",")))),
        ("Access-Control-Max-Age", _MAX_AGE),
    ]
    if "access-control-request-private-network" in message.headers:
        pairs.append(("Access-Control-Allow-Private-Network", "true"))
    return Reply(204, Headers(pairs))


def fields(origin: str | None) -> Pairs:
    """The fields that every reply carries, errors as well, so that a page may read it."""
    if not origin:
        return _FOR_ALL
    return (
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Credentials", "true"),
        _EXPOSE,
        ("Vary", "Origin"),
    )


def _joined(names: Iterable[str]) -> str:
    """Each once, in order, without blanks."""
    return ", ".join(dict.fromkeys(stripped for name in names if (stripped := name.strip())))
