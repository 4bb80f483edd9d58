"""Checked clients as fixtures, and the summary at the end, as a downstream project meets them."""

import pytest

CLIENT = """
HEADERS = {
    "Authorization": "Bearer token", "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg", "x-sandbox-name": "prod",
}
DATASETS, JOBS = "/data/foundation/catalog/dataSets", "/data/core/ups/export/jobs"
"""

GOOD = """
from client import *
import requests

def test_it(mock_api):
    url = mock_api.url + DATASETS
    assert requests.post(url, json={}, headers=HEADERS, timeout=5).status_code == 201
"""

TWO_USES = """
from client import *
import requests

def test_create(mock_api):
    requests.post(mock_api.url + DATASETS, json={}, headers=HEADERS, timeout=5)

def test_list(mock_api):
    requests.get(mock_api.url + JOBS, headers=HEADERS, timeout=5)
"""

TITLE = "*what the clients had to face (specdouble)*"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a client of its own."""
    pytester.makepyfile(client=CLIENT)
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest("-p", "no:xdist", *options)


@pytest.mark.parametrize("fixture", ["checked_session", "checked_client"])
def test_a_checked_client_lets_a_good_test_pass(project: pytest.Pytester, fixture: str) -> None:
    project.makepyfile(
        f"""
        from client import *

        def test_it(mock_api, {fixture}):
            answer = {fixture}.post(mock_api.url + DATASETS, json={{}}, headers=HEADERS)
            assert answer.status_code == 201
        """
    )
    run(project).assert_outcomes(passed=1)


LIAR = """
import pytest
from specdouble.mockserver import create_app
from specdouble.mockserver.serving import Listener

@pytest.fixture
def liar():
    honest = create_app()

    def application(environ, start_response):
        body = b"".join(honest(environ, start_response))
        return [body.replace(b'"records"', b'"recordz"')]

    with Listener(application, ("127.0.0.1", 0)) as listener:
        yield listener.url
"""


@pytest.mark.parametrize("fixture", ["checked_session", "checked_client"])
def test_a_server_that_lies_fails_the_test_at_its_end(
    project: pytest.Pytester, fixture: str
) -> None:
    project.makeconftest(LIAR)
    project.makepyfile(
        f"""
        from client import *

        def test_it(liar, {fixture}):
            assert {fixture}.get(liar + JOBS, headers=HEADERS).status_code == 200
        """
    )
    result = run(project)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["The server broke the contract:", "*reply-body-invalid: *records*", "To allow it in*"]
    )


def test_the_marker_lets_a_checked_client_break_the_contract(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from client import *

        @pytest.mark.allow_contract_problems
        def test_it(mock_api, checked_session):
            checked_session.post(mock_api.url + DATASETS, json=5, headers=HEADERS)
        """
    )
    run(project).assert_outcomes(passed=1)


def test_only_what_goes_below_the_url_is_judged(project: pytest.Pytester) -> None:
    project.makeconftest(LIAR)
    project.makepyfile(
        """
        from client import *

        def test_it(liar, checked_session):
            checked_session.get(liar + JOBS, headers=HEADERS)
        """
    )
    run(project, "--specdouble-url=http://127.0.0.1:9").assert_outcomes(passed=1)


def test_a_document_that_is_not_there_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(checked_session): ...")
    result = run(project, "--specdouble-document=nope.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*specdouble: nope.yaml: there is no such file*"])


def test_a_summary_tells_what_clients_never_had_to_face(project: pytest.Pytester) -> None:
    project.makepyfile(GOOD)
    result = run(project)
    result.stdout.fnmatch_lines(
        [
            TITLE,
            "profile-export.openapi.yaml: 1 of 5 operations used, 1 of * promised answers*",
            "  createDataset never showed 400, 401, *",
            "  never seen in any answer: *status FAILED*",
            "  never used: listExportJobs, *cancelExportJob",
        ]
    )
    assert len(result.outlines) < 30


def test_what_a_checked_client_has_seen_counts_too(project: pytest.Pytester) -> None:
    project.makeconftest(LIAR.replace("b'\"recordz\"'", "b'\"records\"'"))
    project.makepyfile(
        """
        from client import *

        def test_it(liar, checked_client):
            checked_client.get(liar + JOBS, headers=HEADERS)
        """
    )
    result = run(project)
    result.stdout.fnmatch_lines([TITLE, "  listExportJobs never showed 400, * a second page"])


def test_nothing_is_told_of_a_run_without_clients(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(): ...")
    result = run(project)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line(TITLE)


def test_what_a_judge_asks_is_not_taken_for_a_client(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(contract_case): contract_case.verify()")
    result = run(project, "-k", "trailing_slash")
    assert result.parseoutcomes()["passed"] == 1
    result.stdout.no_fnmatch_line(TITLE)


def test_all_of_it_is_written_to_a_file(project: pytest.Pytester) -> None:
    project.makepyfile(GOOD)
    run(project, "--specdouble-coverage=faced.md", "-v")
    page = (project.path / "faced.md").read_text("utf-8")
    assert "## `createDataset`\n\nThe operation was used.\n\n- [x] 201\n- [ ] 400\n" in page
    assert "## `cancelExportJob`\n\nThe operation was never used.\n" in page
    assert "- [ ] status FAILED\n" in page


def test_a_file_that_cannot_be_written_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    project.makepyfile(GOOD)
    result = run(project, "--specdouble-coverage=nowhere/faced.md")
    result.stdout.fnmatch_lines(["specdouble: nowhere/faced.md cannot be written: No such file*"])


def test_a_run_that_faced_too_little_fails_in_a_sentence(project: pytest.Pytester) -> None:
    project.makepyfile(GOOD)
    result = run(project, "--specdouble-fail-under=50")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["specdouble: the clients had to face * % of the promised answers, less than the 50 %*"]
    )


def test_a_run_that_faced_enough_passes(project: pytest.Pytester) -> None:
    project.makepyfile(GOOD)
    assert run(project, "--specdouble-fail-under=1").ret == pytest.ExitCode.OK


def test_a_run_without_clients_that_should_have_some_fails(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(): ...")
    result = run(project, "--specdouble-fail-under=1")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["specdouble: the clients had to face 0.0 %*"])


def test_workers_of_xdist_are_counted_together(project: pytest.Pytester) -> None:
    project.makepyfile(TWO_USES)
    result = project.runpytest_subprocess("-n", "2", "--specdouble-fail-under=90")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [TITLE, "*.yaml: 2 of 5 operations used, 4 of *", "specdouble: the *"]
    )
