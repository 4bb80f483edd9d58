"""Problem: traffic that does not conform to the document, as data. Never raised.

Read `CODES` first: it is the one table of what can be wrong, and of who is told how.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .json_types import Json

Side = Literal["client", "server", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """One row: who is at fault, the HTTP status a server answers it with, and what it means.

    Rows stand in the order in which a server finds things out; the first problem of a request
    decides its status.
    """

    side: Side
    status: int
    meaning: str


CODES = {
    "message-too-large": Code("client", 413, "the body is larger than the server reads"),
    "message-malformed": Code("client", 400, "the message is not HTTP as RFC 9112 has it"),
    "path-unknown": Code("client", 404, "no path of the document fits"),
    "method-unknown": Code("client", 405, "the path has no such method"),
    "credential-missing": Code("client", 401, "a credential that security asks for is absent"),
    "credential-invalid": Code("client", 401, "a credential is malformed, expired or unknown"),
    "media-type-missing": Code("client", 415, "a body without Content-Type"),
    "media-type-malformed": Code("client", 415, "a Content-Type that RFC 9110 cannot parse"),
    "media-type-unsupported": Code("client", 415, "a Content-Type the operation does not take"),
    "parameter-missing": Code("client", 400, "a required parameter is absent"),
    "parameter-malformed": Code("client", 400, "a parameter that cannot be decoded"),
    "parameter-repeated": Code("client", 400, "a parameter with one value, given twice"),
    "parameter-invalid": Code("client", 400, "a parameter outside its schema"),
    "body-missing": Code("client", 400, "a required body is absent"),
    "body-malformed": Code("client", 400, "a body that its media type cannot parse"),
    "body-invalid": Code("client", 400, "a body outside its schema"),
    "status-undocumented": Code("server", 500, "a status the operation does not document"),
    "reply-media-type-missing": Code("server", 500, "a reply body without Content-Type"),
    "reply-media-type-undocumented": Code("server", 500, "a media type that is not documented"),
    "reply-header-missing": Code("server", 500, "a required response header is absent"),
    "reply-header-invalid": Code("server", 500, "a response header outside its schema"),
    "reply-body-unexpected": Code("server", 500, "a body where HTTP allows none"),
    "reply-body-missing": Code("server", 500, "a documented body is absent"),
    "reply-body-malformed": Code("server", 500, "a reply body that cannot be parsed"),
    "reply-body-invalid": Code("server", 500, "a reply body outside its schema"),
    "parameter-unknown": Code("note", 0, "a query parameter the document does not know"),
    "parameter-recommended": Code("note", 0, "a parameter that ought to be sent is absent"),
    "schema-unusable": Code("note", 0, "a schema of the document cannot be compiled"),
}

_RANK = {code: rank for rank, code in enumerate(CODES)}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one message.

    `location` is "path", "query", "header", "cookie", "body", "method" or "status"; `pointer`
    the parameter's name, or a JSON pointer into the body; `position` a JSON pointer to the
    place in the document that says so, "" where HTTP itself does.
    """

    code: str
    message: str
    location: str
    pointer: str = ""
    position: str = ""

    @property
    def sentence(self) -> str:
        """The message, with its place in the body where there is one."""
        is_inside = self.location == "body" and self.pointer
        return f"body {self.pointer}: {self.message}" if is_inside else self.message

    def as_json(self) -> dict[str, Json]:
        """As error bodies and the journal have it."""
        return {
            "code": self.code,
            "message": self.message,
            "location": self.location,
            "pointer": self.pointer,
        }

    @property
    def side(self) -> Side:
        """Who is at fault: the client, the server, or nobody (a note)."""
        return CODES[self.code].side


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """In the order of `CODES`: what a server finds out first comes first."""
    return sorted(problems, key=lambda problem: _RANK[problem.code])


def told_at_once(problems: Iterable[Problem]) -> str:
    """Every problem in one line."""
    return "; ".join(problem.sentence for problem in problems)
