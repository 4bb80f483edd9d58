"""Answers that are spoiled."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from specdouble.contracts.asking import sample_message
from specdouble.contracts.check import observe, violations_in
from specdouble.contracts.credentials import placeholders
from specdouble.contracts.in_process import InProcess
from specdouble.contracts.mutant import Mutant, mutants_of
from specdouble.contracts.playback import Fresh
from specdouble.contracts.signing import signed
from specdouble.spec.api import Api
from specdouble.spec.exchange import Headers, Message, Reply

Ask = Callable[..., Reply]

BROKEN = [
    "member-dropped",
    "member-type",
    "member-null",
    "member-value",
    "header-dropped",
    "header-value",
    "media-type",
    "status-undocumented",
]


def messages(api: Api) -> Iterator[Message]:
    """Requests that provoke every answer that an honest mock of the shelf gives."""
    for operation in api.operations:
        good = signed(sample_message(operation), placeholders(api))
        yield good
        yield replace(good, method="PATCH")
        yield replace(good, headers=Headers())
        yield replace(good, path=good.path.replace("5", "x"), body=b"{")
        text = [("Content-Type", "text/plain"), ("X-Key", "k")]
        yield replace(good, headers=Headers(text), body=b"x")


def spoiled(api: Api, mutant: Mutant, fresh: Fresh) -> list[tuple[Message, Reply]]:
    """The exchanges that a mutant makes other than an honest server."""
    honest, wrong = fresh().handle, mutant.spoil(fresh().handle)
    pairs = ((each, InProcess(honest).send(each)) for each in messages(api))
    return [
        (message, reply)
        for message, known in pairs
        if (reply := InProcess(wrong).send(message)) != known
        and (reply.status, reply.body, reply.headers.pairs)
        != (known.status, known.body, known.headers.pairs)
    ]


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_spoiled_is_wrong_by_the_document(kind: str, shelf: Api, shelf_mock: Fresh) -> None:
    for mutant in mutants_of(shelf, f"{kind}:*"):
        for message, reply in spoiled(shelf, mutant, shelf_mock):
            assert violations_in(shelf, observe(shelf, message, reply)), mutant.name


@pytest.mark.parametrize("kind", [*BROKEN, "body", "leak", "status-error"])
def test_every_mutant_spoils_an_answer_that_can_be_had(
    kind: str, shelf: Api, shelf_mock: Fresh
) -> None:
    idle = {
        mutant.name
        for mutant in mutants_of(shelf, f"{kind}:*")
        if not spoiled(shelf, mutant, shelf_mock)
    }
    assert {name for name in idle if "503" not in name and "405" not in name} == set()


def test_an_allow_without_a_method_is_spoiled(on_shelf: Callable[[str], Ask]) -> None:
    ask = on_shelf("allow:/books/{number}:without GET")
    reply = ask("getBook", lambda each: replace(each, method="PATCH"), path={"number": 5})
    assert (reply.status, reply.headers["allow"]) == (405, "DELETE")


def test_other_paths_keep_their_allow(on_shelf: Callable[[str], Ask]) -> None:
    reply = on_shelf("allow:/books:without")(
        "getBook", lambda each: replace(each, method="PATCH"), path={"number": 5}
    )
    assert "GET" in reply.headers["allow"]


@pytest.mark.parametrize(("detail", "status"), [("refused", 405), ("without body", 204)])
def test_head_is_answered_otherwise(
    detail: str, status: int, on_shelf: Callable[[str], Ask]
) -> None:
    ask = on_shelf(f"head:getBook:{detail}")
    assert ask("getBook", lambda each: replace(each, method="HEAD"), path={"number": 5}).status == (
        status
    )
    assert ask("getBook", path={"number": 5}).status == 200
