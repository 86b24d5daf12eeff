"""Rooms import one way, nothing bears a forbidden name, and CI runs what the README says."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "energy_model"

# each room and the rooms it may import from, imports for type checking counted; lower floors first
MAY_IMPORT: dict[str, set[str]] = {
    "atomic_write": set(),
    "versions": set(),
    "compiler": set(),
    "formulation": set(),
    "dataset": {"atomic_write", "formulation"},
    "horizon": {"compiler"},
    "study": {"atomic_write", "dataset"},
    "scenario": {"dataset", "study"},
    "exchange": {"dataset", "study"},
    "analysis": {"dataset"},
    "runs": {"analysis", "atomic_write", "dataset", "scenario"},
    "workflow": {
        *("analysis", "atomic_write", "compiler", "dataset", "formulation", "horizon"),
        *("runs", "scenario", "study", "versions"),
    },
    "explanation": {"analysis", "compiler", "dataset", "scenario", "workflow"},
    "sheets": {"analysis", "dataset", "explanation", "runs"},
    "report": {"analysis", "atomic_write", "dataset", "runs", "sheets"},
    "run": {"analysis", "atomic_write", "compiler", "dataset", "report", "runs", "sheets", "workflow"},
    "comparison": {"dataset", "report", "run", "runs", "workflow"},
    "terminal": {"dataset", "explanation", "runs", "scenario", "sheets", "workflow"},
    "cli": {
        *("analysis", "atomic_write", "comparison", "compiler", "dataset", "exchange", "explanation", "run", "runs"),
        *("scenario", "sheets", "study", "terminal", "versions", "workflow"),
    },
    "__init__": {"comparison", "explanation", "run"},
    "__main__": {"cli"},
}
MOST_ROOMS, MOST_LINES, MOST_LINES_OF_A_FUNCTION = 21, 304, 48


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


@cache
def _imports() -> dict[str, set[str]]:
    """Modules of the package that each module imports, wherever the import stands."""
    known = {_dotted(path) for path in _modules()}
    found: dict[str, set[str]] = {}
    for path in _modules():
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                assert node.level == 0, f"{path}: imports are written out"
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                # the root package imports what Python users hold, so that importing from it is importing that
                names |= (whole & known) | ({node.module} if whole - known or node.module == "energy_model" else set())
        found[_dotted(path)] = (names & known) - {_dotted(path)}
    return found


def _reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        fresh = graph[todo.pop()] - seen
        seen |= fresh
        todo += fresh
    return seen


@pytest.mark.parametrize("module", [_dotted(path) for path in _modules()])
def test_imports_run_one_way(module: str) -> None:
    room = _room(module)
    assert room in MAY_IMPORT, f"say in MAY_IMPORT what the new room {room!r} may import"
    assert {_room(name) for name in _imports()[module]} - {room} <= MAY_IMPORT[room]


def test_rooms_may_import_lower_floors_only() -> None:
    floors = list(MAY_IMPORT)
    for room, allowed in MAY_IMPORT.items():
        assert allowed <= set(floors[: floors.index(room)]), f"{room} may not import from its own floor or above"


def test_the_table_of_rooms_says_no_more_than_is_used() -> None:
    used: dict[str, set[str]] = {room: set() for room in MAY_IMPORT}
    for module, names in _imports().items():
        used[_room(module)] |= {_room(name) for name in names} - {_room(module)}
    assert used == MAY_IMPORT
    assert len(MAY_IMPORT) <= MOST_ROOMS


def test_no_module_reaches_itself() -> None:
    graph = {module: _parents_left_out(module, names) for module, names in _imports().items()}
    assert not [module for module in graph if module in _reached(module, graph)]


def _parents_left_out(module: str, names: set[str]) -> set[str]:
    """A package that gathers names of its own modules is no circle."""
    return {name for name in names if not module.startswith(f"{name}.")}


def test_files_and_functions_are_small() -> None:
    for path in _modules():
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= MOST_LINES, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                assert node.end_lineno - node.lineno < MOST_LINES_OF_A_FUNCTION, f"{path}: {node.name}"


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("click", {"cli"}),
        ("rich", {"terminal"}),
        ("plotly", {"report"}),
        ("jinja2", {"report"}),
        ("highspy", {"compiler", "horizon"}),
        ("pyomo", {"formulation", "compiler", "workflow"}),
        ("pypsa", {"exchange"}),
    ],
)
def test_a_library_stays_in_its_rooms(library: str, rooms: set[str]) -> None:
    def importers() -> set[str]:
        return {
            _room(_dotted(path))
            for path in _modules()
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == library for alias in node.names))
            or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
        }

    assert importers() <= rooms


def _described() -> Iterator[tuple[Path, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    """Modules, classes and functions of package and tools."""
    for path in [*_modules(), *sorted((ROOT / "tools").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield path, node


def test_class_names_occur_once() -> None:
    places: dict[str, list[str]] = {}
    for path, node in _described():
        if isinstance(node, ast.ClassDef):
            places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert not {name: where for name, where in places.items() if len(where) > 1}


def test_docstrings_begin_with_their_object() -> None:
    """The sentences of the mathematics are about the rule, not about what a function gives."""
    vague = [
        f"{path.relative_to(ROOT)}: {text.splitlines()[0]}"
        for path, node in _described()
        if (text := ast.get_docstring(node) or "").startswith("What ")
        and not (path.parent == PACKAGE / "formulation" and isinstance(node, ast.FunctionDef))
    ]
    assert not vague


def test_no_room_but_dataset_formulation_and_exchange_asks_for_a_behaviour() -> None:
    """What an asset does is pushed by the mathematics: others read its contributions, sets and flags.

    What goes to and comes from other tools is written by behaviour.
    """

    def words(path: Path) -> set[str]:
        """Names, and texts of one word: docstrings are left aside."""
        with path.open("rb") as file:
            tokens = [t for t in tokenize.tokenize(file.readline) if t.type in (tokenize.NAME, tokenize.STRING)]
        return {t.string if t.type == tokenize.NAME else t.string.lstrip("rbf").strip("\"'") for t in tokens}

    asking = {_dotted(path) for path in _modules() if "behaviour" in words(path)}
    assert {_room(module) for module in asking} == {"dataset", "exchange", "formulation"}, sorted(asking)


def test_nothing_is_called_utils() -> None:
    assert not [p for p in _modules() if p.stem in {"utils", "helpers", "common", "misc"}]


def test_nothing_in_tests_or_package_reads_shared() -> None:
    mentions = [
        p.relative_to(ROOT).as_posix()
        for folder in (PACKAGE, ROOT / "tests", ROOT / "tools")
        for p in folder.rglob("*.py")
        if p.name != Path(__file__).name and "../shared" in p.read_text("utf-8")
    ]
    assert not mentions


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = (ROOT / ".ci" / "run").read_text("utf-8").strip().splitlines()[-1]
    assert command in (ROOT / "README.md").read_text("utf-8")
