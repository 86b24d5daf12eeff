"""The registry, the processes and the page of `certificate.py`, at tiny sizes; its figures are taken by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from energy_model.report import run_page
from energy_model.runs import solution_file
from tests.benchmarks.build import ROOT
from tests.benchmarks.certificate import main, read
from tests.benchmarks.measurement import measure
from tests.benchmarks.page import bounds_hold, gap, page, tables
from tests.benchmarks.processes import observed
from tests.benchmarks.registry import CONTENDERS, RandomSystem, Specification, StudySystem, phases_until
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder

pytestmark = pytest.mark.proof

RECORD = ROOT / "docs" / "benchmarks.jsonl"


def run(contender: str = "hourly", session: str = "2030-01-01", **values: Any) -> dict[str, Any]:
    """A made-up measurement."""
    return {
        "session": session,
        "command": "python tests/benchmarks/certificate.py",
        "machine": {"processor": "P", "cores": 2, "gigabytes": 8.0, "system": "S"},
        "versions": {"python": "3"},
        "system": "random-2",
        "hours": 24,
        "contender": contender,
        "gap_asked": CONTENDERS[contender].gaps(RandomSystem(2))[0],
        "status": "solved",
        "seconds": {"solve": 3.0, "total": 4.0},
        "objective": 2e9,
        "lower_bound": 1.998e9,
        "gigabytes": 0.5,
        "cpu_seconds": 5.0,
    } | values


@pytest.mark.slow
def test_smallest_system_from_the_command_to_the_page(tmp_path: Path) -> None:
    target, again = tmp_path / "page.md", tmp_path / "again.md"
    chosen = ["--systems", "random-2", "--contenders", "certified", "hourly", "--hours", "24"]
    main([*chosen, "--page", str(target)])
    found = read(tmp_path / "page.jsonl")
    assert [(one["contender"], one["status"]) for one in found] == [("certified", "solved"), ("hourly", "solved")]
    certified, hourly = found
    assert certified["lower_bound"] <= hourly["objective"] * (1 + 1e-6)
    assert hourly["lower_bound"] <= certified["objective"] * (1 + 1e-6)
    for one in found:
        assert gap(one) <= one["gap_asked"] and one["gigabytes"] > 0
        assert {"formulate", "compile", "pass", "solve", "results", "total"} <= one["seconds"].keys()
    main(["--from", str(tmp_path / "page.jsonl"), "--page", str(again)])
    text = target.read_text("utf-8")
    assert text == again.read_text("utf-8")
    assert "2 zones, 1 year of 24 hours" in text and "holds against 1 solved" in text


@pytest.mark.slow
def test_a_study_is_measured_as_a_user_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it but the page and the file of the solution, which take long."""
    monkeypatch.setattr(run_page, "write_page", lambda run, path, lang: path.touch())
    monkeypatch.setattr(solution_file, "write", lambda dataset, path: path.touch())
    events = tmp_path / "events"
    system = StudySystem("tiny", study=study_folder(), study_hours=HOURS)
    measure(system, CONTENDERS["hourly"], Specification("", "hourly", HOURS, 0.01, 1), events)
    *stages, last = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    assert {"read", "write"} <= {line["stage"] for line in stages}
    assert last["result"]["lower_bound"] <= last["result"]["objective"]
    assert {"read", "pass", "write", "total"} <= last["result"]["seconds"].keys()


def test_a_peer_that_has_no_such_system_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--systems", "nantong", "--contenders", "pypsa"])
    assert "| not translated |" in capsys.readouterr().out


def test_years_follow_each_other() -> None:
    data = RandomSystem(2, years=3).dataset(24)
    single = RandomSystem(2).dataset(24)
    assert data["year"].values.tolist() == [2030, 2031, 2032] and data.sizes["step"] == 72
    assert data["previous"].values[[0, 24, 25, 48]].tolist() == [23, 47, 24, 71]
    assert data["year_of"].values[[23, 24, 71]].tolist() == [2030, 2031, 2032]
    assert set(data.data_vars) == set(single.data_vars)
    for name in single.data_vars:
        assert data[name].dtype == single[name].dtype and data[name].dims == single[name].dims, name
    wind, load = (data["profile_value"].sel(profile=name).values.reshape(3, 24) for name in ("wind0", "load0"))
    assert not np.allclose(wind[0], wind[1])
    assert (load[2].mean() - load[0].mean()) / load[0].mean() > 0.05


@pytest.mark.slow
def test_years_cost_the_same_in_pypsa() -> None:
    """Also where an asset reaches its largest capacity over several years of building."""
    from tests.benchmarks.peer_network import create_model, peer_network  # takes seconds to import

    data = RandomSystem(2, years=3).dataset(24)
    data["maximum_capacity"] = data["maximum_capacity"].where(data["behaviour"] != "transmission", 60.0)
    n = peer_network(data)
    create_model(n)
    assert n.optimize.solve_model(solver_name="highs", log_to_console=False) == ("ok", "optimal")
    assert n.objective == pytest.approx(hourly_optimum(data), rel=1e-6)


def hourly_optimum(data: xr.Dataset) -> float:
    """Cost [CNY] with all hours at once."""
    return solve(compile_model(build(), data), SolverOptions(method="simplex")).objective


def test_what_runs_too_long_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    events, alive = tmp_path / "events", tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(alive)!r}).touch()"
    script = (
        "import subprocess, sys, time, pathlib\n"
        f'pathlib.Path({str(events)!r}).write_text(\'{{"stage": "solve", "at": 0.0}}\\n\')\n'
        f"subprocess.run([sys.executable, '-c', {child!r}]); time.sleep(600)\n"
    )
    found = observed([sys.executable, "-c", script], events, limit=0.5)
    assert found["status"] == "stopped" and found["during"] == "solve"
    assert found["seconds"] == {"solve": 0.5, "total": 0.5} and found["gigabytes"] > 0
    assert not alive.exists()


def test_a_failure_says_why(tmp_path: Path) -> None:
    found = observed([sys.executable, "-c", "raise SystemExit('no wind')"], tmp_path / "events", limit=60)
    assert (found["status"], found["reason"]) == ("failed", "exit status 1: no wind")


def test_phases_that_come_again_are_added() -> None:
    begun = [{"stage": s, "at": t} for s, t in (("", 0.0), ("solve", 1.0), ("dispatch", 3.0), ("solve", 4.0))]
    assert phases_until(begun, 10.0) == {
        "seconds": {"solve": 8.0, "dispatch": 1.0, "total": 10.0},
        "during": "solve",
    }


def test_page_shows_medians_of_the_newest_command_and_what_was_stopped() -> None:
    old = run(session="2029-01-01", seconds={"solve": 99.0, "total": 99.0})
    runs = [run(seconds={"solve": s, "total": s + 1}) for s in (5.0, 3.0, 70.0)]
    certified = run("certified", seconds={"solve": 1.0, "dispatch": 0.5, "total": 2.0})
    stopped = run("pypsa", status="stopped", during="solve", seconds={"compile": 1.0, "solve": 59.0, "total": 60.0})
    for gone in ("objective", "lower_bound", "cpu_seconds"):
        del stopped[gone]
    lines = [line.split(" | ") for line in tables([old, *runs, certified, stopped]).splitlines() if "|" in line]
    ours, hourly, peer = lines[2:]
    assert ours[1:5] == ["2.00", "1.0", "", "1.00"]
    assert hourly[1:5] == ["6.00", "3.0", "", "5.00"] and hourly[-2:] == ["1,998.000", "0.1000 |"]
    assert peer[1:5] == ["stopped at 60 s", "> 30.0", "1.00", "> 59.0"] and peer[-2:] == ["", " |"]


@pytest.mark.parametrize(
    ("cost", "bound", "said"), [(2.01e9, 1.99e9, "holds"), (2.01e9, 2.005e9, "WRONG"), (1.99e9, 1.98e9, "WRONG")]
)
def test_page_tells_a_wrong_bound(cost: float, bound: float, said: str) -> None:
    certified, hourly = [run("certified", objective=cost, lower_bound=bound)], [run(lower_bound=2e9)]
    assert bounds_hold(certified, [certified, hourly]).startswith(said)


@pytest.mark.skipif(not RECORD.exists(), reason="nothing was measured at full size yet")
def test_the_page_is_current() -> None:
    written = RECORD.with_suffix(".md").read_text("utf-8")
    command = "python tests/benchmarks/certificate.py --from docs/benchmarks.jsonl --page docs/benchmarks.md"
    assert written == page(read(RECORD)), f"run: {command}"
