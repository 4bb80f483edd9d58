"""The published tutorial, from its first request to its last."""

from ..export_jobs import ALL, LIST_JOBS, Record, body_of, part, records_of, text
from ..exporting import cancel, create_dataset, record_of, start_export, watch
from ..paging import next_query
from ..scenario import scenario
from ..walk import Walk

_PAGES = 20


@scenario("tutorial", needs=ALL, writes="1 dataset and 2 export jobs, one of which it cancels")
def tutorial(walk: Walk) -> None:
    """Create a dataset, export into it, watch the job to its end, find it in the list, cancel one.

    The job starts as NEW, and as its dataset is based on the union schema, it SUCCEEDS. If it
    has not ended when patience does (`--patience`), that is a remark and not a violation: real
    jobs may take hours.
    """
    dataset = create_dataset(walk, "Profile Data Export")
    job = start_export(walk, dataset) if dataset else None
    if not dataset or not job:
        return
    if text(job, "status") != "NEW":
        created = walk.successes["createExportJob"]
        walk.object(created, f"a new job is NEW; this one is {job.get('status')}", kind="new")
    end = watch(walk, job)
    if end is not None and text(record_of(end), "status") != "SUCCEEDED":
        errors = record_of(end).get("errors")
        message = (
            f"an export into a dataset of the union schema ended {text(record_of(end), 'status')}"
        )
        walk.object(end, f"{message}: {errors}", kind="not succeeded")
    _find(walk, job)
    other = start_export(walk, dataset)
    if other:
        cancel(walk, other)


def _find(walk: Walk, job: Record) -> None:
    """The job is in the list, on one of its first pages."""
    query: Record | None = {}
    for _ in range(_PAGES):
        page = walk.ask(LIST_JOBS, query=query)
        if not walk.expects(page, 200):
            return
        body = body_of(page.reply)
        if any(each.get("id") == job["id"] for each in records_of(body)):
            return
        link = part(body, "link") if isinstance(body, dict) else {}
        query = next_query(text(link, "next"))
        if query is None:
            break
    walk.object(page, f"job {job['id']} was created and is not in the list", kind="not listed")
