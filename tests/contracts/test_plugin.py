"""The plugin as a downstream project meets it."""

import pytest

GOOD_CLIENT = """
import requests

HEADERS = {
    "Authorization": "Bearer token", "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg", "x-sandbox-name": "prod",
}

def create_dataset(url, body):
    return requests.post(
        f"{url}/data/foundation/catalog/dataSets", json=body, headers=HEADERS, timeout=5
    )
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a client of its own."""
    pytester.makepyfile(client=GOOD_CLIENT)
    return pytester


def test_a_client_that_keeps_the_contract_passes(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        from client import create_dataset

        def test_it(mock_api):
            assert create_dataset(mock_api.url, {"name": "mine"}).status_code == 201
        """
    )
    project.runpytest("-p", "no:xdist").assert_outcomes(passed=1)


BAD_TEST = """
    import pytest
    from client import create_dataset
    {marker}
    def test_it(mock_api):
        create_dataset(mock_api.url, {{"name": 5}})
"""


def test_a_client_that_breaks_it_fails_at_teardown_even_if_it_swallows_the_error(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(BAD_TEST.format(marker=""))
    result = project.runpytest("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "The client broke the contract:",
            "*POST /data/foundation/catalog/dataSets was answered 400",
            "*body-invalid: body /name: expected string, got 5*[[]/components/schemas/*",
        ]
    )


def test_of_a_client_that_errs_all_the_time_only_the_first_errors_are_told(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(
        """
        from client import create_dataset

        def test_it(mock_api):
            for number in range(15):
                create_dataset(mock_api.url, {"name": number})
        """
    )
    result = project.runpytest("-p", "no:xdist")
    result.stdout.fnmatch_lines(["*got 9*", "*and 5 requests more"])
    result.stdout.no_fnmatch_line("*got 10*")


def test_the_marker_lets_a_client_break_the_contract(project: pytest.Pytester) -> None:
    project.makepyfile(BAD_TEST.format(marker="@pytest.mark.allow_contract_problems"))
    project.runpytest("-p", "no:xdist", "--strict-markers").assert_outcomes(passed=1)


def test_each_test_meets_the_mock_as_on_its_first_day(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import create_dataset

        @pytest.mark.parametrize("turn", [1, 2])
        def test_it(mock_api, turn):
            assert mock_api.world.store.as_json() == {}
            assert len(mock_api.journal) == 0
            create_dataset(mock_api.url, {"name": "mine"})
            mock_api.clock.advance(minutes=20)
            assert len(mock_api.journal) == 1
        """
    )
    project.runpytest("-p", "no:xdist").assert_outcomes(passed=2)


def test_a_test_can_have_a_mock_with_settings_of_its_own(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import create_dataset

        @pytest.mark.mock_settings(choices={"dataset-reference": "@/datasets/"})
        def test_it(mock_api):
            assert create_dataset(mock_api.url, {}).json()[0].startswith("@/datasets/")
        """
    )
    project.runpytest("-p", "no:xdist").assert_outcomes(passed=1)


def test_it_works_in_a_project_whose_packages_are_called_contracts_and_spec(
    project: pytest.Pytester,
) -> None:
    for name in ("contracts", "spec", "mockserver"):
        project.mkpydir(name).joinpath("models.py").write_text(f"WHO = 'our {name}'\n")
    project.makepyfile(
        """
        from client import create_dataset
        from contracts.models import WHO
        from spec.models import WHO as OTHER
        import mockserver

        def test_it(mock_api):
            assert (WHO, OTHER) == ("our contracts", "our spec")
            assert create_dataset(mock_api.url, {}).status_code == 201
        """
    )
    project.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1)


def test_it_works_under_xdist(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import create_dataset

        @pytest.mark.parametrize("turn", range(4))
        def test_it(mock_api, turn):
            assert create_dataset(mock_api.url, {}).status_code == 201
        """
    )
    project.runpytest_subprocess("-n", "2").assert_outcomes(passed=4)


def test_the_target_is_the_mock_unless_a_url_is_given(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_it(contract_target, pytestconfig):
            wanted = pytestconfig.getoption("--specdouble-url")
            assert contract_target == wanted or contract_target.startswith("http://127.0.0.1:")
        """
    )
    project.runpytest("-p", "no:xdist").assert_outcomes(passed=1)
    url = "--specdouble-url=http://127.0.0.1:9"
    project.runpytest("-p", "no:xdist", url).assert_outcomes(passed=1)


def test_another_document_can_be_served(project: pytest.Pytester) -> None:
    project.makefile(
        ".yaml",
        api="""
        openapi: 3.1.0
        info: {title: Pets, version: "1"}
        paths:
          /pets:
            get:
              responses:
                "200":
                  description: All pets.
                  content: {application/json: {example: [{name: Rex}]}}
        """,
    )
    project.makepyfile(
        """
        import requests

        def test_it(mock_api):
            assert requests.get(f"{mock_api.url}/pets", timeout=5).json() == [{"name": "Rex"}]
        """
    )
    result = project.runpytest("-p", "no:xdist", "--specdouble-document=api.yaml")
    result.assert_outcomes(passed=1)


def test_a_project_that_uses_nothing_of_it_loads_nothing_of_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        def test_it():
            ours = {name for name in sys.modules if name.startswith("specdouble.")}
            names = ("", ".plugin", ".plugin_clients", ".plugin_provider", ".provoke", ".trouble")
            assert ours == {f"specdouble.contracts{name}" for name in names}
        """
    )
    project.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1)


def test_a_document_that_is_not_there_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(mock_api): ...")
    result = project.runpytest("-p", "no:xdist", "--specdouble-document=nope.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*specdouble: nope.yaml: there is no such file*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_setting_that_does_not_exist_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.mark.mock_settings(sed=7)
        def test_it(mock_api): ...
        """
    )
    result = project.runpytest("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*specdouble: sed: 7 cannot be used: *did you mean seed?*"])
