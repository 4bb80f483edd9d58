"""Clients of real servers: what is let through, what is judged, and when it raises."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import httpx
import pytest

from specdouble.contracts import (
    ContractViolation,
    checked_async_client,
    checked_client,
    checked_session,
)
from specdouble.contracts.checked import Referee, referee_of
from specdouble.contracts.traffic import Traffic, path_below, referee_for
from specdouble.spec.exchange import Headers, Message, Reply

from ..small_documents import OLD, api

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
SHOWN = {"description": "shown", "content": {"application/json": {"schema": PET}}}
PATHS = {
    "/pets": {
        "get": {"operationId": "getPet", "responses": {"200": SHOWN}},
        "post": {
            "operationId": "addPet",
            "requestBody": {"required": True, "content": {"application/json": {"schema": PET}}},
            "responses": {"201": SHOWN, "400": {"description": "refused"}},
        },
    },
    "/old": {"get": {"responses": {"302": {"description": "elsewhere"}}}},
}
GOOD = {"name": "Rex"}
JSON = {"Content-Type": "application/json"}


def shop(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
    """Takes what is a pet; answers a GET of `?lie` with what is none."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    chunked = environ.get("HTTP_TRANSFER_ENCODING") == "chunked"
    body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length)
    if environ["PATH_INFO"].endswith("/old"):
        start_response("302 Found", [("Location", "/v1/pets"), ("Content-Length", "0")])
        return iter([b""])
    answer, status = {"name": "Rex"}, "200 OK"
    if environ["QUERY_STRING"]:
        answer = {}
    if environ["REQUEST_METHOD"] == "POST":
        is_pet = isinstance(json.loads(body).get("name"), str)
        status = "201 Created" if is_pet else "400 Bad Request"
    text = b"" if status.startswith("4") else json.dumps(answer).encode()
    fields = [("Content-Length", str(len(text)))]
    start_response(status, [*fields, *(JSON.items() if text else ())])
    return iter([text])


@pytest.fixture(scope="session")
def referee() -> Referee:
    return referee_for(api(PATHS))


@pytest.fixture
def url(serve: Callable[[WSGIApplication], str]) -> str:
    return f"{serve(shop)}/v1"


def test_a_session_lets_traffic_through_and_keeps_it(referee: Referee, url: str) -> None:
    with checked_session(referee, url=url) as session:
        assert session.get(f"{url}/pets", timeout=5).json() == GOOD
        assert session.post(f"{url}/pets", json=GOOD, timeout=5).status_code == 201
        names = [each.call.operation.operation_id for each in session.traffic.exchanges]
    assert names == ["getPet", "addPet"]


def test_a_client_that_breaks_the_contract_is_told_at_once(referee: Referee, url: str) -> None:
    session = checked_session(referee, url=url)
    with pytest.raises(ContractViolation, match=r"The client broke[\s\S]*/name") as told:
        session.post(f"{url}/pets", json={"name": 5}, timeout=5)
    session.close()
    assert isinstance(told.value, AssertionError)


def test_a_server_that_breaks_it_is_told_apart(referee: Referee, url: str) -> None:
    session = checked_session(referee, url=url)
    with pytest.raises(ContractViolation, match=r"The server broke[\s\S]*reply-body-invalid"):
        session.get(f"{url}/pets?lie", timeout=5)
    session.close()


def test_what_a_client_swallows_is_told_at_the_end(referee: Referee, url: str) -> None:
    def use() -> None:
        with checked_session(referee, url=url) as session, suppress(AssertionError):
            session.get(f"{url}/pets?lie", timeout=5)

    with pytest.raises(ContractViolation):
        use()


def test_a_session_that_is_not_strict_collects(referee: Referee, url: str) -> None:
    def use() -> None:
        with checked_session(referee, url=url, strict=False) as session:
            session.get(f"{url}/pets?lie", timeout=5)
            session.post(f"{url}/pets", json={}, timeout=5)

    with pytest.raises(ContractViolation, match=r"The client[\s\S]*The server"):
        use()


def test_another_error_is_not_hidden(referee: Referee, url: str) -> None:
    def use() -> None:
        with checked_session(referee, url=url, strict=False) as session:
            session.get(f"{url}/pets?lie", timeout=5)
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        use()


def test_what_goes_elsewhere_is_not_judged(referee: Referee, url: str) -> None:
    with checked_session(referee, url=url) as session:
        session.get(f"{url}/pets", timeout=5)
        session.get(f"{url.replace('127.0.0.1', 'localhost')}/pets?lie", timeout=5)
        assert len(session.traffic.exchanges) == 1


def test_without_a_url_everything_is_judged(referee: Referee, url: str) -> None:
    session = checked_session(referee)
    with pytest.raises(ContractViolation, match="path-unknown"):
        session.get(f"{url}/pets", timeout=5)
    session.close()


def test_each_hop_of_a_redirect_is_judged(referee: Referee, url: str) -> None:
    with checked_session(referee, url=url) as session:
        session.get(f"{url}/old", timeout=5)
        assert [each.reply.status for each in session.traffic.exchanges] == [302, 200]


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "Rex"}',
        '{"name": "Rex"}',
        BytesIO(b'{"name": "Rex"}'),
        iter([b'{"name": "Rex"}']),
    ],
    ids=["bytes", "text", "file", "generator"],
)
def test_a_body_is_judged_however_it_is_sent(referee: Referee, url: str, body: object) -> None:
    with checked_session(referee, url=url) as session:
        answer = session.post(f"{url}/pets", data=body, headers=JSON, timeout=5)
        assert answer.status_code == 201
        assert session.traffic.exchanges[0].call.body == GOOD


def test_an_httpx_client_is_judged_likewise(referee: Referee, url: str) -> None:
    with checked_client(referee, url=url, base_url=url) as client:
        assert client.post("/pets", json=GOOD).status_code == 201
        assert len(client.traffic.exchanges) == 1
    client = checked_client(referee, url=url)
    with pytest.raises(ContractViolation, match="reply-body-invalid"):
        client.get(f"{url}/pets?lie")
    client.close()


def test_the_hooks_of_an_httpx_client_are_kept(referee: Referee, url: str) -> None:
    seen: list[httpx.Response] = []
    with checked_client(referee, url=url, event_hooks={"response": [seen.append]}) as client:
        client.get(f"{url}/old", follow_redirects=True)
    assert [each.status_code for each in seen] == [302, 200]


def test_an_httpx_client_collects_if_it_is_not_strict(referee: Referee, url: str) -> None:
    def use() -> None:
        with checked_client(referee, url=url, strict=False) as client:
            client.post(f"{url}/pets", content=iter([b"{}"]), headers=JSON)

    with pytest.raises(ContractViolation, match="body-invalid"):
        use()


def test_an_asynchronous_client_is_judged_likewise(referee: Referee, url: str) -> None:
    async def use(query: str) -> None:
        async with checked_async_client(referee, url=url, strict=False) as client:
            await client.get(f"{url}/pets{query}")
            await client.post(f"{url}/pets", json=GOOD)

    asyncio.run(use(""))
    with pytest.raises(ContractViolation, match="The server broke"):
        asyncio.run(use("?lie"))


def test_what_openapi_core_alone_objects_to_is_a_doubt() -> None:
    number = {"type": "integer"}
    paths = {
        "/n": {
            "get": {
                "responses": {
                    "200": {
                        "description": "n",
                        "content": {"application/json": {"schema": number}},
                    }
                }
            }
        }
    }
    traffic = Traffic(referee_for(api(paths, OLD)), is_strict=True)
    traffic.add("http://x/n", Message("GET", "/"), Reply(200, Headers(JSON.items()), b"1.0"))
    assert [each.code for each in traffic.doubts] == ["reply-body-invalid"]
    traffic.check()


def test_listeners_hear_of_each_exchange(referee: Referee) -> None:
    traffic, heard = Traffic(referee), list[str]()
    traffic.listen(lambda exchange: heard.append(exchange.call.message.target))
    traffic.add("http://x/pets?a=1", Message("GET", "/"), Reply(200))
    assert heard == ["/pets?a=1"]


def test_without_a_document_the_built_in_one_is_meant() -> None:
    assert referee_of(None).api.operation("createExportJob") is not None


@pytest.mark.parametrize(
    ("base", "url", "path"),
    [
        ("", "http://a/x", "/x"),
        ("", "http://a", "/"),
        ("http://a", "http://a/x", "/x"),
        ("http://a", "http://A:80/x", "/x"),
        ("http://a/v1/", "http://u:p@a/v1/x", "/x"),
        ("http://a/v1", "http://a/v1", "/"),
        ("http://a/v1", "http://a/v10/x", None),
        ("http://a", "http://b/x", None),
        ("http://a", "https://a/x", None),
    ],
)
def test_a_url_below_the_base_is_a_path_of_the_document(
    base: str, url: str, path: str | None
) -> None:
    assert path_below(base, url) == path


@pytest.mark.parametrize(
    ("library", "name"), [("requests", "checked_session"), ("httpx", "checked_client")]
)
def test_a_library_that_is_missing_is_named_in_a_sentence(library: str, name: str) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None\n"
        f"from specdouble.contracts import {name}\n"
        f"from specdouble.spec.errors import SettingError\n"
        f"try: {name}()\n"
        f"except SettingError as error: print(error)"
    )
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert f"pip install {library}" in done.stdout


def test_traffic_that_went_past_the_server_to_judge_is_no_success(
    referee: Referee, url: str
) -> None:
    def use() -> None:
        with checked_session(referee, url="http://elsewhere.example/v1") as session:
            session.get(f"{url}/pets", timeout=5)

    message = "nothing was judged: 1 request went elsewhere than http://elsewhere.example/v1"
    with pytest.raises(ContractViolation, match=message):
        use()
