"""Traffic: exchanges of a client with some server, held against the document in both directions.

Two judges look at each: ours (`spec/`) and openapi-core (`judge.py`). What ours finds counts, and
the two agree on nearly all of it; what openapi-core alone objects to is kept apart as a doubt, as
`docs/judges.md` shows it to be mistaken there, or the standard to be silent. Read `Referee.seen`,
then `Traffic`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..spec.api import Api
from ..spec.exchange import Exchange, Message, Reply
from ..spec.problem import Problem
from .check import observe
from .client_report import told
from .judge import Judge, judge_for, opinion_on_exchange

Listen = Callable[[Exchange], None]


class ContractViolation(AssertionError):  # noqa: N818  # what is violated is no error of ours
    """Traffic broke the contract; its text says which, and whose fault it is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An exchange with the problems that count, and those that openapi-core alone sees."""

    exchange: Exchange
    doubts: tuple[Problem, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the client or the server has broken the contract."""
        return any(each.side != "note" for each in self.exchange.problems)


@dataclass(frozen=True, slots=True)
class Referee:
    """Both judges of one document. Make one and keep it: openapi-core is slow to begin."""

    api: Api
    judge: Judge

    def seen(self, message: Message, reply: Reply) -> Seen:
        """What both judges say of a request and its reply; it never raises."""
        exchange = observe(self.api, message, reply)
        sides = {each.side for each in exchange.problems}
        opinion = opinion_on_exchange(self.judge, exchange)
        return Seen(exchange, tuple(each for each in opinion.problems if each.side not in sides))


def referee_for(api: Api) -> Referee:
    """Both judges of an API."""
    return Referee(api, judge_for(api.node.document))


class Traffic:
    """What a client has sent and got so far, judged as it comes.

    `url` stands in the place of the document's server: what goes elsewhere is let through
    unjudged; "" judges everything. If it `is_strict`, the first exchange that is wrong raises.
    """

    def __init__(self, referee: Referee, url: str = "", *, is_strict: bool = False) -> None:
        self._referee = referee
        self._base = urlsplit(url.rstrip("/"))
        self._is_strict = is_strict
        self._seen: list[Seen] = []
        self._listeners: list[Listen] = []
        self._elsewhere = 0

    @property
    def url(self) -> str:
        """What stands in the place of the document's server."""
        return self._base.geturl()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Every exchange that was judged, oldest first, with its problems."""
        return tuple(each.exchange for each in self._seen)

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What openapi-core alone objects to."""
        return tuple(doubt for each in self._seen for doubt in each.doubts)

    def listen(self, listen: Listen) -> None:
        """Tell `listen` of every exchange from now on."""
        self._listeners.append(listen)

    def add(self, url: str, message: Message, reply: Reply) -> None:
        """Judge an exchange with `url`, of which the path of `message` is replaced.

        Raises ContractViolation if it is wrong and the traffic is strict.
        """
        path = path_below(self._base.geturl(), url)
        if path is None:
            self._elsewhere += 1
            return
        message = Message(message.method, path, urlsplit(url).query, message.headers, message.body)
        seen = self._referee.seen(message, reply)
        self._seen.append(seen)
        for listen in self._listeners:
            listen(seen.exchange)
        if self._is_strict and seen.is_wrong:
            raise ContractViolation(told([seen.exchange], sides=("client", "server")))

    def report(self) -> str:
        """All that is wrong so far, in words; "" if nothing is."""
        return told(self.exchanges, sides=("client", "server"))

    def check(self) -> None:
        """Raise ContractViolation if anything was wrong, or all went past the one to judge."""
        if self._elsewhere and not self._seen:
            count = f"{self._elsewhere} request{'s' * (self._elsewhere != 1)}"
            raise ContractViolation(f"nothing was judged: {count} went elsewhere than {self.url}")
        text = self.report()
        if text:
            raise ContractViolation(text)


def path_below(base: str, url: str) -> str | None:
    """The path of a URL as the document has it; None if it does not lie below the base."""
    root, parts = urlsplit(base), urlsplit(url)
    if not base:
        return parts.path or "/"
    prefix = root.path.rstrip("/")
    is_same = (root.scheme, _host(root.netloc)) == (parts.scheme, _host(parts.netloc))
    if not is_same or not f"{parts.path}/".startswith(f"{prefix}/"):
        return None
    return parts.path.removeprefix(prefix) or "/"


def _host(netloc: str) -> str:
    """Host and port, without the password and the ports that go without saying."""
    return netloc.rpartition("@")[2].lower().removesuffix(":80").removesuffix(":443")
