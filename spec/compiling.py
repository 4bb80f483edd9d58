"""Document to `Api`: what the mock and the judge ask at every request is worked out here, once.

Read `compile_api` first, then downwards: each function makes one kind of object of `api.py`.
Where the document is wrong it raises DocumentError with the place; the linter tells more.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from .api import (
    Api,
    MediaType,
    Operation,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    SecurityScheme,
)
from .decoding import Style, also_hyphened, decoder, empty_or
from .document import Document, Node
from .routing import Router
from .schema import Schema
from .translation import Direction

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NOT_PARAMETERS = {"accept", "content-type", "authorization"}
_OF_HTTP = frozenset(
    {"connection", "content-encoding", "content-length", "content-type", "date", "keep-alive"}
    | {"trailer", "transfer-encoding", "upgrade"}
)
"""Response fields that HTTP servers see to themselves, whatever a document says of them."""


def compile_api(document: Document) -> Api:
    """Every operation of the document, its decoders built, its validators built on first use."""
    root = document.root
    items = tuple(_path_items(root))
    operations = tuple(operation for item in items for operation in item.operations.values())
    router = Router(
        ((item.template, item) for item in items),
        tuple(dict.fromkeys(_base_paths(root))),
    )
    information = root.get("info") or root
    return Api(
        title=information.text("title"),
        version=information.text("version"),
        operations=operations,
        router=router,
        node=root,
        base_path=next(map(_path_of, _elements(root, "servers")), ""),
    )


def _base_paths(root: Node) -> Iterator[str]:
    """The path of each server, wherever it is named, its variables at their defaults."""
    items = [item.follow() for _, item in _items(root, "paths")]
    operations = [child for item in items for method in METHODS if (child := item.get(method))]
    for holder in (root, *items, *operations):
        for server in _elements(holder, "servers"):
            yield _path_of(server)


def _path_of(server: Node) -> str:
    return urlsplit(_url(server)).path.rstrip("/")


def _url(server: Node) -> str:
    url = server.text("url")
    for name, variable in _items(server, "variables"):
        url = url.replace(f"{{{name}}}", variable.text("default"))
    return url


def _path_items(root: Node) -> Iterator[PathItem]:
    for template, node in _items(root, "paths"):
        if template.startswith("/"):
            item = node.follow()
            operations = {
                method.upper(): _operation(template, method.upper(), item, child)
                for method in METHODS
                if (child := item.get(method)) is not None
            }
            yield PathItem(template, operations)


def _operation(template: str, method: str, item: Node, node: Node) -> Operation:
    shared = {(each.location, each.name): each for each in _parameters(item)}
    own = {(each.location, each.name): each for each in _parameters(node)}
    body = node.get("requestBody")
    return Operation(
        operation_id=node.text("operationId") or f"{method} {template}",
        method=method,
        path=template,
        tags=tuple(str(tag.value) for tag in _elements(node, "tags")),
        parameters=tuple({**shared, **own}.values()),
        body=_request_body(body.follow()) if body is not None else None,
        responses={
            status.upper() if status != "default" else status: _response(status, each.follow())
            for status, each in _items(node, "responses")
            if not status.startswith("x-")
        },
        security=_security(node),
        node=node,
    )


def _parameters(node: Node) -> Iterator[Parameter]:
    for element in _elements(node, "parameters"):
        each = element.follow()
        name, location = each.text("name"), each.text("in")
        if location == "header" and name.lower() in _NOT_PARAMETERS:
            continue
        if location in _STYLES:
            yield _parameter(each, name, location, "request")


def _parameter(node: Node, name: str, location: str, direction: Direction) -> Parameter:
    """A parameter; `name` as looked up: header names are in lower case."""
    style = node.text("style") or _STYLES[location]
    explode = node.flag("explode", default=style == "form")
    key = name.lower() if location == "header" else name
    content = next(iter(_items(node, "content")), None)
    schema = (content[1] if content else node).get("schema")
    decode = decoder(Style(key, location, style, explode), schema, content[0] if content else None)
    if location == "query" and node.flag("allowEmptyValue"):
        decode = empty_or(key, decode)
    if location == "header" and "_" in key:
        decode = also_hyphened(key, decode)
    return Parameter(
        name=name,
        location=location,
        required=node.flag("required"),
        is_recommended=node.flag("x-recommended"),
        schema=Schema(schema, direction) if schema is not None else None,
        decode=decode,
        node=node,
    )


def _request_body(node: Node) -> RequestBody:
    return RequestBody(node.flag("required"), tuple(_content(node, "request")), node)


def _response(status: str, node: Node) -> Response:
    headers = tuple(
        _parameter(each.follow(), name, "header", "response")
        for name, each in _items(node, "headers")
        if name.lower() not in _OF_HTTP
    )
    return Response(status, headers, tuple(_content(node, "response")), node)


def _content(node: Node, direction: Direction) -> Iterator[MediaType]:
    for name, each in _items(node, "content"):
        schema = each.get("schema")
        yield MediaType(name, Schema(schema, direction) if schema is not None else None, each)


def _security(node: Node) -> tuple[tuple[SecurityScheme, ...], ...]:
    """The alternatives in force: the operation's own, else those of the whole document."""
    root = node.document.root
    source = node if node.get("security") is not None else root
    return tuple(
        tuple(_scheme(root, title) for title, _ in alternative.items())
        for alternative in _elements(source, "security")
    )


def _scheme(root: Node, title: str) -> SecurityScheme:
    node = root
    for key in ("components", "securitySchemes", title):
        child = node.get(key)
        if child is None:
            return SecurityScheme(title, "unknown", "header", "Authorization", "")
        node = child.follow()
    kind, scheme = node.text("type"), node.text("scheme").lower()
    if kind == "apiKey":
        return SecurityScheme(title, kind, node.text("in"), node.text("name"), "")
    if kind in {"oauth2", "openIdConnect"}:
        scheme = "bearer"
    return SecurityScheme(title, kind, "header", "Authorization", scheme)


def _items(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = node.get(key)
    if child is not None:
        yield from child.items()


def _elements(node: Node, key: str) -> Iterator[Node]:
    child = node.get(key)
    if child is not None:
        yield from child.elements()
