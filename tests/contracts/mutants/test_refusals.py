"""Right requests that are refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from specdouble.spec.exchange import Headers, Message, Reply

Ask = Callable[..., Reply]

REFUSED = [
    ("parameter-refused:addBook:query copies", {"query": {"copies": 3}}, {}, 400),
    (
        "parameter-refused:addBook:query copies at its minimum",
        {"query": {"copies": 1}},
        {"query": {"copies": 2}},
        400,
    ),
    (
        'parameter-refused:addBook:header shelf = "north"',
        {"header": {"Shelf": "north"}},
        {"header": {"Shelf": "south"}},
        400,
    ),
    ("member-refused:addBook:/kind there", {"body": {"title": "x", "kind": "novel"}}, {}, 400),
    ("member-refused:addBook:/kind absent", {}, {"body": {"title": "x", "kind": "novel"}}, 400),
    (
        "value-refused:addBook:/title at its minLength",
        {"body": {"title": "x"}},
        {"body": {"title": "xx"}},
        400,
    ),
    (
        "value-refused:addBook:/tags at its minItems",
        {"body": {"title": "x", "tags": ["a"]}},
        {},
        400,
    ),
    (
        "value-refused:addBook:/pages at its maximum",
        {"body": {"title": "x", "pages": 9000}},
        {},
        400,
    ),
    ('value-refused:addBook:/kind = "play"', {"body": {"title": "x", "kind": "play"}}, {}, 400),
    ("unknown-member-refused:addBook:/ unknown", {"body": {"title": "x", "odd": 1}}, {}, 400),
    ("breaks-on:addBook:text beyond ASCII", {"body": {"title": "ä"}}, {}, 500),
    (
        "breaks-on:addBook:text beyond the BMP",
        {"body": {"title": "\U0001f600"}},
        {"body": {"title": "ä"}},
        500,
    ),
    ("breaks-on:addBook:an empty text", {"body": {"title": "x", "tags": [""]}}, {}, 500),
    (
        "breaks-on:addBook:an unknown query parameter",
        {"query": {"odd": 1}},
        {"query": {"copies": 1}},
        500,
    ),
]


@pytest.mark.parametrize(
    ("name", "refused", "taken", "status"), REFUSED, ids=[each[0] for each in REFUSED]
)
def test_only_what_is_named_is_refused(
    name: str,
    refused: dict[str, object],
    taken: dict[str, object],
    status: int,
    on_shelf: Callable[[str], Ask],
) -> None:
    ask = on_shelf(name)
    assert ask("addBook", **{"body": {"title": "xyz"}, **refused}).status == status
    assert ask("addBook", **{"body": {"title": "xyz"}, **taken}).status == 201


def test_a_charset_is_taken_for_an_unknown_media_type(on_shelf: Callable[[str], Ask]) -> None:
    ask = on_shelf("breaks-on:addBook:a charset in Content-Type")

    def with_charset(message: Message) -> Message:
        field = ("Content-Type", "application/json; charset=utf-8")
        return replace(message, headers=Headers([("X-Key", "k"), field]))

    assert ask("addBook", with_charset, body={"title": "x"}).status == 500


def test_a_refusal_is_as_documented(on_shelf: Callable[[str], Ask]) -> None:
    reply = on_shelf("member-refused:addBook:/kind absent")("addBook", body={"title": "x"})
    assert reply.body == b'{"title": "Bad Request", "status": 400}'
