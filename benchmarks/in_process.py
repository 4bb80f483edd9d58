"""What one request costs the mock, in process: CPU microseconds, median of several rounds.

    python benchmarks/in_process.py

The WSGI application is called with a prepared environ, so no socket and no client is measured.
Every figure stands beside two baselines of the same run: an application that only makes werkzeug's
request and response objects, and openapi-core's validation of the same request. The budgets are
what this project holds itself to; the exit code is 1 if one is exceeded.
"""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from wsgiref.types import WSGIApplication, WSGIEnvironment

from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from specdouble.mockserver import create_app
from specdouble.spec import built_in

JOBS = "/data/core/ups/export/jobs"
HEADERS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg",
    "x-sandbox-name": "prod",
}
BODY = json.dumps(
    {
        "fields": "identities.id,personalEmail.address",
        "mergePolicy": {"id": "e5bc94de-cd14-4cdf-a2bc-88b6e8cbfac2", "version": 1},
        "destination": {"datasetId": "5b020a27e7040801dedba61b", "segmentPerBatch": False},
        "schema": {"name": "_xdm.context.profile"},
    }
).encode()
ROUNDS = 7


@dataclass(frozen=True)
class Case:
    """One request, how often it is sent in a round, and what it may cost (microseconds)."""

    title: str
    method: str
    path: str
    repeats: int
    budget: float


CASES = (
    Case("GET one job", "GET", f"{JOBS}/24115", 2000, 150),
    Case("POST a new job", "POST", JOBS, 2000, 250),
)


def environ_of(case: Case) -> WSGIEnvironment:
    """A request as a server hands it on."""
    body = BODY if case.method == "POST" else None
    content_type = "application/json" if body else None
    builder = EnvironBuilder(
        case.path, method=case.method, headers=HEADERS, data=body, content_type=content_type
    )
    return builder.get_environ()


def ignore(_status: str, _headers: object, _error: object = None) -> Callable[[bytes], object]:
    """A start_response that keeps nothing."""
    return len


def call(app: WSGIApplication, environ: WSGIEnvironment) -> bytes:
    """One request, answered to its last byte."""
    body = io.BytesIO(BODY if environ["REQUEST_METHOD"] == "POST" else b"")
    return b"".join(app({**environ, "wsgi.input": body}, ignore))


def microseconds(action: Callable[[], object], repeats: int) -> float:
    """CPU time of one action: the median of the rounds, after one to warm up."""
    rounds = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for _ in range(repeats):
            action()
        rounds.append((time.process_time() - start) / repeats * 1e6)
    return statistics.median(rounds[1:])


@Request.application
def bare(request: Request) -> Response:
    """What werkzeug alone costs: a request with its body read, and a constant answer."""
    request.get_data()
    return Response(b"{}", content_type="application/json")


def main() -> int:
    """Print one line a case; 1 if any is over its budget."""
    document = OpenAPI.from_file_path(
        str(built_in.DOCUMENT), config=Config(spec_validator_cls=None)
    )
    app = create_app()
    call(app, environ_of(CASES[1]))
    app.service.world.clock.advance(minutes=1)
    print(f"{'':16} {'µs':>6} {'budget':>7} {'/ werkzeug alone':>17} {'openapi-core /':>15}")
    over = 0
    for case in CASES:
        environ = environ_of(case)
        ours = microseconds(lambda e=environ: call(app, e), case.repeats)
        plain = microseconds(lambda e=environ: call(bare, e), case.repeats)
        theirs = microseconds(lambda e=environ: judged(document, e), 30)
        over += ours > case.budget
        ratios = f"{ours / plain:16.1f}x {theirs / ours:14.0f}x"
        print(f"{case.title:16} {ours:6.0f} {case.budget:7.0f} {ratios}")
    return 1 if over else 0


def judged(document: OpenAPI, environ: WSGIEnvironment) -> None:
    """openapi-core's opinion of the same request."""
    body = io.BytesIO(BODY if environ["REQUEST_METHOD"] == "POST" else b"")
    address = {"HTTP_HOST": "platform.adobe.io", "wsgi.url_scheme": "https"}
    request = Request({**environ, **address, "wsgi.input": body})
    document.validate_request(WerkzeugOpenAPIRequest(request))


if __name__ == "__main__":
    sys.exit(main())
