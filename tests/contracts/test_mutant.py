"""The mutants of a document: how they are named, found and told apart."""

from collections import Counter

import pytest

from specdouble.contracts.mutant import MUTATIONS, Mutant, mutants_of, mutation
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse

SMALL = """
openapi: 3.1.0
info: {title: Shelf, version: '1'}
paths:
  /books/{isbn}:
    parameters:
      - {name: isbn, in: path, required: true, schema: {type: string, maxLength: 13}}
    get:
      operationId: getBook
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema:
                type: object
                required: [title]
                properties:
                  title: {type: string, minLength: 1}
                  pages: {type: integer, minimum: 1}
              example: {title: Emma, pages: 474}
"""


@pytest.fixture(scope="module")
def small() -> Api:
    return compile_api(parse(SMALL))


def test_every_name_is_used_once(api: Api) -> None:
    names = Counter(each.name for each in mutants_of(api))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_built_in_document_has_mutants_of_every_kind(api: Api) -> None:
    assert {each.kind for each in mutants_of(api)} == set(MUTATIONS)


def test_a_pattern_chooses_by_name(small: Api) -> None:
    names = [each.name for each in mutants_of(small, "member-dropped:*")]
    assert names == ["member-dropped:getBook:200 /title required"]


def test_a_small_document_of_any_domain_has_its_own(small: Api) -> None:
    kinds = {each.kind for each in mutants_of(small)}
    assert {"member-type", "member-value", "parameter-unchecked", "status-undocumented"} <= kinds
    assert not kinds & {"job-life", "job-store", "paging", "tenant"}


def test_the_place_is_the_promise_in_the_document(small: Api) -> None:
    (dropped,) = mutants_of(small, "member-dropped:*")
    assert small.node.document.at(dropped.place).value == ["title"]


def test_every_place_of_the_built_in_document_is_there(api: Api) -> None:
    for each in mutants_of(api):
        api.node.document.at(each.place)


def test_two_mutations_of_one_kind_are_a_mistake() -> None:
    MUTATIONS.load()
    with pytest.raises(ValueError, match="leak"):
        mutation("leak")(lambda _: iter(()))


def test_a_name_leaves_out_what_is_empty() -> None:
    assert Mutant("getBook", "", "", "", lambda honest: honest, kind="odd").name == "odd:getBook"
