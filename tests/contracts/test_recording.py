"""Reading recordings: what is taken from a HAR file and from a journal, and what is refused."""

import json
from pathlib import Path

import pytest

from specdouble.contracts.recording import Recorded, recorded
from specdouble.spec.errors import SettingError
from specdouble.spec.json_types import Json

JSON = {"name": "Content-Type", "value": "application/json"}

REQUEST = {"target": "/", "method": "GET", "headers": {}, "body": ""}
REPLY = {"headers": {}, "body": ""}


def har_entry(request: Json = None, response: Json = None) -> Json:
    return {
        "request": {
            "method": "GET",
            "url": "http://x/pets?a=1#top",
            "headers": [{"name": ":path", "value": "/pets"}, {"name": "Accept", "value": "*/*"}],
            **(request or {}),
        },
        "response": {
            "status": 200,
            "headers": [JSON, {"name": "Content-Encoding", "value": "gzip"}],
            "content": {"size": 2, "text": "{}"},
            **(response or {}),
        },
    }


def journal_entry(request: Json = None, reply: Json = None) -> Json:
    return {
        "number": 41,
        "request": {
            "method": "GET",
            "target": "/pets?a=1",
            "headers": {},
            "body": "",
            **(request or {}),
        },
        "reply": {"status": 200, "headers": {}, "body": "{}", **(reply or {})},
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recording"


def har(file: Path, *entries: Json) -> list[Recorded]:
    file.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}), "utf-8")
    return recorded(file)


def journal(file: Path, *entries: Json) -> list[Recorded]:
    file.write_text(json.dumps({"total": 1, "kept": 1, "entries": list(entries)}), "utf-8")
    return recorded(file)


def test_an_entry_of_a_har_file_is_a_message_and_a_reply(file: Path) -> None:
    [found] = har(file, har_entry())
    assert (found.number, found.url) == (1, "http://x/pets?a=1#top")
    assert (found.message.method, found.message.target) == ("GET", "/pets?a=1")
    assert found.message.headers.pairs == (("Accept", "*/*"),)
    assert (found.reply.status, found.reply.body) == (200, b"{}")
    assert found.is_whole


def test_how_a_body_was_coded_is_not_told_of_one_that_was_decoded(file: Path) -> None:
    [found] = har(file, har_entry())
    assert "content-encoding" not in found.reply.headers


@pytest.mark.parametrize(
    ("request_part", "body", "is_known"),
    [
        ({}, b"", True),
        ({"bodySize": 0}, b"", True),
        ({"bodySize": 9}, b"", False),
        ({"postData": {"mimeType": "text/plain", "text": "ä"}}, "ä".encode(), True),
        (
            {
                "postData": {
                    "mimeType": "application/x-www-form-urlencoded",
                    "params": [{"name": "a", "value": "1 2"}],
                }
            },
            b"a=1+2",
            True,
        ),
        (
            {"postData": {"mimeType": "multipart/form-data", "params": [{"name": "a"}]}},
            b"",
            False,
        ),
        ({"postData": {"mimeType": "text/plain"}}, b"", True),
    ],
)
def test_the_body_of_a_request_may_be_text_or_a_form(
    file: Path, request_part: Json, body: bytes, *, is_known: bool
) -> None:
    [found] = har(file, har_entry(request_part))
    assert (found.message.body, found.has_request) == (body, is_known)


@pytest.mark.parametrize(
    ("content", "body", "is_known"),
    [
        ({"text": "eA==", "encoding": "base64"}, b"x", True),
        ({"size": 5}, b"", False),
        ({"size": 0}, b"", True),
        (None, b"", True),
    ],
)
def test_the_body_of_a_reply_may_be_coded_or_left_out(
    file: Path, content: Json, body: bytes, *, is_known: bool
) -> None:
    [found] = har(file, har_entry(None, {"content": content}))
    assert (found.reply.body, found.has_reply) == (body, is_known)


def test_a_reply_without_a_body_lacks_none(file: Path) -> None:
    [found] = har(file, har_entry({"method": "HEAD"}, {"content": {"size": 9}}))
    assert found.has_reply


def test_a_request_without_an_answer_is_left_out(file: Path) -> None:
    numbers = [each.number for each in har(file, har_entry(None, {"status": 0}), har_entry())]
    assert numbers == [2]


def test_an_entry_of_a_journal_keeps_its_number(file: Path) -> None:
    [found] = journal(file, journal_entry())
    assert (found.number, found.url, found.message.target) == (41, "/pets?a=1", "/pets?a=1")


def test_a_long_body_of_a_journal_is_not_known_whole(file: Path) -> None:
    [found] = journal(file, journal_entry({"bodyBytes": 30_000}, {"bodyBytes": 30_000}))
    assert (found.has_request, found.has_reply) == (False, False)


def test_an_answer_that_was_cut_is_not_known_whole(file: Path) -> None:
    [found] = journal(file, journal_entry(None, {"cut": True}))
    assert found.reply.is_cut
    assert not found.has_reply


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("Bearer abcd… (40 characters)", "Bearer shortened"),
        ("abcd… (40 characters)", "shortened"),
        ("… (3 characters)", "shortened"),
        ("plain", "plain"),
    ],
)
def test_a_secret_that_was_shortened_is_as_good_as_whole(
    file: Path, shown: str, value: str
) -> None:
    [found] = journal(file, journal_entry({"headers": {"Authorization": shown}}))
    assert found.message.headers["authorization"] == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is no JSON"),
        ("[]", "it is neither a HAR file"),
        ('{"log": {}}', "it is neither a HAR file"),
        ('{"entries": [1]}', "entry 1: the entry is no object"),
        ('{"log": {"entries": [{}]}}', "entry 1: request is no object"),
        ('{"log": {"entries": [{"request": {}, "response": {}}]}}', "entry 1: url is no text"),
        (
            json.dumps({"entries": [{"request": REQUEST, "reply": {**REPLY, "status": "x"}}]}),
            "entry 1: status is no number",
        ),
        (
            json.dumps({"log": {"entries": [{"request": {"headers": "x"}, "response": {}}]}}),
            "entry 1: ",
        ),
    ],
)
def test_what_is_no_recording_is_refused_in_a_sentence(file: Path, text: str, reason: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(SettingError, match=reason):
        recorded(file)


def test_a_recording_that_is_nested_too_deep_is_refused_in_a_sentence(file: Path) -> None:
    file.write_text("[" * 100_000, "utf-8")
    with pytest.raises(SettingError, match="nested too deep"):
        recorded(file)


def test_a_body_that_is_no_base64_is_refused_in_a_sentence(file: Path) -> None:
    with pytest.raises(SettingError, match="entry 1: "):
        har(file, har_entry(None, {"content": {"text": "x", "encoding": "base64"}}))


def test_a_file_that_is_not_there_is_named_in_a_sentence(file: Path) -> None:
    with pytest.raises(SettingError, match="No such file"):
        recorded(file)
