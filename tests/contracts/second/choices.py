"""Choices: what the documentation leaves to a server, as switches; the defaults are one server.

Read `VARIANTS`: each is another correct server, and a judge must find nothing in any of them.
"""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """One correct server among many; times in milliseconds."""

    new_ms: int = 80
    work_ms: int = 220
    cancelling_ms: int = 60
    by_reads: bool = False
    instant: bool = False
    failing: str = "wrong-schema"  # or "always", "never"

    token_missing: int = 403
    gate_order: tuple[str, ...] = ("token", "key", "org", "sandbox")
    sandbox_required: bool = False
    sandboxes_apart: bool = True
    challenge: bool = True

    junk_id: int = 404
    unknown_dataset: int | str = 404  # or "fails", "succeeds"
    seeded: bool = False
    catalog_media: int = 400
    max_body: int = 1 << 20
    refuse_unknown: bool = False
    refuse_duplicates: bool = False
    bad_offset: int | str = "empty"  # or "first", 400

    cancel_answer: int = 200
    after_cancel: str = "cancelling"  # or "cancelled", "gone"
    ended_delete: int = 200
    ended_delete_removes: bool = False

    default_limit: int = 40
    max_limit: int = 500
    honours_start: bool = True
    pages_from: int | None = None
    honours_sort: bool = False
    page_size_is_limit: bool = False
    last_page: str = "next-missing"  # or "next-empty", "link-missing"
    last_offset: str = "token"  # or "empty", "missing"

    ids: str = "steps"  # or "sequential", "random", "big", "tenant", "zero"
    coarse_ms: int = 1
    reference: str = "@/dataSets/"
    spelling: dict[str, str] = field(default_factory=dict)
    locations: bool = True
    echo: str = "all"  # or "none", "filled"
    merge_policy_always: bool = True
    batch_ids: str = "hex"  # or "ulid", "uuid", "late"
    moving_request_ids: bool = False
    gateway_jobs: str = "empty"  # or "missing", "blank"
    metrics: str = "timers"  # or "counters", "bare"
    errors_on_success: bool = False
    error_shape: str = "full"  # or "bare", "gateway", "problems"
    extra_members: bool = False

    options: bool = True
    item_slash: bool = True
    cors: bool = False
    media_type: str = "application/json"
    layout: str = "compact"  # or "pretty", "escaped"
    throttle_every: int = 0


HONEST = Choices()

CHANGES: dict[str, dict[str, Any]] = {
    "missing token is 401": {"token_missing": 401},
    "key is checked first": {"gate_order": ("key", "token", "org", "sandbox")},
    "org is checked first": {"gate_order": ("org", "key", "token", "sandbox")},
    "sandbox is required": {"sandbox_required": True},
    "sandboxes share their jobs": {"sandboxes_apart": False},
    "401 without a challenge": {"challenge": False},
    "junk ids are 400": {"junk_id": 400},
    "unknown dataset fails later": {"unknown_dataset": "fails"},
    "unknown dataset is not looked at": {"unknown_dataset": "succeeds", "failing": "never"},
    "the dataset of the samples exists": {"seeded": True},
    "catalog refuses media types with 415": {"catalog_media": 415},
    "small bodies only": {"max_body": 20_000},
    "unknown members are refused": {"refuse_unknown": True},
    "duplicate members are refused": {"refuse_duplicates": True},
    "a strange offset is 400": {"bad_offset": 400},
    "a strange offset gives the first page": {"bad_offset": "first"},
    "cancel is 204": {"cancel_answer": 204},
    "cancelled at once": {"after_cancel": "cancelled"},
    "cancelled jobs are gone": {"after_cancel": "gone", "cancel_answer": 204},
    "cancelled jobs are gone, 200": {"after_cancel": "gone"},
    "deleting an ended job is 204": {"ended_delete": 204, "cancel_answer": 204},
    "deleting an ended job is 404": {"ended_delete": 404},
    "deleting an ended job is 400": {"ended_delete": 400},
    "deleting an ended job removes it": {"ended_delete": 204, "ended_delete_removes": True},
    "pages of one by default": {"default_limit": 1},
    "pages of three at most": {"default_limit": 3, "max_limit": 3},
    "pages without end by default": {"default_limit": 100_000, "max_limit": 100_000},
    "start is ignored": {"honours_start": False},
    "page counts from 0": {"pages_from": 0},
    "page counts from 1": {"pages_from": 1},
    "sort is honoured": {"honours_sort": True},
    "pageSize is the limit": {"page_size_is_limit": True},
    "last page has an empty next": {"last_page": "next-empty", "last_offset": "empty"},
    "last page has no link": {"last_page": "link-missing", "last_offset": "missing"},
    "ids are sequential": {"ids": "sequential"},
    "ids are random": {"ids": "random"},
    "ids are big": {"ids": "big"},
    "ids are counted by tenant": {"ids": "tenant"},
    "ids begin at zero": {"ids": "zero"},
    "a clock of whole seconds": {"coarse_ms": 1000, "ids": "random"},
    "the tutorial's reference": {"reference": "@/datasets/"},
    "the tutorial's spelling": {"spelling": {"create": "dataSetId", "get": "dataSetId"}},
    "dataSetId everywhere": {"spelling": dict.fromkeys(("create", "get", "list"), "dataSetId")},
    "no Location": {"locations": False},
    "nothing optional is echoed": {"echo": "none", "merge_policy_always": False},
    "defaults of segments are filled in": {"echo": "filled"},
    "no merge policy but the given": {"merge_policy_always": False},
    "batch ids are ULIDs": {"batch_ids": "ulid"},
    "batch ids are UUIDs": {"batch_ids": "uuid"},
    "batch ids come late": {"batch_ids": "late"},
    "request ids move": {"moving_request_ids": True},
    "no inner jobs": {"gateway_jobs": "missing"},
    "blank inner jobs": {"gateway_jobs": "blank"},
    "metrics with counters": {"metrics": "counters"},
    "bare metrics": {"metrics": "bare"},
    "errors on a job that succeeded": {"errors_on_success": True},
    "bare errors": {"error_shape": "bare"},
    "gateway errors everywhere": {"error_shape": "gateway"},
    "errors with problems": {"error_shape": "problems"},
    "unknown members in answers": {"extra_members": True},
    "no job fails": {"failing": "never"},
    "instant jobs": {"instant": True, "new_ms": 0, "work_ms": 0},
    "new for a moment only": {"new_ms": 1, "work_ms": 400},
    "jobs of five seconds": {"new_ms": 1500, "work_ms": 3500},
    "new for long": {"new_ms": 1500, "work_ms": 100},
    "progress by reads": {"by_reads": True},
    "slow cancelling": {"cancelling_ms": 1500},
    "cancelling for ever": {"cancelling_ms": 10**9},
    "OPTIONS is 405": {"options": False},
    "only the list has the twin slash": {"item_slash": False},
    "cors everywhere": {"cors": True},
    "media type with charset": {"media_type": "application/json; charset=utf-8"},
    "media type in capitals": {"media_type": "Application/JSON;charset=UTF-8"},
    "pretty printing": {"layout": "pretty"},
    "escaped printing": {"layout": "escaped"},
    "throttled now and then": {"throttle_every": 60},
    "the tutorial as printed": {
        "cancel_answer": 204, "reference": "@/datasets/", "ended_delete": 204,
        "spelling": {"create": "dataSetId", "get": "dataSetId"}, "locations": False,
        "page_size_is_limit": True, "echo": "none",
    },
    "adobe's own document": {
        "cancel_answer": 200, "token_missing": 401, "honours_start": False,
        "last_page": "next-empty", "gateway_jobs": "blank", "unknown_dataset": "fails",
    },
}  # fmt: skip

VARIANTS: dict[str, Choices] = {
    "the honest server": HONEST,
    **{name: replace(HONEST, **change) for name, change in CHANGES.items()},
}
