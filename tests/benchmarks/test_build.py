"""The benchmark runs, at a tiny size; its figures are taken by hand at full size."""

from __future__ import annotations

import json
import logging
import re

import pytest

from tests.benchmarks import build, contender
from tests.benchmarks.contender import CONTENDERS
from tests.support.systems import random_system

pytestmark = pytest.mark.proof


@pytest.mark.slow
def test_benchmark_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours in a process of its own; the peer in this one, as it takes seconds to import."""
    in_own_process = build.run

    def run(name: str, *arguments: str) -> build.Run:
        if name == "ours":
            return in_own_process(name, *arguments)
        contender.main(name, int(arguments[0]), int(arguments[1]), cold="--cold" in arguments)
        return dict(json.loads(capsys.readouterr().out.splitlines()[-1]))

    monkeypatch.setattr(build, "run", run)
    monkeypatch.setattr(logging, "disable", lambda level: None)
    build.main(["--zones", "2", "--hours", "24", "--runs", "1", "--skip-pyomo", "--cold"])
    lines = capsys.readouterr().out.splitlines()
    assert [text.split()[0] for text in lines if " rows, " in text] == ["ours", "pypsa"]
    for what in ("time", "memory"):
        assert any(re.fullmatch(rf"{what} ratio \d+\.\d+ \(ours / pypsa\)", text) for text in lines)
    assert any("pypsa 1." in text for text in lines) and any("cores" in text for text in lines)


@pytest.mark.slow
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
