"""One measurement in this process: one system, one contender. Writes what happens to a file, line by line.

`python -m tests.benchmarks.measurement SPECIFICATION EVENTS`, run by `processes.py`. Outside the clock: imports, the
making of a random system (for PyPSA, the filling of the network), and one run of a tiny system, because libraries
import much when they are first used.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import energy_model
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from energy_model.workflow.stages import STAGES, Clock, Listener
from tests.benchmarks.gallery.exhibits import Exhibit
from tests.benchmarks.registry import (
    CONTENDERS,
    SYSTEMS,
    Contender,
    Found,
    RandomSystem,
    Specification,
    StudySystem,
    System,
    phases_until,
)

# prepared outside the clock, called once within it
Work = Callable[[Listener], Found]


def prepare(system: System, contender: Contender, asked: Specification) -> Work:
    """Everything that is not timed."""
    if isinstance(system, StudySystem):
        return _study(system, contender, asked)
    if isinstance(system, RandomSystem) and not contender.ours:
        return _pypsa(system, contender, asked)
    return _ours(system, contender, asked)


def _ours(system: RandomSystem | Exhibit, contender: Contender, asked: Specification) -> Work:
    data = system.dataset(asked.hours)

    def work(listener: Listener) -> Found:
        clock = Clock(listener)
        program, solved, solution = solve_dataset(data, _options(contender, asked), clock)
        bounds = {name: solved.attrs[name] for name in ("objective", "lower_bound", "common_cost")}
        return {"seconds": _with_passing(clock.figures(), solution.seconds), "size": program.size, **bounds}

    return work


def _study(system: StudySystem, contender: Contender, asked: Specification) -> Work:
    def work(listener: Listener) -> Found:
        with tempfile.TemporaryDirectory() as folder:
            run = energy_model.solve(
                system.scenario,
                study=system.study,
                results=folder,
                listener=listener,
                hours=asked.hours,
                **asdict(_options(contender, asked)),
            )
        return {
            "seconds": _with_passing(run.summary["seconds"], run.manifest["solver"]["seconds"]),
            "size": run.summary["size"],
            "objective": run.summary["objective_cny"],
            "lower_bound": run.summary["lower_bound_cny"],
        }

    return work


def _options(contender: Contender, asked: Specification) -> RunOptions:
    if asked.gap is None:
        raise ValueError("ours needs a gap")
    return RunOptions(gap=asked.gap, threads=asked.threads, hourly=contender.hourly)


def _with_passing(figures: dict[str, float], solver: dict[str, float]) -> dict[str, float]:
    """Seconds by phase, where passing the problem to HiGHS is a phase of its own and not a part of solving."""
    passing = solver.get("pass", 0.0)
    return figures | {"pass": passing, "solve": figures["solve"] - passing}


def _pypsa(system: RandomSystem, contender: Contender, asked: Specification) -> Work:
    from linopy.solvers import Solver

    from tests.benchmarks.peer_network import create_model, peer_network

    n = peer_network(system.dataset(asked.hours))
    options = dict(contender.solver_options)
    if options:  # HiGHS's defaults stay what they are
        options["threads"] = asked.threads

    def work(listener: Listener) -> Found:
        # what `n.optimize(solver_name="highs", io_api="direct")` does, in its steps
        clock = Clock(listener)
        with clock.stage("compile"):
            model = create_model(n)
        with clock.stage("pass"):
            model.solver = Solver.from_name("highs", model=model, io_api="direct", set_names=False, options=options)
        with clock.stage("solve"):
            found = model.solver.solve()
        with clock.stage("results"):
            if model.assign_result(found) != ("ok", "optimal"):
                raise RuntimeError(f"PyPSA ended with {model.termination_condition}")
            n.optimize.assign_solution()
            n.optimize.assign_duals()
            n.optimize.post_processing()
        seconds = clock.figures()
        return {"seconds": seconds, "size": _size(model.solver_model), **_bounds(model.solver_model)}

    return work


def _size(solver: Any) -> dict[str, int]:
    return {"rows": solver.getNumRow(), "columns": solver.getNumCol(), "nonzeros": solver.getNumNz()}


def _bounds(solver: Any) -> dict[str, float]:
    """Cost, and the bound that follows from HiGHS's own |primal - dual| / (1 + |primal|)."""
    cost = solver.getInfo().objective_function_value
    return {"objective": cost, "lower_bound": cost - solver.getInfo().primal_dual_objective_error * (1 + abs(cost))}


def measure(system: System, contender: Contender, asked: Specification, events: Path) -> None:
    """Prepare, warm up, run; write each stage as it begins and the result at the end."""
    warm = Specification("", asked.contender, 24, asked.gap, asked.threads)
    prepare(RandomSystem(2), contender, warm)(lambda kind, text: None)
    work = prepare(system, contender, asked)
    with events.open("a", encoding="utf-8") as file:
        started, cpu = time.perf_counter(), _cpu()

        def write(event: Found) -> None:
            file.write(json.dumps(event) + "\n")
            file.flush()

        def listen(kind: str, text: str) -> None:
            if kind == "stage" and text in ("", *STAGES):  # not how a stage goes on
                stages.append({"stage": text, "at": time.perf_counter() - started})
                write(stages[-1])

        stages: list[Found] = []
        listen("stage", "")
        result = work(listen)
        # a run's own figures are the finer ones, but they end before its files are written
        known = phases_until(stages, time.perf_counter() - started)["seconds"]
        seconds = known | result["seconds"] | {"total": known["total"]}
        write({"result": result | {"seconds": seconds, "cpu_seconds": _cpu() - cpu}})


def _cpu() -> float:
    """Seconds of all cores used by this process and by those it started and that have ended."""
    return sum(os.times()[:4])


def main(specification: str, events: str) -> None:
    """Measure what a command line asks for."""
    logging.disable(logging.WARNING)
    asked = Specification(**json.loads(specification))
    measure(SYSTEMS[asked.system], CONTENDERS[asked.contender], asked, Path(events))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
