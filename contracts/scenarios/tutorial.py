"""The published tutorial, from its first request to its last."""

from ...spec.exchange import Exchange
from ..export_jobs import ALL, LIST_JOBS, Record, text
from ..exporting import cancel, create_dataset, look, record_of, start_export, watch
from ..paging import ids, pages
from ..scenario import scenario
from ..walk import Walk

_PAGES = 20


@scenario(
    "tutorial",
    needs=ALL,
    writes="1 dataset and 2 export jobs, one of which it cancels",
    tags=("state",),
    quick=True,
)
def tutorial(walk: Walk) -> None:
    """Create a dataset, export into it, watch the job to its end, find it in the list, cancel one.

    The job starts as NEW, and as its dataset is based on the union schema, it SUCCEEDS. If it
    has not ended when patience does (`--patience`), that is a violation on this machine, and else
    a remark: real jobs may take hours.
    """
    dataset = create_dataset(walk, "Profile Data Export")
    job = start_export(walk, dataset) if dataset else None
    if not dataset or not job:
        return
    if text(job, "status") != "NEW":
        created = walk.successes["createExportJob"]
        walk.object(created, f"a new job is NEW; this one is {job.get('status')}", kind="new")
    watch(walk, job, _ended)
    _find(walk, job)
    other = start_export(walk, dataset)
    if other:
        cancel(walk, other)


def _ended(walk: Walk, end: Exchange) -> None:
    """The last look at the job; it stays so, and the list has it by its state."""
    status = text(record_of(end), "status")
    if status != "SUCCEEDED":
        errors = record_of(end).get("errors")
        message = f"an export into a dataset of the union schema ended {status}"
        walk.object(end, f"{message}: {errors}", kind="not succeeded")
    walk.ask(LIST_JOBS, query={"status": status})
    look(walk, record_of(end))


def _find(walk: Walk, job: Record) -> None:
    """The job is in the list, on one of its first pages."""
    seen: list[Exchange] = []
    for page in pages(walk, {}, _PAGES):
        if job["id"] in ids(page):
            return
        seen.append(page)
    if seen:
        message = f"job {job['id']} was created and is not in the list"
        walk.object(seen[-1], message, kind="not listed")
