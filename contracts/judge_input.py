"""What openapi-core is given to judge by, and what it is not given: free of openapi-core itself.

Read `beyond` first: what it cannot judge. `rewritten` makes it see servers as we do, `Values` are
the parameters of a query or cookie in the form it asks for.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ..spec.document import Node, load
from ..spec.exchange import Message
from ..spec.json_types import Json

_METHODS = {"GET", "PUT", "POST", "DELETE", "PATCH", "TRACE", "QUERY"}
_SLASH = re.compile("%2f", re.IGNORECASE)
_PLAIN_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[^/?#%\\\x00-\x1f\x7f\ufffd]+)+/?|/")


def beyond(message: Message, *, slashes: bool) -> str:
    """Why openapi-core had better not be asked about a message; "" where it may be.

    `slashes` says that the document has paths that end in one.
    """
    path = unquote(message.path)
    if message.method in {"HEAD", "OPTIONS"}:
        return "it knows HEAD and OPTIONS only where they are written down"
    if message.method not in _METHODS:
        return "it takes any member of a path item for a method"
    if _SLASH.search(message.path) or not _PLAIN_PATH.fullmatch(path):
        return "it takes a path apart after decoding it"
    if path[1:].endswith("/") and not slashes:
        return "it takes a trailing slash for an empty segment"
    return ""


def rewritten(root: Node) -> dict[str, Json]:
    """The document with all of its servers at its top, as paths, and the one without a path."""
    paths: dict[str, Json] = {
        template: {
            name: _without_servers(part.value) for name, part in item.items() if name != "servers"
        }
        for template, item in root.child("paths").items()
    }
    servers: list[Json] = [{"url": url} for url in {"/": 0, **dict.fromkeys(_server_paths(root))}]
    return root.mapping() | {"servers": servers, "paths": paths}


def _without_servers(part: Json) -> Json:
    if isinstance(part, dict):
        return {name: value for name, value in part.items() if name != "servers"}
    return part


def _server_paths(root: Node) -> Iterator[str]:
    """The path of each server, wherever it is named, its variables at their defaults."""
    items = [item.follow() for _, item in root.child("paths").items()]
    operations = [operation for item in items for _, operation in item.items()]
    for holder in (root, *items, *operations):
        for server in holder.child("servers").elements():
            yield urlsplit(_url(server)).path or "/"


def _url(server: Node) -> str:
    url = server.text("url")
    for name, variable in server.child("variables").items():
        url = url.replace(f"{{{name}}}", variable.text("default"))
    return url


def media_types_in(value: Json) -> Iterator[str]:
    """Every name in a document as a media type without parameters: most of them are none."""
    if isinstance(value, dict):
        yield from (name.partition(";")[0].strip().lower() for name in value)
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        yield from media_types_in(child)


def read_json(body: bytes, **_: str) -> Json:
    """It reads no `+json` type by itself (RFC 6839) but two."""
    value: Json = json.loads(body)
    return value


def read_file(uri: str) -> Json:
    """The data in a file, by its `file:` URI; a file that a document refers to."""
    return load(Path(url2pathname(urlsplit(uri).path))).root.value


class Values(Mapping[str, str]):
    """Decoded names and values, the first of each name; `getlist` gives them all."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            self._all.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._all[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def getlist(self, name: str) -> list[str]:
        """Every value of a name: the protocol by which openapi-core asks for them."""
        return self._all.get(name, [])
