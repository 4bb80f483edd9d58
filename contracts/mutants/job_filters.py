"""Parameters of the list of export jobs that do something else than they say."""

from collections.abc import Callable, Iterator

from ...spec.api import Api
from ...spec.exchange import Call, Message, Reply
from ...spec.json_types import Json
from ..export_jobs import LIST_JOBS
from ..job_spoiling import (
    Act,
    Mistake,
    acting,
    is_call,
    jobs_are_in,
    mutant_of,
    with_query,
)
from ..mutant import Handle, Mutant, mutation

_MAY_DO_NOTHING = "the document says that this parameter may do nothing"


@mutation("filter")
def filters(api: Api) -> Iterator[Mutant]:
    """A parameter of the list is ignored, or does something else."""
    for detail, (means, rewrite, allowed) in _REWRITES.items() if jobs_are_in(api) else ():
        spoil = acting(_asking_otherwise(rewrite))
        yield mutant_of(api, Mistake(LIST_JOBS, detail, means, spoil, allowed))


def _asking_otherwise(rewrite: Callable[[Call], Message | None]) -> Callable[[], Act]:
    def act(call: Call, honest: Handle) -> Reply | None:
        """The list for another query."""
        message = rewrite(call) if is_call(call, LIST_JOBS) else None
        return honest(message) if message is not None else None

    return lambda: act


def _without(name: str) -> Callable[[Call], Message | None]:
    def rewrite(call: Call) -> Message | None:
        """The query without one field, if it has it."""
        return with_query(call.message, **{name: None}) if name in call.query else None

    return rewrite


def _with(name: str, value: Callable[[Json], Json]) -> Callable[[Call], Message | None]:
    def rewrite(call: Call) -> Message | None:
        """The query with another value in one field, if it has it."""
        known = call.query.get(name)
        return with_query(call.message, **{name: str(value(known))}) if name in call.query else None

    return rewrite


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 1


_OTHER_STATES = {"NEW": "SUCCEEDED", "SUCCEEDED": "FAILED", "FAILED": "SUCCEEDED"}

_REWRITES: dict[str, tuple[str, Callable[[Call], Message | None], str]] = {
    "limit ignored": ("limit is ignored", _without("limit"), ""),
    "limit and one more": (
        "a page holds one job more than limit",
        _with("limit", lambda value: _number(value) + 1),
        "",
    ),
    "limit and one less": (
        "a page holds one job less than limit",
        _with("limit", lambda value: max(_number(value) - 1, 1)),
        "the document allows a server to shorten a page",
    ),
    "offset ignored": ("offset is ignored", _without("offset"), ""),
    "status ignored": ("status is ignored", _without("status"), ""),
    "status mistaken": (
        "jobs of another state are listed than asked for",
        _with("status", lambda value: _OTHER_STATES.get(str(value), "NEW")),
        "",
    ),
    "start ignored": ("start is ignored", _without("start"), _MAY_DO_NOTHING),
    "page ignored": ("page is ignored", _without("page"), _MAY_DO_NOTHING),
    "sort ignored": ("sort is ignored", _without("sort"), _MAY_DO_NOTHING),
}
