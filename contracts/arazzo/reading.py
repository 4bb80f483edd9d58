"""An Arazzo document understood: names resolved, conditions compiled, mistakes refused.

Read `read_book` first. Whatever is wrong is a DocumentError at its place, before anything is sent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeVar

from ...spec.api import Api, Operation
from ...spec.document import Node, error_at
from ...spec.json_types import Json
from ..expressions import embedded, is_expression, is_meant
from .criteria import criterion_of
from .objects import check_structure
from .workflow import Action, Argument, Book, Payload, Step, Workflow

Made = TypeVar("Made")

_WAYS = ("operationId", "operationPath", "workflowId")


def read_book(root: Node, api: Api) -> Book:
    """The workflows of a document, about the operations of `api`. Raises DocumentError."""
    check_structure(root)
    for source in root.child("sourceDescriptions").elements():
        if source.text("type") == "arazzo":
            place = source.get("type") or source
            raise error_at(place, "workflows of other Arazzo documents are not run; name OpenAPI")
    nodes = _named(root.child("workflows").elements(), "workflowId")
    workflows = {name: _workflow(node, api, set(nodes)) for name, node in nodes.items()}
    sources: dict[str, Json] = {
        each.text("name"): each.text("url") for each in root.child("sourceDescriptions").elements()
    }
    return Book(workflows, sources)


def _workflow(node: Node, api: Api, workflows: set[str]) -> Workflow:
    steps = _named(node.child("steps").elements(), "stepId")
    for each in node.child("dependsOn").elements():
        _known(each, str(each.value), workflows, "workflow")
    for field in ("successActions", "failureActions"):
        _check_actions(node.child(field), set(steps) | workflows)
    inputs = node.child("inputs")
    properties = inputs.child("properties")
    given = {name: child for name, child in properties.items() if "default" in child.mapping()}
    needed = [str(each.value) for each in inputs.child("required").elements()]
    found = Workflow(
        name=node.text("workflowId"),
        about=node.text("description") or node.text("summary"),
        defaults={name: child.mapping()["default"] for name, child in given.items()},
        needed=tuple(name for name in needed if name not in given),
        depends_on=tuple(str(each.value) for each in node.child("dependsOn").elements()),
        steps=tuple(_step(each, node, api, set(steps) | workflows) for each in steps.values()),
        outputs={name: str(child.value) for name, child in node.child("outputs").items()},
        node=node,
    )
    _check_expressions(node, set(steps), workflows)
    return found


def _step(node: Node, workflow: Node, api: Api, labels: set[str]) -> Step:
    operation = _operation(node, api)
    name = node.text("workflowId").rpartition(".")[2]
    if name:
        _known(node.child("workflowId"), name, labels, "workflow")
    arguments = _merged(workflow, node, ("parameters", "parameters"), _argument)
    for argument in arguments:
        _check_argument(argument, operation)
    body = node.get("requestBody")
    for field in ("onSuccess", "onFailure"):
        _check_actions(node.child(field), labels)
    return Step(
        name=node.text("stepId"),
        operation=operation,
        workflow=name,
        arguments=arguments,
        payload=_payload(body) if body else None,
        criteria=tuple(criterion_of(each) for each in node.child("successCriteria").elements()),
        on_success=_merged(workflow, node, ("successActions", "onSuccess"), _action),
        on_failure=_merged(workflow, node, ("failureActions", "onFailure"), _action),
        outputs={name: str(child.value) for name, child in node.child("outputs").items()},
        node=node,
    )


def _operation(node: Node, api: Api) -> Operation | None:
    """What a step calls; None for a workflow. Exactly one of the three ways must be used."""
    ways = [child for way in _WAYS if (child := node.get(way)) is not None]
    if len(ways) != 1:
        raise error_at(node, f"a step names one of {', '.join(_WAYS)}, and this one {len(ways)}")
    if node.get("workflowId") is not None:
        return None
    text = str(ways[0].value)
    if node.get("operationPath") is not None:
        pointer = text.partition("#")[2]
        places = {each.node.pointer: each for each in api.operations}
        _known(ways[0], pointer, set(places), "operation at")
        return places[pointer]
    name = text.rpartition(".")[2] if text.startswith("$sourceDescriptions.") else text
    operations = {each.operation_id: each for each in api.operations}
    _known(ways[0], name, set(operations), "operation")
    return operations[name]


def _merged(
    workflow: Node, step: Node, fields: tuple[str, str], make: Callable[[Node], Made]
) -> tuple[Made, ...]:
    """What a step has of a field, and what its workflow has for all steps and it does not."""
    found: dict[tuple[str, str], Made] = {}
    for node, name in ((step, fields[1]), (workflow, fields[0])):
        for each in node.child(name).elements():
            meant = _meant(each)
            found.setdefault((meant.text("name"), meant.text("in")), make(each))
    return tuple(found.values())


def _meant(node: Node) -> Node:
    """A node, or the component that a Reusable in its place refers to."""
    found = node.get("reference")
    if found is None:
        return node
    parts = str(found.value).split(".", 2)
    kinds = node.document.root.child("components")
    target = kinds.child(parts[1]).get(parts[2]) if len(parts) == 3 else None  # noqa: PLR2004
    if target is None or parts[0] != "$components":
        raise error_at(found, f"{found.value} leads nowhere: $components.KIND.NAME is wanted")
    return target


def _argument(node: Node) -> Argument:
    meant = _meant(node)
    override = node.get("value") if node.get("reference") else None
    value = (override or meant.child("value")).value
    return Argument(meant.text("name"), meant.text("in"), value, node)


def _check_argument(argument: Argument, operation: Operation | None) -> None:
    if operation is None:
        return
    if not argument.location:
        raise error_at(argument.node, f'the parameter {argument.name!r} needs an "in"')
    known = {each.name for each in operation.parameters if each.location == argument.location}
    if argument.location == "path":
        _known(argument.node, argument.name, known, "path parameter")


def _action(node: Node) -> Action:
    meant = _meant(node)
    after, limit = meant.mapping().get("retryAfter", 0), meant.mapping().get("retryLimit", 1)
    return Action(
        name=meant.text("name"),
        kind=meant.text("type"),
        step=meant.text("stepId"),
        workflow=meant.text("workflowId"),
        after=float(after) if isinstance(after, int | float) else 0.0,
        limit=int(limit) if isinstance(limit, int | float) else 1,
        criteria=tuple(criterion_of(each) for each in meant.child("criteria").elements()),
    )


def _check_actions(actions: Node, labels: set[str]) -> None:
    """What an action goes to exists; `goto` needs a step or a workflow to go to."""
    for each in actions.elements():
        action = _meant(each)
        targets = [child for name in ("stepId", "workflowId") if (child := action.get(name))]
        if len(targets) > 1 or (action.text("type") == "goto" and not targets):
            raise error_at(action, "an action goes to one stepId or to one workflowId")
        for target in targets:
            _known(target, str(target.value), labels, "step or workflow")


def _payload(node: Node) -> Payload:
    replacements = tuple(
        (each.text("target"), each.child("value").value)
        for each in node.child("replacements").elements()
    )
    payload = node.get("payload")
    return Payload(node.text("contentType"), payload.value if payload else None, replacements, node)


def _check_expressions(node: Node, steps: set[str], workflows: set[str]) -> None:
    """Every expression of a workflow can be read, and speaks of steps that there are."""
    known: Mapping[str, set[str]] = {"$steps": steps, "$workflows": workflows}
    for each in _texts(node):
        text = str(each.value)
        for expression in [text] if is_meant(text) else embedded(text):
            room, _, rest = expression.partition(".")
            if room in known:
                _known(each, rest.partition(".")[0], known[room], room[1:-1])
            elif room in ("$request", "$response") and not is_expression(expression):
                raise error_at(each, f"{expression} is no runtime expression")


def _texts(node: Node) -> Iterator[Node]:
    """Every text in a workflow that may hold expressions, conditions aside."""
    if isinstance(node.value, str):
        yield node
    for name, child in node.items():
        if name not in ("condition", "description", "summary", "inputs"):
            yield from _texts(child)
    for each in node.elements():
        yield from _texts(each)


def _named(nodes: Iterable[Node], field: str) -> dict[str, Node]:
    """Nodes by the name in one of their fields; two of one name are a mistake."""
    found: dict[str, Node] = {}
    for each in nodes:
        name = each.text(field)
        if name in found:
            raise error_at(each.child(field), f"there are two of the {field} {name!r}")
        found[name] = each
    return found


def _known(node: Node, name: str, names: set[str], what: str) -> None:
    if name not in names:
        close = get_close_matches(name, names, n=1)
        advice = f"; did you mean {close[0]!r}?" if close else ""
        raise error_at(node, f"there is no {what} {name!r}{advice}")
