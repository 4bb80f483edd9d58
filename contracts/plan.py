"""What a run is going to do to a server, said before it starts."""

from collections.abc import Iterator

from ..spec.api import Api
from .credentials import Credential
from .scenario import scenarios_for
from .target import Target

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})


def plan(api: Api, target: Target, time_budget: int) -> Iterator[str]:
    """Lines for people: whom, by which document, as whom, and what will change there."""
    stories = scenarios_for(api)
    count = len(api.operations)
    title = f"{api.title} {api.version}".strip()
    yield f"target       {target.url}"
    yield f"document     {api.node.document.name}: {title}, {count} operation{'s' * (count != 1)}"
    yield f"credentials  {_as_whom(target.credentials)}"
    yield f"scenarios    {', '.join(each.name for each in stories) or 'none fits'}"
    yield from (f"will create  {each.writes} ({each.name})" for each in stories if each.writes)
    yield from _calls(api, time_budget)


def _calls(api: Api, time_budget: int) -> Iterator[str]:
    unsafe = [each.operation_id for each in api.operations if each.method not in _SAFE]
    if not unsafe:
        yield "will change  nothing: the document has no operation that does"
    elif time_budget:
        yield f"will call    {', '.join(unsafe)}"
        yield "             with made-up values, many times (schemathesis)"


def _as_whom(credentials: tuple[Credential, ...]) -> str:
    return ", ".join(f"{each.name} ({each.origin})" for each in credentials) or "none"
