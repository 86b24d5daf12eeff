"""One builder in this process: from data in memory to a model inside HiGHS. Prints one line of JSON.

`python -m tests.benchmarks.contender ours 8 8760 [--cold]`, run by `build.py`. Outside the clock: imports, the making
of the data (for PyPSA, the filling of the network), and one build of a tiny system, because PyPSA imports much when it
is first used (`--cold` leaves that one out). The peak is that of the whole process.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
import xarray as xr

from tests.support.systems import random_system

# a builder is prepared with the data, outside the clock, and then called once
Builder = Callable[[], highspy.Highs]


def ours(data: xr.Dataset) -> Builder:
    """Pyomo templates, compiled with NumPy."""
    from energy_model.compiler import compile_model
    from energy_model.compiler.highs import load
    from energy_model.formulation.model import build

    return lambda: load(compile_model(build(), data))


def pypsa(data: xr.Dataset) -> Builder:
    """PyPSA's network to linopy to HiGHS, without names of columns and rows, as ours."""
    from linopy.io import to_highspy

    from tests.support.pypsa_network import network

    filled = network(data)
    return lambda: to_highspy(filled.optimize.create_model(include_objective_constant=False), set_names=False)


def pyomo(data: xr.Dataset) -> Builder:
    """Pyomo as it comes: every rule called for every index, then its own standard form."""
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    from energy_model.compiler import create_instance
    from energy_model.formulation.model import build

    def built() -> highspy.Highs:
        form = LinearStandardFormCompiler().write(create_instance(build(), data), mixed_form=True)
        return _passed(form)

    return built


def _passed(form: Any) -> highspy.Highs:
    kind = np.array([row.bound_type for row in form.rows])
    bounds = [variable.bounds for variable in form.columns]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(
        len(form.columns),
        len(form.rows),
        int(form.A.nnz),
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        float(form.c_offset[0]),
        form.c.toarray()[0],
        np.array([-np.inf if low is None else low for low, _ in bounds], dtype=float),
        np.array([np.inf if high is None else high for _, high in bounds], dtype=float),
        np.where(kind <= 0, form.rhs, -np.inf),
        np.where(kind >= 0, form.rhs, np.inf),
        form.A.indptr.astype(np.int32),
        form.A.indices.astype(np.int32),
        form.A.data.astype(float),
        np.zeros(len(form.columns), dtype=np.int32),
    )
    return solver


CONTENDERS: dict[str, Callable[[xr.Dataset], Builder]] = {"ours": ours, "pypsa": pypsa, "pyomo": pyomo}


def main(name: str, zones: int, hours: int, cold: bool) -> None:
    """Run one contender and print what it took."""
    logging.disable(logging.WARNING)
    if not cold:
        CONTENDERS[name](random_system(2, 24))()
    builder = CONTENDERS[name](random_system(zones, hours))
    before = _peak()
    started = time.perf_counter()
    solver = builder()
    seconds = time.perf_counter() - started
    size = {"rows": solver.getNumRow(), "columns": solver.getNumCol(), "nonzeros": solver.getNumNz()}
    print(json.dumps({"seconds": seconds, "gigabytes": _peak(), "gigabytes_before": before} | size))


def _peak() -> float:
    """Largest resident memory so far [GB]; Linux counts in KiB, macOS in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), cold="--cold" in sys.argv)
