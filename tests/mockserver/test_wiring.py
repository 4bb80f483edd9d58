import pytest

from specdouble.mockserver.behaviour import BEHAVIOURS
from specdouble.mockserver.wiring import Wired, Wiring, chosen, wiring_of
from specdouble.mockserver.world import TenantHeader
from specdouble.spec import built_in
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import load, parse
from specdouble.spec.errors import DocumentError, SettingError

API = compile_api(load(built_in.DOCUMENT))


def wiring(text: str) -> Wiring:
    return wiring_of(parse(text, "wiring.yaml"), API)


def refusal(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        wiring(text)
    return str(caught.value)


def test_the_built_in_wiring_plays_every_operation() -> None:
    built = wiring_of(load(built_in.BEHAVIOURS), API)
    assert built.operations.keys() == {each.operation_id for each in API.operations}
    assert {each.behaviour for each in built.operations.values()} <= set(BEHAVIOURS)


def test_the_built_in_wiring_uses_every_behaviour() -> None:
    built = wiring_of(load(built_in.BEHAVIOURS), API)
    assert set(BEHAVIOURS) == {each.behaviour for each in built.operations.values()}


def test_every_built_in_choice_says_what_it_means() -> None:
    built = wiring_of(load(built_in.BEHAVIOURS), API)
    assert all(choice.means for choice in built.choices.values())


def test_an_operation_is_wired_to_a_behaviour_and_an_error_style() -> None:
    text = "operations: {createDataset: {behaviour: dataset.create, errors: catalog}}"
    assert wiring(text).operations == {"createDataset": Wired("dataset.create", "catalog")}


def test_either_may_be_left_out() -> None:
    assert wiring("operations: {getExportJob: {}}").operations == {"getExportJob": Wired("", "")}


def test_tenants_are_told_by_headers() -> None:
    text = "tenant: [{header: X-Org}, {header: X-Box, default: prod}]"
    assert wiring(text).tenancy == (TenantHeader("x-org", ""), TenantHeader("x-box", "prod"))


def test_a_file_that_wires_nothing_is_allowed() -> None:
    assert wiring("{}") == Wiring()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("operations: {getJob: {}}", "1:22: the document has no operation 'getJob'"),
        ("operations: {getExportJobs: {}}", "did you mean 'getExportJob'?"),
        (
            "operations: {getExportJob: {behaviour: export-job.got}}",
            "1:40: there is no behaviour 'export-job.got'; did you mean 'export-job.get'?",
        ),
        ("operations: {getExportJob: {errors: zzz}}", "no error style 'zzz'; known: gateway, "),
        ("operations: {getExportJob: {behavior: x}}", "did you mean 'behaviour'?"),
        ("operations: {getExportJob: export-job.get}", "1:28: a mapping is wanted here"),
        ("operations: {getExportJob: {behaviour: 5}}", "a text is wanted here: put 5 in quotes"),
        ("operation: {}", "1:12: there is no 'operation' to be set here; did you mean"),
        ("[]", "1:1: a mapping is wanted here"),
        ("", "1:1: the document is empty"),
        ("gateway: {a: 1}", "1:10: a list is wanted here"),
        ("gateway: [path-unknwon]", "no problem code 'path-unknwon'; did you mean 'path-unknown'?"),
        ("tenant: [x-org]", "1:10: a mapping is wanted here"),
        ("tenant: [{default: prod}]", "a tenant is told by a header: name it"),
        ("tenant: [{header: 5}]", "a text is wanted here: put 5 in quotes"),
        ("choices: {a: {default: 204}}", "1:24: a text is wanted here: put 204 in quotes"),
        ("choices: {a: {default: c, values: [a, b]}}", "the default cannot be 'c': one of a, b"),
        ("choices: {a: {kind: number}}", "there is no kind of choice 'number'; known: text, "),
        ("choices: {a: {kind: count, default: '0'}}", "the default cannot be '0': a whole number"),
        ("choices: {a: {value: x}}", "there is no 'value' to be set here; did you mean 'values'?"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str) -> None:
    assert message in refusal(text)
    assert refusal(text).startswith("wiring.yaml")


CHOICES = wiring(
    """
    choices:
      colour: {means: c, default: red, values: [red, blue]}
      names: {means: n, default: ''}
      seconds: {means: s, default: '5', kind: amount}
      most: {means: m, default: '10', kind: count}
    """
)


def test_what_is_not_chosen_has_its_default() -> None:
    assert chosen(CHOICES, {"colour": "blue"}) == {
        "colour": "blue",
        "names": "",
        "seconds": "5",
        "most": "10",
    }


@pytest.mark.parametrize("value", ["0", "5", "0.25", "999999999"])
def test_an_amount_is_a_number_of_zero_or_more(value: str) -> None:
    assert chosen(CHOICES, {"seconds": value})["seconds"] == value


@pytest.mark.parametrize("value", ["1", "1000", "999999999"])
def test_a_count_is_a_whole_number_of_one_or_more(value: str) -> None:
    assert chosen(CHOICES, {"most": value})["most"] == value


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("colour", "green", "colour: 'green' cannot be used: one of red, blue is wanted"),
        ("seconds", "-1", "seconds: '-1' cannot be used: a number such as 60 or 0.5 is wanted"),
        ("seconds", "inf", "a number such as"),
        ("seconds", "nan", "a number such as"),
        ("seconds", "1e300", "a number such as"),
        ("seconds", "", "a number such as"),
        ("seconds", "٣", "a number such as"),
        ("most", "0", "a whole number, 1 or more, is wanted"),
        ("most", "2.5", "a whole number"),
        ("most", "1" * 40, "a whole number"),
        ("shape", "x", "there is no such choice; known: colour, most, names, seconds"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        chosen(CHOICES, {name: value})
    assert message in str(caught.value)


def test_without_choices_there_is_none_to_make() -> None:
    with pytest.raises(SettingError, match="known: none for this document"):
        chosen(Wiring(), {"colour": "red"})
