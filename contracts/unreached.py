"""Why a server could not be asked, in a sentence that says what to do. Read `reason_of` first."""

import ssl

from .connecting import proxy_of
from .manners import Manners

_REASONS = (
    ("Tunnel connection failed", "the proxy opens no tunnel to it"),
    ("refused", "nothing listens there; is it started, and is the port right?"),
    ("Name or service not known", "no such host; is the name right?"),
    ("getaddrinfo", "no such host; is the name right?"),
    ("resol", "no such host; is the name right?"),
    ("nodename nor servname", "no such host; is the name right?"),
    ("unreachable", "no network leads there; is the address right?"),
    ("No route to host", "no network leads there; is the address right?"),
    ("RemoteDisconnected", "it closes the connection without an answer"),
    ("reset by peer", "it cuts the connection"),
    ("Broken pipe", "it cuts the connection"),
    ("BadStatusLine", "what answers there does not talk HTTP"),
    ("UnknownProtocol", "what answers there does not talk HTTP"),
    ("IncompleteRead", "it breaks off in the middle of an answer"),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "its certificate is not trusted; give that of its authority with --ca-file",
    ),
    ("CERTIFICATE_REQUIRED", "it asks for a certificate of yours; give it with --cert and --key"),
    ("SSL", "the TLS handshake fails; is https right, and the certificate trusted?"),
)
"""What the libraries say, in part, and what it means to a user; the first that fits."""

_LONGEST = 200


def reason_of(error: Exception, manners: Manners) -> str:
    """In words what an exception of the standard library means to the user of a judge."""
    proxy = proxy_of(manners)
    via = f"through the proxy {proxy.hostname}:{proxy.port or 80}: " if proxy else ""
    if isinstance(error, TimeoutError) and not isinstance(error, ssl.SSLError):
        words = str(error) if "still sending" in str(error) else ""
        return via + (words or f"it does not answer within {manners.timeout:g} s (see --timeout)")
    text = repr(error)
    words = next((reason for part, reason in _REASONS if part in text), f"{error}"[:_LONGEST])
    return via + words
