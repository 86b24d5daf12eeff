"""How long it takes from data in memory to a model inside HiGHS, and how much memory: ours, PyPSA/linopy, plain Pyomo.

`python tests/benchmarks/build.py [--zones 8] [--hours 8760] [--runs 5] [--skip-pyomo] [--cold]`

Each run is a process of its own; the contenders take turns, and the medians are compared. The models have the
same optimum but not the same size: PyPSA has one column a line and step where ours has two, and a row where ours has a
bound.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
Run = dict[str, float]


def main(arguments: list[str] | None = None) -> None:
    """Run the contenders and print a table, the two ratios, versions and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zones", type=int, default=8)
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip-pyomo", action="store_true", help="leave out plain Pyomo, which is run once only")
    parser.add_argument("--cold", action="store_true", help="count what a contender imports when first used")
    options = parser.parse_args(arguments)
    size = (str(options.zones), str(options.hours), *(["--cold"] if options.cold else []))
    found: dict[str, list[Run]] = {"ours": [], "pypsa": []}
    for _ in range(options.runs):
        for name, runs in found.items():
            runs.append(run(name, *size))
    if not options.skip_pyomo:
        found["pyomo"] = [run("pyomo", *size)]
    print(f"{options.zones} zones x {options.hours} hours, medians of {options.runs} runs")
    for name, runs in found.items():
        print(line(name, runs))
    for what, quantity in (("time", "seconds"), ("memory", "gigabytes")):
        print(f"{what} ratio {median(found['ours'], quantity) / median(found['pypsa'], quantity):.3f} (ours / pypsa)")
    print(surroundings())


def run(name: str, *arguments: str) -> Run:
    """One contender in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.contender", name, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def median(runs: list[Run], quantity: str) -> float:
    """Median of a quantity over the runs."""
    return statistics.median(one[quantity] for one in runs)


def line(name: str, runs: list[Run]) -> str:
    """Seconds (with their spread), peak memory and size of one contender."""
    seconds = [one["seconds"] for one in runs]
    return (
        f"{name:6} {median(runs, 'seconds'):7.3f} s ({min(seconds):.3f} to {max(seconds):.3f})"
        f"  peak {median(runs, 'gigabytes'):.3f} GB ({median(runs, 'gigabytes_before'):.3f} GB before)"
        f"  {runs[0]['rows']:,} rows, {runs[0]['columns']:,} columns, {runs[0]['nonzeros']:,} nonzeros"
    )


def surroundings() -> str:
    """Versions and machine."""
    names = ("pyomo", "pypsa", "linopy", "highspy", "numpy", "scipy", "pandas", "xarray")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    cores = os.cpu_count()
    return f"{versions}\nPython {platform.python_version()}, {platform.system()}, {cores} cores, {processor()}"


def processor() -> str:
    """Name of the processor."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for text in information.read_text().splitlines():
            if text.startswith("model name"):
                return text.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
