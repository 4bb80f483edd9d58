import pytest

from specdouble.mockserver.clock import VirtualClock
from specdouble.mockserver.error_styles import STYLES, Told, Trouble, catalog, gateway, ups
from specdouble.mockserver.world import World
from specdouble.spec.problem import CODES, Problem


def world(**choices: str) -> World:
    return World(VirtualClock(lambda: 0.0), 0, choices)


def trouble(code: str, pointer: str = "") -> Trouble:
    problem = Problem(code, "the reason", "header", pointer)
    return Trouble(CODES[code].status, "the detail", (problem,))


@pytest.mark.parametrize(
    ("code", "header", "status", "error_code", "message"),
    [
        ("credential-missing", "Authorization", 403, "403010", "Oauth token is missing."),
        ("credential-invalid", "Authorization", 401, "401013", "Oauth token is not valid"),
        ("credential-missing", "x-api-key", 403, "403000", "Api Key is required"),
        ("credential-invalid", "x-api-key", 403, "403003", "Api Key is invalid"),
        ("credential-missing", "x-gw-ims-org-id", 400, "400003", "Missing header"),
    ],
)
def test_the_gateway_has_a_code_for_each_credential(
    code: str, header: str, status: int, error_code: str, message: str
) -> None:
    told = gateway(trouble(code, header), world())
    assert told == Told(status, {"error_code": error_code, "message": message})


def test_the_status_of_a_missing_token_is_a_choice() -> None:
    missing = trouble("credential-missing", "Authorization")
    assert gateway(missing, world(**{"missing-token": "401"})).status == 401
    assert gateway(missing, world(**{"missing-token": "403"})).status == 403


def test_that_choice_is_of_no_other_credential() -> None:
    missing = trouble("credential-missing", "x-api-key")
    assert gateway(missing, world(**{"missing-token": "401"})).status == 403


def test_the_gateway_makes_a_code_of_the_status_for_anything_else() -> None:
    told = gateway(Trouble(404, "nothing there", (Problem("path-unknown", "?", "path"),)), world())
    assert told == Told(404, {"error_code": "404000", "message": "nothing there"})


def test_the_gateway_can_tell_trouble_without_problems() -> None:
    assert gateway(Trouble(503, "later"), world()).body["error_code"] == "503000"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "BadRequestError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (405, "MethodNotAllowedError"),
        (413, "ContentTooLargeError"),
    ],
)
def test_catalog_names_the_error(status: int, title: str) -> None:
    told = catalog(Trouble(status, "the detail"), world())
    assert told.status == status
    assert told.body["type"] == "/placeholder/type/uri"
    assert told.body["status"] == status
    assert told.body["detail"] == "the detail"
    assert told.body["title"] == title


def test_catalog_answers_a_wrong_media_type_with_400() -> None:
    told = catalog(trouble("media-type-missing"), world())
    assert told.status == told.body["status"] == 400
    assert told.body["detail"] == "A valid content-type must be specified: the detail"


def test_ups_lists_every_problem_by_status() -> None:
    problems = [Problem("body-invalid", text, "body") for text in ("one", "two")]
    told = ups(Trouble(400, "both", problems), world())
    assert told.body["errors"] == {
        "400": [{"code": "400", "message": "one"}, {"code": "400", "message": "two"}]
    }


def test_ups_lists_the_detail_where_there_is_no_problem() -> None:
    told = ups(Trouble(404, "no job"), world())
    assert told.body["errors"] == {"404": [{"code": "404", "message": "no job"}]}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "about:blank"),
        (404, "http://ns.adobe.com/adobecloud/problem/missing-entity"),
        (415, "http://ns.adobe.com/adobecloud/problem/unsupported-media-type"),
    ],
)
def test_ups_has_a_type_for_some_errors(status: int, kind: str) -> None:
    told = ups(Trouble(status, "x"), world())
    assert (told.status, told.body["type"]) == (status, kind)


def test_ups_names_the_request() -> None:
    one = world()
    first, second = (ups(Trouble(400, "x"), one).body["requestId"] for _ in range(2))
    assert isinstance(first, str)
    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("code", [code for code, row in CODES.items() if row.side == "client"])
def test_every_style_words_every_problem(style: str, code: str) -> None:
    told = STYLES[style](trouble(code, "x"), world())
    assert 400 <= told.status < 500
    assert "the" in str(told.body)
