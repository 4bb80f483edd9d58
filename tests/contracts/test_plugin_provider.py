"""The contract as tests of a server, as a downstream project meets it."""

import pytest

CONTRACT = """
def test_contract(contract_case):
    contract_case.verify()
"""

PETS = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema: {type: array, items: {type: object, required: [name]}}
"""

SHOP = """
import json
import pytest

def shop(pets):
    def application(environ, start_response):
        is_known = environ["PATH_INFO"] == "/pets"
        method = environ["REQUEST_METHOD"]
        if not is_known or method not in ("GET", "HEAD"):
            status = "405 Method Not Allowed" if is_known else "404 Not Found"
            start_response(status, [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return [b""]
        body = json.dumps(pets).encode()
        fields = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", fields)
        return [body if method == "GET" else b""]
    return application
"""

ASGI = """
import json
import pytest

async def application(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError
    body = json.dumps([{"nom": "Rex"}]).encode()
    fields = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": fields})
    await send({"type": "http.response.body", "body": body})

@pytest.fixture
def contract_target():
    return application
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with the three lines."""
    pytester.makepyfile(CONTRACT)
    pytester.makefile(".yaml", pets=PETS)
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest("-p", "no:xdist", "--specdouble-document=pets.yaml", *options)


def test_three_lines_make_each_operation_and_each_scenario_a_test(project: pytest.Pytester) -> None:
    result = project.runpytest("-p", "no:xdist", "--collect-only", "-q")
    for name in ("createDataset", "cancelExportJob", "tutorial", "credentials", "schemathesis"):
        result.stdout.fnmatch_lines([f"*::test_contract[[]{name}[]]"])


def test_a_story_is_chosen_by_its_name(project: pytest.Pytester) -> None:
    result = project.runpytest("-p", "no:xdist", "-v", "-k", "tutorial")
    assert result.parseoutcomes()["passed"] == 1
    result.stdout.fnmatch_lines(["*::test_contract[[]tutorial[]] PASSED*"])


def test_an_operation_is_chosen_by_its_name(project: pytest.Pytester) -> None:
    result = project.runpytest("-p", "no:xdist", "-v", "-k", "createDataset")
    assert result.parseoutcomes()["passed"] == 1


def test_a_story_called_like_an_operation_keeps_a_name_of_its_own(project: pytest.Pytester) -> None:
    project.makefile(".yaml", pets=PETS.replace("listPets", "head"))
    result = run(project, "--collect-only", "-q")
    result.stdout.fnmatch_lines(["*[[]head[]]", "*[[]story head[]]"])


def test_nothing_is_asked_before_the_tests_run(project: pytest.Pytester) -> None:
    result = run(project, "--collect-only", "-q", "--specdouble-url=http://127.0.0.1:9")
    assert result.ret == 0


def test_the_items_run_under_xdist(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("-n", "2", "-k", "http_methods or head")
    assert result.parseoutcomes()["passed"] == 2


@pytest.mark.parametrize("returned", ["shop([])", "lambda: shop([])"], ids=["app", "factory"])
def test_the_target_may_be_a_wsgi_application_or_make_one(
    project: pytest.Pytester, returned: str
) -> None:
    fixture = f"@pytest.fixture\ndef contract_target():\n    return {returned}\n"
    project.makeconftest(SHOP + fixture)
    result = run(project, "-k", "listPets or equivalent")
    assert result.parseoutcomes()["passed"] == 2


def test_a_factory_may_name_a_url(project: pytest.Pytester) -> None:
    fixture = """
    import pytest

    @pytest.fixture
    def contract_target():
        return lambda: "http://127.0.0.1:9"
    """
    project.makeconftest(fixture)
    result = run(project, "-k", "listPets")
    result.stdout.fnmatch_lines(["*http://127.0.0.1:9 cannot be tested*"])


def test_an_asgi_application_that_lies_fails_with_a_report_like_the_commands(
    project: pytest.Pytester,
) -> None:
    project.makeconftest(ASGI)
    result = run(project, "-k", "equivalent")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(
        ["*1. listPets: *name*", "*document *pets.yaml*", "*request *curl *", "*1 violation*"]
    )
    result.stdout.no_fnmatch_line("*verification.py*")


def test_what_can_be_no_target_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    project.makeconftest("import pytest\n@pytest.fixture\ndef contract_target():\n    return 5\n")
    result = run(project, "-k", "listPets")
    result.assert_outcomes(errors=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["*specdouble: contract_target: 5 cannot be used: return a URL*"])


def test_a_server_that_is_not_there_is_named_in_a_sentence(project: pytest.Pytester) -> None:
    result = project.runpytest(
        "-p", "no:xdist", "-k", "cancel and not Export", "--specdouble-url=http://127.0.0.1:9"
    )
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["*http://127.0.0.1:9 cannot be tested: nothing listens there*"])
    result.stdout.no_fnmatch_line("*verification.py*")


def test_a_document_that_is_not_there_fails_the_collection_in_a_sentence(
    project: pytest.Pytester,
) -> None:
    result = project.runpytest("-p", "no:xdist", "--specdouble-document=nope.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*specdouble: nope.yaml: there is no such file*"])
