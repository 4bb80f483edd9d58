"""What the rooms may import: of each other, of libraries, and never in a circle.

The tables are the architecture; a new edge is a decision, made by changing a row.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("spec", "mockserver", "contracts")

REACH = {"spec": {"spec"}, "mockserver": {"mockserver", "spec"}, "contracts": {"contracts", "spec"}}
"""The rooms a module of a room may import from."""

REACHES_ACROSS = {
    "contracts.commands": "verify --app serves an app, demo a mock",
    "contracts.mutation_commands": "mutate spoils a mock, and serves it",
    "contracts.hosting": "it serves the application that contract_target names",
    "contracts.plugin": "its fixture is a running mock",
    "contracts.provoked": "its troubles strike a running mock",
}
"""The modules that may import from every room, and why."""

LIBRARIES = {
    "yaml": {"spec"},
    "jsonschema_rs": {"spec"},
    "werkzeug": {"mockserver.wsgi"},
    "cheroot": {"mockserver.wire"},
    "openapi_core": {"contracts.judge"},
    "schemathesis": {"contracts.suite"},
    "pytest": {
        "contracts.plugin",
        "contracts.plugin_clients",
        "contracts.plugin_provider",
        "contracts.provoke",
    },
    "requests": {"contracts.checked_requests"},
    "httpx": {"contracts.checked_httpx"},
    "click": {
        "spec.commands",
        "mockserver.commands",
        "contracts.commands",
        "contracts.judge_command",
        "contracts.mutation_commands",
        "contracts.verify_options",
    },
    "certifi": {"contracts.connecting"},
    "rich": {"contracts"},
    "a2wsgi": {"contracts.asgi"},
    "jsonpath": {"contracts.arazzo.criteria"},
}
"""Where each library stops: the modules, or folders, that may import it."""


def modules() -> dict[str, ast.Module]:
    """Every module of the rooms by its dotted name, parsed."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = ast.parse(path.read_text("utf-8"))
    return found


MODULES = modules()


def is_package(name: str) -> bool:
    return (ROOT / Path(*name.split(".")) / "__init__.py").exists()


def imports(name: str) -> Iterator[tuple[str, str]]:
    """The modules and names that a module imports, anywhere in it, as dotted paths."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            up = node.level - is_package(name) if node.level else 0
            parts = name.split(".")
            base = parts[: len(parts) - up] if node.level else []
            origin = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield origin, alias.name


def inner_imports(name: str) -> set[str]:
    """The modules of the rooms that a module imports."""
    named = {path for origin, each in imports(name) for path in (origin, f"{origin}.{each}")}
    return (named & MODULES.keys()) - {name}


def lies_in(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_the_rooms_below_its_own(name: str) -> None:
    if name not in REACHES_ACROSS:
        rooms = {module.partition(".")[0] for module in inner_imports(name)}
        assert rooms <= REACH[name.partition(".")[0]]


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_imported_only_where_the_table_lets_it(name: str) -> None:
    libraries = {origin.partition(".")[0] for origin, _ in imports(name)} & LIBRARIES.keys()
    assert [library for library in libraries if not lies_in(name, LIBRARIES[library])] == []


def test_no_module_imports_itself_in_a_circle() -> None:
    waiting = {name: inner_imports(name) for name in MODULES}
    while free := {name for name, needed in waiting.items() if not needed & waiting.keys()}:
        waiting = {name: needed for name, needed in waiting.items() if name not in free}
    assert waiting == {}


@pytest.mark.parametrize("name", [name for name in MODULES if name.partition(".")[0] != "spec"])
def test_no_module_asks_only_for_types(name: str) -> None:
    names = {node.id for node in ast.walk(MODULES[name]) if isinstance(node, ast.Name)}
    assert "TYPE_CHECKING" not in names


def test_every_row_of_the_tables_is_in_use() -> None:
    used = {origin.partition(".")[0] for name in MODULES for origin, _ in imports(name)}
    assert LIBRARIES.keys() - used == set()
    assert REACHES_ACROSS.keys() - MODULES.keys() == set()
