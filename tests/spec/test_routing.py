"""Paths lead to templates as OpenAPI 3.1, 4.8.8 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdouble.spec.routing import Router

TEMPLATES = [
    "/",
    "/pets",
    "/pets/mine",
    "/pets/{id}",
    "/pets/{id}/toys/{toy}",
    "/files/{name}.{ext}",
    "/files/{name}.json",
    "/files/{all}",
    "/a b/{x}",
    "/list/",
    "/{first}/end",
]
ROUTER = Router(((each, each) for each in TEMPLATES), ("/v1", "", "/base/v2"))


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/", "/", {}),
        ("/pets", "/pets", {}),
        ("/pets/", "/pets", {}),
        ("/pets/mine", "/pets/mine", {}),
        ("/pets/7", "/pets/{id}", {"id": ["7"]}),
        ("/pets/a%2Fb", "/pets/{id}", {"id": ["a%2Fb"]}),
        ("/pets/7/toys/8/", "/pets/{id}/toys/{toy}", {"id": ["7"], "toy": ["8"]}),
        ("/files/a.json", "/files/{name}.json", {"name": ["a"]}),
        ("/files/a.b.c", "/files/{name}.{ext}", {"name": ["a"], "ext": ["b.c"]}),
        ("/files/a", "/files/{all}", {"all": ["a"]}),
        ("/a%20b/1", "/a b/{x}", {"x": ["1"]}),
        ("/list/", "/list/", {}),
        ("/pets/end", "/pets/{id}", {"id": ["end"]}),
        ("/other/end", "/{first}/end", {"first": ["other"]}),
        ("/v1/pets", "/pets", {}),
        ("/base/v2/pets/7/", "/pets/{id}", {"id": ["7"]}),
    ],
)
def test_a_path_leads_to_its_template(
    path: str, template: str, values: dict[str, list[str]]
) -> None:
    found = ROUTER.match(path)
    assert found is not None
    assert (found.target, found.values) == (template, values)


@pytest.mark.parametrize(
    "path", ["/nope", "/pets//", "/pets/7/toys", "", "pets", "/list", "/v3/pets/7", "///", "/v1"]
)
def test_a_path_that_fits_nothing_leads_nowhere(path: str) -> None:
    assert ROUTER.match(path) is None


def test_every_template_that_fits_is_listed_best_first() -> None:
    found = [match.target for match in ROUTER.matches("/files/a.json")]
    assert found == ["/files/{name}.json", "/files/{name}.{ext}", "/files/{all}"]


def test_twins_are_both_found() -> None:
    router = Router([("/{a}/x", 1), ("/{b}/x", 2), ("/{a}/x", 3)])
    found = [(match.target, list(match.values)) for match in router.matches("/5/x")]
    assert found == [(1, ["a"]), (3, ["a"]), (2, ["b"])]


@given(st.text("/pets{}.%2F7 v1", max_size=30))
def test_any_path_is_answered(path: str) -> None:
    assert all(match.target in TEMPLATES for match in ROUTER.matches(path))


@given(
    st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), st.from_regex(r"[!-.0-~]{1,8}", fullmatch=True)
)
def test_what_is_filled_in_is_found_again(pet: str, toy: str) -> None:
    found = ROUTER.match(f"/pets/{pet}/toys/{toy}")
    assert found is not None
    assert found.values == {"id": [pet], "toy": [toy]}
