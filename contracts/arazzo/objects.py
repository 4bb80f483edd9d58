"""The objects of Arazzo 1.0 as one table, and a document held against it. Read `check_structure`.

The lines of the table are written as those of OpenAPI's (`spec/objects.py`); `&` says that a
Reusable may stand in the place of an object.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ...spec.document import Node, error_at
from ...spec.errors import DocumentError
from ...spec.grammar import EXTENSION, VALUES, Field, read_kind

OBJECTS = {
    "Arazzo": """
        arazzo! text
        info! Info
        sourceDescriptions! [SourceDescription]
        workflows! [Workflow]
        components Components""",
    "Info": """
        title! text
        summary text
        description text
        version! text""",
    "SourceDescription": """
        name! text
        url! text
        type =openapi|arazzo""",
    "Workflow": """
        workflowId! text
        summary text
        description text
        inputs any
        dependsOn [text]
        steps! [Step]
        successActions [&SuccessAction]
        failureActions [&FailureAction]
        outputs {text}
        parameters [&Parameter]""",
    "Step": """
        description text
        stepId! text
        operationId text
        operationPath text
        workflowId text
        parameters [&Parameter]
        requestBody RequestBody
        successCriteria [Criterion]
        onSuccess [&SuccessAction]
        onFailure [&FailureAction]
        outputs {text}""",
    "Parameter": """
        name! text
        in =path|query|header|cookie
        value! any""",
    "SuccessAction": """
        name! text
        type! =end|goto
        workflowId text
        stepId text
        criteria [Criterion]""",
    "FailureAction": """
        name! text
        type! =end|goto|retry
        workflowId text
        stepId text
        retryAfter number
        retryLimit count
        criteria [Criterion]""",
    "Components": """
        inputs any
        parameters {Parameter}
        successActions {SuccessAction}
        failureActions {FailureAction}""",
    "Reusable": """
        reference! text
        value any""",
    "Criterion": """
        context text
        condition! text
        type text|CriterionExpressionType""",
    "CriterionExpressionType": """
        type! =jsonpath|xpath
        version! text""",
    "RequestBody": """
        contentType text
        payload any
        replacements [PayloadReplacement]""",
    "PayloadReplacement": """
        target! text
        value! any""",
}

_KINDS = {name: read_kind(name, text, "3.1") for name, text in OBJECTS.items()}
_VERSION = "1.0."


def check_structure(root: Node) -> None:
    """Raises DocumentError at the first thing in a document that Arazzo 1.0 has no place for."""
    found = root.get("arazzo")
    if found is None:
        raise error_at(root, 'not an Arazzo document: it has no "arazzo" at its top')
    if not isinstance(found.value, str) or not found.value.startswith(_VERSION):
        raise error_at(found, f"Arazzo {found.value} is not read; write arazzo: 1.0.1")
    for error in _errors(root, "Arazzo"):
        raise error


def _errors(node: Node, name: str) -> Iterator[DocumentError]:
    """What is wrong with an object and all in it, in the order of the text."""
    kind = _KINDS[name]
    if not isinstance(node.value, dict):
        yield error_at(node, f"{_named(name)} is wanted here, as a mapping")
        return
    for key, child in node.items():
        field = kind.fields.get(key)
        if field is not None:
            yield from _misfits(child, field)
        elif not key.startswith(EXTENSION) and name != "Reusable":
            close = get_close_matches(key, kind.fields, n=1)
            advice = f'; did you mean "{close[0]}"?' if close else ""
            yield _at_key(child, f'{_named(name)} has no field "{key}"{advice}')
    for key, field in kind.fields.items():
        if field.required and node.get(key) is None:
            yield error_at(node, f'{_named(name)} needs "{key}"')


def _misfits(node: Node, field: Field) -> Iterator[DocumentError]:
    """What is wrong with the value of one field."""
    if field.shape == "list" and isinstance(node.value, list):
        members = list(node.elements())
    elif field.shape == "map" and isinstance(node.value, dict):
        members = [member for _, member in node.items()]
    elif field.shape == "one":
        members = [node]
    else:
        yield error_at(node, f"a {'list' if field.shape == 'list' else 'mapping'} is wanted here")
        return
    for member in members:
        yield from _misfit(member, field)


def _misfit(node: Node, field: Field) -> Iterator[DocumentError]:
    if field.choice:
        yield from _unchosen(node, field.choice)
        return
    plain = [VALUES[kind] for kind in field.kinds if kind in VALUES]
    objects = [kind for kind in field.kinds if kind in OBJECTS]
    if any(value.fits(node.value) for value in plain):
        return
    if not objects:
        yield error_at(node, f"{' or '.join(value.words for value in plain)} is wanted here")
        return
    is_reused = field.reference and node.get("reference") is not None
    yield from _errors(node, "Reusable" if is_reused else objects[0])


def _unchosen(node: Node, choice: Sequence[str]) -> Iterator[DocumentError]:
    """A word that is none of those there are to choose from."""
    if node.value not in choice:
        close = get_close_matches(str(node.value), choice, n=1)
        advice = f"; did you mean {close[0]}?" if close else ""
        yield error_at(node, f"one of {', '.join(choice)} is wanted here{advice}")


def _named(kind: str) -> str:
    return f"{'an' if kind[0] in 'AEIO' else 'a'} {kind}"


def _at_key(node: Node, reason: str) -> DocumentError:
    place = node.key_position
    return DocumentError(node.document.name, reason, place.line, place.column)
