"""A user's own checks and scenarios, from a file of their own."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from specdouble.contracts import own
from specdouble.contracts.check import CHECKS
from specdouble.contracts.memory import MEMORIES
from specdouble.contracts.own import load_plugins
from specdouble.contracts.scenario import SCENARIOS
from specdouble.spec.errors import SettingError

from .pets.shop import Serve, Shop, api_of, document, tell


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The file that the module's docstring shows."""
    text = inspect.getdoc(own) or ""
    begin, end = text.index("    from specdouble"), text.index("A check judges")
    path = tmp_path / "example.py"
    path.write_text(dedent(text[begin:end]), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What a test has entered is taken out again."""
    families = (CHECKS, MEMORIES, SCENARIOS)
    before = [dict(each.load()) for each in families]
    yield
    for each, members in zip(families, before, strict=True):
        each._members = dict(members)  # noqa: SLF001  # there is no other way out


def test_the_example_is_a_check_and_a_scenario(example: Path, serve: Serve) -> None:
    load_plugins([example])
    told = tell("vaccinated", api_of(document()), serve(Shop()))
    assert told.messages == ["the answer has no X-Version"]


def test_a_file_is_loaded_once(example: Path) -> None:
    load_plugins([example])
    load_plugins([str(example)])
    assert "vaccinated" in SCENARIOS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\ny = x.z", "line 2: AttributeError: 'int' object has no attribute 'z'"),
        ("def f(:", "line 1: SyntaxError: "),
        ("import json\njson.loads('')", "line 2: JSONDecodeError: "),
        (
            "from specdouble.contracts.own import check\n\n@check('conforms')\ndef f(_): ...",
            "line 3: ValueError: two checks are called 'conforms'",
        ),
    ],
    ids=["error", "syntax", "deeper", "taken"],
)
def test_a_mistake_is_told_with_its_line(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError) as error:
        load_plugins([path])
    assert str(path) in str(error.value)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none.py", "there is no such file"), ("none.txt", "give a Python file")],
)
def test_what_is_no_file_is_refused(name: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError) as error:
        load_plugins([tmp_path / name])
    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("@check('boom')\ndef boom(exchange):\n    yield exchange.nope\n", "paging"),
        ("@scenario('boom')\ndef boom(walk):\n    walk.nope\n", "boom"),
    ],
    ids=["check", "scenario"],
)
def test_what_fails_when_it_is_told_is_told_with_its_line(
    text: str, story: str, tmp_path: Path, serve: Serve
) -> None:
    file = tmp_path / "own.py"
    file.write_text(f"from specdouble.contracts.own import check, scenario\n{text}", "utf-8")
    load_plugins([file])
    with pytest.raises(SettingError, match=r"own.py.*line 4: AttributeError: .*nope"):
        tell(story, api_of(document()), serve(Shop()))


def test_what_a_story_may_raise_goes_through(tmp_path: Path, serve: Serve) -> None:
    file = tmp_path / "skipping.py"
    text = "@scenario('skipping')\ndef skipping(walk):\n    walk.skip('not today')\n"
    file.write_text(f"from specdouble.contracts.own import scenario\n{text}", "utf-8")
    load_plugins([file])
    told = tell("skipping", api_of(document()), serve(Shop()))
    assert (told.word, told.reason) == ("skipped", "not today")
