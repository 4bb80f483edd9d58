"""The vocabulary of the three rooms: Message, Call, Reply, Exchange, all frozen.

A `Message` is a request as on the wire, a `Call` the same understood through the document, a
`Reply` what was answered, an `Exchange` all of it with the problems seen. The mock, the judge
and the journal differ only in who makes them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .api import MediaType, Operation
from .json_types import Json
from .problem import Problem


class Headers(Mapping[str, str]):
    """Header fields, immutable: found in any case, repeated ones joined by ", " (RFC 9110, 5.3).

    `pairs` keeps them as they were sent, in order. A name with underscores is found with hyphens
    too: that is how WSGI hands it on.
    """

    __slots__ = ("_joined", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        joined: dict[str, str] = {}
        for name, value in self.pairs:
            key = name.lower()
            joined[key] = f"{joined[key]}, {value}" if key in joined else value
        self._joined = joined

    def __getitem__(self, name: str) -> str:
        key = name.lower()
        return self._joined[key if key in self._joined else key.replace("_", "-")]

    def __iter__(self) -> Iterator[str]:
        return iter(self._joined)

    def __len__(self) -> int:
        return len(self._joined)

    def __repr__(self) -> str:
        return f"Headers({self.pairs!r})"


@dataclass(frozen=True, slots=True)
class Message:
    """A request as on the wire.

    `path` is still percent-encoded and without the query; `query` is the text after "?".
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query as they stood in the request line (RFC 9112, 3.2.1)."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Call:
    """A message understood: its operation, and its parameters and body as typed values.

    What could not be decoded is absent from the mappings; `body` is None when there is none, and
    `media_type` is the entry of the document that it was read by. `operation` is None where the
    path or method is unknown (and for an OPTIONS that the document does not describe); `allowed`
    holds the methods of the path, empty if unknown.
    """

    message: Message
    operation: Operation | None
    allowed: tuple[str, ...] = ()
    path: Mapping[str, Json] = field(default_factory=dict)
    query: Mapping[str, Json] = field(default_factory=dict)
    header: Mapping[str, Json] = field(default_factory=dict)
    cookie: Mapping[str, Json] = field(default_factory=dict)
    body: Json = None
    media_type: MediaType | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as on the wire; a 204, a 304 and the reply to a HEAD have no body.

    `is_cut` says that the connection ended within it: `body` is what came by then; with status 0
    nothing came at all.
    """

    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call, its reply, and every problem seen in either, worst first."""

    call: Call
    reply: Reply
    problems: tuple[Problem, ...] = ()
