import pytest

from specdouble.contracts.judge_input import Values, media_types_in, rewritten
from specdouble.spec.json_types import Json

from ..small_documents import document


def test_of_a_name_given_twice_the_first_value_counts() -> None:
    values = Values([("a", "1"), ("b", "2"), ("a", "3")])
    assert dict(values) == {"a": "1", "b": "2"}
    assert len(values) == 2


def test_all_values_of_a_name_can_be_had() -> None:
    values = Values([("a", "1"), ("a", "3")])
    assert values.getlist("a") == ["1", "3"]
    assert values.getlist("b") == []


def test_media_types_are_found_at_any_depth_without_their_parameters() -> None:
    content: Json = {"Application/A+json;v=1": None, "text/plain": None}
    found = list(media_types_in({"a": [{"content": content}]}))
    assert found == ["a", "content", "application/a+json", "text/plain"]


OPERATION: Json = {"servers": [{"url": "https://a.example/v3"}], "responses": {}}


@pytest.mark.parametrize(
    ("servers", "urls"),
    [
        ([], ["/", "/v2", "/v3"]),
        ([{"url": "https://a.example"}], ["/", "/v2", "/v3"]),
        ([{"url": "/{v}/b", "variables": {"v": {"default": "v1"}}}], ["/", "/v1/b", "/v2", "/v3"]),
    ],
    ids=["none", "no path", "a variable"],
)
def test_all_servers_end_up_as_paths_at_the_top(servers: Json, urls: list[str]) -> None:
    paths: Json = {"/a": {"parameters": [], "servers": [{"url": "/v2"}], "get": OPERATION}}
    whole = rewritten(document(paths, servers=servers).root)
    assert whole["servers"] == [{"url": url} for url in urls]
    assert whole["paths"] == {"/a": {"parameters": [], "get": {"responses": {}}}}
