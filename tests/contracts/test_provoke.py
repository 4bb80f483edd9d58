"""Tests that are provoked, as a downstream project has them."""

import pytest

HEAD = """
import time
import pytest, requests

HEADERS = {
    "Authorization": "Bearer token", "x-api-key": "key",
    "x-gw-ims-org-id": "0123456789ABCDEF01234567@AdobeOrg", "x-sandbox-name": "prod",
}
JOBS = "/data/core/ups/export/jobs"
JOB = {
    "destination": {"datasetId": "5b020a27e7040801dedba61b"},
    "schema": {"name": "_xdm.context.profile"},
}
"""

GOOD = (
    HEAD
    + """
class ExportError(Exception):
    pass

def ask(method, url, body=None):
    for _ in range(3):
        reply = requests.request(method, url, json=body, headers=HEADERS, timeout=30)
        if reply.status_code != 429:
            break
        time.sleep(int(reply.headers["Retry-After"]))
    if not reply.ok:
        raise ExportError(reply.status_code)
    return reply.json()

def export(url):
    job = ask("POST", url + JOBS, JOB)
    while job["status"] not in ("SUCCEEDED", "FAILED", "CANCELLED"):
        job = ask("GET", f"{url}{JOBS}/{job['id']}")
    if job["status"] != "SUCCEEDED":
        raise ExportError(job["errors"])
    return job
"""
)

TEST = """
import pytest
from client import *

@pytest.mark.provoke({arguments})
@pytest.mark.mock_settings(choices={{"job-seconds": "0.05"}})
def test_it(mock_api):
    assert export(mock_api.url)
"""


@pytest.fixture
def provoke(pytester: pytest.Pytester):
    """Runs a client under provocation."""

    def run(client: str, arguments: str = "", *options: str) -> pytest.RunResult:
        pytester.makepyfile(client=client, test_it=TEST.format(arguments=arguments))
        return pytester.runpytest("-p", "no:xdist", "--strict-markers", "-rs", *options)

    return run


def test_a_client_that_is_written_well_survives_everything(provoke) -> None:
    result = provoke(GOOD)
    outcomes = result.parseoutcomes()
    assert outcomes.keys() <= {"passed", "skipped", "warnings"}
    assert outcomes["passed"] >= 35
    result.stdout.fnmatch_lines(["SKIPPED * the client never calls createDataset"])


def test_items_have_names_to_choose_by(provoke) -> None:
    result = provoke(GOOD, "", "-v", "-k", "429-on-createExportJob")
    result.stdout.fnmatch_lines(["*::test_it[[]429-on-createExportJob[]] PASSED*"])
    assert result.parseoutcomes()["passed"] == 1


def test_a_trouble_that_never_strikes_is_skipped_without_the_honest_run_too(provoke) -> None:
    result = provoke(GOOD, "", "-k", "429-on-cancelExportJob")
    assert result.parseoutcomes()["skipped"] == 1


def test_it_works_under_xdist(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(client=GOOD, test_it=TEST.format(arguments="only=['429-on-*']"))
    result = pytester.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=3, skipped=3)


CRASHING = (
    HEAD
    + """
def export(url):
    reply = requests.post(url + JOBS, json=JOB, headers=HEADERS, timeout=30)
    job_id = reply.json()["id"]
    for _ in range(1000):
        job = requests.get(f"{url}{JOBS}/{job_id}", headers=HEADERS, timeout=30).json()
        LINE
        if job["status"] == "SUCCEEDED":
            return job
"""
)

LIARS = [
    ("429-on-createExportJob", "pass", "*crashed: KeyError: 'id'"),
    ("404-on-getExportJob", "job['id']", "*crashed: KeyError: 'id'"),
    ("failed-job", "job.get('errors') and job['destination']['batch']", "*crashed: KeyError*"),
    ("failed-job", "job['status'] == 'FAILED' and len(None)", "*crashed: TypeError*"),
    ("500-on-getExportJob", "job['errors'].code if 'errors' in job else 1", "*AttributeError*"),
    ("empty-on-listExportJobs", "LIST", "*crashed: IndexError*"),
    (
        "unknown-value-on-getExportJob",
        "['NEW', 'PROCESSING', 'SUCCEEDED'].index(job['status'])",
        "*crashed: ValueError: 'SOMETHING_NEW' is not in list",
    ),
    ("dataset-member=datasetId", "job['destination']['dataSetId']", "*KeyError: 'dataSetId'"),
    (
        "extra-member-on-getExportJob",
        "assert 'somethingNew' not in job",
        "*crashed: AssertionError*",
    ),
    (
        "extra-member-on-getExportJob",
        "if 'somethingNew' in job: raise OSError",
        "*gave up*OSError*",
    ),
    ("503-on-getExportJob", "while job['status'] == 503: time.sleep(.01)", "The client hangs."),
]

LIST = "requests.get(url + JOBS, headers=HEADERS, timeout=30).json()['records'][0]"


@pytest.mark.parametrize(("trouble", "line", "told"), LIARS, ids=[each[2] for each in LIARS])
def test_a_client_that_cannot_bear_it_is_told_why(provoke, trouble, line, told) -> None:
    client = CRASHING.replace("LINE", LIST if line == "LIST" else line)
    result = provoke(client, f"only=[{trouble!r}], timeout=1.5")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [told, f"  trouble:  {trouble}: *", "  request:  *", "  answer:  *"]
    )
    result.stdout.fnmatch_lines_random(["*client.py:* in export: *"])


def test_a_client_that_waits_for_ever_hangs_and_the_place_is_told(provoke) -> None:
    client = CRASHING.replace("LINE", "pass").replace(", timeout=30", "")
    result = provoke(client, "only=['silent-on-getExportJob'], timeout=1")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["The client hangs.", "  answer:   none", "  hangs in: *client.py:* in export: job = *"]
    )


def test_what_a_client_may_raise_can_be_said(provoke) -> None:
    client = CRASHING.replace("LINE", "pass")
    arguments = "only=['429-on-createExportJob'], allow=(KeyError,)"
    provoke(client, arguments).assert_outcomes(passed=2)


def test_the_assertions_of_a_test_are_forgiven_where_nobody_can_succeed(provoke) -> None:
    client = GOOD.replace(
        "raise ExportError(reply.status_code)", "return {'status': 'FAILED', 'errors': 1}"
    )
    client = client.replace('raise ExportError(job["errors"])', "return None")
    provoke(client, "only=['500-on-getExportJob', 'failed-job']").assert_outcomes(passed=3)


def test_they_are_not_where_a_right_client_succeeds(provoke) -> None:
    client = GOOD.replace("return job\n", "return 'somethingNew' not in job\n")
    result = provoke(client, "only=['extra-member-on-getExportJob']")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["The test does not hold, though a right client succeeds: *"])


def test_who_tries_again_must_succeed_and_who_does_not_need_not(provoke) -> None:
    never = GOOD.replace("range(3)", "range(1)")
    provoke(never, "only=['429-once-*']").assert_outcomes(passed=3, skipped=3)


def test_who_tries_again_in_vain_is_told(provoke) -> None:
    client = GOOD.replace("    if not reply.ok", "    if _ or not reply.ok")
    result = provoke(client, "only=['429-once-on-createExportJob']")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["The client gave up, though a right one succeeds: ExportError*"])


def test_a_test_that_fails_without_trouble_fails_as_ever(provoke) -> None:
    client = GOOD.replace("return job\n", "raise KeyError('plain')\n")
    result = provoke(client, "only=['429-on-createDataset']")
    result.assert_outcomes(failed=1, skipped=1)
    result.stdout.fnmatch_lines(["*KeyError: 'plain'"])
    result.stdout.no_fnmatch_line("*trouble: *")


def test_a_test_can_skip_itself(provoke) -> None:
    client = GOOD.replace("return job\n", "pytest.skip('not here')\n")
    provoke(client, "only=['slow-on-getExportJob']").assert_outcomes(skipped=2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("onyl=['429*']", "*specdouble: provoke cannot be given onyl: provoke(only=*"),
        ("5", "*specdouble: provoke cannot be given 5: *"),
        ("only=['4O4*']", "*there is no such trouble; known: no-trouble, *"),
    ],
)
def test_a_marker_that_is_wrong_is_told_in_a_sentence(provoke, arguments, told) -> None:
    result = provoke(GOOD, arguments)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([told])


def test_a_test_without_a_mock_cannot_be_provoked(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.provoke\ndef test_it(): ...")
    result = pytester.runpytest("-p", "no:xdist")
    result.stdout.fnmatch_lines(["*specdouble: a test to provoke has to use mock_api*"])


def test_a_fixture_of_another_kind_is_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture
        def mock_api():
            return "http://here"

        @pytest.mark.provoke(only=["429-on-createDataset"])
        def test_it(mock_api): ...
        """
    )
    result = pytester.runpytest("-p", "no:xdist")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*specdouble: mock_api: 'http://here' cannot be used: *"])


def test_any_document_provokes(pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".yaml",
        api="""
        openapi: 3.1.0
        info: {title: Pets, version: "1"}
        paths:
          /pets:
            get:
              operationId: listPets
              responses:
                "200":
                  description: All pets.
                  content: {application/json: {example: [{name: Rex}]}}
                "500":
                  description: Broken.
                  content: {text/html: {example: <p>Broken}}
        """,
    )
    pytester.makepyfile(
        """
        import pytest, requests

        @pytest.mark.provoke
        def test_it(mock_api):
            pets = requests.get(f"{mock_api.url}/pets", timeout=30).json()
            assert pets[0]["name"] == "Rex"
        """
    )
    result = pytester.runpytest("-p", "no:xdist", "--specdouble-document=api.yaml")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(
        ["The client crashed: JSONDecodeError: *", "  answer:   500 Internal Server Error"]
    )
