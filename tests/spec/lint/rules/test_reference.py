"""The rule `ref/resolvable`."""

from collections.abc import Callable

import pytest

from specdouble.spec.lint.finding import Finding

Find = Callable[..., list[Finding]]
RULE = "ref/resolvable"


def test_a_reference_into_a_circle_is_found(find: Find) -> None:
    text = "components: {links: {A: {$ref: '#/components/links/A'}}}"
    assert "leads back to itself" in find(RULE, text)[0].message


def test_a_reference_to_what_is_no_object_is_found(find: Find) -> None:
    text = "components: {schemas: {A: {title: t}, B: {$ref: '#/components/schemas/A/title'}}}"
    [found] = find(RULE, text)
    assert found.message == "leads to /components/schemas/A/title, which is no Schema"


def test_a_reference_to_another_kind_shows_what_it_leads_to(find: Find) -> None:
    text = """
    components:
      headers: {H: {schema: {}}}
      parameters: {P: {$ref: "#/components/headers/H"}}
    """
    [found] = find(RULE, text)
    assert found.message == "leads to a Header, and a Parameter is wanted here"
    assert [each.spot.line for each in found.related] == [5]


@pytest.mark.parametrize(
    ("reference", "advice"),
    [
        ("#/components/schemas/Jbo", 'did you mean "#/components/schemas/Job"?'),
        ("#/components/schema/Job", "mend the reference, or add what it names"),
        ("#/components/schemas/Quite", "mend the reference, or add what it names"),
        ("https://example.com/", "mend the reference, or add what it names"),
    ],
)
def test_a_name_much_like_it_is_proposed(find: Find, reference: str, advice: str) -> None:
    text = f"components: {{schemas: {{Job: {{}}, A: {{$ref: '{reference}'}}}}}}"
    assert [each.advice for each in find(RULE, text)] == [advice]


def test_true_can_be_referred_to(find: Find) -> None:
    assert find(RULE, "components: {schemas: {A: true, B: {$ref: '#/components/schemas/A'}}}") == []


def test_a_reference_in_an_example_is_none(find: Find) -> None:
    assert find(RULE, "components: {schemas: {A: {example: {$ref: '#/no'}}}}") == []


def test_a_file_that_cannot_be_read_is_told_with_the_place_in_it(find_in_files: Find) -> None:
    files = {
        "api.yaml": "components: {schemas: {A: {$ref: 'b.yaml#/S'}}}",
        "b.yaml": "S: 1\nS: 2\n",
    }
    [found] = find_in_files(RULE, files)
    assert found.message.startswith("leads into ")
    assert "b.yaml:2:1: the key" in found.message


def test_a_file_out_of_bounds_comes_with_the_way_to_allow_it(find_in_files: Find) -> None:
    files = {"api.yaml": "components: {schemas: {A: {$ref: '../b.yaml'}}}"}
    [found] = find_in_files(RULE, files)
    assert "leads out of the document's folder" in found.message
    assert found.advice == "allow the other folder with --allow FOLDER"


def test_references_in_other_files_are_looked_at(find_in_files: Find) -> None:
    files = {
        "api.yaml": "components: {schemas: {A: {$ref: 'more/b.yaml#/S'}}}",
        "more/b.yaml": "S:\n  not: {$ref: '#/T'}\n",
    }
    [found] = find_in_files(RULE, files)
    assert found.spot.file.endswith("more/b.yaml")
    assert (found.spot.line, found.spot.pointer) == (2, "/S/not/$ref")


def test_a_name_that_is_there_is_not_proposed_for_itself(find: Find) -> None:
    text = "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/no'}}}"
    advice = [each.advice for each in find("ref/resolvable", text)]
    assert advice == ["mend the reference, or add what it names"] * 2
