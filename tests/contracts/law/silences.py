"""Silences: what openapi-core has no opinion on, as one table; the second half of `docs/judges.md`.

Each row is shown by an exchange in `shown.py`.
"""

import re
from dataclasses import dataclass

from specdouble.contracts.opinion import NoOpinion, Part


@dataclass(frozen=True, slots=True)
class Silence:
    """A reason to have no opinion on some `parts` of an exchange, and what brings it about."""

    name: str
    parts: tuple[Part, ...]
    reason: str
    what: str


_BODIES: tuple[Part, ...] = ("body", "reply-body")

SILENCES = (
    Silence(
        "written-methods",
        ("routing",),
        "it knows HEAD and OPTIONS only where they are written down",
        "a HEAD is answered where a GET is, an OPTIONS everywhere (RFC 9110, 9.3.2 and 9.3.7)",
    ),
    Silence(
        "member-methods",
        ("routing",),
        "it takes any member of a path item for a method",
        "it would find the operation `parameters`, and `get` as well as `GET`",
    ),
    Silence(
        "decoded-paths",
        ("routing",),
        "it takes a path apart after decoding it",
        "`%2F`, `.`, `..`, empty segments, and what else a decoded path no longer shows",
    ),
    Silence(
        "trailing-slash",
        ("routing",),
        "it takes a trailing slash for an empty segment",
        "`/jobs/` would be `/jobs/{id}`; so it is asked only where a document has such paths",
    ),
    Silence(
        "path-styles",
        ("parameters",),
        "it cannot read the label and matrix styles",
        "it looks for them under names that no path template has",
    ),
    Silence(
        "querystring",
        ("parameters",),
        "it raises AttributeError",
        "a parameter that is the whole query string (3.2)",
    ),
    Silence(
        "several-types",
        ("parameters",),
        "it raises TypeError",
        "a parameter with a list of types (3.1), in every request to its operation",
    ),
    Silence(
        "bare-deep-object",
        ("parameters",),
        "it raises IndexError",
        "a deepObject beside a parameter of its bare name: `filter[a]=1&filter=1`",
    ),
    Silence(
        "no-responses",
        ("reply-body", "reply-headers"),
        "it raises KeyError",
        "an operation without `responses` (3.1)",
    ),
    Silence(
        "media-type-parameters",
        _BODIES,
        "it raises ValueError",
        "`application/json;`, and parameters of a Content-Type that have no `=`, or two",
    ),
    Silence(
        "unknown-charset",
        _BODIES,
        "it raises LookupError",
        "text in a charset that Python does not know",
    ),
    Silence(
        "no-multipart",
        _BODIES,
        "it raises AssertionError",
        "a multipart body without its boundary",
    ),
    Silence(
        "deep-json",
        _BODIES,
        "it raises RecursionError",
        "JSON that is nested a thousand deep",
    ),
    Silence(
        "byte-format",
        ("parameters", "reply-headers", *_BODIES),
        "it raises UnicodeEncodeError",
        "a text that is not ASCII where the format is byte",
    ),
    Silence(
        "ecma-patterns",
        ("parameters", "reply-headers", *_BODIES),
        f"it raises {re.error.__name__}",
        "a pattern that is ECMA-262 and not Python, such as `\\p{L}`",
    ),
)


def is_known(gap: NoOpinion) -> bool:
    """Whether there is a row for a silence."""
    return any(gap.reason == row.reason and gap.part in row.parts for row in SILENCES)
