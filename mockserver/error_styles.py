"""How the services word an error: one function a style, in the table `STYLES`.

The shapes are those of Adobe's documentation; which one `/export/jobs` uses is an own choice. A
style may answer a problem with another status than usual: Catalog knows no 415.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from ..spec.json_types import Json
from ..spec.problem import Problem
from .world import World


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is to be told: a status, one sentence, and the problems behind it, worst first."""

    status: int
    detail: str
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An error in words: the status to send, and the members of its JSON body."""

    status: int
    body: dict[str, Json]


Style: TypeAlias = Callable[[Trouble, World], Told]

_GATEWAY = {
    ("credential-missing", "authorization"): ("403010", "Oauth token is missing."),
    ("credential-invalid", "authorization"): ("401013", "Oauth token is not valid"),
    ("credential-missing", "x-api-key"): ("403000", "Api Key is required"),
    ("credential-invalid", "x-api-key"): ("403003", "Api Key is invalid"),
    ("credential-missing", "x-gw-ims-org-id"): ("400003", "Missing header"),
}
_CATALOG_TITLES = {
    400: "BadRequestError",
    403: "ForbiddenError",
    404: "NotFoundError",
    413: "ContentTooLargeError",  # Python's word for it changed with 3.13
}
_CATALOG_CONTENT_TYPE = "A valid content-type must be specified"
_UPS_TYPES = {404: "missing-entity", 415: "unsupported-media-type"}


def gateway(trouble: Trouble, world: World) -> Told:
    """`{error_code, message}`; the first three digits of the code are the status."""
    first = trouble.problems[0] if trouble.problems else None
    known = _GATEWAY.get((first.code, first.pointer.lower())) if first else None
    code, message = known or (f"{trouble.status}000", trouble.detail)
    status = int(code[:3])
    if code == "403010":
        status = int(world.choices.get("missing-token", status))
    return Told(status, {"error_code": code, "message": message})


def catalog(trouble: Trouble, _world: World) -> Told:
    """`{type, status, title, detail}`, as Catalog has it."""
    status, detail = trouble.status, trouble.detail
    if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        status, detail = 400, f"{_CATALOG_CONTENT_TYPE}: {detail}"
    title = _CATALOG_TITLES.get(status, f"{_phrase(status)}Error".replace(" ", ""))
    body: dict[str, Json] = {"type": "/placeholder/type/uri", "status": status, "title": title}
    return Told(status, {**body, "detail": detail})


def ups(trouble: Trouble, world: World) -> Told:
    """`{type, title, status, requestId, errors}`, the envelope of the Profile service."""
    status = trouble.status
    kind = _UPS_TYPES.get(status)
    reasons = [problem.sentence for problem in trouble.problems] or [trouble.detail]
    errors: list[Json] = [{"code": str(status), "message": reason} for reason in reasons]
    with world.lock:
        request_id = world.alphanumeric(32)
    return Told(
        status,
        {
            "type": f"http://ns.adobe.com/adobecloud/problem/{kind}" if kind else "about:blank",
            "title": trouble.detail,
            "status": status,
            "requestId": request_id,
            "errors": {str(status): errors},
        },
    )


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase


STYLES: dict[str, Style] = {"gateway": gateway, "catalog": catalog, "ups": ups}
