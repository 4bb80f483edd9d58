"""One mutant before the judge."""

from dataclasses import replace

import pytest

from specdouble.contracts.mutant import Handle, Mutant
from specdouble.contracts.mutation_commands import opened
from specdouble.contracts.trial import Bench, bench
from specdouble.spec.api import Api
from specdouble.spec.built_in import DOCUMENT
from specdouble.spec.exchange import Headers, Message, Reply


@pytest.fixture(scope="module")
def honest(api: Api) -> Bench:
    return bench(api, opened(str(DOCUMENT)))


def mutant(**fields: object) -> Mutant:
    made = Mutant("getExportJob", "x", "/paths", "it is odd", lambda honest: honest, kind="odd")
    return replace(made, **fields)  # type: ignore[arg-type]  # its own fields


def breaking(honest: Handle) -> Handle:
    def handle(message: Message) -> Reply:
        return replace(honest(message), status=500)

    return handle


def quiet(honest: Handle) -> Handle:
    """Does something else, and nothing wrong."""
    return lambda message: replace(honest(message))


def raising(_honest: Handle) -> Handle:
    def handle(_message: Message) -> Reply:
        raise ZeroDivisionError

    return handle


def test_the_honest_mock_passes(honest: Bench) -> None:
    assert [each.message for each in honest.verdict.violations] == []
    assert ("getExportJob", "200") in honest.seen


def test_what_is_found_wrong_is_killed(honest: Bench) -> None:
    trial = honest.try_out(mutant(spoil=breaking))
    assert (trial.word, trial.reason != "") == ("killed", True)


def test_what_does_otherwise_and_is_not_found_out_survives(honest: Bench) -> None:
    assert honest.try_out(mutant(spoil=quiet)).word == "survived"


def test_what_never_does_otherwise_is_not_seen(honest: Bench) -> None:
    assert honest.try_out(mutant()).word == "not seen"


def test_an_answer_that_never_comes_is_not_waited_for(honest: Bench) -> None:
    trial = honest.try_out(mutant(spoil=raising, answers=("499",)))
    assert (trial.word, trial.reason) == ("not seen", "no answer 499 in the whole run")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"allowed": "so it is"}, "so it is"),
        ({"answers": ("503",)}, "no request makes an honest server unavailable"),
        (
            {"operation": "cancelExportJob", "answers": ("200",)},
            "the document also allows 204, which the honest server answers",
        ),
        (
            {"answers": ("200",), "shows": lambda _: False},
            "the document allows what it makes of every answer seen, and of every example of such",
        ),
    ],
)
def test_what_nobody_could_call_wrong_is_not_counted(
    fields: dict[str, object], reason: str, honest: Bench
) -> None:
    trial = honest.try_out(mutant(**fields))
    assert (trial.word, trial.reason) == ("allowed", reason)


def test_a_judge_that_breaks_is_a_finding(honest: Bench) -> None:
    trial = honest.try_out(mutant(spoil=raising))
    assert trial.word == "crashed"
    assert "ZeroDivisionError" in trial.reason


def test_a_server_of_web_pages_is_killed(honest: Bench) -> None:
    def page(honest: Handle) -> Handle:
        del honest
        return lambda _: Reply(200, Headers([("Content-Type", "text/html")]), b"<p>")

    assert "HTML" in honest.try_out(mutant(spoil=page)).reason
