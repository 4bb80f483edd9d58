"""Bugs in what is taken: rules that are not kept, good input that is refused, input that breaks."""

import json
from collections.abc import Callable
from typing import Any

from .planting import Answer, Plant, both, excuse, instead, replaced, table
from .server import Call

DATASET, JOB, LIST = "createDataset", "createExportJob", "listExportJobs"


def takes(place: str, *rules: str, operation: str = "") -> Plant:
    """A rule is not kept; a strange dataset is no longer looked up then."""
    plant = excuse(place, *rules, operation=operation)
    if not place.startswith("/destination"):
        return plant
    return both(plant, replaced("unknown_dataset", lambda _service, _old: lambda _name: None))


def breaks(operation: str, fits: Callable[[Call], bool], status: int = 500) -> Plant:
    """Some requests end in an error of the server, or another that they do not deserve."""
    return instead(operation, fits, lambda _call: Answer(status, {"title": "It broke"}))


def texts(value: Any) -> list[str]:
    """All texts in a JSON value, names of members included."""
    if isinstance(value, dict):
        return [*value, *(each for inner in value.values() for each in texts(inner))]
    if isinstance(value, list):
        return [each for inner in value for each in texts(inner)]
    return [value] if isinstance(value, str) else []


def value_of(call: Call) -> Any:
    try:
        return json.loads(call.body)
    except (ValueError, RecursionError):
        return None


def member_of(call: Call, *path: str) -> Any:
    value = value_of(call)
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def not_json(call: Call) -> bool:
    try:
        json.loads(call.body)
    except (ValueError, RecursionError):
        return call.method == "POST"
    return False


def long_text(call: Call) -> bool:
    return any(len(text) > 255 for text in texts(value_of(call)))


def foreign_text(call: Call) -> bool:
    return any(not text.isascii() for text in texts(value_of(call)))


def deep(call: Call) -> bool:
    return call.body.count(b"[[") + call.body.count(b':{"') > 20


def twice(call: Call) -> bool:
    """Whether a member stands twice in an object."""
    found: list[bool] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    try:
        json.loads(call.body, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return False
    return any(found)


def unread_media(call: Call) -> bool:
    media = call.headers.get("Content-Type", "")
    return ";" in media and media.startswith("application/json")


FROM = "/additionalFields/eventList/filter/fromIngestTimestamp"
INPUT = table(
    "input",
    {
        # Required
        "job without destination": ("a job needs no destination", takes("/destination", "required")),
        "job without dataset": ("a job needs no datasetId", takes("/destination/datasetId", "required")),
        "job without schema": ("a job needs no schema", takes("/schema", "required")),
        "job without schema name": ("a schema needs no name", takes("/schema/name", "required")),
        "segment without id": ("a segment needs no id", takes("/filter/segments/*/segmentId", "required")),
        # Types
        "dataset id of any type": ("datasetId may be a number or null", takes("/destination/datasetId", "type")),
        "dataset id empty": ("datasetId may be empty", takes("/destination/datasetId", "minLength")),
        "destination of any type": ("destination may be a text or null", takes("/destination", "type")),
        "schema of any type": ("schema may be a text or null", takes("/schema", "type")),
        "schema name of any type": ("schema.name may be a number", takes("/schema/name", "type")),
        "segmentPerBatch of any type": ("segmentPerBatch may be a text",
            takes("/destination/segmentPerBatch", "type")),
        "fields of any type": ("fields may be a list", takes("/fields", "type")),
        "mergePolicy of any type": ("mergePolicy may be a text", takes("/mergePolicy", "type")),
        "mergePolicy id of any type": ("mergePolicy.id may be a number", takes("/mergePolicy/id", "type")),
        "version of any type": ("mergePolicy.version may be a text or a fraction",
            takes("/mergePolicy/version", "type")),
        "filter of any type": ("filter may be a text", takes("/filter", "type")),
        "segments of any type": ("segments may be an object", takes("/filter/segments", "type")),
        "segment of any type": ("a segment may be a text", takes("/filter/segments/*", "type")),
        "segment id of any type": ("segmentId may be a number", takes("/filter/segments/*/segmentId", "type")),
        "segmentNs of any type": ("segmentNs may be a number", takes("/filter/segments/*/segmentNs", "type")),
        "membership as text": ("status of a segment may be a text", takes("/filter/segments/*/status", "type")),
        "membership unknown": ("a membership may be any text", takes("/filter/segments/*/status/*", "enum")),
        "emptyProfiles of any type": ("emptyProfiles may be a text", takes("/filter/emptyProfiles", "type")),
        "qualification of any type": ("segmentQualificationTime may be a text",
            takes("/filter/segmentQualificationTime", "type")),
        "additionalFields of any type": ("it may be a list", takes("/additionalFields", "type")),
        "eventList of any type": ("it may be a list", takes("/additionalFields/eventList", "type")),
        "event fields of any type": ("they may be a list", takes("/additionalFields/eventList/fields", "type")),
        "event filter of any type": ("it may be a text", takes("/additionalFields/eventList/filter", "type")),
        "evaluationInfo of any type": ("it may be a text", takes("/evaluationInfo", "type")),
        "segmentation of any type": ("it may be a text", takes("/evaluationInfo/segmentation", "type")),
        # Moments
        "fromIngestTimestamp any text": ("any text is a moment", takes(FROM, "format")),
        "fromIngestTimestamp of any type": ("a moment may be a number", takes(FROM, "type")),
        "toIngestTimestamp any text": ("any text is a moment", takes(
            "/additionalFields/eventList/filter/toIngestTimestamp", "format")),
        "filter moment any text": ("any text is a moment", takes("/filter/fromIngestTimestamp", "format")),
        "startTime any text": ("any text is a moment",
            takes("/filter/segmentQualificationTime/startTime", "format")),
        "endTime any text": ("any text is a moment",
            takes("/filter/segmentQualificationTime/endTime", "format")),
        # Datasets
        "dataset name of any type": ("name may be a number", takes("/name", "type", operation=DATASET)),
        "schemaRef of any type": ("schemaRef may be a text", both(takes("/schemaRef", "type"),
            replaced("fails", lambda _service, _old: lambda _tenant, _dataset: False))),
        "schemaRef id of any type": ("schemaRef.id may be a number", takes("/schemaRef/id", "type")),
        "contentType of any type": ("contentType may be a number", takes("/schemaRef/contentType", "type")),
        "description of any type": ("description may be a list", takes("/description", "type")),
        "tags of any type": ("tags may be a list", takes("/tags", "type")),
        "tag of any type": ("a tag may be a text", takes("/tags/*", "type")),
        "diagnostics of any type": ("enableErrorDiagnostics may be a text",
            takes("/enableErrorDiagnostics", "type")),
        "file format unknown": ("any format is taken", takes("/fileDescription/format", "enum")),
        "fileDescription of any type": ("it may be a text", takes("/fileDescription", "type")),
        "persisted of any type": ("persisted may be a text", takes("/fileDescription/persisted", "type")),
        "dataset body of any type": ("a dataset may be a list", takes("", "type", operation=DATASET)),
        "dataset unchecked": ("the body of a dataset is not checked", takes("*", operation=DATASET)),
        "job unchecked": ("no member of a job is checked", both(
            excuse("*", "type", "required", "minLength", "enum", "format", operation=JOB),
            replaced("unknown_dataset", lambda _service, _old: lambda _name: None))),
        # Query
        "limit 0": ("limit may be 0", takes("limit", "minimum")),
        "limit any text": ("limit may be a text", takes("limit", "type")),
        "start negative": ("start may be negative", takes("start", "minimum")),
        "start any text": ("start may be a text", takes("start", "type")),
        "page any text": ("page may be a text", takes("page", "type")),
        "page negative": ("page may be negative", takes("page", "minimum")),
        "sort any text": ("sort may be any text", takes("sort", "pattern")),
        "status unknown is taken": ("status of the list may be any text", takes("status", "enum")),
        "query unchecked": ("nothing in the query is checked", takes("*", operation=LIST)),
        "limit breaks": ("limit=abc is 500", breaks(LIST, lambda call: not call.query.get(
            "limit", "1").lstrip("-").isdecimal())),
        "limit 0 breaks": ("limit=0 is 500", breaks(LIST, lambda call: call.query.get("limit") == "0")),
        "status breaks": ("an unknown status is 500", breaks(LIST, lambda call: call.query.get(
            "status", "NEW") not in ("NEW", "SUCCEEDED", "FAILED", "PROCESSING"))),
        "limit 1000 refused": ("a limit above the maximum is 400", breaks(LIST,
            lambda call: call.query.get("limit", "1").isdecimal()
            and int(call.query.get("limit", "1")[:9]) > 500, 400)),
        "start refused": ("start is 400", breaks(LIST, lambda call: "start" in call.query, 400)),
        "sort refused": ("sort is 400", breaks(LIST, lambda call: "sort" in call.query, 400)),
        "offset breaks": ("a strange offset is 500",
            breaks(LIST, lambda call: "_" not in call.query.get("offset", "_"))),
        # Media types and JSON
        "media type of job ignored": ("a job may be text/plain", takes("Content-Type", operation=JOB)),
        "media type of dataset ignored": ("a dataset may be text/plain",
            takes("Content-Type", operation=DATASET)),
        "media type missing breaks": ("no Content-Type is 500", breaks("*", lambda call: (
            call.method == "POST" and not call.headers.get("Content-Type")))),
        "media type with charset refused": ("application/json; charset=utf-8 is 415",
            breaks("*", unread_media, 415)),
        "broken JSON breaks": ("a body that is not JSON is 500", breaks(JOB, not_json)),
        "broken JSON of a dataset breaks": ("a body that is not JSON is 500", breaks(DATASET, not_json)),
        "broken JSON is an empty object": ("a dataset that is not JSON is made", instead(DATASET, not_json,
            lambda call: Answer(201, ["@/dataSets/5b020a27e7040801dedba61b"]))),
        "empty body breaks": ("an empty body is 500", breaks("*", lambda call: (
            call.method == "POST" and not call.body.strip()))),
        "list as body breaks": ("a list for a body is 500", breaks(JOB, lambda call: (
            isinstance(value_of(call), list)))),
        "null as body breaks": ("null for a body is 500", breaks(DATASET, lambda call: (
            call.body.strip() == b"null"))),
        "destination null breaks": ("destination null is 500", breaks(JOB, lambda call: (
            call.body.find(b'"destination"') >= 0 and member_of(call, "destination") is None))),
        "destination text breaks": ("destination as text is 500", breaks(JOB, lambda call: (
            isinstance(member_of(call, "destination"), str)))),
        "missing schema breaks": ("no schema is 500", breaks(JOB, lambda call: (
            isinstance(value_of(call), dict) and "schema" not in value_of(call)))),
        "segments null breaks": ("segments null is 500", breaks(JOB, lambda call: (
            isinstance(member_of(call, "filter"), dict) and "segments" in member_of(call, "filter")
            and member_of(call, "filter", "segments") is None))),
        "timestamp breaks": ("a moment without offset is 500", breaks(JOB, lambda call: (
            member_of(call, "additionalFields", "eventList", "filter", "fromIngestTimestamp")
            not in (None, "") and "T" not in str(member_of(
                call, "additionalFields", "eventList", "filter", "fromIngestTimestamp"))))),
        # Odd, but right
        "long texts break": ("a text above 255 characters in a job is 500", breaks(JOB, long_text)),
        "long texts of a dataset break": ("a name above 255 characters is 500", breaks(DATASET, long_text)),
        "foreign letters break": ("a text that is not ASCII in a dataset is 500",
            breaks(DATASET, foreign_text)),
        "foreign letters refused": ("a text that is not ASCII in a job is 400",
            breaks(JOB, foreign_text, 400)),
        "deep nesting breaks": ("a deep body is 500", breaks("*", deep)),
        "unknown members break": ("an unknown member is 500", breaks(JOB, lambda call: (
            isinstance(value_of(call), dict) and bool(set(value_of(call)) - {
                "fields", "mergePolicy", "filter", "additionalFields", "destination", "schema",
                "evaluationInfo"})))),
        "minimal job refused": ("a job without fields is 400", breaks(JOB, lambda call: (
            isinstance(value_of(call), dict) and "fields" not in value_of(call)), 400)),
        "mergePolicy demanded": ("a job without mergePolicy is 400", breaks(JOB, lambda call: (
            isinstance(value_of(call), dict) and "mergePolicy" not in value_of(call)), 400)),
        "dataset name demanded": ("a dataset without name is 400", breaks(DATASET, lambda call: (
            isinstance(value_of(call), dict) and "name" not in value_of(call)), 400)),
        "filter refused": ("a job with a filter is 400", breaks(JOB, lambda call: (
            member_of(call, "filter") is not None), 400)),
        "offset of time refused": ("a moment with -07:00 is 400", breaks(JOB, lambda call: (
            "-07:00" in str(member_of(call, "additionalFields"))), 400)),
        "exited refused": ("the membership exited is 400", breaks(JOB, lambda call: (
            "exited" in str(member_of(call, "filter", "segments"))), 400)),
        "parquet refused": ("fileDescription is 400", breaks(DATASET, lambda call: (
            member_of(call, "fileDescription") is not None), 400)),
        "requestDataSource refused": ("requestDataSource is 400", breaks(DATASET, lambda call: (
            "requestDataSource" in call.query), 400)),
        "junk id breaks": ("GET of a job that is no number is 500", breaks("getExportJob",
            lambda call: not call.names.get("name", "1").isdecimal())),
        "junk id of cancel breaks": ("DELETE of a job that is no number is 500", breaks(
            "cancelExportJob", lambda call: not call.names.get("name", "1").isdecimal())),
        "huge id breaks": ("GET of an id above 32 bits is 500", breaks("getExportJob",
            lambda call: call.names.get("name", "").isdecimal()
            and int(call.names["name"][:30]) >= 2**31)),
        "duplicate members break": ("a member given twice is 500", breaks("*", twice)),
        "byte order mark breaks": ("a byte order mark is 500", breaks("*", lambda call: (
            call.body.startswith(b"\xef\xbb\xbf")))),
        "bad UTF-8 breaks": ("a body that is no UTF-8 is 500", breaks("*", lambda call: (
            b"\xff" in call.body))),
        "large body breaks": ("a body of 100 kB is 500", breaks("*", lambda call: (
            len(call.body) > 100_000))),
        "body on GET breaks": ("a body on a GET is 400", breaks("getExportJob", lambda call: (
            len(call.body) > 0), 400)),
        "content type on GET refused": ("a Content-Type on a GET is 415", breaks("*", lambda call: (
            call.method == "GET" and "Content-Type" in call.headers), 415)),
        "large version breaks": ("a version above 32 bits is 500", breaks(JOB, lambda call: (
            isinstance(member_of(call, "mergePolicy", "version"), int)
            and abs(member_of(call, "mergePolicy", "version")) >= 2**31))),
    },
)  # fmt: skip
