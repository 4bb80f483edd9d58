"""What the HTTP libraries of the standard library and of everybody do with a running mock.

Also what only a hostile client does: the mock answers it in JSON, and goes on.
"""

import json
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
import requests

from specdouble.mockserver import Mock
from specdouble.spec.json_types import Json

DATASETS = "/data/foundation/catalog/dataSets"
JOBS = "/data/core/ups/export/jobs"
KNOWN = "5b020a27e7040801dedba61b"
CREDENTIALS = {
    "Authorization": "Bearer token",
    "x-api-key": "key",
    "x-gw-ims-org-id": "A@AdobeOrg",
    "x-sandbox-name": "prod",
}
EXPORT: dict[str, Json] = {
    "destination": {"datasetId": KNOWN},
    "schema": {"name": "_xdm.context.profile"},
}
PATIENCE = 20
"""Seconds after which a reply is not late but lost."""


@pytest.fixture(scope="module", params=["strict", "lenient"])
def running(request: pytest.FixtureRequest) -> Iterator[Mock]:
    with Mock(strict=request.param == "strict", speed=0) as mock:
        yield mock


@pytest.fixture
def mock(running: Mock) -> Mock:
    running.reset()
    return running


def session() -> requests.Session:
    """As a client would have it, whatever proxies the environment names."""
    made = requests.Session()
    made.trust_env = False
    made.headers.update(CREDENTIALS)
    return made


def address(mock: Mock) -> tuple[str, int]:
    parts = urlsplit(mock.url)
    return str(parts.hostname), int(parts.port or 0)


def connected(mock: Mock) -> HTTPConnection:
    return HTTPConnection(*address(mock), timeout=PATIENCE)


class TestRequests:
    def test_it_walks_the_tutorial(self, mock: Mock) -> None:
        with session() as client:
            created = client.post(
                f"{mock.url}{DATASETS}",
                json={"schemaRef": {"id": "_xdm.context.profile__union"}},
            )
            dataset = created.json()[0].removeprefix("@/dataSets/")
            body = {**EXPORT, "destination": {"datasetId": dataset}}
            job = client.post(f"{mock.url}{JOBS}", json=body).json()
            mock.clock.advance(minutes=1)
            done = client.get(f"{mock.url}{JOBS}/{job['id']}").json()
            deleted = client.delete(f"{mock.url}{JOBS}/{job['id']}")
        assert (job["status"], done["status"]) == ("NEW", "SUCCEEDED")
        assert (deleted.status_code, deleted.content) == (204, b"")
        assert mock.problems() == []

    def test_it_codes_the_colon_of_a_sort(self, mock: Mock) -> None:
        with session() as client:
            reply = client.get(f"{mock.url}{JOBS}", params={"sort": "updateTime:asc"})
        assert reply.status_code == 200
        assert "%3A" in reply.request.path_url
        assert mock.problems() == []

    def test_it_is_redirected_nowhere(self, mock: Mock) -> None:
        with session() as client:
            replies = [client.get(f"{mock.url}{JOBS}{slash}") for slash in ("", "/")]
        assert [reply.history for reply in replies] == [[], []]

    def test_it_pages_by_cutting_out_the_token_as_aepp_does(self, mock: Mock) -> None:
        with session() as client:
            made = [client.post(f"{mock.url}{JOBS}", json=EXPORT).json()["id"] for _ in range(7)]
            seen: list[int] = []
            params: dict[str, str] = {"limit": "3"}
            while True:
                page = client.get(f"{mock.url}{JOBS}", params=params).json()
                seen += [record["id"] for record in page["records"]]
                following = page.get("link", {}).get("next", "")
                if following == "":
                    break
                params["offset"] = following.split("offset=")[1].split("&")[0]
        assert seen == made[::-1]

    def test_a_refusal_can_be_shown_to_people(self, mock: Mock) -> None:
        with session() as client:
            reply = client.get(f"{mock.url}{JOBS}/1")
        assert reply.json()["title"] == "There is no export job with id 1"


class TestUrllib:
    def ask(self, mock: Mock, path: str, body: Json = None) -> Json:
        data = None if body is None else json.dumps(body).encode()
        headers = {**CREDENTIALS, "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{mock.url}{path}", data, headers)  # noqa: S310
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=PATIENCE) as reply:
            return json.load(reply)

    def test_it_capitalises_the_names_of_headers_and_is_understood(self, mock: Mock) -> None:
        job = self.ask(mock, JOBS, EXPORT)
        assert self.ask(mock, f"{JOBS}/{job['id']}") == job
        assert mock.problems() == []

    def test_it_reads_why_it_was_refused(self, mock: Mock) -> None:
        with pytest.raises(urllib.error.HTTPError) as caught:
            self.ask(mock, "/nowhere")
        with closing(caught.value):
            assert caught.value.code == 404
            assert json.load(caught.value)["error_code"] == "404000"


class TestHttpClient:
    def test_one_connection_serves_many_requests(self, mock: Mock) -> None:
        with closing(connected(mock)) as client:
            statuses = []
            for method, path in [
                ("GET", JOBS),
                ("DELETE", f"{JOBS}/1"),
                ("GET", "/"),
                ("GET", JOBS),
            ]:
                client.request(method, path, headers=CREDENTIALS)
                reply = client.getresponse()
                reply.read()
                statuses.append(reply.status)
        assert statuses == [200, 404, 404, 200]

    def test_a_204_has_no_length_and_no_media_type(self, mock: Mock) -> None:
        with closing(connected(mock)) as client:
            client.request("POST", JOBS, json.dumps(EXPORT), {**CREDENTIALS, "Content-Type": JSON})
            number = json.load(client.getresponse())["id"]
            client.request("DELETE", f"{JOBS}/{number}", headers=CREDENTIALS)
            reply = client.getresponse()
            assert reply.status == 204
            assert reply.read() == b""
            assert reply.getheader("Content-Type") is None
            assert reply.getheader("Content-Length") is None

    def test_a_body_in_chunks_is_read(self, mock: Mock) -> None:
        pieces = (piece.encode() for piece in json.dumps(EXPORT))
        with closing(connected(mock)) as client:
            headers = {**CREDENTIALS, "Content-Type": JSON}
            client.request("POST", JOBS, pieces, headers, encode_chunked=True)
            assert client.getresponse().status == 200


JSON = "application/json"


def raw(mock: Mock, message: bytes) -> bytes:
    """All that comes back for some bytes on a connection of their own, until it is closed."""
    with socket.create_connection(address(mock), timeout=PATIENCE) as connection:
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        received = bytearray()
        while piece := connection.recv(65536):
            received += piece
    return bytes(received)


FIELDS = b"".join(f"{name}: {text}\r\n".encode() for name, text in CREDENTIALS.items())


def request(
    line: str | bytes, body: bytes = b"", media_type: bytes = b"application/json", more: bytes = b""
) -> bytes:
    """A request as it stands on the wire; the connection ends after it."""
    start = line if isinstance(line, bytes) else line.encode("latin-1")
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    field = b"Content-Type: " + media_type + b"\r\n" if body else b""
    fixed = b"Host: x\r\nConnection: close\r\n"
    return start + b" HTTP/1.1\r\n" + fixed + FIELDS + field + length + more + b"\r\n" + body


def part(**members: Json) -> bytes:
    return json.dumps({**EXPORT, **members}).encode()


POST = f"POST {JOBS}"
HOSTILE = {
    "not UTF-8": request(POST, b"\xff\xfe\xfd"),
    "not UTF-8 within": request(POST, part(fields="x").replace(b'"x"', b'"\xff"')),
    "ten thousand lists deep": request(POST, b"[" * 10_000),
    "ten thousand objects deep": request(POST, b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "NaN": request(POST, b"NaN"),
    "Infinity": request(POST, part(mergePolicy=1).replace(b"1", b"Infinity")),
    "a number beyond a double": request(POST, part(mergePolicy=1).replace(b"1", b"1e400")),
    "a number of 6000 digits": request(POST, b"1" * 6000),
    "a member given twice": request(POST, b'{"a":1,"a":2}'),
    "half of a surrogate pair": request(POST, part(fields="\ud800")),
    "a surrogate pair": request(POST, part(fields="\U0001f600\u202e\u0000\uffff")),
    "a control character": request(POST, b'{"fields":"\x00"}'),
    "a byte order mark": request(POST, b"\xef\xbb\xbf" + part()),
    "UTF-16": request(POST, part().decode().encode("utf-16")),
    "UTF-7": request(POST, part(), b"application/json; charset=utf-7"),
    "a media type with a semicolon": request(POST, part(), b"application/json;"),
    "a media type of semicolons": request(POST, part(), b";;;;"),
    "a media type that is no text": request(POST, part(), b"\xff/\xfe"),
    "a media type of 60000 characters": request(POST, part(), b"application/json;" + b" " * 60000),
    "two media types": request(POST, part(), more=b"Content-Type: text/plain\r\n"),
    "a multipart body without a boundary": request(POST, part(), b"multipart/form-data"),
    "a coded body": request(POST, part(), more=b"Content-Encoding: gzip\r\n"),
    "fields of a megabyte": request(POST, part(fields="x" * 2**20)),
    "a hundred thousand wrong segments": request(POST, part(filter={"segments": [1] * 100_000})),
    "segments of wrong types": request(POST, part(filter={"segments": "x"})),
    "a batch each of wrong segments": request(
        POST, part(destination={"datasetId": "x", "segmentPerBatch": 1}, filter={"segments": {}})
    ),
    "a list for an object": request(POST, b"[]"),
    "null": request(POST, b"null"),
    "a dataset of nulls": request(f"POST {DATASETS}", b'{"name":null,"schemaRef":null}'),
    "a weird method": request(f"BREW {JOBS}"),
    "a method in small letters": request(f"get {JOBS}"),
    "a method of 5000 letters": request(f"{'X' * 5000} {JOBS}"),
    "TRACE": request(f"TRACE {JOBS}"),
    "CONNECT": request("CONNECT example.com:443"),
    "OPTIONS of everything": request("OPTIONS *"),
    "no method": request(f" {JOBS}"),
    "no target": request("GET"),
    "a target of slashes": request("GET //"),
    "a target that is no host": request("GET //["),
    "an absolute target": request(f"GET http://elsewhere{JOBS}"),
    "an absolute target without a path": request("GET http://elsewhere"),
    "a NUL": request(f"GET {JOBS}/%00"),
    "a NUL as it stands": request(f"GET {JOBS}/\0"),
    "a coded slash": request(f"GET {JOBS}/1%2F2"),
    "coded dots": request(f"GET {JOBS}/%2e%2e/%2e%2e"),
    "dots": request(f"GET {JOBS}/./../../../etc/passwd"),
    "a percent sign alone": request(f"GET {JOBS}/%"),
    "bytes that are not UTF-8, coded": request(f"GET {JOBS}/%ff?limit=%ff&%ff=%ff"),
    "bytes as they stand": request(b"GET /\xff\xfe?\xff=\xff"),
    "a path of 30000 characters": request(f"GET /{'a' * 30000}"),
    "a path of 100000 characters": request(f"GET /{'a' * 100_000}"),
    "ten thousand segments": request(f"GET {'/a' * 10_000}"),
    "a negative id": request(f"GET {JOBS}/-1"),
    "an id beyond 64 bits": request(f"DELETE {JOBS}/{2**64}"),
    "an id of 5000 digits": request(f"GET {JOBS}/{'9' * 5000}"),
    "a limit of 5000 digits": request(f"GET {JOBS}?limit={'9' * 5000}"),
    "limits": request(f"GET {JOBS}?limit=1&limit=2"),
    "limits as a list": request(f"GET {JOBS}?limit[]=1&limit[a]=2"),
    "a limit of 22 digits": request(f"GET {JOBS}?limit={'9' * 22}"),
    "an offset of 5000 digits": request(f"GET {JOBS}?offset={'9' * 5000}"),
    "an offset beyond all": request(f"GET {JOBS}?offset={'9' * 19}_{'9' * 19}"),
    "an offset of garbage": request(f"GET {JOBS}?offset=%F0%9F%98%80'--"),
    "counts beyond all": request(f"GET {JOBS}?start={'9' * 40}&page={'9' * 40}&limit={'9' * 40}"),
    "a sort of garbage": request(f"GET {JOBS}?sort=:::"),
    "twenty thousand parameters": request(f"GET {JOBS}?{'a&' * 20_000}"),
    "a query of signs": request(f"GET {JOBS}?&&==&=&?;#"),
    "credentials twice": request(f"GET {JOBS}", more=FIELDS),
    "an organisation of 60000 letters": request(f"GET {JOBS}", more=b"X-Org: " + b"a" * 60000),
    "a field without a name": request(f"GET {JOBS}", more=b": x\r\n"),
    "a field without a colon": request(f"GET {JOBS}", more=b"nonsense\r\n"),
    "a folded field": request(f"GET {JOBS}", more=b"x-a: 1\r\n  2\r\n"),
    "a field of bytes": request(
        f"POST {JOBS}", part(), more=b"x-profile-instance-id: \xff\xe9\r\n"
    ),
    "thousands of fields": request(f"GET {JOBS}", more=b"x: y\r\n" * 5000),
    "a head of a megabyte": request(f"GET {JOBS}", more=b"x: " + b"y" * 2**20 + b"\r\n"),
    "a length that is none": request(f"POST {JOBS}", more=b"Content-Length: x\r\n"),
    "a negative length": request(f"POST {JOBS}", more=b"Content-Length: -1\r\n"),
    "two lengths": request(POST, part(), more=b"Content-Length: 1\r\n"),
    "a body cut short": request(POST, more=b"Content-Type: a/b\r\nContent-Length: 99\r\n"),
    "chunks of nonsense": request(POST, more=b"Transfer-Encoding: chunked\r\n") + b"zz\r\n",
    "chunks cut short": request(POST, more=b"Transfer-Encoding: chunked\r\n") + b"5\r\nab",
    "another version": f"GET {JOBS} HTTP/9.9\r\n\r\n".encode(),
    "HTTP 0.9": f"GET {JOBS}\r\n\r\n".encode(),
    "the beginning of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    + bytes(64)
    + b"\r\n\r\n",
    "the beginning of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "nothing but lines": b"\r\n" * 100,
    "preferring nonsense": request(f"GET {JOBS}/1", more=b'Prefer: code=999, example="\\\r\n'),
    "preferring a status that is not there": request(f"GET {JOBS}", more=b"Prefer: code=418\r\n"),
    "a preflight of nonsense": request(
        "OPTIONS /\xff", more=b"Origin: \xff\r\nAccess-Control-Request-Method: \xff\r\n"
    ),
    "an origin that splits the reply": request(
        f"GET {JOBS}", more=b"Origin: a\x0bSet-Cookie: b\r\n"
    ),
    "an id that splits the reply": request(POST, part(), more=b"x-sandbox-name: a%0d%0ab\r\n"),
    "the clock set to nonsense": request("POST /__specdouble/clock", b'{"set":"9999999"}'),
    "the clock moved for ever": request("POST /__specdouble/clock", b'{"advance":{"days":1e308}}'),
    "an admin page that is not there": request("GET /__specdouble/../../etc/passwd"),
}


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_request_is_answered_in_json_and_the_mock_goes_on(
    mock: Mock, message: bytes
) -> None:
    received = raw(mock, message)
    if received:
        head, _, body = received.partition(b"\r\n\r\n")
        status = int(head.split(b" ")[1])
        assert 200 <= status < 500 or status == 505
        assert b"Traceback" not in received
        if status == 204 or message.startswith(b"HEAD"):
            assert body == b""
        else:
            assert re.search(rb"(?i)\r\ncontent-type: application/(problem\+)?json", head)
            json.loads(body, parse_constant=pytest.fail)
    assert mock.journal.problems("server") == []
    with session() as client:
        page = client.get(f"{mock.url}{JOBS}", timeout=PATIENCE)
        state = client.get(f"{mock.url}/__specdouble/state", timeout=PATIENCE)
        journal = client.get(f"{mock.url}/__specdouble/journal", timeout=PATIENCE)
    assert (page.status_code, state.status_code, journal.status_code) == (200, 200, 200)
    assert isinstance(page.json()["records"], list)
    assert mock.journal.problems("server") == []


def test_fifty_megabytes_are_too_much(mock: Mock) -> None:
    received = raw(mock, request(POST, b" " * 50_000_000))
    assert received.startswith(b"HTTP/1.1 413 ")
    assert json.loads(received.partition(b"\r\n\r\n")[2])["status"] == 413


def test_a_connection_that_says_nothing_blocks_nobody(mock: Mock) -> None:
    idle = [socket.create_connection(address(mock), timeout=PATIENCE) for _ in range(80)]
    try:
        for connection in idle[::2]:
            connection.sendall(f"GET {JOBS} HTTP/1.1\r\nHost: x\r\n".encode())
        with session() as client:
            assert client.get(f"{mock.url}{JOBS}", timeout=PATIENCE).status_code == 200
    finally:
        for connection in idle:
            connection.close()


def in_threads(count: int, work: Callable[[int], Json]) -> list[Json]:
    """What `work` gives for each number, all of them begun at the same moment."""
    gate = threading.Barrier(count)

    def begin(number: int) -> Json:
        gate.wait(PATIENCE)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def call(mock: Mock, method: str, path: str, body: Json = None) -> requests.Response:
    with session() as client:
        return client.request(method, f"{mock.url}{path}", json=body, timeout=PATIENCE)


def test_jobs_created_at_the_same_time_are_all_there_with_ids_of_their_own(mock: Mock) -> None:
    def create(_: int) -> Json:
        return [call(mock, "POST", JOBS, EXPORT).json()["id"] for _ in range(10)]

    made = [number for numbers in in_threads(8, create) for number in numbers]
    listed = call(mock, "GET", f"{JOBS}?limit=1000").json()["records"]
    assert len(set(made)) == 80
    assert [record["id"] for record in listed] == sorted(made, reverse=True)
    assert mock.journal.problems("server") == []


def test_lists_read_while_jobs_are_created_are_whole(mock: Mock) -> None:
    def work(number: int) -> Json:
        if number % 2:
            return [call(mock, "POST", JOBS, EXPORT).json()["id"] for _ in range(10)]
        lists = []
        for _ in range(10):
            records = call(mock, "GET", f"{JOBS}?limit=1000").json()["records"]
            lists.append([record["id"] for record in records])
        return lists

    for lists in in_threads(8, work)[::2]:
        for before, after in pairwise(lists):
            assert after == sorted(after, reverse=True)
            assert after[len(after) - len(before) :] == before


def test_a_job_cancelled_many_times_at_once_is_cancelled_once_and_then_forgotten(
    mock: Mock,
) -> None:
    number = call(mock, "POST", JOBS, EXPORT).json()["id"]
    statuses = in_threads(8, lambda _: call(mock, "DELETE", f"{JOBS}/{number}").status_code)
    assert sorted(statuses) == [204, 204, *[404] * 6]


def test_thousands_of_jobs_are_paged_through(mock: Mock) -> None:
    with closing(connected(mock)) as client:
        for _ in range(2500):
            headers = {**CREDENTIALS, "Content-Type": JSON}
            client.request("POST", JOBS, json.dumps(EXPORT), headers)
            client.getresponse().read()
        seen: list[int] = []
        query = "limit=1000"
        while query:
            client.request("GET", f"{JOBS}?{query}", headers=CREDENTIALS)
            page = json.load(client.getresponse())
            seen += [record["id"] for record in page["records"]]
            query = page["link"]["next"].partition("?")[2]
    assert len(seen) == 2500
    assert seen == sorted(seen, reverse=True)
