from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from specdouble.contracts.credentials import Credential
from specdouble.contracts.ledger import NO_REPLY
from specdouble.contracts.loading import load_api
from specdouble.contracts.presentation import shown
from specdouble.contracts.signing import signed
from specdouble.contracts.target import Target
from specdouble.contracts.violation import Objection, Violation
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.exchange import Exchange, Headers, Reply

TOKEN = Credential("header", "Authorization", "Bearer 0123456789", "SPECDOUBLE_TOKEN", "Bearer ")
TARGET = Target("http://h:1/base", (TOKEN,))


def violation(
    exchange: Exchange, reply: Reply | None = None, objection: Objection | None = None
) -> Violation:
    exchange = replace(exchange, reply=reply or exchange.reply)
    return Violation("check", "op", objection or Objection("it is wrong"), exchange, "coverage")


def test_a_place_has_its_line(api: Api, exchanged: Callable[..., Exchange]) -> None:
    pointer = "/components/schemas/ExportJob/properties/status"
    exchange = exchanged("listExportJobs", 200, {})
    found = shown(violation(exchange, objection=Objection("x", pointer)), api, TARGET)
    name, line, rest = found.place.split(":")[0], *found.place.split(":")[1].split(" ")
    text = api.node.document.source.line(int(line))
    assert (name, text.strip(), rest) == (DOCUMENT.name, "status:", f"#{pointer}")


def test_a_place_that_leads_nowhere_is_still_said(
    api: Api, exchanged: Callable[..., Exchange]
) -> None:
    exchange = exchanged("listExportJobs", 200, {})
    found = shown(violation(exchange, objection=Objection("x", "/nowhere")), api, TARGET)
    assert found.place == f"{DOCUMENT.name} #/nowhere"


def test_a_place_in_another_file_is_said_with_that_file(
    tmp_path: Path, exchanged: Callable[..., Exchange]
) -> None:
    other = tmp_path / "schemas.yaml"
    other.write_text("Pet:\n  type: object\n")
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
    (tmp_path / "pets.yaml").write_text(
        f"{head}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 'schemas.yaml#/Pet'}}}}}}\n"
    )
    api = load_api(tmp_path / "pets.yaml")
    places = [
        shown(
            violation(exchanged("listExportJobs", 200), objection=Objection("x", place)),
            api,
            TARGET,
        )
        for place in (f"{other}#/Pet/type", f"{tmp_path}/absent.yaml#/Pet")
    ]
    assert [each.place for each in places] == [
        f"{other}:2 #/Pet/type",
        f"{tmp_path}/absent.yaml #/Pet",
    ]


def test_without_a_place_there_is_none(api: Api, exchanged: Callable[..., Exchange]) -> None:
    assert shown(violation(exchanged("listExportJobs", 200)), api, TARGET).place == ""


def test_no_secret_is_shown_anywhere(api: Api, exchanged: Callable[..., Exchange]) -> None:
    exchange = exchanged("listExportJobs", 200)
    message = signed(replace(exchange.call.message, headers=Headers()), TARGET.credentials)
    exchange = replace(exchange, call=replace(exchange.call, message=message))
    reply = Reply(200, Headers([("X-Echo", "0123456789")]), b'"Bearer 0123456789"')
    found = shown(violation(exchange, reply, Objection("got 0123456789")), api, TARGET)
    assert "0123456789" not in str(found)
    assert found.request.startswith("curl -sS -i 'http://h:1/base/data/core/ups/export/jobs'")
    assert found.message == "got $SPECDOUBLE_TOKEN"


def test_a_reply_shows_status_headers_and_body(
    api: Api, exchanged: Callable[..., Exchange]
) -> None:
    reply = Reply(404, Headers([("Date", "now"), ("X", "1")]), b'{"a":\x1b 1}')
    found = shown(violation(exchanged("listExportJobs", 200), reply), api, TARGET)
    assert found.reply == 'HTTP 404\nX: 1\n{"a":\\x1b 1}'


def test_a_long_reply_is_cut(api: Api, exchanged: Callable[..., Exchange]) -> None:
    reply = Reply(200, Headers(), b"a" * 2000)
    found = shown(violation(exchanged("listExportJobs", 200), reply), api, TARGET)
    assert found.reply.endswith("a\n… and 500 bytes more")


def test_an_answer_that_never_came_is_none(api: Api, exchanged: Callable[..., Exchange]) -> None:
    assert shown(violation(exchanged("listExportJobs", 200), NO_REPLY), api, TARGET).reply == "none"
