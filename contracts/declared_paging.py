"""Paging as a document declares it: which parameters page a list, and where the next page is.

Read `paged_lists` and `next_message`. There is no standard for either, so this is a table of the
names in use; what none of them fits is not paged as far as anybody can tell.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from ..spec.api import Api, Operation, Parameter
from ..spec.exchange import Exchange, Message
from ..spec.json_types import Json
from ..spec.shape import types_of
from .export_jobs import ALL, LIST_JOBS, body_of
from .target import Target

NAMES = {
    "limit": ("limit", "pagesize", "perpage", "size", "maxresults", "maxitems", "count", "top"),
    "offset": ("offset", "start", "skip", "startindex", "startat"),
    "page": ("page", "pagenumber", "pageno", "pagenum", "p"),
    "cursor": ("cursor", "after", "pagetoken", "nexttoken", "nextpagetoken", "continuationtoken"),
}
"""What parameters are called that page, by what they do; without case, `_`, `-` and `$`."""

_NEXT = ("next", "nextlink", "nexturl", "nextpage", "nextpageurl")
_TOKENS = ("nextcursor", "nexttoken", "nextpagetoken", "continuationtoken")
_AROUND = ("links", "link", "paging", "pagination", "page", "meta", "next", "responsemetadata")
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[^;,"]+(?:"[^"]*")?)*)')
_RELATION = re.compile(r';\s*rel\s*=\s*"?([^";,]*)', re.IGNORECASE)
_PATH = re.compile(r"https?://|/|\?")


@dataclass(frozen=True, slots=True)
class PagedList:
    """A list and the query parameters that page it, by what they do (see `NAMES`)."""

    operation: Operation
    parameters: Mapping[str, Parameter]

    def is_number(self, role: str) -> bool:
        """Whether the parameter of that role is there and a whole number."""
        found = self.parameters.get(role)
        return found is not None and "integer" in types_of(
            found.schema.node if found.schema else None
        )


def paged_lists(api: Api) -> list[PagedList]:
    """The lists of a document that need no id in their path and can be paged.

    The list of jobs of the built-in document has a story of its own.
    """
    is_ours = {operation.operation_id for operation in api.operations}.issuperset(ALL)
    return [
        PagedList(each, found)
        for each in api.operations
        if each.method == "GET" and "{" not in each.path and (found := paging_of(each))
        if not (is_ours and each.operation_id == LIST_JOBS)
    ]


def paging_of(operation: Operation) -> dict[str, Parameter]:
    """The query parameters of an operation that page, by what they do."""
    query = [each for each in operation.parameters if each.location == "query"]
    return {
        role: parameter
        for role, names in NAMES.items()
        if (parameter := next((each for each in query if plain(each.name) in names), None))
    }


def items_of(body: Json) -> list[Json] | None:
    """The items of a list's body: itself, or the one member that is a list; None if it is none."""
    if isinstance(body, list):
        return body
    if not isinstance(body, dict):
        return None
    lists = [each for each in body.values() if isinstance(each, list)]
    lists += [
        each
        for inner in body.values()
        if isinstance(inner, dict) and not lists
        for each in inner.values()
        if isinstance(each, list)
    ]
    return lists[0] if len(lists) == 1 else None


def next_message(exchange: Exchange, target: Target) -> Message | None:
    """The request for the next page, by `Link` (RFC 8288), a link or a token; None at the end."""
    message = exchange.call.message
    for link in _links(exchange):
        return _followed(link, message, target)
    operation = exchange.call.operation
    cursor = paging_of(operation).get("cursor") if operation else None
    token = next(_members(body_of(exchange.reply), _TOKENS), None) if cursor else None
    if cursor is None or not isinstance(token, str | int) or token in ("", False):
        return None
    rest = [pair for pair in parse_qsl(message.query) if pair[0] != cursor.name]
    return replace(message, query=urlencode([*rest, (cursor.name, str(token))]))


def plain(name: str) -> str:
    """A name without case and what stands between its words."""
    return re.sub(r"[-_$.\[\]]", "", name).lower()


def _links(exchange: Exchange) -> Iterator[str]:
    for link, parameters in _LINK.findall(exchange.reply.headers.get("link", "")):
        relation = _RELATION.search(parameters)
        if relation and "next" in relation[1].lower().split():
            yield link
    for each in _members(body_of(exchange.reply), _NEXT):
        if isinstance(each, str) and _PATH.match(each):
            yield each


def _members(body: Json, names: tuple[str, ...], inside: str = "") -> Iterator[Json]:
    """Members of some names, at the top of a body or in what is usually put around them."""
    for name, value in body.items() if isinstance(body, dict) else ():
        if plain(name) in names or (inside == "next" and name == "href"):
            yield value
    for name, value in body.items() if isinstance(body, dict) else ():
        if plain(name) in _AROUND and isinstance(value, dict):
            yield from _members(value, names, plain(name))


def _followed(link: str, message: Message, target: Target) -> Message | None:
    """A request for a link; None if it leads to another host, or out of the API."""
    here = urlsplit(urljoin(target.address_of(message), link))
    there = urlsplit(target.url)
    if here.netloc != there.netloc or not here.path.startswith(f"{target.base}/"):
        return None
    return replace(message, path=here.path.removeprefix(target.base), query=here.query)
