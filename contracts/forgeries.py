"""Forgeries: credentials that are no good, to be shown at every door. Read `Forgery` first.

Some are no good for sure, by the document's own security scheme. Of others nobody outside can
know: a made-up key may be somebody's, and a server for tests may take any token.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

from ..spec.api import Operation, SecurityScheme


@dataclass(frozen=True, slots=True)
class Forgery:
    """What to send in the place of some credentials: `value`, None for nothing at all.

    `means` says it in words, after "with" or "without". `is_certain` says that the document does
    not allow it; if not, only the other doors of the same server tell whether it is refused.
    """

    schemes: tuple[SecurityScheme, ...]
    means: str
    value: str | None
    is_certain: bool = True


def certain(operation: Operation, token: str) -> Iterator[Forgery]:
    """What an operation must refuse, whoever asks; `token` is the good one."""
    for schemes in _needed(operation):
        names = " and ".join(f"the {each.location} {each.name}" for each in schemes)
        yield Forgery(schemes, f"without {names}", None)
        if len(schemes) == 1:
            yield Forgery(schemes, f"with an empty {schemes[0].name}", "")
            for means, value in _misshapen(schemes[0], token):
                yield Forgery(schemes, f"with {means} in {schemes[0].name}", value)


def doubtful(operation: Operation, expired_token: str = "") -> Iterator[Forgery]:
    """What an operation must refuse if another with the same security does.

    A token that is known to have expired is beyond doubt.
    """
    for schemes in _needed(operation):
        if len(schemes) > 1:
            continue
        scheme = schemes[0]
        if scheme.scheme == "bearer" and expired_token:
            yield Forgery(schemes, "with the expired token", f"Bearer {expired_token}")
        for means, value in _DOUBTFUL.get(scheme.scheme, ()):
            yield Forgery(schemes, f"with {means} in {scheme.name}", value, is_certain=False)


def is_about_time(forgery: Forgery) -> bool:
    """Whether its refusal shows that tokens expire here."""
    return "expired" in forgery.means


def _needed(operation: Operation) -> list[tuple[SecurityScheme, ...]]:
    """Each scheme alone if all are needed together; all at once if there is a choice of them."""
    choice = operation.security
    if not all(choice) or any(each.kind in _INVISIBLE for schemes in choice for each in schemes):
        return []
    if len(choice) == 1:
        return [(scheme,) for scheme in choice[0]]
    every = tuple(dict.fromkeys(scheme for alternative in choice for scheme in alternative))
    return [every] if every else []


_INVISIBLE = frozenset({"mutualTLS", "unknown"})
"""Kinds of credentials that a message does not show."""


def _misshapen(scheme: SecurityScheme, token: str) -> Iterator[tuple[str, str]]:
    """Values that are not of the form of an HTTP authentication scheme (RFC 9110, 11.4)."""
    if scheme.scheme == "bearer":
        yield "Basic credentials", _BASIC
        yield "another scheme", f"Token {token}"
        yield "a token without a scheme", token
        yield "a scheme without a token", "Bearer"
        yield "a scheme and spaces", "Bearer    "
    elif scheme.scheme == "basic":
        yield "a Bearer token", "Bearer specdouble-made-up-token"
        yield "a scheme without a password", "Basic"
        yield "something that is no base64", "Basic !!!"


_BASIC = "Basic c3BlY2RvdWJsZTpwbGFjZWhvbGRlcg=="


def _unsigned(**claims: object) -> str:
    """A JSON Web Token that nobody has signed (RFC 7519, 6)."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    coded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts)
    return ".".join([*(each.rstrip("=") for each in coded), ""])


_DOUBTFUL = {
    "bearer": (
        ("a made-up token", "Bearer specdouble-made-up-token"),
        ("the word 'invalid'", "Bearer invalid"),
        ("the word 'expired'", "Bearer expired"),
        ("an expired JSON Web Token", f"Bearer {_unsigned(sub='specdouble', iat=1, exp=2)}"),
    ),
    "basic": (("a made-up password", "Basic c3BlY2RvdWJsZTptYWRlLXVw"),),
    "": (("a made-up value", "specdouble-made-up-key"), ("the word 'invalid'", "invalid")),
}
"""By HTTP authentication scheme; "" for API keys."""
