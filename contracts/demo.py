"""The demo: the published tutorial over real HTTP, told as it happens.

Knows nothing of a mock: it is given a target, and prints what an exchange meant.
"""

from collections.abc import Callable, Iterator

from ..spec.api import Api
from ..spec.exchange import Exchange
from ..spec.json_types import Json
from .export_jobs import body_of, part, records_of, text
from .ledger import Ledger
from .scenario import SCENARIOS
from .target import Target
from .walk import Pace, Walk

_WIDEST = 100


def tell_tutorial(api: Api, target: Target, pace: Pace) -> int:
    """Walk the tutorial; how much was found wrong on the way. Raises TargetError."""
    ledger = Ledger(api, lambda _: None)
    walk = Walk(api, target, pace, ledger)
    walk.story = "tutorial"
    SCENARIOS["tutorial"].tell(walk)
    for _, epilogue in walk.epilogues():
        epilogue(walk)
    return len(ledger.violations)


def told(exchange: Exchange) -> Iterator[str]:
    """The request in a line, its body if it has one, and the gist of the answer."""
    message = exchange.call.message
    yield f"{message.method} {message.target}"
    if message.body:
        yield f"     {_short(message.body.decode('utf-8', 'replace'))}"
    yield f"  -> {exchange.reply.status} {_gist(exchange)}".rstrip()


def _gist(exchange: Exchange) -> str:
    body = body_of(exchange.reply)
    if isinstance(body, dict):
        return next((say(body) for key, say in _GISTS.items() if key in body), _short(str(body)))
    if isinstance(body, list):
        return _short(", ".join(map(str, body)))
    return "" if exchange.reply.body else "(no body)"


def _list(body: dict[str, Json]) -> str:
    jobs = ", ".join(f"{job.get('id')} {job.get('status')}" for job in records_of(body))
    following = text(part(body, "link"), "next")
    return _short(f"{jobs or 'no jobs'}; next: {following or 'none'}")


def _job(body: dict[str, Json]) -> str:
    timer = part(part(body, "metrics"), "totalTime")
    taken = f" after {timer['totalTimeInMs']} ms" if "totalTimeInMs" in timer else ""
    return f"job {body.get('id')} is {body['status']}{taken}"


_GISTS: dict[str, Callable[[dict[str, Json]], str]] = {
    "records": _list,
    "jobType": _job,
    "message": lambda body: str(body["message"]),
    "title": lambda body: str(body["title"]),
}
"""What an answer says in short, by a member that tells its kind; the first that is there."""


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"
