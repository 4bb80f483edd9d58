"""`link.next` of the list of jobs, as clients read it."""

from urllib.parse import parse_qsl, urlsplit

from ..spec.json_types import Json


def next_query(link: str) -> dict[str, Json] | None:
    """The query of a link to the next page; None where the list ends: no link, or an empty one."""
    return dict(parse_qsl(urlsplit(link).query)) if link else None
