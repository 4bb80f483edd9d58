"""What an object must keep to beyond the table of its fields, as a table of conditions.

Each row: the kind it is about, and a generator of remarks. Read `CONDITIONS` at the end first.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from ..document import Node
from ..grammar import EXTENSION
from .rule import Remark
from .subject import elements

Condition: TypeAlias = Callable[[Node], Iterator[Remark]]

_COMPONENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PATH = re.compile("/.*", re.DOTALL)
_STATUS = re.compile(r"default|[1-5](?:[0-9][0-9]|XX)")
_VERSION = re.compile(r"3\.[0-9]+\.[0-9]+(-.+)?")


def _one_needed(node: Node, *, names: tuple[str, str]) -> Iterator[Remark]:
    if all(node.get(name) is None for name in names):
        message = f'needs "{names[0]}" or "{names[1]}"'
        yield Remark(node, message, at_key=True, advice="add one of them")


def _at_most_one(node: Node, *, names: tuple[str, str]) -> Iterator[Remark]:
    present = [child for name in names if (child := node.get(name)) is not None]
    if len(present) > 1:
        message = f'"{names[0]}" and "{names[1]}" exclude each other'
        yield Remark(present[1], message, at_key=True, advice="remove one of them")


def _needs(node: Node, *, kind: str, names: tuple[str, ...]) -> Iterator[Remark]:
    """What an object of one `type` needs as well."""
    if node.text("type") == kind:
        for name in names:
            if node.get(name) is None:
                message = f'needs "{name}", because "type" is {kind}'
                yield Remark(node, message, at_key=True, advice=f'add "{name}"')


def _names(node: Node, *, pattern: re.Pattern[str], words: str) -> Iterator[Remark]:
    """The names of an object are of one form; extensions aside."""
    for name, child in node.items():
        if not pattern.fullmatch(name) and not name.startswith(EXTENSION):
            yield Remark(child, f'"{name}" cannot stand here: {words}', at_key=True)


def _component_names(node: Node) -> Iterator[Remark]:
    for kind, section in node.items():
        if not kind.startswith(EXTENSION):
            words = "a component is named by A-Z a-z 0-9 . _ -"
            yield from _names(section, pattern=_COMPONENT_NAME, words=words)


def _version_text(node: Node) -> Iterator[Remark]:
    version = node.get("openapi")
    if version is not None and not _VERSION.fullmatch(node.text("openapi")):
        yield Remark(version, f'"{version.value}" is no full version', advice='write "3.1.0"')


def _tags_unique(node: Node) -> Iterator[Remark]:
    seen: set[str] = set()
    for tag in elements(node, "tags"):
        name = tag.text("name")
        if name in seen:
            yield Remark(tag, f'a tag "{name}" is described already', advice="remove one of them")
        seen.add(name)


def _branches(node: Node) -> Iterator[Remark]:
    for name in ("allOf", "anyOf", "oneOf"):
        found = node.get(name)
        if found is not None and found.value == []:
            yield Remark(found, f'"{name}" needs at least one schema', at_key=True)


def _some_response(node: Node) -> Iterator[Remark]:
    if not any(not name.startswith(EXTENSION) for name in node.mapping()):
        yield Remark(node, "needs at least one response", at_key=True, advice="add one")


def _path_parameter(node: Node) -> Iterator[Remark]:
    if node.text("in") == "path" and not node.flag("required"):
        yield Remark(
            node.get("required") or node,
            f'the path parameter "{node.text("name")}" must be required',
            at_key=True,
            advice="add required: true",
        )


def _single_content(node: Node) -> Iterator[Remark]:
    content = node.get("content")
    if content is not None and isinstance(content.value, dict) and len(content.value) != 1:
        yield Remark(content, "the content of a parameter or header is one media type", at_key=True)


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
        yield Remark(style, message, advice=f"use one of {', '.join(allowed)}")


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
            yield from (
                Remark(child, f'the flow {flow} needs "{url}"', at_key=True) for url in missing
            )


def _enum_not_empty(node: Node) -> Iterator[Remark]:
    enum = node.get("enum")
    if enum is not None and enum.value == []:
        yield Remark(enum, "an empty enum allows nothing", at_key=True)


CONDITIONS: tuple[tuple[str, Condition], ...] = (
    ("OpenAPI", _version_text),
    ("OpenAPI", _tags_unique),
    ("Schema", _branches),
    ("Components", _component_names),
    ("Paths", partial(_names, pattern=_PATH, words='a path begins with "/"')),
    (
        "Responses",
        partial(_names, pattern=_STATUS, words='a response is named "200", "2XX" or "default"'),
    ),
    ("Responses", _some_response),
    ("Parameter", partial(_one_needed, names=("schema", "content"))),
    ("Parameter", partial(_at_most_one, names=("schema", "content"))),
    ("Parameter", partial(_at_most_one, names=("example", "examples"))),
    ("Parameter", _path_parameter),
    ("Parameter", _single_content),
    ("Parameter", _style_fits),
    ("Header", partial(_one_needed, names=("schema", "content"))),
    ("Header", partial(_at_most_one, names=("schema", "content"))),
    ("Header", partial(_at_most_one, names=("example", "examples"))),
    ("Header", _single_content),
    ("MediaType", partial(_at_most_one, names=("example", "examples"))),
    ("Example", partial(_at_most_one, names=("value", "externalValue"))),
    ("Link", partial(_one_needed, names=("operationId", "operationRef"))),
    ("Link", partial(_at_most_one, names=("operationId", "operationRef"))),
    ("License", partial(_at_most_one, names=("identifier", "url"))),
    ("SecurityScheme", partial(_needs, kind="apiKey", names=("name", "in"))),
    ("SecurityScheme", partial(_needs, kind="http", names=("scheme",))),
    ("SecurityScheme", partial(_needs, kind="oauth2", names=("flows",))),
    ("SecurityScheme", partial(_needs, kind="openIdConnect", names=("openIdConnectUrl",))),
    ("OAuthFlows", _flow_urls),
    ("ServerVariable", _enum_not_empty),
)
