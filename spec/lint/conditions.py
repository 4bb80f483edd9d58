"""What an object must keep to beyond the table of its fields, as a table of conditions.

Each row: the kind it is about, and a generator of remarks. Read `CONDITIONS` at the end first.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..document import Node
from .rule import Remark

Condition: TypeAlias = Callable[[Node], Iterator[Remark]]

_COMPONENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
_STATUS = re.compile(r"default|[1-5](?:[0-9][0-9]|XX)")
_VERSION = re.compile(r"3\.[0-9]+\.[0-9]+(-.+)?")


def _exactly_one(*names: str) -> Condition:
    def condition(node: Node) -> Iterator[Remark]:
        present = [name for name in names if node.get(name) is not None]
        if not present:
            yield Remark(node, f'needs "{names[0]}" or "{names[1]}"', True, "add one of them")
        yield from _at_most_one(*names)(node)

    return condition


def _at_most_one(*names: str) -> Condition:
    def condition(node: Node) -> Iterator[Remark]:
        present = [child for name in names if (child := node.get(name)) is not None]
        if len(present) > 1:
            message = f'"{names[0]}" and "{names[1]}" exclude each other'
            yield Remark(present[1], message, True, "remove one of them")

    return condition


def _at_least_one(*names: str) -> Condition:
    def condition(node: Node) -> Iterator[Remark]:
        if all(node.get(name) is None for name in names):
            yield Remark(node, f"needs at least one of {', '.join(names)}", True)

    return condition


def _needs(field: str, value: str, *names: str) -> Condition:
    """Where `field` is `value`, `names` are needed as well."""

    def condition(node: Node) -> Iterator[Remark]:
        if node.text(field) == value:
            for name in names:
                if node.get(name) is None:
                    message = f'needs "{name}", because "{field}" is {value}'
                    yield Remark(node, message, True, f'add "{name}"')

    return condition


def _names(pattern: re.Pattern[str], words: str) -> Condition:
    """The names of an object are of one form; extensions aside."""

    def condition(node: Node) -> Iterator[Remark]:
        for name, child in node.items():
            if not pattern.fullmatch(name) and not name.startswith("x-"):
                yield Remark(child, f'"{name}" cannot stand here: {words}', at_key=True)

    return condition


def _component_names(node: Node) -> Iterator[Remark]:
    for _, section in node.items():
        yield from _names(_COMPONENT_NAME, "a component is named by A-Z a-z 0-9 . _ -")(section)


def _version_text(node: Node) -> Iterator[Remark]:
    version = node.get("openapi")
    if version is not None and not _VERSION.fullmatch(node.text("openapi")):
        yield Remark(version, f'"{version.value}" is no full version', False, 'write "3.1.0"')


def _path_parameter(node: Node) -> Iterator[Remark]:
    if node.text("in") == "path" and not node.flag("required"):
        yield Remark(
            node.get("required") or node,
            f'the path parameter "{node.text("name")}" must be required',
            True,
            "add required: true",
        )


def _single_content(node: Node) -> Iterator[Remark]:
    content = node.get("content")
    if content is not None and isinstance(content.value, dict) and len(content.value) != 1:
        yield Remark(content, "the content of a parameter or header is one media type", True)


_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}


def _style_fits(node: Node) -> Iterator[Remark]:
    style, allowed = node.get("style"), _STYLES.get(node.text("in"))
    if style is not None and allowed and style.value not in allowed:
        message = f'the style "{style.value}" is not for parameters in {node.text("in")}'
        yield Remark(style, message, False, f"use one of {', '.join(allowed)}")


_URLS = {
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
    "clientCredentials": ("tokenUrl",),
    "authorizationCode": ("authorizationUrl", "tokenUrl"),
    "deviceAuthorization": ("deviceAuthorizationUrl", "tokenUrl"),
}


def _flow_urls(node: Node) -> Iterator[Remark]:
    for flow, urls in _URLS.items():
        child = node.get(flow)
        if child is not None:
            missing = [url for url in urls if child.get(url) is None]
            yield from (Remark(child, f'the flow {flow} needs "{url}"', True) for url in missing)


def _enum_not_empty(node: Node) -> Iterator[Remark]:
    enum = node.get("enum")
    if enum is not None and enum.value == []:
        yield Remark(enum, "an empty enum allows nothing", at_key=True)


CONDITIONS: tuple[tuple[str, Condition], ...] = (
    ("OpenAPI", _version_text),
    ("Components", _component_names),
    ("Paths", _names(re.compile("/.*", re.DOTALL), 'a path begins with "/"')),
    ("Responses", _names(_STATUS, 'a response is named "200", "2XX" or "default"')),
    ("Parameter", _exactly_one("schema", "content")),
    ("Parameter", _at_most_one("example", "examples")),
    ("Parameter", _path_parameter),
    ("Parameter", _single_content),
    ("Parameter", _style_fits),
    ("Header", _exactly_one("schema", "content")),
    ("Header", _at_most_one("example", "examples")),
    ("Header", _single_content),
    ("MediaType", _at_most_one("example", "examples")),
    ("Example", _at_most_one("value", "externalValue")),
    ("Link", _exactly_one("operationId", "operationRef")),
    ("License", _at_most_one("identifier", "url")),
    ("SecurityScheme", _needs("type", "apiKey", "name", "in")),
    ("SecurityScheme", _needs("type", "http", "scheme")),
    ("SecurityScheme", _needs("type", "oauth2", "flows")),
    ("SecurityScheme", _needs("type", "openIdConnect", "openIdConnectUrl")),
    ("OAuthFlows", _flow_urls),
    ("ServerVariable", _enum_not_empty),
)
