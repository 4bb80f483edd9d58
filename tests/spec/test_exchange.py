"""The vocabulary of the rooms: fields are found in any case, a target is path and query."""

import pytest

from specdouble.spec.exchange import Exchange, Headers, Message, Reply

from ..small_documents import call, operation


def test_fields_are_found_in_any_case() -> None:
    assert Headers([("X-Api-Key", "k")])["x-API-key"] == "k"


@pytest.mark.parametrize("sent", ["api_key", "Api-Key"])
def test_a_name_with_underscores_is_found_however_it_came(sent: str) -> None:
    headers = Headers([(sent, "k")])
    assert headers.get("api_key") == "k"
    assert headers.get("other_key") is None


def test_a_name_with_hyphens_is_not_found_under_another() -> None:
    assert Headers([("api_key", "k")]).get("api-key") is None


def test_repeated_fields_are_joined_and_kept_as_they_were() -> None:
    headers = Headers([("Accept", "a/b"), ("accept", "c/d")])
    assert dict(headers) == {"accept": "a/b, c/d"}
    assert headers.pairs == (("Accept", "a/b"), ("accept", "c/d"))
    assert len(headers) == 1


def test_headers_show_themselves() -> None:
    assert repr(Headers([("A", "b")])) == "Headers((('A', 'b'),))"


@pytest.mark.parametrize(("query", "target"), [("", "/a"), ("b=1", "/a?b=1")])
def test_a_target_is_path_and_query(query: str, target: str) -> None:
    assert Message("GET", "/a", query).target == target


def test_an_exchange_without_problems_has_none() -> None:
    assert Exchange(call(operation({"responses": {}})), Reply(200)).problems == ()
