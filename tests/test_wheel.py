"""What is shipped works without the source tree: the wheel, made from the sdist."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

USE = """
import requests, specdouble
from specdouble.mockserver import Mock
with Mock() as mock:
    print(specdouble.__file__)
    print(requests.get(f"{mock.url}/__specdouble/health", timeout=5).status_code)
"""


def run(*command: str, folder: Path, environment: dict[str, str] | None = None) -> str:
    """The standard output of a command that has to succeed."""
    done = subprocess.run(  # noqa: S603  # our own commands
        command,
        cwd=folder,
        env=_unmeasured(os.environ) | (environment or {}),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _unmeasured(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what makes coverage follow a child: what it runs here is gone after the test."""
    return {name: value for name, value in environment.items() if "COVERAGE" not in name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist as an index's users would get it."""
    folder = tmp_path_factory.mktemp("dist")
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    run(*command, folder=folder)
    assert len(list(folder.glob("*.tar.gz"))) == 1
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_one_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"specdouble"}
    assert {
        "specdouble/py.typed",
        "specdouble/spec/profile-export.openapi.yaml",
        "specdouble/spec/profile-export.behaviours.yaml",
        "specdouble/contracts/plugin.py",
    } <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("test" in name and "testing" not in name for name in names)


def test_the_installed_wheel_works_from_another_directory(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site))
    run(*install, str(wheel), folder=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {"PYTHONPATH": str(site)}
    place, status = run(
        sys.executable, "-c", USE, folder=elsewhere, environment=environment
    ).split()
    assert Path(place).is_relative_to(site)
    assert status == "200"
    version = run(
        sys.executable, "-m", "specdouble", "--version", folder=elsewhere, environment=environment
    )
    assert version.startswith("specdouble, version ")
