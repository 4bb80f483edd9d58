"""The server: the service behind HTTP, with Flask. `application` gives a WSGI application.

It is written from the OpenAPI document alone and shares nothing with the mock or the judge, so
that the three can find each other's mistakes. Read `application`, then `answer_to`.
"""

import json
import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from .gate import Refusal, refusal
from .rules import DATASET, JOB, Complaint, complaints, query_complaints
from .service import Service, Tenant, Wrong

DATASETS = "/data/foundation/catalog/dataSets"
JOBS = "/data/core/ups/export/jobs"


@dataclass(slots=True)
class Call:
    """A request; `operation` is empty if the document has none for it."""

    operation: str
    method: str
    path: str
    headers: Any
    query: dict[str, str]
    body: bytes
    names: dict[str, str]
    tenant: Tenant | None = None


@dataclass(slots=True)
class Answer:
    """A reply to be; a body that is not bytes becomes JSON, None is no body."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def failure(service: Service, call: Call, status: int, message: str) -> Answer:
    """An error in the shape of the service that the path belongs to."""
    shape = service.choices.error_shape
    title = HTTPStatus(status).phrase
    if shape == "gateway":
        catalog_415 = status in (404, 415)
        if not catalog_415:
            return Answer(status, {"error_code": f"{status}000", "message": message})
    if call.path.startswith(DATASETS):
        name = "".join(word.title() for word in title.split())
        error: dict[str, Any] = {"type": "/placeholder/type/uri", "status": status}
        error |= {"title": f"{name}Error", "detail": message}
    elif shape == "bare":
        return Answer(status, {"title": message})
    else:
        error = {"type": "about:blank", "title": title, "status": status}
        error["requestId"] = service.new_request_id()
        error["errors"] = {str(status): [{"code": f"UPS-{status}", "message": message}]}
    if shape == "problems":
        error["problems"] = [{"code": "wrong", "message": message, "location": "body"}]
    return Answer(status, error)


def refused(service: Service, found: Refusal) -> Answer:
    headers = {}
    if found.status == 401 and service.choices.challenge:
        headers["WWW-Authenticate"] = 'Bearer realm="platform"'
    return Answer(found.status, {"error_code": found.code, "message": found.message}, headers)


def parse(service: Service, raw: bytes) -> Any:
    """A strict reader: no NaN, no infinity, no lone surrogate, no endless depth."""

    def no_constant(_name: str) -> Any:
        raise ValueError("no such JSON")

    def real(text: str) -> float:
        value = float(text)
        if math.isinf(value):
            raise ValueError("out of range")
        return value

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        known = dict(pairs)
        if service.choices.refuse_duplicates and len(known) < len(pairs):
            raise ValueError("duplicate member")
        return known

    text = raw.decode("utf-8")
    value = json.loads(
        text, parse_constant=no_constant, parse_float=real, object_pairs_hook=members
    )
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def read_body(service: Service, call: Call, rules: dict[str, Any]) -> dict[str, Any]:
    """The body of a call, if it is what the rules say; otherwise raises the answer."""
    media = call.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media != "application/json" and not excused(service, call, "Content-Type", "media"):
        catalog = call.path.startswith(DATASETS)
        status = service.choices.catalog_media if catalog else 415
        raise Wrong(status, "A valid content-type must be specified")
    try:
        body = parse(service, call.body)
    except (ValueError, RecursionError):
        raise Wrong(400, "The body is not JSON") from None
    for complaint in complaints(rules, body):
        if complaint.rule == "unknown" and not service.choices.refuse_unknown:
            continue
        if not excused(service, call, complaint.place, complaint.rule):
            message = f"{complaint.place or 'The body'} breaks the rule {complaint.rule}"
            raise Wrong(400, message[:200])
    return body if isinstance(body, dict) else {}


def excused(service: Service, call: Call, place: str, rule: str) -> bool:
    return any(excuse(Complaint(place, rule), call.operation) for excuse in service.excused)


def create_dataset(service: Service, call: Call) -> Answer:
    body = read_body(service, call, DATASET)
    name = service.create_dataset(call.tenant, body)
    headers = {"Location": f"{DATASETS}/{name}"} if service.choices.locations else {}
    return Answer(201, [service.choices.reference + name], headers)


def create_job(service: Service, call: Call) -> Answer:
    body = read_body(service, call, JOB)
    job = service.create(call.tenant, body, call.headers.get("x-profile-instance-id") or "ups")
    shown = service.record(job, "create")
    if not service.choices.instant:
        service.advance(job)
    headers = {"X-Location": f"{JOBS}/{job.id}"} if service.choices.locations else {}
    return Answer(200, shown, headers)


def list_jobs(service: Service, call: Call) -> Answer:
    for complaint in query_complaints(call.query):
        if not excused(service, call, complaint.place, complaint.rule):
            raise Wrong(400, f"{complaint.place} breaks the rule {complaint.rule}")
    return Answer(200, service.page(call.tenant, call.query))


def id_of(service: Service, call: Call) -> str:
    name = call.names["name"]
    if re.fullmatch(r"0|[1-9][0-9]{0,18}", name) and int(name) < 2**63:
        return name
    raise Wrong(service.choices.junk_id, f"There is no export job with id {name[:40]}")


def get_job(service: Service, call: Call) -> Answer:
    name = id_of(service, call)
    return Answer(200, service.record(service.look_up(call.tenant, name), "get"))


def cancel_job(service: Service, call: Call) -> Answer:
    status, message = service.cancel(call.tenant, id_of(service, call))
    if status == 204:
        return Answer(204)
    ended = message is None
    text = "Export job has already ended" if ended else message
    return Answer(status, {"status": not ended, "message": text})


OPERATIONS = {
    "createDataset": create_dataset,
    "createExportJob": create_job,
    "listExportJobs": list_jobs,
    "getExportJob": get_job,
    "cancelExportJob": cancel_job,
}
ROUTES = (
    (DATASETS, "POST", "createDataset"),
    (JOBS, "GET", "listExportJobs"),
    (JOBS, "POST", "createExportJob"),
    (f"{JOBS}/<name>", "GET", "getExportJob"),
    (f"{JOBS}/<name>", "DELETE", "cancelExportJob"),
)


def answer_to(service: Service, call: Call) -> Answer:
    """Gateway first, then the operation, under the lock."""
    for look in service.before:
        early = look(call)
        if early is not None:
            return early

    def pardoned(reason: str) -> bool:
        return any(pardon(reason, call.operation) for pardon in service.pardoned)

    found = refusal(call.headers, service.choices, pardoned)
    if found:
        return refused(service, found)
    if len(call.body) > service.choices.max_body:
        return failure(service, call, 413, "The body is larger than this server reads")
    sandbox = call.headers.get("x-sandbox-name", "").strip() or "prod"
    try:
        with service.lock:
            call.tenant = service.tenant(call.headers.get("x-gw-ims-org-id", "").strip(), sandbox)
            return OPERATIONS[call.operation](service, call)
    except Wrong as wrong:
        return failure(service, call, wrong.status, wrong.message)


def rendered(service: Service, call: Call, answer: Answer) -> Response:
    """An answer on the wire, after all that a bug would do to it."""
    answer.headers.setdefault("x-request-id", service.new_request_id())
    if service.choices.extra_members and isinstance(answer.body, dict):
        answer.body = {**answer.body, "_page": {"count": 0}}
    for change in service.after:
        answer = change(call, answer) or answer
    body = answer.body
    if body is not None and not isinstance(body, bytes):
        pretty = service.choices.layout == "pretty"
        escaped = service.choices.layout == "escaped"
        indent, between = (2, None) if pretty else (None, (",", ":"))
        text = json.dumps(body, ensure_ascii=escaped, indent=indent, separators=between)
        body = text.encode("utf-8", "surrogatepass")
        answer.headers.setdefault("Content-Type", service.choices.media_type)
    response = Response(body or b"", answer.status)
    if "Content-Type" not in answer.headers:
        del response.headers["Content-Type"]
    for name, value in answer.headers.items():
        response.headers[name] = value
    if service.choices.cors:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def call_of(operation: str, names: dict[str, str]) -> Call:
    query = {name: values[0] for name, values in request.args.lists()}
    return Call(
        operation, request.method, request.path, request.headers, query, request.get_data(), names
    )


def application(service: Service) -> Flask:
    """The whole server as a WSGI application."""
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    count = iter(range(1, 1 << 60))
    for path, method, operation in ROUTES:
        strict = path.endswith(">") and not service.choices.item_slash
        app.add_url_rule(
            path,
            operation,
            view(service, operation, count),
            methods=[method],
            strict_slashes=strict or None,
            provide_automatic_options=False,
        )

    @app.errorhandler(HTTPException)
    def unroutable(error: HTTPException) -> Response:
        call = call_of("", {})
        return rendered(service, call, answer_to_stray(service, call, error))

    @app.errorhandler(Exception)
    def broken(_error: Exception) -> Response:
        call = call_of("", {})
        answer = failure(service, call, 500, "The request could not be completed")
        return rendered(service, call, answer)

    return app


def view(service: Service, operation: str, count: Iterator[int]) -> Any:
    """What Flask calls for an operation; now and then the caller is too fast."""
    every = service.choices.throttle_every

    def respond(**names: str) -> Response:
        call = call_of(operation, names)
        if every and next(count) % every == 0:
            slow_down = {"error_code": "429050", "message": "Too many requests"}
            return rendered(service, call, Answer(429, slow_down, {"Retry-After": "0"}))
        return rendered(service, call, answer_to(service, call))

    return respond


def answer_to_stray(service: Service, call: Call, error: HTTPException) -> Answer:
    """The answer to a request that has no operation; OPTIONS is told what there is."""
    status = error.code or 500
    allowed = getattr(error, "valid_methods", None) or ()
    headers = {"Allow": ", ".join(sorted(allowed))} if status == 405 else {}
    if call.method == "OPTIONS" and status == 405 and service.choices.options:
        return Answer(204, None, headers)
    found = refusal(call.headers, service.choices, lambda _reason: False)
    if found and call.method != "OPTIONS":
        return refused(service, found)
    for look in service.before:
        early = look(call)
        if early is not None:
            return early
    answer = failure(service, call, status, HTTPStatus(status).phrase)
    answer.headers |= headers
    return answer


class Quiet(WSGIRequestHandler):
    """HTTP/1.1, and not a word on the terminal."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # as it is inherited
        pass


@contextmanager
def running(service: Service, wsgi: Any = None, port: int = 0) -> Iterator[str]:
    """The server on a port of its own, in a thread; gives its URL."""
    app = wsgi or service.memory.get("wsgi", lambda app: app)(application(service))
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
