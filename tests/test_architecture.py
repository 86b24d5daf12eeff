"""Rooms import one way, nothing bears a forbidden name, and CI runs what the README says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "energy_model"

# each room and the rooms it may import from; top-level modules are rooms of their own
MAY_IMPORT = {
    "replacing": set(),
    "dataset": {"replacing"},
    "paths": {"dataset"},
    "scenario_file": {"dataset"},
    "scenario_origins": {"dataset", "scenario_file"},
    "scenario": {"dataset", "paths", "scenario_file", "scenario_origins"},
    "formulation": set(),
    "compiler": set(),
    "analysis": {"dataset"},
    "report": {"analysis", "dataset", "replacing"},
    "solution_file": set(),
    "result_tables": {"analysis"},
    "results_folder": {"dataset", "result_tables", "solution_file"},
    "run": {"dataset", "analysis", "replacing", "report", "result_tables", "results_folder", "solution_file"},
    "freshness": {"dataset", "run", "scenario", "scenario_origins"},
    "comparison": {"replacing", "report", "run"},
    "comparing": {
        *("dataset", "paths", "scenario", "clock", "run", "freshness", "comparison", "release", "workflow"),
    },
    "horizon": {"compiler"},
    "clock": {"horizon"},
    "solution": {"compiler"},
    "mathematics": {"compiler", "formulation"},
    "release": set(),
    "manifest": {"dataset", "scenario", "compiler", "analysis", "release"},
    "workflow": {
        *("dataset", "scenario", "formulation", "compiler", "horizon", "analysis", "run"),
        *("clock", "freshness", "manifest", "mathematics", "solution"),
    },
    "explanation": {
        *("dataset", "scenario", "formulation", "compiler", "horizon", "analysis"),
        *("clock", "solution"),
    },
    "own_study": {"dataset", "paths", "replacing"},
    "terminal": {"analysis", "report", "run", "scenario", "dataset", "explanation"},
    "cli": {
        *("dataset", "scenario", "own_study", "workflow", "run", "replacing"),
        *("terminal", "analysis", "compiler", "report", "explanation", "comparing", "comparison", "release"),
    },
    "__init__": {"comparing", "explanation", "run", "workflow"},
    "__main__": {"cli"},
}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names if name.split(".")[0] == "energy_model" and "." in name]
    return {part[1] for part in parts if (PACKAGE / part[1]).exists() or (PACKAGE / f"{part[1]}.py").exists()}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = _room(path)
    assert room in MAY_IMPORT, f"say in MAY_IMPORT what the new room {room!r} may import"
    assert _imported_rooms(path) - {room} <= MAY_IMPORT[room]


def test_only_the_command_line_imports_click_and_only_the_terminal_rich() -> None:
    def importers(library: str) -> set[str]:
        return {
            _room(p)
            for p in _modules()
            if f"import {library}" in p.read_text("utf-8") or f"from {library}" in p.read_text("utf-8")
        }

    assert importers("click") <= {"cli"}
    assert importers("rich") <= {"terminal"}


def test_nothing_is_called_utils() -> None:
    assert not [p for p in _modules() if p.stem in {"utils", "helpers", "common", "misc"}]


def test_nothing_in_tests_or_package_reads_shared() -> None:
    mentions = [
        p.relative_to(ROOT).as_posix()
        for folder in (PACKAGE, ROOT / "tests")
        for p in folder.rglob("*.py")
        if p.name != Path(__file__).name and "../shared" in p.read_text("utf-8")
    ]
    assert not mentions


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = (ROOT / ".ci" / "run").read_text("utf-8").strip().splitlines()[-1]
    assert command in (ROOT / "README.md").read_text("utf-8")
