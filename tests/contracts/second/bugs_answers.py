"""Bugs in single answers: members, statuses, headers, media types, HTTP itself."""

import json
import time
from collections.abc import Callable
from typing import Any

from .planting import (
    Answer,
    answer,
    both,
    dressed,
    instead,
    member,
    page_member,
    replaced,
    table,
    with_body,
    with_status,
)
from .server import JOBS

REQUIRED = (
    "profileInstanceId", "jobType", "id", "schema", "status", "requestId", "destination",
    "updateTime", "imsOrgId", "creationTime",
)  # fmt: skip
PLACES = ("create", "get", "list")


def dropped() -> dict[str, Any]:
    """Each required member of the record is missing in one of the three places."""
    return {
        f"no {name} in {place}": (
            f"the record in {place} lacks {name}",
            member(name, where=(place,)),
        )
        for name, place in zip(REQUIRED, PLACES * 4, strict=False)
    }


def flat_error(body: Any) -> bytes:
    return f"error: {json.dumps(body)}".encode()


HTML = b"<!doctype html><title>Error</title><h1>Error</h1>"
ERRORS = (400, 401, 403, 404, 405, 413, 415)

SCHEMA = table(
    "schema",
    {
        **dropped(),
        "id as text": ("the id of a job is a text", member("id", str)),
        "id as text in list": ("ids are texts in the list only", member("id", str, where=("list",))),
        "creationTime as text": ("creationTime is an ISO text", member("creationTime", str)),
        "updateTime null": ("updateTime is null", member("updateTime", None, where=("get",))),
        "status lower case": ("states are in lower case", member("status", str.lower)),
        "status unknown": ("PROCESSING is called RUNNING",
            member("status", "RUNNING", when="PROCESSING")),
        "status COMPLETED": ("SUCCEEDED is called COMPLETED",
            member("status", "COMPLETED", when="SUCCEEDED")),
        "jobType wrong": ("jobType is no value of the list", member("jobType", "batch")),
        "schema as text": ("schema is its bare name", member("schema", lambda it: it["name"])),
        "schema without name": ("schema lacks its name", member("schema.name")),
        "schema null": ("schema is null in the list", member("schema", None, where=("list",))),
        "mergePolicy null": ("mergePolicy is null", member("mergePolicy", None)),
        "mergePolicy version as text": ("its version is a text", member("mergePolicy.version", str)),
        "destination as list": ("destination is a list", member("destination", lambda it: [it])),
        "no dataset in destination": ("neither spelling is there",
            member("destination.datasetId", where=("get",))),
        "empty dataset in destination": ("the dataset is empty",
            member("destination.datasetId", "", where=("list",))),
        "segmentPerBatch as text": ("segmentPerBatch is a text",
            member("destination.segmentPerBatch", lambda it: str(it).lower())),
        "batchId null": ("batchId is null until it is known",
            member("destination.batchId", None, when="NEW")),
        "metrics as list": ("metrics is a list", member("metrics", [])),
        "metrics null": ("metrics is null while the job is new", member("metrics", None, when="NEW")),
        "timer without start": ("totalTime lacks its start",
            member("metrics.totalTime.startTimeInMs")),
        "timer end null": ("an open timer has an end that is null", dressed(
            lambda shown, _job, _place: shown["metrics"]["totalTime"].setdefault(
                "endTimeInMs", None))),
        "timer as text": ("totalTimeInMs is a text",
            member("metrics.totalTime.totalTimeInMs", str)),
        "timer as fraction": ("totalTimeInMs is a fraction",
            member("metrics.totalTime.totalTimeInMs", lambda it: it + 0.5)),
        "computeGatewayJobId null": ("it is null while the job is new",
            member("computeGatewayJobId", None, when="NEW")),
        "computeGatewayJobId as text": ("it is a text",
            member("computeGatewayJobId", str)),
        "errors null": ("errors is null unless the job failed", dressed(
            lambda shown, _job, _place: shown.setdefault("errors", None))),
        "errors as text": ("errors is a text",
            member("errors", lambda it: it[0]["msg"])),
        "error without code": ("errors lack their code",
            member("errors", lambda it: [{"msg": each["msg"]} for each in it])),
        "error without msg": ("errors have message instead of msg",
            member("errors", lambda it: [{"code": "1", "message": each["msg"]} for each in it])),
        "error code as number": ("codes are numbers",
            member("errors", lambda it: [each | {"code": 90} for each in it])),
        "imsOrgId null": ("imsOrgId is null in the list", member("imsOrgId", None, where=("list",))),
        "requestId as number": ("requestId is a number", member("requestId", 12345)),
        "fields as list": ("fields come back as a list",
            member("fields", lambda it: it.split(",") if isinstance(it, str) else it)),
        "record in an envelope": ("GET wraps the job in data",
            answer("getExportJob", with_body(lambda body: {"data": body}))),
        "create answers the id only": ("POST answers the id only",
            answer("createExportJob", with_body(lambda body: {"id": body["id"]}))),
        "reference bare": ("POST /dataSets answers the bare id",
            answer("createDataset", with_body(lambda body: [body[0].split("/")[-1]]), status=201)),
        "reference as object": ("POST /dataSets answers an object",
            answer("createDataset", with_body(lambda body: {"id": body[0]}), status=201)),
        "reference as text": ("POST /dataSets answers a text",
            answer("createDataset", with_body(lambda body: body[0]), status=201)),
        "reference doubled": ("POST /dataSets answers two references",
            answer("createDataset", with_body(lambda body: body * 2), status=201)),
        "reference with slash": ("the reference ends in a slash",
            answer("createDataset", with_body(lambda body: [body[0] + "/"]), status=201)),
        "reference list empty": ("POST /dataSets answers an empty list",
            answer("createDataset", with_body([]), status=201)),
        "list as array": ("the list is a bare array",
            answer("listExportJobs", with_body(lambda body: body["records"]))),
        "list without records": ("records is called children",
            answer("listExportJobs", with_body(lambda body: {
                **{key: value for key, value in body.items() if key != "records"},
                "children": body["records"]}))),
        "records null when empty": ("an empty list has null for records",
            page_member("records", lambda it: it or None)),
        "page missing": ("the list lacks page", page_member("page")),
        "pageSize missing": ("page lacks pageSize", page_member("page.pageSize")),
        "pageSize as text": ("pageSize is a text", page_member("page.pageSize", str)),
        "page sort wrong": ("page.sort is descending", page_member("page.sort", "descending")),
        "sortField missing": ("page lacks sortField", page_member("page.sortField")),
        "next null": ("link.next is null on the last page", both(
            page_member("link.next", lambda it: it or None),
            replaced("link", lambda _service, old: lambda *given: (
                old(*given) if old(*given).get("link") else {"link": {"next": None}})))),
        "link null": ("link is null on the last page",
            page_member("link", lambda it: it if it.get("next") else None)),
        "next as object": ("link.next is an object", page_member("link.next", lambda it: {"href": it})),
        "pageOffset as number": ("pageOffset is a number",
            page_member("page.pageOffset", len)),
        "pageOffset missing before the last page": ("a page that goes on lacks its token",
            page_member("page.pageOffset")),
        "cancel result without message": ("the 200 of a cancel lacks its message",
            answer("cancelExportJob", with_body({"status": True}))),
        "cancel result status as text": ("the status of a cancel is a text",
            answer("cancelExportJob", with_body({"status": "ok", "message": "done"}))),
        "gateway code as number": ("error_code is a number",
            answer("*", with_body(lambda body: {
                **body, **({"error_code": 401013} if "error_code" in body else {})}),
                status=(400, 401, 403))),
        "catalog error without title": ("errors of Catalog lack their title",
            answer("createDataset", with_body(lambda body: {
                key: value for key, value in body.items() if key not in ("title", "error_code")}),
                status=(400, 404, 415))),
        "error as list": ("errors are lists", answer("*", with_body(lambda body: [body]), status=400)),
        "error status as text": ("status of an error is a text",
            answer("*", with_body(lambda body: {**body, "status": "404"}), status=404)),
    },
)  # fmt: skip

STATUS = table(
    "status",
    {
        "dataset 200": ("POST /dataSets answers 200", answer("createDataset", with_status(200), status=201)),
        "job 201": ("POST /export/jobs answers 201", answer("createExportJob", with_status(201))),
        "job 202": ("POST /export/jobs answers 202", answer("createExportJob", with_status(202))),
        "cancel 202": ("DELETE answers 202", answer("cancelExportJob", with_status(202))),
        "cancel 204 for unknown": ("DELETE of an unknown job answers 204", answer(
            "cancelExportJob", lambda given: Answer(204), status=404)),
        "unknown job 200": ("GET of an unknown job answers 200 with an empty object", answer(
            "getExportJob", lambda given: Answer(200, {}), status=404)),
        "unknown job 400": ("GET of an unknown job answers 400",
            answer("getExportJob", with_status(400), status=404)),
        "unknown job 410": ("GET of an unknown job answers 410",
            answer("getExportJob", with_status(410), status=404)),
        "unknown job 500": ("GET of an unknown job answers 500",
            answer("getExportJob", with_status(500), status=404)),
        "cancel unknown 500": ("DELETE of an unknown job answers 500",
            answer("cancelExportJob", with_status(500), status=404)),
        "unknown job 403": ("GET of an unknown job answers 403",
            answer("getExportJob", with_status(403), status=404)),
        "empty list 404": ("an empty list is 404", answer("listExportJobs", lambda given: (
            given if given.body["records"] else Answer(404, {"title": "no jobs"})))),
        "empty list 204": ("an empty list is 204", answer("listExportJobs", lambda given: (
            given if given.body["records"] else Answer(204)))),
        "list 206": ("a page that goes on is 206", answer("listExportJobs", lambda given: (
            Answer(206, given.body, given.headers)
            if given.body.get("link", {}).get("next") else given))),
        "bad input 422": ("wrong input is 422", answer("*", with_status(422), status=400)),
        "bad job input 500": ("wrong input of a job is 500",
            answer("createExportJob", with_status(500), status=400)),
        "errors as 200": ("errors of jobs are 200 with an error inside",
            answer("createExportJob", with_status(200), status=400)),
        "token 400": ("a bad token is 400", answer("*", with_status(400), status=401)),
        "token 407": ("a bad token is 407", answer("*", with_status(407), status=401)),
        "method 404": ("a wrong method is 404", answer("*", with_status(404), status=405)),
        "method 501": ("a wrong method is 501", answer("*", with_status(501), status=405)),
        "media type 406": ("a wrong media type is 406", answer("createExportJob", with_status(406), status=415)),
    },
)  # fmt: skip


def slashed(path: str, make: Callable[[Any], Answer]) -> Any:
    return instead("*", lambda call: call.path == path + "/", make)


def without_allow(given: Answer) -> None:
    given.headers.pop("Allow", None)


def raw_204(app: Any) -> Any:
    """WSGI around an application: a 204 with a body, which HTTP forbids."""

    def wrapped(environ: Any, start: Any) -> Any:
        seen: list[str] = []

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen.append(status)
            if status.startswith("204") and environ["REQUEST_METHOD"] == "DELETE":
                headers = [*headers, ("Content-Type", "application/json"), ("Content-Length", "15")]
            return start(status, headers, *rest)

        parts = list(app(environ, begin))
        return [b'{"status":true}'] if seen[-1].startswith("204") else parts

    return wrapped


HTTP = table(
    "http",
    {
        "list slash 404": ("the list with a slash at its end is 404",
            slashed(JOBS, lambda call: Answer(404, {"title": "Not Found"}))),
        "list slash redirects": ("the list with a slash redirects",
            slashed(JOBS, lambda call: Answer(308, None, {"Location": JOBS}))),
        "HEAD 405": ("HEAD of a job is 405", instead("getExportJob", lambda call: call.method == "HEAD",
            lambda call: Answer(405, None, {"Allow": "GET, DELETE"}))),
        "HEAD of list 405": ("HEAD of the list is 405", instead("listExportJobs",
            lambda call: call.method == "HEAD", lambda call: Answer(405, None, {"Allow": "GET"}))),
        "HEAD of list 500": ("HEAD of the list is 500", instead("listExportJobs",
            lambda call: call.method == "HEAD", lambda call: Answer(500, {"title": "broken"}))),
        "HEAD of unknown 200": ("HEAD of an unknown job is 200",
            answer("getExportJob", with_status(200), status=404, method="HEAD")),
        "HEAD with another media type": ("HEAD of a job says text/html",
            answer("getExportJob", with_body(b"", "text/html"), method="HEAD")),
        "HEAD open": ("HEAD of the list needs no credentials", instead("listExportJobs",
            lambda call: call.method == "HEAD", lambda call: Answer(200, {"records": []}))),
        "OPTIONS 500": ("OPTIONS is 500", answer("*", with_status(500), status=204, method="OPTIONS")),
        "OPTIONS allows wrongly": ("Allow of OPTIONS has methods that are refused", answer("*",
            lambda given: given.headers.update(Allow="GET, PUT, PATCH, DELETE"), status=204,
            method="OPTIONS")),
        "405 without Allow": ("405 lacks Allow", answer("*", without_allow, status=405)),
        "405 with wrong Allow": ("Allow of 405 names the refused methods", answer("*",
            lambda given: given.headers.update(Allow="GET, POST, PUT, PATCH, DELETE"), status=405)),
        "PUT works": ("PUT on a job is 200", instead("*",
            lambda call: call.method == "PUT" and call.path.startswith(JOBS + "/"),
            lambda call: Answer(200, {}))),
        "PATCH is 500": ("PATCH is 500", instead("*", lambda call: call.method == "PATCH",
            lambda call: Answer(500, {"title": "broken"}))),
        "POST on a job creates": ("POST on a job is 200", instead("*",
            lambda call: call.method == "POST" and call.path.startswith(JOBS + "/"),
            lambda call: Answer(200, {"status": True, "message": "done"}))),
        "text/plain job": ("GET of a job says text/plain",
            answer("getExportJob", lambda given: given.headers.update({"Content-Type": "text/plain"}))),
        "octet-stream list": ("the list says application/octet-stream", answer("listExportJobs",
            lambda given: given.headers.update({"Content-Type": "application/octet-stream"}))),
        "no media type": ("a created dataset has no media type", answer("createDataset", lambda given:
            Answer(201, json.dumps(given.body).encode(), given.headers), status=201)),
        "html errors": ("errors are HTML", answer("*", with_body(HTML, "text/html"), status=ERRORS)),
        "html 404": ("404 of a job is HTML",
            answer("getExportJob", with_body(HTML, "text/html"), status=404)),
        "html 405": ("405 is HTML", answer("*", with_body(HTML, "text/html"), status=405)),
        "empty errors": ("404 has no body", answer("*", lambda given: Answer(given.status), status=404)),
        "empty 401": ("401 has no body", answer("*", lambda given: Answer(given.status), status=401)),
        "empty 400": ("400 has no body", answer("*", lambda given: Answer(given.status), status=400)),
        "plain text errors": ("errors are plain text",
            answer("*", with_body(flat_error, "text/plain"), status=ERRORS)),
        "JSON errors called text": ("errors say text/html but are JSON", answer("*",
            lambda given: given.headers.update({"Content-Type": "text/html"}), status=ERRORS)),
        "cut JSON": ("the list ends in the middle", answer("listExportJobs",
            with_body(lambda body: json.dumps(body).encode()[:-5]))),
        "NaN": ("counters are NaN", member("metrics.count", float("nan"))),
        "latin-1": ("answers are Latin-1", answer("getExportJob", with_body(
            lambda body: json.dumps(body | {"note": "\u00e9"}, ensure_ascii=False).encode("latin-1")))),
        "204 with a body": ("DELETE is 204 with a body", both(
            answer("cancelExportJob", lambda given: Answer(204)),
            lambda service: service.memory.update(wsgi=raw_204))),
        "200 cancel without body": ("DELETE is 200 without a body",
            answer("cancelExportJob", lambda given: Answer(200))),
        "unknown job 503": ("a job's 404 is a 503", answer("getExportJob", lambda given: Answer(
            503, given.body, {"Retry-After": "soon"}), status=404)),
        "slow list": ("the list is 50 times slower than the rest", instead("listExportJobs",
            lambda call: bool(time.sleep(0.3)), lambda call: Answer(500))),
        "slow job": ("GET of a job is 50 times slower than the rest", instead("getExportJob",
            lambda call: bool(time.sleep(0.3)), lambda call: Answer(500))),
        "slow create": ("POST of a job is 100 times slower than the rest", instead("createExportJob",
            lambda call: bool(time.sleep(0.5)), lambda call: Answer(500))),
        "compressed unasked": ("the list says gzip and is not", answer("listExportJobs",
            lambda given: given.headers.update({"Content-Encoding": "gzip"}))),
    },
)  # fmt: skip

ANSWERS = (*SCHEMA, *STATUS, *HTTP)
