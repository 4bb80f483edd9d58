"""The rule `ref/unused-component`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ...document import Node
from ...errors import DocumentError
from ...grammar import EXTENSION
from ...shape import followed
from ..rule import Remark, rule
from ..subject import Subject, members

Component: TypeAlias = "tuple[str | int, ...]"

ENTRANCE: Component = ()
"""Stands for all that is no component: paths, webhooks, other files."""


@rule("ref/unused-component", severity="warning", advice="remove it, or refer to it")
def unused_component(subject: Subject) -> Iterator[Remark]:
    """Every component is used, directly or through others, by a path or a webhook.

    What nobody refers to is out of date sooner or later; often it was meant to be used and the
    reference is missing. A document without paths and webhooks is a library, and not looked at.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses: {"200": {$ref: "#/components/responses/Jobs"}}
        components:
          responses: {Jobs: {description: all jobs}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        paths:
          /jobs:
            get:
              responses: {"200": {description: all jobs}}
        components:
          responses:
            Jobs: {description: all jobs}  # <-
    """
    root = subject.document.root
    if not any(list(members(root, key)) for key in ("paths", "webhooks")):
        return
    uses = _uses(subject)
    reached = _reached(uses)
    named = {each for user, used in uses.items() for each in used if each != user}
    for section, components in members(root, "components"):
        for name, node in components.items():
            if node.path not in reached and not section.startswith(EXTENSION):
                is_named = node.path in named
                why = "is used only by what is itself unused" if is_named else "is not used"
                yield Remark(node, f'"{name}" of components.{section} {why}', at_key=True)


def _reached(uses: Mapping[Component, set[Component]]) -> set[Component]:
    reached, waiting = {ENTRANCE}, [ENTRANCE]
    while waiting:
        new = uses.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _uses(subject: Subject) -> Mapping[Component, set[Component]]:
    """Which component uses which."""
    uses: dict[Component, set[Component]] = defaultdict(set)
    for find in (_references, _dynamic_references, _mappings, _requirements, _extensions):
        for user, used in find(subject):
            uses[_component(user, subject)].add(_component(used, subject))
    return uses


def _component(node: Node, subject: Subject) -> Component:
    """The component that a node is part of."""
    ours = node.document is subject.document and node.path[:1] == ("components",)
    return node.path[:3] if ours else ENTRANCE


def _references(subject: Subject) -> Iterator[tuple[Node, Node]]:
    """Who refers to whom; a schema with a discriminator is taken to use those that extend it."""
    for place in subject.places("Reference"):
        target = _step(place.node)
        if target is None:
            continue
        yield place.node, target
        if "allOf" in place.node.path[-2:] and target.get("discriminator") is not None:
            yield target, place.node


def _step(node: Node, reference: str = "") -> Node | None:
    try:
        return node.target(reference) if reference else node.step()
    except DocumentError:
        return None


def _dynamic_references(subject: Subject) -> Iterator[tuple[Node, Node]]:
    """A `$dynamicRef` leads to what it names, or to any other schema with that `$dynamicAnchor`.

    Which of them is only known with a value at hand (JSON Schema 2020-12, 8.2.3.2).
    """
    anchored: dict[str, list[Node]] = defaultdict(list)
    for place in subject.places("Schema"):
        anchored[place.node.text("$dynamicAnchor")].append(place.node)
    for place in subject.places("Schema"):
        reference = place.node.text("$dynamicRef")
        target = _step(place.node, reference) if reference else None
        if target is not None:
            also = anchored[target.text("$dynamicAnchor")] if target.text("$dynamicAnchor") else []
            yield from ((place.node, used) for used in (target, *also))


def _mappings(subject: Subject) -> Iterator[tuple[Node, Node]]:
    """Discriminators name schemas, by their name or as a reference (OpenAPI 3.1, 4.8.25)."""
    schemas = dict(members(subject.document.root.get("components"), "schemas"))
    for place in subject.places("Discriminator"):
        for _, node in members(place.node, "mapping"):
            name = str(node.value).removeprefix("#/components/schemas/")
            if name in schemas:
                yield place.node, schemas[name]


def _requirements(subject: Subject) -> Iterator[tuple[Node, Node]]:
    schemes = dict(members(subject.document.root.get("components"), "securitySchemes"))
    for place in subject.places("SecurityRequirement"):
        for name in place.node.mapping():
            if name in schemes:
                yield place.node, schemes[name]


def _extensions(subject: Subject) -> Iterator[tuple[Node, Node]]:
    """References in extensions: nobody knows what these mean, but they are a use."""
    for place in subject.places():
        waiting = [node for name, node in place.node.items() if name.startswith(EXTENSION)]
        while waiting:
            node = waiting.pop()
            target = followed(node)
            if target is not None and node.reference is not None:
                yield place.node, target
            waiting.extend(node.elements())
            waiting.extend(child for _, child in node.items())
