"""The benchmark runs, at a tiny size; its figures are taken by hand at full size."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.benchmarks.build import ROOT
from tests.benchmarks.contender import CONTENDERS
from tests.systems import random_system


def test_benchmark_runs() -> None:
    sizes = ["--zones", "2", "--hours", "24", "--runs", "1", "--skip-pyomo", "--cold"]
    command = [sys.executable, "tests/benchmarks/build.py", *sizes]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [text.split()[0] for text in lines if " rows, " in text] == ["ours", "pypsa"]
    for what in ("time", "memory"):
        assert any(re.fullmatch(rf"{what} ratio \d+\.\d+ \(ours / pypsa\)", text) for text in lines)
    assert "pypsa 1." in done.stdout and "cores" in done.stdout


def test_contenders_build_the_same_problem() -> None:
    """Ours and Pyomo's have the same size, and all three the same optimum once flows cost nothing in PyPSA either."""
    data = random_system(2, 24)
    data["variable_om"] = data["variable_om"].where(data["behaviour"] != "transmission", 0.0)
    solvers = {name: prepare(data)() for name, prepare in CONTENDERS.items()}
    ours, pyomo = solvers["ours"], solvers["pyomo"]
    assert (ours.getNumRow(), ours.getNumCol(), ours.getNumNz()) == (577, 610, 1872)
    assert (pyomo.getNumRow(), pyomo.getNumCol(), pyomo.getNumNz()) == (577, 610, 1872)
    objectives = []
    for solver in solvers.values():
        solver.setOptionValue("output_flag", False)
        solver.run()
        objectives.append(solver.getObjectiveValue())
    assert objectives == [pytest.approx(objectives[0], rel=1e-6)] * 3
