import pytest

from specdouble.contracts.check import CHECKS
from specdouble.contracts.memory import MEMORIES
from specdouble.contracts.scenario import SCENARIOS
from specdouble.contracts.selecting import selection_of
from specdouble.contracts.selection import Selection
from specdouble.spec.api import Api
from specdouble.spec.compiling import compile_api
from specdouble.spec.document import parse
from specdouble.spec.errors import SettingError

STORIES = frozenset(SCENARIOS)
EVERY_CHECK = frozenset((*CHECKS, *MEMORIES))


def tagged(tag: str) -> frozenset[str]:
    return frozenset(each.name for each in SCENARIOS.values() if tag in each.tags)


def test_without_names_everything_is_wanted(api: Api) -> None:
    assert selection_of(api, (), ()) == Selection()


def test_only_a_story_leaves_every_check(api: Api) -> None:
    assert selection_of(api, ["cancel"], ()) == Selection(stories=frozenset({"cancel"}))


def test_only_a_check_leaves_every_story(api: Api) -> None:
    assert selection_of(api, ["conforms"], ()) == Selection(checks=frozenset({"conforms"}))


def test_a_memory_is_named_as_a_check(api: Api) -> None:
    assert selection_of(api, ["export_job"], ()) == Selection(checks=frozenset({"export_job"}))


def test_only_an_operation_leaves_every_story_and_check(api: Api) -> None:
    wanted = Selection(operations=frozenset({"getExportJob"}))
    assert selection_of(api, ["getExportJob"], ()) == wanted


@pytest.mark.parametrize("tag", ["state", "paging", "business"])
def test_a_tag_means_all_stories_that_have_it(tag: str, api: Api) -> None:
    assert tagged(tag)
    assert selection_of(api, [tag], ()).stories == tagged(tag)
    assert selection_of(api, (), [tag]).stories == STORIES - tagged(tag)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("cancel", Selection(stories=STORIES - {"cancel"})),
        ("refusal", Selection(checks=EVERY_CHECK - {"refusal"})),
    ],
)
def test_what_is_skipped_is_all_that_is_left_out(name: str, wanted: Selection, api: Api) -> None:
    assert selection_of(api, (), [name]) == wanted


def test_a_skipped_operation_leaves_the_others(api: Api) -> None:
    every = {each.operation_id for each in api.operations}
    found = selection_of(api, (), ["createDataset"]).operations
    assert found == every - {"createDataset"}


def test_what_is_wanted_and_skipped_is_skipped(api: Api) -> None:
    found = selection_of(api, ["state"], ["cancel"]).stories
    assert found == tagged("state") - {"cancel"}


def test_several_names_add_up(api: Api) -> None:
    found = selection_of(api, ["cancel", "echo", "conforms"], ())
    assert found == Selection(frozenset({"cancel", "echo"}), frozenset({"conforms"}))


def test_workflows_are_stories_too(api: Api) -> None:
    found = selection_of(api, ["my own"], (), ["my own", "another"])
    assert found.stories == frozenset({"my own"})


def test_tags_of_the_document_choose_operations() -> None:
    text = """
    openapi: 3.1.0
    info: {title: T}
    paths:
      /a: {get: {operationId: one, tags: [reading], responses: {}}}
      /b: {get: {operationId: other, responses: {}}}
    """
    api = compile_api(parse(text))
    assert selection_of(api, ["reading"], ()).operations == frozenset({"one"})


@pytest.mark.parametrize(
    ("option", "name", "meant"),
    [
        ("--only", "cancle", "cancel"),
        ("--skip", "conform", "conforms"),
        ("--only", "getExportJobs", "getExportJob"),
        ("--skip", "pagin", "paging"),
    ],
)
def test_a_name_of_nothing_is_an_error_with_what_may_be_meant(
    option: str, name: str, meant: str, api: Api
) -> None:
    words = {"--only": ([name], []), "--skip": ([], [name])}[option]
    with pytest.raises(SettingError) as raised:
        selection_of(api, *words)
    assert str(raised.value).startswith(f"{option}: {name!r} cannot be used")
    assert f"did you mean {meant!r}?" in str(raised.value)


def test_a_name_like_nothing_is_told_all_there_are(api: Api) -> None:
    with pytest.raises(SettingError) as raised:
        selection_of(api, ["xyzzy"], ())
    assert "known: " in str(raised.value)
    assert "createDataset" in str(raised.value)
