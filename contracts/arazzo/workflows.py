"""Workflows of an Arazzo document as scenarios: `verify --workflow FILE`. Read `workflows`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ...spec.api import Api
from ...spec.document import Document, load
from ...spec.json_types import Json
from ..scenario import Scenario, Tell
from ..walk import Walk
from .reading import read_book
from .running import tell_workflow
from .workflow import Book, Workflow

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def workflows(
    source: Path | str | Document, api: Api, inputs: Mapping[str, Json] | None = None
) -> list[Scenario]:
    """A scenario `workflow:ID` for each workflow of a document, about the operations of `api`.

    `inputs` take precedence over the defaults in the document. A workflow that only others call,
    with inputs that it must be given, is none. Raises DocumentError for any mistake in the file.
    """
    document = source if isinstance(source, Document) else load(source)
    book = read_book(document.root, api)
    called = {step.workflow for each in book.workflows.values() for step in each.steps}
    given = dict(inputs or {})
    return [
        _scenario(each, book, given)
        for each in book.workflows.values()
        if each.name not in called or set(each.needed) <= given.keys()
    ]


def _scenario(workflow: Workflow, book: Book, inputs: Mapping[str, Json]) -> Scenario:
    own = {
        name: value
        for name, value in inputs.items()
        if name in workflow.node.child("inputs").child("properties").mapping()
    }
    writes = ", ".join(dict.fromkeys(_writes(workflow, book)))
    return Scenario(
        name=f"workflow:{workflow.name}",
        needs=(),
        fits=lambda _: True,
        writes=f"what {writes} of the workflow leaves" if writes else "",
        tell=_teller(workflow, book, own),
        tags=("workflow",),
    )


def _teller(workflow: Workflow, book: Book, inputs: Mapping[str, Json]) -> Tell:
    def tell(walk: Walk) -> None:
        """Run the workflow."""
        tell_workflow(walk, book, workflow.name, inputs)

    tell.__doc__ = workflow.about or tell.__doc__
    return tell


def _writes(workflow: Workflow, book: Book, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The operations of a workflow, and of those it calls or depends on, that change something."""
    called = [*workflow.depends_on, *(step.workflow for step in workflow.steps if step.workflow)]
    for name in called:
        if name not in seen:
            yield from _writes(book.workflows[name], book, (*seen, workflow.name))
    for step in workflow.steps:
        if step.operation is not None and step.operation.method not in _SAFE:
            yield step.operation.operation_id
