"""The list of export jobs, paged wrongly."""

from collections.abc import Callable, Iterator

from ...spec.api import Api
from ...spec.exchange import Call, Reply
from ...spec.json_types import Json
from ..export_jobs import CREATE_JOB, LIST_JOBS, Record, part, text
from ..job_spoiling import (
    Act,
    Mistake,
    acting,
    is_call,
    jobs_are_in,
    listed,
    mutant_of,
    records,
    with_query,
)
from ..mutant import Handle, Mutant, mutation
from ..paging import next_query
from ..spoiling import with_body


@mutation("paging")
def paging(api: Api) -> Iterator[Mutant]:
    """A page is lost, repeated, cut, in the wrong order, or the links lead elsewhere."""
    for detail, (means, begin) in _WRONG.items() if jobs_are_in(api) else ():
        yield mutant_of(api, Mistake(LIST_JOBS, detail, means, acting(begin)))


def _page(change: Callable[[Record, Call], Record]) -> Callable[[], Act]:
    """Changes each page of the list."""

    def act(call: Call, honest: Handle) -> Reply | None:
        """The page, changed."""
        if not is_call(call, LIST_JOBS):
            return None
        return _changed(honest(call.message), lambda page: change(page, call))

    return lambda: act


def _changed(reply: Reply, change: Callable[[Record], Record]) -> Reply:
    page = listed(reply)
    other = change(page) if page else page
    return with_body(reply, other) if other != page else reply


def _link(page: Record) -> str:
    return text(part(page, "link"), "next")


def _linking(page: Record, link: str) -> Record:
    return {**page, "link": {"next": link}}


def _with_jobs(page: Record, jobs: list[Json]) -> Record:
    return {**page, "records": jobs}


def _last_lost(page: Record, _call: Call) -> Record:
    return _with_jobs(page, records(page)[:-1]) if _link(page) and len(records(page)) > 1 else page


def _first_lost(page: Record, call: Call) -> Record:
    is_later = "offset" in call.query and len(records(page)) > 1
    return _with_jobs(page, records(page)[1:]) if is_later else page


def _last_page_lost(page: Record, call: Call) -> Record:
    is_last = "offset" in call.query and not _link(page)
    return _with_jobs(page, []) if is_last else page


def _end(page: Record, _call: Call) -> Record:
    return _linking(page, "")


def _oldest_first(page: Record, _call: Call) -> Record:
    return _with_jobs(page, records(page)[::-1])


def _to_the_first(page: Record, _call: Call) -> Record:
    """The link leads to the page that begins after the first job: the list goes in circles."""
    if not _link(page) or not records(page):
        return page
    return _linking(page, _with_offset(_link(page), _token(records(page)[0])))


def _to_itself(page: Record, call: Call) -> Record:
    """From the second page on, the link leads to the page that has it."""
    offset = call.query.get("offset")
    return (
        _linking(page, _with_offset(_link(page), str(offset))) if offset and _link(page) else page
    )


def _without_status(page: Record, _call: Call) -> Record:
    link, _, query = _link(page).partition("?")
    kept = [each for each in query.split("&") if not each.startswith("status=")]
    return _linking(page, f"{link}?{'&'.join(kept)}") if query else page


def _without_limit(page: Record, _call: Call) -> Record:
    link, _, query = _link(page).partition("?")
    kept = [each for each in query.split("&") if not each.startswith("limit=")]
    return _linking(page, f"{link}?{'&'.join(kept)}") if query else page


def _wrong_token(page: Record, _call: Call) -> Record:
    """`page.pageOffset` is the token of the first job of the page."""
    jobs = records(page)
    token = _token(jobs[0]) if jobs else ""
    return {**page, "page": {**part(page, "page"), "pageOffset": token}} if len(jobs) > 1 else page


def _wrong_size(page: Record, _call: Call) -> Record:
    """`page.pageSize` says more than the page holds, and more than it was to hold."""
    return {**page, "page": {**part(page, "page"), "pageSize": len(records(page)) + 1000}}


def _wrong_order_word(page: Record, _call: Call) -> Record:
    return {**page, "page": {**part(page, "page"), "sort": "asc"}}


def _token(job: Json) -> str:
    found = job if isinstance(job, dict) else {}
    return f"{found.get('creationTime')}_{found.get('id')}"


def _with_offset(link: str, token: str) -> str:
    path, _, query = link.partition("?")
    kept = [each for each in query.split("&") if each and not each.startswith("offset=")]
    return f"{path}?{'&'.join([*kept, f'offset={token}'])}"


def _skipping() -> Act:
    """The second page is left out: the first one's link leads past it."""

    def act(call: Call, honest: Handle) -> Reply | None:
        """The first page, with the link of the second."""
        if not is_call(call, LIST_JOBS) or "offset" in call.query:
            return None
        reply = honest(call.message)
        query = next_query(_link(listed(reply)))
        if query is None:
            return reply
        fields = {name: str(value) for name, value in query.items()}
        second = listed(honest(with_query(call.message, **fields)))
        return _changed(reply, lambda page: _linking(page, _link(second)))

    return act


def _repeating() -> Act:
    """Each page but the first begins with the last job of the page before it."""
    seen: dict[str, Json] = {}

    def act(call: Call, honest: Handle) -> Reply | None:
        """Remember the last job of each page by its token."""
        if not is_call(call, LIST_JOBS):
            return None
        reply = honest(call.message)
        before = seen.get(str(call.query.get("offset", "")))
        jobs = records(listed(reply))
        if jobs:
            seen[_token(jobs[-1])] = jobs[-1]
        if before is None:
            return reply
        return _changed(reply, lambda page: _with_jobs(page, [before, *records(page)]))

    return act


def _counting() -> Act:
    """The token counts from the newest job: jobs that are created in between shift the pages."""
    seen: dict[str, int] = {}

    def act(call: Call, honest: Handle) -> Reply | None:
        """Ask by count; the honest server takes one as an offset."""
        if not is_call(call, LIST_JOBS):
            return None
        offset = str(call.query.get("offset", ""))
        before = seen.get(offset, 0)
        message = (
            with_query(call.message, offset=None, start=str(before)) if before else call.message
        )
        reply = honest(message)
        jobs = records(listed(reply))
        if jobs:
            seen[_token(jobs[-1])] = before + len(jobs)
        return reply

    return act


def _forgetting() -> Act:
    """The list ends as soon as a job is created while it is being read."""
    created: list[bool] = []

    def act(call: Call, honest: Handle) -> Reply | None:
        """No jobs after an offset that is older than the last creation."""
        if is_call(call, CREATE_JOB):
            created.append(True)
        if not is_call(call, LIST_JOBS):
            return None
        if "offset" not in call.query:
            created.clear()
        reply = honest(call.message)
        is_cut = "offset" in call.query and bool(created)
        return _changed(reply, lambda page: _end(_with_jobs(page, []), call)) if is_cut else reply

    return act


_WRONG: dict[str, tuple[str, Callable[[], Act]]] = {
    "last of page lost": (
        "the last job of a page is left out where more follow",
        _page(_last_lost),
    ),
    "first of page lost": ("the first job of a later page is left out", _page(_first_lost)),
    "last page lost": ("the last of several pages is empty", _page(_last_page_lost)),
    "ends early": ("no page has a link to the next", _page(_end)),
    "page skipped": ("the link of the first page leads past the second", _skipping),
    "job repeated": ("a page begins with the last job of the one before", _repeating),
    "oldest first": ("each page is in the wrong order", _page(_oldest_first)),
    "in circles": ("the link of a page leads into the page itself", _page(_to_the_first)),
    "to itself": ("the link of a later page leads to that page", _page(_to_itself)),
    "status lost": ("link.next loses the status asked for", _page(_without_status)),
    "limit lost": ("link.next loses the limit asked for", _page(_without_limit)),
    "pageOffset": ("page.pageOffset is the token of the first job", _page(_wrong_token)),
    "pageSize": ("page.pageSize is far more than the page holds", _page(_wrong_size)),
    "sort": ("page.sort says asc, and the jobs come newest first", _page(_wrong_order_word)),
    "shifts": ("jobs created between two pages shift the second", _counting),
    "breaks off": ("a job created between two pages ends the list", _forgetting),
}
