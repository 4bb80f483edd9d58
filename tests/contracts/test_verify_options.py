from typing import Any

import click
import pytest
from click.testing import CliRunner

from specdouble.contracts.manners import Manners
from specdouble.contracts.verify_options import (
    GROUPS,
    Flags,
    GroupedCommand,
    manners_of,
    verify_options,
)
from specdouble.spec.errors import SettingError


def flags(*words: str, **environment: str) -> Flags:
    """What a command line is read as."""
    read: list[Flags] = []

    @click.command(cls=GroupedCommand)
    @verify_options
    def command(**given: Any) -> None:
        read.append(Flags(**given))

    result = CliRunner(env=environment).invoke(command, words)
    if not read:
        raise ValueError(result.output)
    return read[0]


def test_without_options_the_profile_and_the_target_decide() -> None:
    found = flags()
    assert (found.url, found.profile, found.time_budget, found.clean_up) == (
        None,
        "documented",
        None,
        None,
    )
    assert manners_of(found) == Manners()
    assert (found.keeps_failures, found.failures) == (True, ".specdouble/failures.json")


def test_names_are_given_one_by_one_or_in_lists() -> None:
    assert flags("--only", "a,b", "--only", " c ,").only == ("a", "b", "c")


@pytest.mark.parametrize(("word", "cleans"), [("--clean-up", True), ("--keep", False)])
def test_clean_up_can_be_wanted_or_not(word: str, cleans: bool) -> None:  # noqa: FBT001  # of the table
    assert flags(word).clean_up is cleans


def test_failures_need_not_be_kept() -> None:
    assert not flags("--no-failures").keeps_failures


def test_an_expired_token_comes_from_the_environment() -> None:
    found = flags(SPECDOUBLE_EXPIRED_TOKEN="old").expired_token  # noqa: S106  # it is none
    assert found.endswith("old")


def test_all_manners_come_from_options() -> None:
    words = "--timeout 3 --rate 30/m --max-requests 9 --read-only --proxy http://p --ca-file c"
    found = flags(*words.split(), "--cert", "m", "--key", "k")
    assert manners_of(found) == Manners(
        timeout=3.0,
        rate=0.5,
        max_requests=9,
        read_only=True,
        proxy="http://p",
        ca="c",
        certificate="m",
        key="k",
    )
    assert manners_of(flags("--insecure")) == Manners(insecure=True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--key", "k"), "give the certificate it belongs to with --cert"),
        (("--insecure", "--ca-file", "c"), "with --ca-file there is something to check"),
        (("--rate", "fast"), "write it as 5/s"),
    ],
)
def test_what_does_not_go_together_is_told(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        manners_of(flags(*words))


@pytest.mark.parametrize(
    "words", [("--max-requests", "0"), ("--fail-under", "101"), ("--profile", "x")]
)
def test_what_is_out_of_range_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="Invalid value"):
        flags(*words)


@pytest.fixture
def help_text() -> str:
    @click.command(cls=GroupedCommand)
    @verify_options
    def command(**_: Any) -> None: ...

    return CliRunner().invoke(command, ["--help"]).output


@pytest.mark.parametrize("title", GROUPS)
def test_the_help_has_a_heading_for_each_group(title: str, help_text: str) -> None:
    assert f"\n{title}:\n  --" in help_text


def test_every_option_is_in_the_help_under_its_heading(help_text: str) -> None:
    sections = {each.partition(":")[0]: each for each in help_text.split("\n\n")}
    assert "--max-requests" in sections["How to ask"]
    assert "--help" in sections["Others"]
    assert help_text.count("\n  --") == sum(map(len, GROUPS.values())) + 1
