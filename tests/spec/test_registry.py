"""A family of functions is found by adding its files."""

import sys
from pathlib import Path

import pytest

from specdouble.spec.registry import Registry

MEMBER = "from {package} import FAMILY\nFAMILY.add('{name}', {value})\n"


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry[int]:
    """A package of two members, whose files are not in the order of their names."""
    package = f"family_{abs(hash(tmp_path)):x}"
    folder = tmp_path / package
    folder.mkdir()
    (folder / "__init__.py").write_text(
        f"from specdouble.spec.registry import Registry\nFAMILY = Registry('number', '{package}')\n"
    )
    (folder / "a_file.py").write_text(MEMBER.format(package=package, name="two", value=2))
    (folder / "b_file.py").write_text(MEMBER.format(package=package, name="one", value=1))
    monkeypatch.syspath_prepend(tmp_path)
    found: Registry[int] = __import__(package).FAMILY
    yield found
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


def test_members_are_found_in_the_order_of_their_names(family: Registry[int]) -> None:
    assert list(family.items()) == [("one", 1), ("two", 2)]


def test_members_are_counted_and_found_without_asking_for_all(family: Registry[int]) -> None:
    assert family["two"] == 2
    assert len(family) == 2
    assert "three" not in family


def test_two_of_one_name_are_a_mistake(family: Registry[int]) -> None:
    family.add("three", 3)
    with pytest.raises(ValueError, match="two numbers are called 'three'"):
        family.add("three", 4)
